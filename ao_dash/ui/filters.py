"""The filters of the main screen: widgets that follow the address and change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import streamlit as st

from ao_dash.classes import FEWEST, METHOD_WORDS, MOST, USUAL, Method
from ao_dash.dataset import Dataset
from ao_dash.gmina import GminaType
from ao_dash.indicator import Kind
from ao_dash.numbers import GMINA, PROJECT, counted
from ao_dash.selection import (
    EVERY_DOMAIN,
    Selection,
    can_filter_projects,
    offered_indicators,
    parse_bounds,
)
from ao_dash.ui import address
from ao_dash.view import View


def show(dataset: Dataset, view: View) -> None:
    """Draw every filter that makes sense for the picture."""
    selection = view.selection
    _domain(dataset, selection)
    _indicator(dataset, selection)
    if selection.indicator:
        _year(dataset, selection)
    _types(dataset, selection)
    if can_filter_projects(dataset, selection.domain):
        _joint_only(dataset, selection)
    if view.indicator and view.indicator.kind not in (Kind.COUNT, Kind.FLAG):
        _classing(view)


def _changed(parameter: str, key: str, write: Callable[[object], str | None] = str) -> None:
    """Write the value of a widget to the address; called when it changes."""
    address.choose(**{parameter: write(st.session_state[key])})


def _domain(dataset: Dataset, selection: Selection) -> None:
    names = {EVERY_DOMAIN: "Wszystkie dziedziny"}
    names |= {code: domain.short for code, domain in dataset.domains.items()}
    address.follow("dziedzina", selection.domain)
    st.selectbox(
        "Dziedzina współpracy",
        list(names),
        format_func=names.__getitem__,
        key="dziedzina",
        filter_mode=None,
        on_change=_changed,
        args=("dziedzina", "dziedzina"),
    )


def _indicator(dataset: Dataset, selection: Selection) -> None:
    codes = offered_indicators(dataset, selection.domain)
    if not codes:
        st.text("W tej dziedzinie nie ma wskaźnika w podziale na gminy.")
        return
    key = f"wskaznik-{selection.domain}"
    address.follow(key, selection.indicator)
    st.selectbox(
        "Wskaźnik",
        codes,
        format_func=lambda code: dataset.indicators[code].short,
        key=key,
        on_change=_changed,
        args=("wskaznik", key),
    )


def _year(dataset: Dataset, selection: Selection) -> None:
    assert selection.indicator is not None
    years = dataset.years(selection.indicator)[::-1]
    gminy = len(dataset.gminy)

    def label(year: int) -> str:
        known = dataset.known(selection.indicator or "", year)
        return str(year) if known == gminy else f"{year} ({known} z {gminy} gmin)"

    key = f"rok-{selection.indicator}"
    address.follow(key, selection.year)
    st.selectbox(
        "Rok",
        years,
        format_func=label,
        key=key,
        filter_mode=None,
        on_change=_changed,
        args=("rok", key),
    )


def _types(dataset: Dataset, selection: Selection) -> None:
    counts = Counter(gmina.type_in(selection.year) for gmina in dataset.gminy.values())
    address.follow("typ", [t.value for t in GminaType if t in selection.types])
    st.pills(
        f"Typ gminy (stan z {selection.year} r.)",
        [t.value for t in GminaType],
        format_func=lambda code: f"{code} {counts[GminaType(code)]}",
        selection_mode="multi",
        key="typ",
        on_change=_changed,
        args=("typ", "typ", _join),
    )


def _join(codes: object) -> str | None:
    assert isinstance(codes, list)
    return ",".join(codes) or None


def _joint_only(dataset: Dataset, selection: Selection) -> None:
    projects = dataset.joint_projects(selection.domain)
    members = dataset.members(selection.domain)
    address.follow("projekty", selection.joint_only)
    st.checkbox(
        "Tylko gminy ze wspólnymi projektami w tej dziedzinie",
        key="projekty",
        on_change=_changed,
        args=("projekty", "projekty", lambda on: "1" if on else None),
    )
    if projects:
        told = (
            f"W źródłach: {counted(len(projects), PROJECT)}; "
            f"uczestnicy wymienieni z nazwy: {counted(len(members), GMINA)}."
        )
    else:
        told = "W źródłach nie znaleziono wspólnego projektu w tej dziedzinie."
    st.caption(told)


def _classing(view: View) -> None:
    """Draw the choice of classes; closed, it costs nothing until somebody wants it."""
    usual = view.selection.method is Method.JENKS and view.selection.number == USUAL
    box = st.expander("Podział na klasy", expanded=not usual, key="podzial", on_change="rerun")
    if box.open:
        with box:
            _method(view)


def _method(view: View) -> None:
    selection = view.selection
    words: Mapping[str, str] = {m.value: text for m, text in METHOD_WORDS.items()}
    address.follow("metoda", selection.method.value)
    st.selectbox(
        "Metoda",
        list(words),
        format_func=words.__getitem__,
        key="metoda",
        filter_mode=None,
        on_change=_method_changed,
        args=(_inner_bounds(view),),
    )
    if selection.method is Method.OWN:
        _own_bounds(selection)
        return
    address.follow("klasy", selection.number)
    st.segmented_control(
        "Liczba klas",
        range(FEWEST, MOST + 1),
        key="klasy",
        required=True,
        on_change=_changed,
        args=("klasy", "klasy"),
    )


def _inner_bounds(view: View) -> str:
    bounds = view.classes.bounds[1:-1] if view.classes else ()
    return ",".join(f"{bound:.9g}" for bound in bounds) or "0"


def _method_changed(bounds: str) -> None:
    method = st.session_state["metoda"]
    own = method == Method.OWN
    address.choose(metoda=method, klasy=bounds if own else None)


def _own_bounds(selection: Selection) -> None:
    address.follow("granice", "; ".join(f"{b:.9g}".replace(".", ",") for b in selection.own))
    st.text_input(
        "Granice klas",
        key="granice",
        max_chars=120,
        help="Od 1 do 6 rosnących liczb po średniku, np. 3000; 4000; 5000,5",
        on_change=_bounds_changed,
    )


def _bounds_changed() -> None:
    text = st.session_state["granice"]
    bounds = parse_bounds(text)
    # an unreadable text goes to the address as it is: the note there says what is wrong with it
    address.choose(klasy=",".join(f"{b:.9g}" for b in bounds) if bounds else text)
