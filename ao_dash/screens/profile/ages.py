"""Who lives in a gmina by age: shares of the age groups that are published, beside the whole area.

The data have counts of a few broad groups, not by sex: bars with shares, and no pyramid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina
from ao_dash.model.numbers import format_number, join_unit
from ao_dash.model.region import VOIVODESHIP, regions
from ao_dash.model.series import NO_SERIES
from ao_dash.screens.blocks import Bar, Bars, Block, Text
from ao_dash.screens.shared.scales import Scale, round_scale

TOTAL, CHILDREN, OLD, OLDEST = (
    "ludnosc_wg_wieku_ogolem",
    "ludnosc_0_14",
    "ludnosc_65_plus",
    "ludnosc_85_plus",
)
"""Indicators that the groups are made of: everybody counted by age, and parts of them."""

_COUNTS = (TOTAL, CHILDREN, OLD, OLDEST)
_GROUPS = ("0–14 lat", "15–64 lata", "65–84 lata", "85 lat i więcej")
_BROAD = (
    "Dane mają te cztery grupy, niepodzielone na płeć, więc to słupki, a nie piramida wieku. Osoby "
    "w wieku 15–64 i 65–84 lat policzono, odejmując od siebie opublikowane liczby."
)


@dataclass(frozen=True)
class AgeShares:
    """Persons counted by age in a place, and the percentage of each group, in the order of ages."""

    name: str
    persons: float
    shares: tuple[float, ...]


def age_shares(dataset: Dataset, gmina: Gmina) -> tuple[int, tuple[AgeShares, ...]] | None:
    """Return the newest year with every group, and shares of the gmina and of what it lies in.

    The whole area is there if every gmina has a figure, the voivodeship if its are published.
    ``None`` if the gmina has no such year.
    """
    years = [set(dataset.series.get(c, NO_SERIES).numbers(gmina.teryt6)) for c in _COUNTS]
    if not (common := set.intersection(*years)):
        return None
    year, region = max(common), gmina.of_register[0][:VOIVODESHIP]
    places: dict[str, Callable[[str], float | None]] = {
        gmina.name: lambda code: dataset.series[code].cell(year, gmina.teryt6).value,
        dataset.area.name: lambda code: _sum(dataset, code, year),
        regions(dataset).get(region, region): lambda code: _published(dataset, code, year, region),
    }
    found = (_shares(name, [count(code) for code in _COUNTS]) for name, count in places.items())
    return year, tuple(one for one in found if one)


def _published(dataset: Dataset, code: str, year: int, region: str) -> float | None:
    return dataset.regional.get(code, NO_SERIES).cell(year, region).value


def _sum(dataset: Dataset, code: str, year: int) -> float | None:
    area = area_value(dataset, code, year)
    return area.value if area and area.used == area.of else None


def _shares(name: str, counts: list[float | None]) -> AgeShares | None:
    known = [count for count in counts if count is not None]
    if len(known) < len(_COUNTS) or not known[0]:
        return None
    total, children, old, oldest = known
    groups = (children, total - children - old, old - oldest, oldest)
    return AgeShares(name, total, tuple(100 * count / total for count in groups))


def age_blocks(dataset: Dataset, gmina: Gmina, domain: str | None) -> list[Block]:
    """Return what the age groups are and bars of their shares; nothing without figures.

    They belong to the domain of :data:`TOTAL`; ``None`` is every domain.
    """
    found = age_shares(dataset, gmina)
    if found is None or domain not in (None, dataset.indicators[TOTAL].domain):
        return []
    year, places = found
    title, note = f"Ludność według wieku, {year}", dataset.indicators[TOTAL].note
    base = f"Udział w liczbie osób z tablicy wieku ({_people(places)}). {note}"
    text = Text(title, [_sentence(places), base, _BROAD])
    return [text, Bars(f"{title}: udziały w procentach", _bars(places))]


def _bars(places: Sequence[AgeShares]) -> list[Bar]:
    """Return a bar for each group and place; the first of a group is named after it, too."""
    scale, _ = round_scale([share for one in places for share in one.shares], zero=True)
    return [
        _bar(one.name if n else f"{group}: {one.name}", one.shares[place], n, scale)
        for place, group in enumerate(_GROUPS)
        for n, one in enumerate(places)
    ]


def _bar(name: str, share: float, series: int, scale: Scale) -> Bar:
    return Bar("", name, _percent(share), scale.place(0.0), scale.place(share), series=series)


def _sentence(places: Sequence[AgeShares]) -> str:
    young = _compared("Dzieci do 14 lat", [one.shares[0] for one in places], places)
    old = _compared(
        "osoby w wieku 65 lat i więcej", [sum(one.shares[2:]) for one in places], places
    )
    return f"{young}, {old}."


def _compared(group: str, shares: Sequence[float], places: Sequence[AgeShares]) -> str:
    others = zip(places[1:], shares[1:], strict=True)
    beside = ", ".join(f"{one.name} {_percent(share)}" for one, share in others)
    return f"{group} to {_percent(shares[0])}" + (f" ({beside})" if beside else "")


def _people(places: Sequence[AgeShares]) -> str:
    return "; ".join(f"{one.name}: {format_number(one.persons, 0)}" for one in places)


def _percent(share: float) -> str:
    return join_unit(format_number(share, 1), "%")
