"""The screen „Zależności”: two indicators over the gminy, as a scatter and on one map."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Self

import pandas as pd
from pydantic.dataclasses import dataclass

from ao_dash.analysis.correlation import MIN_UNITS, caution, correlation, p_text
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    YEAR_PARAMETER,
    Derived,
    Parameter,
    QueryReader,
    mapped_years,
    written,
)
from ao_dash.mapview.selection import TYPES
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType, polish_key
from ao_dash.model.numbers import GMINA, counted, format_number
from ao_dash.model.series import ANY, BreakKind
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
from ao_dash.screens.scatter.pairs import (
    THIRD_WORDS,
    Pair,
    categories,
    map_message,
    paired,
    sentence,
)
from ao_dash.screens.shared.figures import (
    MEASURED,
    figures,
    lowered,
    offered,
    read_indicator,
    source_text,
)
from ao_dash.screens.shared.scales import axis, round_scale

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
    "gmina": "nazwa gminy",
    "typ": "typ gminy 31 grudnia pierwszego roku",
    "wskaznik_1": "kod pierwszego wskaźnika",
    "rok_1": "rok pierwszego wskaźnika",
    "wartosc_1": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka_1": "jednostka pierwszej wartości",
    "status_1": "ok, missing, not_applicable lub confidential",
    "wskaznik_2": "kod drugiego wskaźnika",
    "rok_2": "rok drugiego wskaźnika",
    "wartosc_2": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka_2": "jednostka drugiej wartości",
    "status_2": "ok, missing, not_applicable lub confidential",
    "poziom_1": "niskie, średnie lub wysokie: trzecie części gmin z obiema wartościami",
    "poziom_2": "to samo dla drugiego wskaźnika",
}


def _read_second(reader: QueryReader) -> str:
    codes = offered(reader.dataset) or reader.dataset.mapped
    another = next((code for code in codes if code != reader["first"]), reader["first"])
    return read_indicator(reader, "drugi", another)


def _usual_second_year(reader: QueryReader) -> int:
    year, years = reader["year"], reader.dataset.years(reader["second"])
    return int(year if year in years else reader.dataset.newest_full_year(reader["second"]))


def _read_types(reader: QueryReader) -> tuple[GminaType, ...]:
    present = types_of(reader.dataset, reader["year"])
    chosen = reader.several(TYPES, present)
    shown = tuple(kind for kind in present if kind in chosen)
    return () if len(shown) == len(present) else shown


def types_of(dataset: Dataset, year: int) -> tuple[GminaType, ...]:
    """Return the types that any gmina has on 31 December of ``year``."""
    held = {gmina.type_in(year) for gmina in dataset.gminy.values()}
    return tuple(kind for kind in GminaType if kind in held)


SECOND = replace(MEASURED, name="drugi", meaning="kod drugiego wskaźnika", read=_read_second)
YEAR = replace(YEAR_PARAMETER, read=lambda reader: reader.year(reader["first"]))
SECOND_YEAR = Parameter(
    "rok2",
    "rok drugiego wskaźnika; bez niego ten sam co pierwszego",
    codes=mapped_years,
    read=lambda reader: reader.year(reader["second"], "rok2", reader["usual_second_year"]),
)


@dataclass(frozen=True)
class ScatterChoice(ScreenChosen):
    """Two indicators with their years; no ``types`` means every type, as of the first year."""

    first: Annotated[str, MEASURED]
    year: Annotated[int, YEAR]
    second: Annotated[str, SECOND]
    second_year: Annotated[int, SECOND_YEAR]
    usual_second_year: Annotated[int, Derived(_usual_second_year)]
    types: Annotated[tuple[GminaType, ...], replace(TYPES, read=_read_types, write=written)] = ()
    gmina: Annotated[str | None, GMINA_PARAMETER] = None

    @classmethod
    def read(cls, reader: QueryReader) -> Self:
        """Return the choice of an address; notes on both indicators come first."""
        reader["second"]
        return super().read(reader)

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice.

        The second year is left out as long as it follows the first one.
        """
        query = super().query()
        if self.second_year == self.usual_second_year:
            del query[SECOND_YEAR.name]
        return query


def pair_of(dataset: Dataset, choice: ScatterChoice) -> Pair:
    """Return the two sets of figures and the gminy that have both."""
    gminy = dataset.gminy.values()
    inside = [g.teryt6 for g in gminy if not choice.types or g.type_in(choice.year) in choice.types]
    first = figures(dataset, choice.first, choice.year)
    return paired(first, figures(dataset, choice.second, choice.second_year), inside)


