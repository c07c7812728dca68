"""The screen „Autokorelacja”: whether neighbouring gminy are alike, and where."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.analysis.correlation import p_text
from ao_dash.analysis.moran import (
    CLUSTER_WORDS,
    MIN_UNITS,
    Autocorrelation,
    Cluster,
    Local,
    autocorrelation,
    neighbours,
    sentences,
)
from ao_dash.mapview.query import GMINA_PARAMETER, YEAR_PARAMETER
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import GMINA, counted, format_number
from ao_dash.model.vintage import Vintage
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import (
    Block,
    Cards,
    Choice,
    Dot,
    Heading,
    Page,
    Scatter,
    Table,
    Text,
    conclusions,
)
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories
from ao_dash.screens.shared.figures import MEASURED, Figures, figures, source_text
from ao_dash.screens.shared.scales import Scale, axis, round_scale

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
    "gmina": "nazwa gminy",
    "wskaznik": "kod wskaźnika",
    "rok": "rok",
    "wartosc": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka": "jednostka wartości",
    "status": "ok, missing, not_applicable lub confidential",
    "srednia_sasiadow": "średnia wartości tych sąsiadów, którzy ją mają",
    "sasiedzi": "kody TERYT gmin, które się z nią stykają, także te bez wartości",
    "i_lokalne": "lokalne I Morana (bez jednostki)",
    "p": "dwustronna wartość p z permutacji",
    "skupienie": "HH, LL, HL, LH (wysokie lub niskie, wśród wysokich lub niskich) albo NONE",
    "granice": "granice gmin, z których wynika sąsiedztwo",
}


COLOURS: Mapping[Cluster, str] = {
    Cluster.HH: "#a8500a",
    Cluster.LL: "#16557f",
    Cluster.HL: "#f2b56b",
    Cluster.LH: "#8fc3e0",
    Cluster.NONE: "#f7f6ee",
}
"""Orange above the mean and blue below it, which colour blindness leaves apart; those who differ
from their neighbours are light."""


@dataclass(frozen=True, eq=False)
class NeighbourFigures:
    """The figures of a year among neighbours.

    ``near`` are the neighbours of every gmina, by name; ``known`` the figures there are, and
    ``beside`` the means of the neighbours' figures where any has one, all in the unit of the
    indicator. ``found`` is ``None`` where too little is known.
    """

    figures: Figures
    near: Mapping[str, tuple[str, ...]]
    known: Mapping[str, float]
    beside: Mapping[str, float]
    found: Autocorrelation | None

    @functools.cached_property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Own figure and mean of the neighbours, in standard deviations from the mean of all."""
        known = self.known.values()
        mean, spread = statistics.fmean(known), statistics.pstdev(known)
        return {
            code: ((value - mean) / spread, (self.beside[code] - mean) / spread)
            for code, value in self.known.items()
            if code in self.beside
        }

    def name(self, code: str) -> str:
        """Return the name of a gmina."""
        return self.figures.dataset.gminy[code].name

    def names(self, code: str) -> str:
        """Return the names of the neighbours."""
        return ", ".join(sorted(map(self.name, self.near[code]), key=polish_key))

    def text(self, code: str) -> str:
        """Return the figure with its unit, or its status in words."""
        return self.figures.with_unit(code)

    def beside_text(self, code: str) -> str:
        """Return the mean of the neighbours' figures in the decimals of the indicator."""
        return self.figures.plain(self.beside[code]) if code in self.beside else "–"

    def local(self, code: str) -> Local | None:
        """Return what was found for a gmina."""
        return self.found.units.get(code) if self.found else None

    def cluster(self, code: str) -> Cluster:
        """Return the cluster of a gmina."""
        local = self.local(code)
        return local.cluster if local else Cluster.NONE


def neighbour_figures(dataset: Dataset, indicator: str, year: int) -> NeighbourFigures:
    """Return the figures of a year among the neighbours that its borders make."""
    one = figures(dataset, indicator, year)
    vintage = dataset.vintage(year)
    near = {code: _near(vintage)[code] for code in dataset.gminy}
    values = one.values(tuple(dataset.gminy))
    beside = {}
    for code, others in near.items():
        known = [values[other] for other in others if other in values]
        if known:
            beside[code] = statistics.fmean(known)
    return NeighbourFigures(one, near, values, beside, _found(tuple(values.items()), vintage))


@functools.lru_cache(maxsize=8)
def _near(vintage: Vintage) -> Mapping[str, tuple[str, ...]]:
    return neighbours(vintage.frame)


