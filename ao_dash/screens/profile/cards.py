"""Cards of a profile, and the tables of what they show: one gmina beside others."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ao_dash.mapview.sentences import cell_text
from ao_dash.model.aggregate import Aggregation, AreaValue
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.group import Group
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.numbers import (
    GMINA,
    UNIT,
    brief_with_unit,
    counted,
    format_change,
    format_number,
    format_value,
    join_unit,
    unit_heading,
)
from ao_dash.model.similar import Likeness
from ao_dash.model.territory import Territory
from ao_dash.model.unit import AGGREGATION_WORDS
from ao_dash.screens.blocks import Card, Gallery, Table
from ao_dash.screens.profile.standing import (
    ChangeSince,
    GminaIndicator,
    newest_of,
    standings,
)
from ao_dash.screens.shared.scales import Scale, pieces

TYPE_GENITIVE: Mapping[GminaType, str] = {
    GminaType.URBAN: "gmin miejskich",
    GminaType.MIXED: "gmin miejsko-wiejskich",
    GminaType.RURAL: "gmin wiejskich",
}
NONE = "–"
_LINE = 3  # points that make a line; two are told in words
_FEW = 100  # a percentage of fewer things than this sounds like more than what happened


@dataclass(frozen=True, eq=False)
class Profile:
    """A gmina, those beside it, the year to compare with, those like it, and its newest records.

    The most similar comes first. With a ``group``, ``gmina`` is the unit of ``dataset`` that its
    gminy are together.
    """

    dataset: Dataset
    gmina: Gmina
    beside: tuple[Gmina, ...]
    base: int
    like: tuple[Likeness, ...]
    records: tuple[GminaIndicator, ...]
    group: Group | None = None

    @property
    def on_map(self) -> dict[str, str]:
        """The part of an address that shows whose profile it is on the map."""
        chosen = {"gmina": self.gmina.teryt6}
        if self.group is None:
            return chosen
        return {"teren": Territory.GROUP, "grupa": self.group.code} | chosen

    @property
    def rows(self) -> str:
        """How many gminy or units are compared, in words."""
        return counted(len(self.dataset.gminy), UNIT if self.group else GMINA)


def galleries(profile: Profile) -> list[Gallery]:
    """Return a gallery for each domain that has a record, in the order of the domains."""
    found = []
    for code, domain in profile.dataset.domains.items():
        records = [r for r in profile.records if r.indicator.domain == code]
        if records:
            found.append(Gallery(domain.short, [card(profile, record) for record in records]))
    return found


def chosen(profile: Profile, indicator: str | None) -> list[Gallery]:
    """Return the card of the indicator that was chosen elsewhere, if the gmina has it."""
    if indicator is None or indicator not in standings(profile.dataset):
        return []
    record = newest_of(profile.dataset, profile.gmina, indicator)
    return [Gallery("Wybrany wskaźnik", [card(profile, record)])]


def card(profile: Profile, record: GminaIndicator) -> Card:
    """Return the card of one indicator."""
    standing, indicator, value = record.standing, record.indicator, record.cell.value
    figures = standing.figures
    flag = indicator.kind is Kind.FLAG
    scale = Scale(min(figures.values()), max(figures.values()))
    placed = value is not None and not flag
    figure, unit = cell_text(record.cell, indicator), ""
    if value is not None and not flag:
        figure, unit = brief_with_unit(value, indicator)
    glued = join_unit("", unit) == unit
    line, span, breaks = _line(record)
    beside = [(figures.get(g.teryt6), g.name) for g in profile.beside] if placed else []
    return Card(
        title=indicator.name,
        figure=figure + (unit if glued else ""),
        unit="" if glued else unit,
        year=str(record.year),
        rank=rank_text(record),
        source=", ".join(offices(profile.dataset, record)),
        facts=_facts(profile, record),
        line=[] if flag else line,
        span=span,
        breaks=breaks,
        dots=[scale.place(v) for v in sorted(figures.values())] if placed else [],
        place=scale.place(value) if placed and value is not None else None,
        others=[(None if v is None else scale.place(v), name) for v, name in beside],
        note=" ".join(remarks(profile.dataset, record)),
        href=_map(profile, record),
        absent=value is None,
    )


def remarks(dataset: Dataset, record: GminaIndicator) -> tuple[str, ...]:
    """Return what to know about the figure of this gmina, each once."""
    found = dataset.remarks_of(record.indicator.code, record.year)
    return tuple(dict.fromkeys(r.text for r in found if r.teryt6 == record.gmina.teryt6))


def _map(profile: Profile, record: GminaIndicator) -> str:
    """Return the address of the map of an indicator, or "" if it has none."""
    code = record.indicator.code
    query = {"wskaznik": code, "rok": record.year, **profile.on_map}
    return f"/?{urlencode(query)}" if code in profile.dataset.mapped else ""


def rank_text(record: GminaIndicator) -> str:
    """Return e.g. „4. z 21”, or nothing."""
    return f"{record.rank}. z {len(record.standing.figures)}" if record.rank else ""


def offices(dataset: Dataset, record: GminaIndicator) -> tuple[str, ...]:
    """Return the offices that a figure comes from."""
    return tuple(dict.fromkeys(s.office for s in dataset.sources_of([record.cell])))


_Line = list[list[tuple[float, float, str]]]
_Breaks = list[tuple[float, str, str]]


def _line(record: GminaIndicator) -> tuple[_Line, tuple[str, str], _Breaks]:
    """Return the pieces of a line, the texts of its ends and the breaks within it.

    A break is its place, its year and what happened.
    """
    points = record.points
    if len(points) < _LINE:
        return [], ("", ""), []
    first, last = points[0][0], points[-1][0]
    years = Scale(first, last)
    values = Scale(min(v for _, v in points), max(v for _, v in points))
    texts = {year: f"{year}: {value_text(record, value)}" for year, value in points}
    line = [
        [(years.place(year), values.place(value), texts[year]) for year, value in piece]
        for piece in pieces(points, [b.year for b in record.breaks])
    ]
    happened: dict[int, dict[str, None]] = {}
    for b in record.breaks:
        if b.between(first, last):
            happened.setdefault(b.year, {})[b.text] = None
    breaks = [(years.place(y - 0.5), str(y), " ".join(happened[y])) for y in sorted(happened)]
    return line, (texts[first], texts[last]), breaks


def _facts(profile: Profile, record: GminaIndicator) -> list[tuple[str, str]]:
    facts = []
    if record.indicator.kind is not Kind.FLAG and record.cell.value is not None:
        since = record.since(profile.base)
        facts.append((f"Zmiana od {profile.base} r.", change_text(record, since)))
        if len(record.points) == _LINE - 1 and record.points[0][0] < record.year:
            year, then = record.points[0]
            facts.append((f"W {year} r.", value_text(record, then)))
    facts.append(_area(record))
    for name, cell in record.around.items():
        if cell.value is not None:
            facts.append((name, value_text(record, cell.value)))
    facts += [*_type(record), *_like(profile, record)]
    facts += [
        (g.name, cell_text(record.standing.cell(g.teryt6), record.indicator))
        for g in profile.beside
    ]
    return facts


def change_text(record: GminaIndicator, since: ChangeSince) -> str:
    """Return a change in percent or, where that misleads, in the unit; or why there is none."""
    indicator, value = record.indicator, record.cell.value
    if since.difference is None or value is None:
        return since.why or NONE
    few = indicator.kind is Kind.COUNT and value - since.difference < _FEW
    if since.percent is not None and indicator.unit != "%" and not few:
        return f"{format_change(since.percent, 1)}%"
    return difference_text(indicator, since.difference)


def difference_text(indicator: Indicator, value: float) -> str:
    """Return a difference with its sign; of percentages, in points."""
    points = "\N{NO-BREAK SPACE}p.p." if indicator.unit == "%" else ""
    return format_change(value, indicator.decimals) + points


def _area(record: GminaIndicator) -> tuple[str, str]:
    """Return what to say of the whole area: of a sum, the share that this gmina has in it."""
    area = record.standing.area
    if area is None:
        return "Cały obszar", NONE
    known = f" ({area.used} z {area.of} gmin)" if area.used < area.of else ""
    if area.aggregation is Aggregation.COUNT:
        return "Cały obszar", f"„tak” w {format_number(area.value)} z {area.used} gmin"
    share = area_share(record)
    if share is not None:
        return "Cały obszar", f"{format_number(share, 1)}% sumy{known}"
    name = {Aggregation.SUM: "Suma obszaru", Aggregation.MEDIAN: "Mediana obszaru"}.get(
        area.aggregation, "Cały obszar"
    )
    return name, area_text(record, area) + known


def area_text(record: GminaIndicator, area: AreaValue) -> str:
    """Return the value of the whole area without unit."""
    if area.aggregation is Aggregation.COUNT:
        return format_number(area.value)
    write = median_text if area.aggregation is Aggregation.MEDIAN else value_text
    return write(record, area.value)


def area_share(record: GminaIndicator) -> float | None:
    """Return the percentage that a gmina has in the sum of the area, if that means something."""
    area, value = record.standing.area, record.cell.value
    if area is None or value is None or area.aggregation is not Aggregation.SUM:
        return None
    return None if record.indicator.signed or area.value <= 0 else 100 * value / area.value


def _type(record: GminaIndicator) -> list[tuple[str, str]]:
    kind = TYPE_GENITIVE.get(record.kind)
    if kind is None:  # several gminy together have none
        return []
    values = record.standing.by_type.get(record.kind, ())
    if record.indicator.kind is Kind.FLAG:
        return [(kind.capitalize(), f"„tak” w {format_number(sum(values))} z {len(values)}")]
    if len(values) == 1 and record.cell.value is not None:
        return [(f"Mediana {kind}", "jedyna tego typu")]
    median = record.standing.median(record.kind)
    return [(f"Mediana {kind}", NONE if median is None else median_text(record, median))]


def _like(profile: Profile, record: GminaIndicator) -> list[tuple[str, str]]:
    median = like_median(profile, record)
    return [] if median is None else [("Mediana podobnych", median_text(record, median))]


def like_median(profile: Profile, record: GminaIndicator) -> float | None:
    """Return the median of the similar gminy, if at least half of them have a figure."""
    figures = record.standing.figures
    values = [figures[one.teryt6] for one in profile.like if one.teryt6 in figures]
    if record.indicator.kind is Kind.FLAG or 2 * len(values) <= len(profile.like):
        return None
    return statistics.median(values)


def value_text(record: GminaIndicator, value: float) -> str:
    """Return a value without unit."""
    return format_value(value, record.indicator)


def median_text(record: GminaIndicator, value: float) -> str:
    """Return a median without unit; that of an even number of whole counts may be a half."""
    whole = all(figure.is_integer() for figure in record.standing.figures.values())
    half = record.indicator.kind is Kind.COUNT and whole and not value.is_integer()
    return format_number(value, max(record.indicator.decimals, int(half)))


def all_indicators(profile: Profile) -> Table:
    """Return every figure of the cards as a table."""
    columns = (
        *("Wskaźnik", "Jednostka", "Rok", "Wartość", "Miejsce"),
        *(f"Zmiana od {profile.base} r.", "Zmiana w %", "Udział w sumie obszaru", "Cały obszar"),
        *(
            "Jak liczony obszar",
            "Mediana typu",
            "Mediana podobnych",
            *(g.name for g in profile.beside),
        ),
        *("Najniższa", "Najwyższa", "Źródło"),
    )
    numeric = tuple(n for n in range(3, len(columns) - 1) if columns[n] != "Jak liczony obszar")
    rows = [_row(profile, record) for record in profile.records]
    return Table("Wszystkie wskaźniki", _READING, columns, rows, numeric, shut=True)


_READING = (
    "Te same liczby, co na kartach. Miejsce 1 ma najwyższa wartość. Zmiana jest w jednostce "
    "wskaźnika, dla wskaźników w procentach w punktach procentowych. Wartości wszystkich gmin są "
    "w tabeli pod mapą każdego wskaźnika."
)


def _row(profile: Profile, record: GminaIndicator) -> tuple[str, ...]:
    indicator, standing = record.indicator, record.standing
    since, share, area = record.since(profile.base), area_share(record), standing.area
    median, alike = standing.median(record.kind), like_median(profile, record)
    figures = standing.figures.values()
    ends = (NONE, NONE)
    if indicator.kind is not Kind.FLAG:
        ends = value_text(record, min(figures)), value_text(record, max(figures))
    change = since.why or NONE
    if since.difference is not None:
        change = difference_text(indicator, since.difference)
    return (
        indicator.name,
        unit_heading(indicator),
        str(record.year),
        cell_text(record.cell, indicator),
        rank_text(record) or NONE,
        change,
        NONE if since.percent is None else f"{format_change(since.percent, 1)}%",
        NONE if share is None else f"{format_number(share, 1)}%",
        NONE if area is None else area_text(record, area),
        "" if area is None else AGGREGATION_WORDS[area.aggregation],
        *(NONE if m is None else median_text(record, m) for m in (median, alike)),
        *(cell_text(standing.cell(g.teryt6), indicator) for g in profile.beside),
        *ends,
        ", ".join(offices(profile.dataset, record)),
    )


def all_years(profile: Profile) -> Table:
    """Return the figures of the lines as a table."""
    long = [record for record in profile.records if len(record.points) > 1]
    years = sorted({year for record in long for year in record.history})

    def cells(record: GminaIndicator) -> Iterator[str]:
        for year in years:
            standing = record.history.get(year)
            cell = standing.cell(record.gmina.teryt6) if standing else None
            yield cell_text(cell, record.indicator) if cell else ""

    rows = [(r.indicator.name, unit_heading(r.indicator), *cells(r)) for r in long]
    columns = ("Wskaźnik", "Jednostka", *map(str, years))
    text = "Puste pole: w tym roku żadna gmina nie ma wartości tego wskaźnika."
    return Table("Przez lata", text, columns, rows, tuple(range(2, len(columns))), shut=True)