def page(dataset: Dataset, choice: ScatterChoice) -> Page:
    """Return what the screen shows."""
    pair = pair_of(dataset, choice)
    first, second = pair.first, pair.second
    offices = ", ".join(dict.fromkeys(first.offices + second.offices))
    borders = dataset.vintage(choice.year).label
    heading = Heading(
        f"{first.indicator.short} i {lowered(second.indicator.short)}",
        " · ".join(filter(None, [first.title, second.title, offices, borders])),
        limits(pair, choice.types),
        () if pair.codes or not choice.types else (TYPES.name,),
    )
    board: list[Block] = [_cards(pair)]
    if pair.codes:
        board.append(_scatter(pair, choice.gmina))
    board += conclusions(findings(pair))
    sheet: list[Block] = [Text("", [sentence(pair)]), *cautions(pair)]
    sheet += [_twin(pair, choice), thirds_text(pair), remarks(pair)]
    sheet.append(source_text([first, second], [choice.year]))
    picture = map_message(pair, choice.query())
    return Page({"heading": [heading], "board": board, "sheet": sheet}, [picture])


def _cards(pair: Pair) -> Cards:
    found = correlation(pair.x, pair.y)
    text = f"z {counted(len(pair.inside), GMINA)}" if len(pair.codes) < len(pair.inside) else ""
    number = ("gminy z obiema wartościami", str(len(pair.codes)), "", text)
    if found is None:
        return Cards([("korelacja", "–", "", "nie można jej policzyć"), number])
    return Cards(
        [
            ("r Pearsona", format_number(found.pearson, 2), "", p_text(found.pearson_p)),
            ("rho Spearmana", format_number(found.spearman, 2), "", p_text(found.spearman_p)),
            number,
        ]
    )


def _scatter(pair: Pair, gmina: str | None) -> Scatter:
    x_scale, x_ticks = round_scale(pair.x, zero=False)
    y_scale, y_ticks = round_scale(pair.y, zero=False)
    colours = [category.colour for category in categories(pair)]
    dots = [
        Dot(
            code=code,
            name=pair.name(code),
            x=x_scale.place(x),
            y=y_scale.place(y),
            text=pair.text(code),
            colour=colours[pair.classes[code]],
        )
        for code, x, y in zip(pair.codes, pair.x, pair.y, strict=True)
    ]
    return Scatter(
        label=f"Wykres: {pair.first.title} (w poziomie) i {pair.second.title} (w pionie), "
        f"{counted(len(dots), GMINA)}. Te same liczby są w tabeli pod wykresem.",
        x=axis(pair.first.title, x_scale, x_ticks),
        y=axis(pair.second.title, y_scale, y_ticks),
        dots=dots,
        cross=(x_scale.place(statistics.median(pair.x)), y_scale.place(statistics.median(pair.y))),
        chosen=gmina or "",
    )


def _twin(pair: Pair, choice: ScatterChoice) -> Table:
    codes = sorted(pair.inside, key=lambda code: polish_key(pair.name(code)))
    rows = [
        (
            Choice(pair.name(code), {"gmina": code}, chosen=code == choice.gmina),
            pair.first.text(code),
            pair.second.text(code),
            *pair.words(code),
        )
        for code in codes
    ]
    names = (pair.first.title, pair.second.title)
    levels = (f"Poziom: {one.indicator.short}" for one in (pair.first, pair.second))
    columns = ("Gmina", *names, *levels)
    return Table("Wartości gmin", "", columns, rows, (1, 2), codes, chosen=choice.gmina or "")


_GENERAL = 2  # cautions at the end that hold for any correlation of a few gminy

_UNKNOWN = (
    f"Korelacji nie można policzyć: potrzeba co najmniej {MIN_UNITS} gmin z obiema wartościami, "
    "które nie są wszystkie jednakowe."
)


def limits(pair: Pair, types: Sequence[GminaType]) -> list[str]:
    """Return in Polish what limits the comparison: filter, years, breaks, counts."""
    lines = ["Żadna gmina nie spełnia filtru."] if types and not pair.codes else []
    lines += [f"Filtr: typ gminy w {pair.first.year} r.: {', '.join(types)}."] if types else []
    if (pair.first.indicator, pair.first.year) == (pair.second.indicator, pair.second.year):
        lines.append(
            "To dwa razy te same wartości: korelacja musi wynosić 1 i o niczym nie świadczy."
        )
    lines += _years(pair)
    sizes = (one.size_warning() for one in (pair.first, pair.second))
    return [*lines, *dict.fromkeys(filter(None, sizes))]


