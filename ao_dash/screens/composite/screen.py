"""The screen „Wskaźnik syntetyczny”: a score of every gmina, and how firm its place is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pandas as pd

from ao_dash.analysis.composite import Stability
from ao_dash.mapview import sentences as words
from ao_dash.mapview.formula_text import source_names, span_text
from ao_dash.mapview.message import map_message
from ao_dash.mapview.view import View, colour_of
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number, unit_heading
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import (
    Axis,
    Bar,
    Bars,
    Block,
    Heading,
    Link,
    Page,
    Range,
    Ranges,
    Table,
    Text,
    sources_block,
)
from ao_dash.screens.composite import sentences as say
from ao_dash.screens.composite.scoring import (
    DIGITS,
    NAME,
    Scored,
    ScoredComponent,
    Scores,
    picture,
    score,
)
from ao_dash.screens.composite.spec import CompositeSpec
from ao_dash.screens.shared.scales import Scale, round_scale

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
    "gmina": "nazwa gminy",
    "rok": "rok wskaźnika syntetycznego",
    "wynik": "wynik gminy; pusty, gdy brakuje wartości któregoś składnika",
    "miejsce": "miejsce od najwyższego wyniku; równe wyniki mają to samo miejsce",
    "miejsce_wagi_od": "najlepsze miejsce, gdy waga jednego składnika zmienia się o 25%",
    "miejsce_wagi_do": "najgorsze miejsce, gdy waga jednego składnika zmienia się o 25%",
    "miejsce_bez_od": "najlepsze miejsce, gdy jeden składnik zostaje pominięty",
    "miejsce_bez_do": "najgorsze miejsce, gdy jeden składnik zostaje pominięty",
    "przesuwa": "kod składnika, którego pominięcie najbardziej zmienia miejsce; pusty, gdy żadne",
    "skladnik": "kod wskaźnika, który jest składnikiem",
    "nazwa": "nazwa składnika",
    "rok_skladnika": "rok wartości składnika",
    "wartosc": "wartość składnika; pusta, gdy status nie jest ok",
    "miano": "jednostka wartości składnika",
    "status": "ok, missing, not_applicable lub confidential",
    "kierunek": "wiecej albo mniej: która wartość składnika znaczy lepiej",
    "waga": "waga składnika podana w przepisie",
    "udzial": "udział wagi składnika w sumie wag, w %; 0, gdy składnik nie różni gmin",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość składnika",
    "przepis": "przepis wskaźnika: to, co w adresie ekranu następuje po znaku zapytania",
}


def page(dataset: Dataset, spec: CompositeSpec) -> Page:
    """Return what the screen shows."""
    found = score(dataset, spec)
    view = picture(dataset, spec, found)
    texts = {"query": urlencode(spec.query()), "sentence": say.sentence(view, found)}
    heading = Heading(NAME, say.subtitle(view, spec, found), say.notices(spec, found))
    shown: dict[str, list[Block]] = {
        "heading": [heading],
        "board": _board(view, spec, found),
        "sheet": _sheet(dataset, view, spec, found),
    }
    return Page(shown, [{**map_message(view), **texts}])


def _board(view: View, spec: CompositeSpec, found: Scores) -> list[Block]:
    if found.problem:
        return [Text("Brak wyniku", [found.problem])]
    scale, _ = round_scale(view.values, zero=True)
    rows = {row.gmina.teryt6: row for row in view.rows}
    bars = [
        Bar(
            code=one.gmina.teryt6,
            name=f"{place.place}. {one.gmina.name}",
            text=format_number(value, DIGITS),
            start=scale.place(0.0),
            end=scale.place(value),
            colour=colour_of(view, rows[one.gmina.teryt6]) or "",
        )
        for one, value, place in found.placed
    ]
    assert view.median is not None
    mark = (scale.place(view.median), f"mediana: {format_number(view.median, DIGITS)}")
    label = f"{NAME}, {spec.year}: gminy od najwyższego wyniku"
    return [Text("Ranking", []), Bars(label, bars, [mark], spec.gmina or "")]


def _sheet(dataset: Dataset, view: View, spec: CompositeSpec, found: Scores) -> list[Block]:
    chosen = spec.gmina or ""
    sheet: list[Block] = [Text("", [say.sentence(view, found)], lead=True)]
    if not found.problem:
        sheet += [Text("Jak pewne są miejsca", say.firmness(found)), _ranges(found, chosen)]
        sheet.append(_places(found, chosen))
    sheet += [
        _components(dataset, found),
        *_listed("Kierunki składników", say.directions(found)),
        _values(found, chosen),
        Text(
            "Jak czytać ten wskaźnik",
            [*say.cautions(spec), words.method(view), words.classing(view)],
            listed=True,
        ),
        *_listed("Uwagi do wartości", say.remarks(dataset, found)),
        sources_block(words.sources(view)),
    ]
    return sheet


def _listed(title: str, sentences: list[str]) -> list[Block]:
    return [Text(title, sentences, listed=True)] if sentences else []


def _ranges(found: Scores, chosen: str) -> Ranges:
    last = len(found.placed)
    scale = Scale(1.0, float(last))
    ticks = sorted({1, *range(5, last - 1, 5), last})

    def ends(pair: tuple[int, int]) -> tuple[float, float]:
        return scale.place(pair[0]), scale.place(pair[1])

    def widest(place: Stability) -> str:
        both = (*place.by_weight, *place.by_omission)
        return span_text(min(both), max(both))

    ranges = [
        Range(
            code=one.gmina.teryt6,
            name=one.gmina.name,
            text=widest(place),
            place=scale.place(place.place),
            inner=ends(place.by_weight),
            outer=ends(place.by_omission),
        )
        for one, _, place in found.placed
    ]
    return Ranges(
        label="Miejsca gmin i ich zakresy. Te same liczby są w tabeli pod wykresem.",
        x=Axis("Miejsce", [(scale.place(tick), str(tick)) for tick in ticks]),
        figures="zakres",
        ranges=ranges,
        key=("miejsce", "gdy jedna waga zmieni się o 25%", "gdy jeden składnik odpadnie"),
        chosen=chosen,
    )


def _places(found: Scores, chosen: str) -> Table:
    rows = [
        (
            one.gmina.name,
            str(place.place),
            format_number(value, DIGITS),
            span_text(*place.by_weight),
            span_text(*place.by_omission),
            "–" if place.mover is None else found.parts[place.mover].indicator.short,
        )
        for one, value, place in found.placed
    ]
    without = (one for one in found.gminy if one.score is None)
    rows += [(one.gmina.name, "–", "brak wyniku", "–", "–", "–") for one in without]
    columns = (
        *("Gmina", "Miejsce", "Wynik", "Miejsca przy wagach ±25%"),
        *("Miejsca bez jednego składnika", "Najwięcej zależy od składnika"),
    )
    keys = [one.gmina.teryt6 for one in found.gminy]
    title = "Miejsca, wyniki i zakresy miejsc"
    return Table(title, "", columns, rows, (1, 2, 3, 4), keys, chosen=chosen, still=(3, 4))


def _components(dataset: Dataset, found: Scores) -> Table:
    def source(part: ScoredComponent) -> str:
        return ", ".join(dict.fromkeys(s.office for s in dataset.sources_of(part.cells.values())))

    return Table.of(
        "Przepis: składniki i wagi",
        found.parts,
        {
            "Składnik": lambda part: Link(
                part.indicator.name, f"/?wskaznik={part.indicator.code}&rok={part.year}"
            ),
            "Jednostka": lambda part: unit_heading(part.indicator),
            "Rok": lambda part: str(part.year),
            "Lepiej, gdy": lambda part: say.direction(part.component.stimulant),
            "Waga": lambda part: f"{part.component.weight:g}".replace(".", ","),
            "Udział (%)": lambda part: "–" if found.problem else format_number(100 * part.share, 1),
            "Źródło": source,
        },
        numeric=("Rok", "Waga", "Udział (%)"),
    )


def _values(found: Scores, chosen: str) -> Table:
    rows = [
        (
            one.gmina.name,
            *(words.cell_text(p.cell(one.gmina.teryt6), p.indicator) for p in found.parts),
        )
        for one in found.gminy
    ]
    names = [f"{p.indicator.short} ({p.indicator.unit}, {p.year})" for p in found.parts]
    keys = [one.gmina.teryt6 for one in found.gminy]
    numeric, columns = tuple(range(1, len(names) + 1)), ("Gmina", *names)
    title = "Wartości składników"
    return Table(title, "", columns, rows, numeric, keys, shut=True, chosen=chosen)


def table(dataset: Dataset, spec: CompositeSpec) -> pd.DataFrame:
    """Return the rows behind the screen, columns of :data:`COLUMNS`.

    There is one row for every gmina and component, so that the columns are the same for every
    spec; score and places of a gmina repeat in its rows.
    """
    found = score(dataset, spec)
    records = [
        {**_gmina_record(one, found), **_part_record(dataset, part, one), "przepis": spec.text}
        for one in found.gminy
        for part in found.parts
    ]
    frame = pd.DataFrame(records, columns=list(COLUMNS)).assign(rok=spec.year)
    whole = [name for name in COLUMNS if name.startswith("miejsce")]
    return frame.astype(
        {"rok": "int64", "rok_skladnika": "int64", **dict.fromkeys(whole, "Int64")}
        | dict.fromkeys(("wynik", "wartosc", "waga", "udzial"), "float64")
    )


def _gmina_record(one: Scored, found: Scores) -> dict[str, object]:
    about = {"teryt6": one.gmina.teryt6, "gmina": one.gmina.name, "wynik": one.score}
    place = one.stability
    if place is None:
        return {**about, "przesuwa": ""}
    return {
        **about,
        "miejsce": place.place,
        "miejsce_wagi_od": place.by_weight[0],
        "miejsce_wagi_do": place.by_weight[1],
        "miejsce_bez_od": place.by_omission[0],
        "miejsce_bez_do": place.by_omission[1],
        "przesuwa": "" if place.mover is None else found.parts[place.mover].indicator.code,
    }


def _part_record(dataset: Dataset, part: ScoredComponent, one: Scored) -> dict[str, object]:
    cell = part.cell(one.gmina.teryt6)
    return {
        "skladnik": part.indicator.code,
        "nazwa": part.indicator.name,
        "rok_skladnika": part.year,
        "wartosc": cell.value,
        "miano": part.indicator.unit,
        "status": cell.status.value,
        "kierunek": "wiecej" if part.component.stimulant else "mniej",
        "waga": part.component.weight,
        "udzial": 100 * part.share,
        "zrodlo": source_names(dataset.sources_of([cell])),
    }


SCREEN = Screen(
    "composite", "syntetyczny", "Wskaźnik syntetyczny", CompositeSpec, COLUMNS, page, table
)
