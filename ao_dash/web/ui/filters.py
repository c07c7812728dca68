"""The filters of the main screen: widgets that follow the address and change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from ao_dash.analysis.classes import (
    AT_MOST,
    DEFAULT_CLASSES,
    MAX_CLASSES,
    METHOD_HINTS,
    METHOD_WORDS,
    MIN_CLASSES,
    Method,
    parse_typed_bounds,
    typed_bounds,
    written_bounds,
)
from ao_dash.mapview.points import POINTS, PointKind, offered_points
from ao_dash.mapview.query import INDICATOR_PARAMETER, ONLY_PARAMETER
from ao_dash.mapview.selection import (
    BASE,
    CHANGE,
    CLASSES,
    COMMON,
    DOMAIN,
    EVERY_DOMAIN,
    JOINT_ONLY,
    METHOD,
    TERRITORY,
    TYPES,
    Selection,
    can_filter_projects,
    offered_indicators,
)
from ao_dash.mapview.view import View
from ao_dash.model import ratio as ratios
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind
from ao_dash.model.measure import CHANGE_WORDS, base_years, offered_changes
from ao_dash.model.numbers import GMINA, PROJECT, counted
from ao_dash.model.territory import Territory
from ao_dash.web.ui import address, annotate, controls, values

_BOUNDS = "granice"  # key of the field for class bounds


def show(dataset: Dataset, view: View) -> None:
    """Draw every filter that makes sense for the picture."""
    selection = view.selection
    register, dataset = dataset, selection.of(dataset)
    _domain(dataset, selection)
    _indicator(dataset, selection)
    if selection.indicator:
        controls.year(dataset, selection.indicator, selection.year)
        _time(dataset, selection)
    _types(dataset, selection)
    _group(register if selection.territory is Territory.GROUP else dataset, selection)
    if can_filter_projects(dataset, selection.domain):
        _joint_only(dataset, selection)
    if view.ranked:
        values.show(view)
    if view.indicator and view.indicator.kind not in (Kind.COUNT, Kind.FLAG):
        _classing(view)
    _points(dataset, selection)
    if view.selected:
        annotate.show(view, view.selected.gmina)


def _domain(dataset: Dataset, selection: Selection) -> None:
    names = {EVERY_DOMAIN: "Wszystkie dziedziny"}
    names |= {code: domain.short for code, domain in dataset.domains.items()}
    of_agreement = any(domain.cooperation for domain in dataset.domains.values())
    label = "Dziedzina współpracy" if of_agreement else "Dziedzina"
    controls.select(label, names, selection.domain, DOMAIN)


def _indicator(dataset: Dataset, selection: Selection) -> None:
    codes = offered_indicators(dataset, selection.domain)
    if not codes:
        st.text("W tej dziedzinie nie ma wskaźnika w podziale na gminy.")
        return
    names = {code: dataset.indicators[code].short for code in codes}
    key = f"wskaznik-{selection.domain}"
    above, below = ratios.parts(selection.indicator or "")
    controls.select("Wskaźnik", names, above, INDICATOR_PARAMETER, key=key)
    if ratios.is_count(dataset.indicators[above]):
        box = st.expander("Przelicz", expanded=bool(below), key="przelicz", on_change="rerun")
        if box.open:
            with box:
                _ratio(dataset, above, below)


def _ratio(dataset: Dataset, above: str, below: str) -> None:
    """Draw what a count can be divided by."""
    counts = [
        indicator
        for code in dataset.mapped
        if ratios.is_count(indicator := dataset.indicators[code])
    ]
    names = {"": "liczba", ratios.INHABITANTS: ratios.PER_INHABITANTS, ratios.AREA: ratios.PER_AREA}
    names |= {one.code: f"% z: {one.short}" for one in counts if one.code not in names}
    offered = {
        code: name for code, name in names.items() if not code or _divides(dataset, above, code)
    }
    controls.select(
        "Na co podzielić",
        offered,
        below,
        INDICATOR_PARAMETER,
        key=f"przelicz-{above}",
        write=lambda code: f"{above}/{code}" if code else above,
    )


def _divides(dataset: Dataset, above: str, below: str) -> bool:
    code = f"{above}/{below}"
    return bool(ratios.declared(dataset, code) or ratios.ratio(dataset, code))


def _time(dataset: Dataset, selection: Selection) -> None:
    """Draw the choice of a change and of the constant territory, once somebody wants it."""
    constant = selection.territory is Territory.CONSTANT
    usual = not (selection.change or constant)
    box = st.expander("Zmiana w czasie", expanded=not usual, key="czas", on_change="rerun")
    if box.open:
        with box:
            _change(dataset, selection)
            label = "Terytorium stałe: gminy zmienionych granic jako jedna jednostka"
            controls.switch(label, TERRITORY, Territory.CONSTANT, on=constant)


def _change(dataset: Dataset, selection: Selection) -> None:
    assert selection.indicator is not None
    offered = offered_changes(dataset.indicators[selection.indicator])
    years = base_years(dataset, selection.indicator, selection.year)
    if not (offered and years):
        st.caption("Dla tego roku nie ma z czym porównać.")
        return
    words = {"": "wartość"} | {c.value: CHANGE_WORDS[c] for c in offered}
    controls.select("Co pokazać", words, selection.change, CHANGE)
    if selection.change:
        names = {str(year): str(year) for year in years}
        key = f"od-{selection.indicator}-{selection.year}"
        controls.select("Od roku", names, selection.base, BASE, key=key)


def _types(dataset: Dataset, selection: Selection) -> None:
    counts = Counter(gmina.type_in(selection.year) for gmina in dataset.gminy.values())
    present = [t.value for t in GminaType if counts[t]]
    chosen = [t for t in present if GminaType(t) in selection.types]
    names = {code: f"{code} {counts[GminaType(code)]}" for code in present}
    pressed = [] if chosen == present else chosen  # nothing pressed is all
    controls.pills(f"Typ gminy (stan z {selection.year} r.)", names, pressed, TYPES)


def _group(dataset: Dataset, selection: Selection) -> None:
    controls.group(dataset, selection.group, "Grupa gmin", "żadna")
    if selection.group is None:
        return
    merged = selection.territory is Territory.GROUP
    if not merged:
        controls.switch("Tylko gminy grupy", ONLY_PARAMETER, on=selection.group_only)
    if len(selection.group.members) > 1 and not selection.group_only:
        controls.switch("Grupa jako jedna jednostka", TERRITORY, Territory.GROUP, on=merged)


def _points(dataset: Dataset, selection: Selection) -> None:
    names = {kind.value: _POINT_NAMES[kind] for kind in offered_points(dataset)}
    if names:
        controls.pills("Punkty na mapie", names, selection.points, POINTS)


_POINT_NAMES = {PointKind.RAIL: "stacje kolejowe", PointKind.AIR: "pomiar powietrza"}


def _joint_only(dataset: Dataset, selection: Selection) -> None:
    projects = dataset.joint_projects(selection.domain)
    members = dataset.members(selection.domain)
    label = "Tylko gminy ze wspólnymi projektami w tej dziedzinie"
    controls.switch(label, JOINT_ONLY, on=selection.joint_only)
    if projects:
        caption = (
            f"W źródłach: {counted(len(projects), PROJECT)}; "
            f"uczestnicy wymienieni z nazwy: {counted(len(members), GMINA)}."
        )
    else:
        caption = "W źródłach nie znaleziono wspólnego projektu w tej dziedzinie."
    st.caption(caption)


def _classing(view: View) -> None:
    """Draw the choice of classes; closed, it costs nothing until somebody wants it."""
    selection = view.selection
    usual = (
        selection.method is Method.AUTO
        and selection.number == DEFAULT_CLASSES
        and not selection.common
    )
    box = st.expander("Podział na klasy", expanded=not usual, key="podzial", on_change="rerun")
    if box.open:
        with box:
            _method(view)


def _method(view: View) -> None:
    selection = view.selection
    label = "Te same klasy dla wszystkich lat"
    controls.switch(label, COMMON, on=selection.common)
    words: Mapping[str, str] = {m.value: text for m, text in METHOD_WORDS.items()}
    address.follow(METHOD.name, selection.method.value)
    st.selectbox(
        "Metoda",
        list(words),
        format_func=words.__getitem__,
        key=METHOD.name,
        filter_mode=None,
        on_change=_method_changed,
        args=(_inner_bounds(view),),
    )
    if hint := METHOD_HINTS.get(selection.method):
        st.caption(hint)
    if selection.method is Method.CUSTOM:
        _custom_bounds(selection)
        return
    address.follow(CLASSES.name, selection.number)
    st.segmented_control(
        "Najwyżej klas" if selection.method in AT_MOST else "Liczba klas",
        range(MIN_CLASSES, MAX_CLASSES + 1),
        key=CLASSES.name,
        required=True,
        on_change=controls.changed,
        args=(CLASSES, CLASSES.name),
    )


def _inner_bounds(view: View) -> str:
    bounds = view.classes.bounds[1:-1] if view.classes else ()
    return written_bounds(bounds) or "0"


def _method_changed(bounds: str) -> None:
    method = st.session_state[METHOD.name]
    classes = bounds if method == Method.CUSTOM else None
    controls.forget_refused(_BOUNDS)
    address.choose(**{METHOD.name: method, CLASSES.name: classes})


def _custom_bounds(selection: Selection) -> None:
    field = controls.Field(
        CLASSES,
        lambda text: written_bounds(parse_typed_bounds(text)) or None,
        f"to nie są granice klas. Wpisz od 1 do {MAX_CLASSES - 1} rosnących liczb i rozdziel je "
        "średnikami, np. 3000; 4000; 5000,5. Mapa pokazuje poprzednie granice.",
        most=120,
    )
    controls.typed(
        "Granice klas, po średniku",
        typed_bounds(selection.custom_bounds),
        field,
        key=_BOUNDS,
        hint=f"Od 1 do {MAX_CLASSES - 1} rosnących liczb po średniku; przecinek oddziela "
        "część dziesiętną, np. 3000; 4000; 5000,5",
    )