def _years(pair: Pair) -> list[str]:
    """Say what lies between the two years: the years themselves, moved borders, breaks."""
    earlier, later = sorted((pair.first.year, pair.second.year))
    if earlier == later:
        return []
    span = f"Między {earlier} a {later} r."
    lines = [f"Wartości są z różnych lat: {pair.first.title}; {pair.second.title}."]
    dataset = pair.first.dataset
    if dataset.vintage(earlier) is not dataset.vintage(later):
        between = (b for b in dataset.breaks if b.kind is BreakKind.BORDERS)
        moved = {b.teryt6 for b in between if b.between(earlier, later)} & set(dataset.gminy)
        names = sorted((pair.name(code) for code in moved), key=polish_key)
        whose = f" gmin: {', '.join(names)}" if names else ""
        lines.append(
            f"{span} zmieniły się granice{whose}. Wartości z tych dwóch lat dotyczą tam różnych "
            "obszarów i nie należy ich ze sobą zestawiać."
        )
    breaks = [b for one in (pair.first, pair.second) for b in dataset.breaks_of(one.indicator.code)]
    texts = [b.text for b in breaks if b.teryt6 == ANY and b.between(earlier, later)]
    return [*lines, *(f"{span} jest przerwa w szeregu: {text}" for text in dict.fromkeys(texts))]


def _shared(pair: Pair) -> list[str]:
    """Say in Polish that both use the same figures: that alone can make them correlate."""
    first, second = pair.first.indicator, pair.second.indicator
    if first.code == second.code:
        return []
    inputs = [[i.code, *(i.formula.inputs if i.formula else ())] for i in (first, second)]
    both = [code for code in inputs[0] if code in inputs[1]]
    if not both:
        return []
    names = ", ".join(f"„{pair.first.dataset.indicators[code].short}”" for code in both)
    text = f"Oba wskaźniki są liczone z tych samych danych ({names}), co samo może dać korelację."
    return [text]


def findings(pair: Pair) -> list[str]:
    """Say in Polish what the correlation of ``pair`` shows, and what the lines of its chart are."""
    found = correlation(pair.x, pair.y)
    lines = list(caution(found)[:-_GENERAL]) if found else [_UNKNOWN]
    if pair.codes:
        first, second = (
            one.written(statistics.median(values), len(values) % 2 == 0)
            for one, values in ((pair.first, pair.x), (pair.second, pair.y))
        )
        lines.append(
            f"Mediany pokazanych gmin, {first} i {second}, to linie przerywane na wykresie."
        )
    return lines


def cautions(pair: Pair) -> list[Text]:
    """Return what holds for any correlation of a few gminy."""
    found = correlation(pair.x, pair.y)
    lines = [*(caution(found)[-_GENERAL:] if found else ()), *_shared(pair)]
    return [Text("O czym pamiętać", lines, listed=True)] if lines else []


def thirds_text(pair: Pair) -> Text:
    """Say how the gminy were parted and which values each part holds."""
    lead = (
        "Gminy z obiema wartościami podzielono osobno według każdego wskaźnika na trzy możliwie "
        "równe części; gminy o tej samej wartości są zawsze w jednej części."
    )
    lines = [lead]
    for one, ranges in zip((pair.first, pair.second), pair.ranges, strict=True):
        parts = zip(THIRD_WORDS, ranges, strict=True)
        lines.append(f"{one.title}: " + "; ".join(f"{w}: {r or 'brak gmin'}" for w, r in parts))
    return Text("Kolory mapy i punktów", lines, listed=True)


def remarks(pair: Pair) -> Text:
    """Return how the indicators are made and what to know about single figures."""
    lines = []
    for one in (pair.first, pair.second):
        lines += [f"{one.indicator.short}: {note}" for note in one.notes()]
        lines += [f"{pair.name(c)}: {n}" for c in pair.inside for n in one.notes_on(c)]
    return Text("Jak czytać te liczby", list(dict.fromkeys(lines)), listed=True)


def table(dataset: Dataset, choice: ScatterChoice) -> pd.DataFrame:
    """Return the rows behind the screen: the gminy of the chosen types, as in :data:`COLUMNS`."""
    pair = pair_of(dataset, choice)
    records = []
    for code in pair.inside:
        gmina = dataset.gminy[code]
        record: dict[str, object] = {"teryt6": code, "gmina": gmina.name}
        record["typ"] = gmina.type_in(choice.year).value
        levels = pair.words(code) if code in pair.classes else ("", "")
        for n, one in enumerate((pair.first, pair.second), 1):
            record |= {
                f"wskaznik_{n}": one.indicator.code,
                f"rok_{n}": one.year,
                f"wartosc_{n}": one.cells[code].value,
                f"jednostka_{n}": one.indicator.unit,
                f"status_{n}": one.cells[code].status.value,
                f"poziom_{n}": levels[n - 1],
            }
        records.append(record)
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"wartosc_1": "float64", "wartosc_2": "float64"})


SCREEN = Screen("scatter", "zaleznosci", "Zależności", ScatterChoice, COLUMNS, page, table)