@functools.lru_cache(maxsize=256)
def _found(values: tuple[tuple[str, float], ...], vintage: Vintage) -> Autocorrelation | None:
    """Return the result of the permutations, which take long enough to be kept."""
    return autocorrelation(dict(values), _near(vintage))


def map_message(seen: NeighbourFigures, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the map of clusters."""
    one = seen.figures
    sentence = f"{one.title}: za mało wartości, aby porównać sąsiadów."
    if seen.found:
        whole, local, _ = sentences(seen.found, {code: seen.name(code) for code in seen.known})
        sentence = f"{one.title}. {whole} {local}"
    caption = Caption(one.title, "Na tle sąsiadów", one.title, sentence, "Sąsiedzi")
    categories = [Category(CLUSTER_WORDS[cluster], colour) for cluster, colour in COLOURS.items()]
    order = list(COLOURS)
    placed = {}
    for code, cell in one.cells.items():
        found = seen.local(code)
        said = f": {CLUSTER_WORDS[found.cluster]}" if found else ""
        placed[code] = Placed(
            index=order.index(found.cluster) if found else None,
            text=f"{seen.text(code)}{said}",
            status=cell.status,
            notes=one.notes_on(code),
            listed=[seen.names(code)] if seen.near[code] else [],
        )
    return map_of_categories(one.dataset, one.year, caption, categories, placed, query)


@pydantic_dataclass(frozen=True)
class MoranChoice(ScreenChosen):
    """An indicator in a year, and the selected gmina."""

    indicator: Annotated[str, MEASURED]
    year: Annotated[int, YEAR_PARAMETER]
    gmina: Annotated[str | None, GMINA_PARAMETER] = None


def page(dataset: Dataset, choice: MoranChoice) -> Page:
    """Return what the screen shows."""
    seen = neighbour_figures(dataset, choice.indicator, choice.year)
    one = seen.figures
    borders = dataset.vintage(choice.year).label
    heading = Heading(
        f"Czy sąsiednie gminy są podobne? {one.indicator.short}",
        " · ".join([one.title, *one.offices, borders]),
        list(filter(None, [one.size_warning()])),
    )
    board: list[Block] = [_cards(seen)]
    if seen.found and seen.places:
        board.append(_scatter(seen, choice.gmina))
    board += conclusions(_findings(seen))
    sheet: list[Block] = [_twin(seen, choice.gmina), _neighbours(seen), _method(seen)]
    sheet.append(source_text([one], [choice.year]))
    picture = map_message(seen, choice.query())
    return Page({"heading": [heading], "board": board, "sheet": sheet}, [picture])


def _findings(seen: NeighbourFigures) -> list[str]:
    if seen.found is None:
        least = (
            f"Autokorelacji nie można policzyć: potrzeba co najmniej {MIN_UNITS} gmin z wartością"
        )
        known = counted(len(seen.known), GMINA)
        return [f"{least}, a wartości nie mogą być jednakowe; wartość ma {known}."]
    return list(sentences(seen.found, {code: seen.name(code) for code in seen.known}))


def _cards(seen: NeighbourFigures) -> Cards:
    missing = len(seen.near) - len(seen.known)
    lacking = f"bez wartości: {missing}" if missing else ""
    number = ("gminy z wartością", str(len(seen.known)), "", lacking)
    if seen.found is None:
        return Cards([("I Morana", "–", "", "nie można policzyć"), number])
    expected = f"przypadkiem średnio {format_number(seen.found.expected, 2)}"
    return Cards(
        [
            ("I Morana", format_number(seen.found.value, 2), "", expected),
            ("czy to przypadek", p_text(seen.found.p), "", ""),
            number,
        ]
    )


def _scatter(seen: NeighbourFigures, gmina: str | None) -> Scatter:
    """Return own figures against those of the neighbours, both from the mean of all gminy.

    The line through the middle rises by Moran's I.
    """
    assert seen.found is not None
    values, beside = zip(*seen.places.values(), strict=True)
    x_scale, x_ticks = round_scale(values, zero=True)
    y_scale, y_ticks = round_scale(beside, zero=True)
    dots = [
        Dot(
            code=code,
            name=seen.name(code),
            x=x_scale.place(x),
            y=y_scale.place(y),
            text=f"{seen.text(code)}; sąsiedzi średnio {seen.beside_text(code)}",
            colour=COLOURS[seen.cluster(code)],
        )
        for code, (x, y) in seen.places.items()
    ]
    return Scatter(
        label="Wykres Morana: własna wartość gminy i średnia jej sąsiadów, w odchyleniach "
        "standardowych od średniej gmin. Te same gminy są w tabeli pod wykresem.",
        x=axis("własna wartość (odchylenia od średniej gmin)", x_scale, x_ticks),
        y=axis("średnia sąsiadów (te same odchylenia)", y_scale, y_ticks),
        dots=dots,
        cross=(x_scale.place(0.0), y_scale.place(0.0)),
        chosen=gmina or "",
        line=_slope(seen.found.value, x_scale, y_scale),
    )


def _slope(slope: float, x: Scale, y: Scale) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a line through the middle, cut where it would leave the chart."""
    low, high = x.low, x.high
    if slope:
        edges = sorted((y.low / slope, y.high / slope))
        low, high = max(low, edges[0]), min(high, edges[1])
    return (x.place(low), y.place(slope * low)), (x.place(high), y.place(slope * high))


def _twin(seen: NeighbourFigures, gmina: str | None) -> Table:
    codes = sorted(seen.near, key=lambda code: polish_key(seen.name(code)))

    def p_value(code: str) -> str:
        found = seen.local(code)
        return p_text(found.p).removeprefix("p = ").removeprefix("p ") if found else "–"

    return Table.of(
        "Gminy wobec sąsiadów",
        codes,
        {
            "Gmina": lambda code: Choice(seen.name(code), {"gmina": code}, chosen=code == gmina),
            seen.figures.title: seen.figures.text,
            "Średnia sąsiadów": seen.beside_text,
            "Lokalne I": lambda c: format_number(one.value, 2) if (one := seen.local(c)) else "–",
            "p": p_value,
            "Skupienie": lambda c: CLUSTER_WORDS[one.cluster] if (one := seen.local(c)) else "–",
        },
        numeric=(seen.figures.title, "Średnia sąsiadów", "Lokalne I", "p"),
        keys=codes,
        chosen=gmina or "",
    )


def _neighbours(seen: NeighbourFigures) -> Table:
    codes = sorted(seen.near, key=lambda code: polish_key(seen.name(code)))
    columns = {"Gmina": seen.name, "Sąsiedzi": lambda code: seen.names(code) or "brak"}
    title = f"Kto z kim sąsiaduje w {seen.figures.year} r."
    return Table.of(title, codes, columns, keys=codes, shut=True)


def _method(seen: NeighbourFigures) -> Text:
    one = seen.figures
    whose = (
        "Sąsiadami są gminy, które mają wspólną granicę albo choćby wspólny punkt, w granicach "
        f"obowiązujących 31 grudnia {one.year} r. Każdy sąsiad waży tyle samo. Gminy spoza "
        "obszaru nie są brane pod uwagę, więc gminy na jej skraju mają mniej "
        "sąsiadów."
    )
    measure = (
        "I Morana porównuje wartość gminy ze średnią jej sąsiadów: powyżej wartości oczekiwanej "
        "sąsiedzi są do siebie podobni, poniżej – różnią się. Na wykresie to nachylenie linii "
        "ciągłej; linie przerywane to średnie."
    )
    lines = [
        whose,
        measure,
        "„Wysokie” i „niskie” znaczy tu: powyżej i poniżej średniej gmin, a nie dobre i złe.",
        *one.notes(),
        *(f"{seen.name(c)}: {note}" for c in seen.near for note in one.notes_on(c)),
    ]
    return Text("Jak czytać te liczby", lines, listed=True)


def table(dataset: Dataset, choice: MoranChoice) -> pd.DataFrame:
    """Return the rows behind the screen: every gmina, columns of :data:`COLUMNS`."""
    seen = neighbour_figures(dataset, choice.indicator, choice.year)
    records = []
    for code, near in seen.near.items():
        local, cell = seen.local(code), seen.figures.cells[code]
        records.append(
            {
                "teryt6": code,
                "gmina": seen.name(code),
                "wskaznik": choice.indicator,
                "rok": choice.year,
                "wartosc": cell.value,
                "jednostka": seen.figures.indicator.unit,
                "status": cell.status.value,
                "srednia_sasiadow": seen.beside.get(code),
                "sasiedzi": " ".join(near),
                "i_lokalne": local.value if local else None,
                "p": local.p if local else None,
                "skupienie": local.cluster.value if local else "",
                "granice": dataset.vintage(choice.year).code,
            }
        )
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    numbers = ("wartosc", "srednia_sasiadow", "i_lokalne", "p")
    return frame.astype({"rok": "int64", **dict.fromkeys(numbers, "float64")})


SCREEN = Screen("moran", "sasiedztwo", "Autokorelacja", MoranChoice, COLUMNS, page, table)
