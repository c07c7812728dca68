"""What sets a gmina apart: the figures in which it stands highest and lowest among all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.measure import Change, difference
from ao_dash.model.numbers import format_brief
from ao_dash.screens.blocks import Text
from ao_dash.screens.profile.cards import Profile, change_text
from ao_dash.screens.profile.standing import GminaIndicator

_NAMED = 3  # figures of a line
_THIRD = 3  # part of the gminy that stands high, or low

_SPACE = "\N{NO-BREAK SPACE}"  # a place is not broken at the end of a line

Ranked = Callable[[GminaIndicator], "dict[str, float]"]


class _Place(NamedTuple):
    """Where a gmina stands with a figure: 1 is the highest of ``of``; ``score`` is how far out."""

    record: GminaIndicator
    rank: int
    of: int
    score: float


def distinctive(profile: Profile) -> Text:
    """Say in which figures, and in which changes, the gmina stands highest and lowest.

    Counts are left out, since they say how large a gmina is; so are „yes” and „no”, and what half
    of the gminy or more have no figure of.
    """
    values = list(_places(profile, lambda record: dict(record.standing.figures)))
    changes = list(_places(profile, lambda record: _changes(profile, record)))
    since = f"Zmiana od {profile.base} r."
    own, others = ("grupa", "jednostek") if profile.group else ("gmina", "gmin")
    lines = [
        *_line(f"Wysoko wśród {others}", _highest(values), _value),
        *_line(f"Nisko wśród {others}", _lowest(values), _value),
        *_line(f"{since} wyższa niż w innych gminach", _highest(changes), _change(profile)),
        *_line(f"{since} niższa niż w innych gminach", _lowest(changes), _change(profile)),
    ]
    none = [f"W żadnym wskaźniku {own} nie odbiega od innych."]
    return Text(
        "Co wyróżnia tę grupę" if profile.group else "Co wyróżnia tę gminę",
        lines or none,
        listed=True,
    )


def _places(profile: Profile, figures_of: Ranked) -> Iterator[_Place]:
    for record in profile.records:
        if record.indicator.kind in (Kind.COUNT, Kind.FLAG):
            continue
        figures = figures_of(record)
        own = figures.get(record.gmina.teryt6)
        if own is None or 2 * len(figures) <= len(profile.dataset.gminy):
            continue
        values = np.array(list(figures.values()))
        spread = float(values.std())
        if spread:
            rank = 1 + int((values > own).sum())
            yield _Place(record, rank, len(values), (own - float(values.mean())) / spread)


def _changes(profile: Profile, record: GminaIndicator) -> dict[str, float]:
    """Return the changes of all gminy since the base year, without those that a break is in."""
    then, base = record.history.get(profile.base), profile.base
    if then is None or record.year <= base or record.since(base).difference is None:
        return {}
    percent = record.since(base).percent is not None and record.indicator.unit != "%"
    kind = Change.PERCENT if percent else Change.DIFFERENCE
    broken = _broken(profile.dataset, record, base)
    found = {
        code: difference(now, then.figures[code], kind)
        for code, now in record.standing.figures.items()
        if code in then.figures and code not in broken
    }
    return {code: change for code, change in found.items() if change is not None}


def _broken(dataset: Dataset, record: GminaIndicator, base: int) -> set[str]:
    breaks = dataset.breaks_of(record.indicator.code)
    return {b.teryt6 for b in breaks if b.between(base, record.year)}


def _highest(places: Sequence[_Place]) -> list[_Place]:
    upper = [one for one in places if one.rank <= one.of / _THIRD]
    return sorted(upper, key=lambda one: (one.rank, -one.score))[:_NAMED]


def _lowest(places: Sequence[_Place]) -> list[_Place]:
    lower = [one for one in places if one.of - one.rank < one.of / _THIRD]
    return sorted(lower, key=lambda one: (one.of - one.rank, one.score))[:_NAMED]


def _line(
    label: str, places: Sequence[_Place], write: Callable[[GminaIndicator], str]
) -> list[str]:
    if not places:
        return []
    named = (
        f"{one.record.indicator.short} ({write(one.record)}, {one.rank}.{_SPACE}z{_SPACE}{one.of})"
        for one in places
    )
    return [f"{label}: {'; '.join(named)}."]


def _value(record: GminaIndicator) -> str:
    value, indicator = record.cell.value, record.indicator
    assert value is not None
    percent = "%" if indicator.unit == "%" else ""
    return format_brief(value, indicator.decimals) + percent


def _change(profile: Profile) -> Callable[[GminaIndicator], str]:
    return lambda record: change_text(record, record.since(profile.base))
