"""Figures that can honestly be set against each other: declared, compared, and sums of gminy.

Only the same quantity is compared, published twice or to be had from other published figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.mapview.formula_text import digits_of
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.region import POWIAT
from ao_dash.model.series import NO_SERIES, Break, BreakKind, source_codes


@dataclass(frozen=True)
class Check:
    """``left`` against ``scale * (sum of terms / below - change)``, ``below`` being 1 if absent.

    ``terms`` are signs with codes; ``below`` is a code with the years its value is taken later
    (negative: earlier), ``None`` for no divisor. ``why`` says in Polish why they may differ.
    ``middle`` says that the publisher divides by a population between those of this and of the
    previous 31 December, which can be checked; ``other_day`` that the two were taken on
    different days. ``before`` is the series that has the divisor of the previous year on the same
    base, where it is not that of ``below``.
    """

    code: str
    left: str
    terms: tuple[tuple[int, str], ...]
    why: str
    below: tuple[str, int] | None = None
    scale: float = 1.0
    change: bool = False
    middle: bool = False
    other_day: bool = False
    before: str = ""

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of everything compared, each once."""
        below = (self.below[0],) if self.below else ()
        before = (self.before,) if self.before else ()
        codes = (self.left, *(code for _, code in self.terms), *below, *before)
        return tuple(dict.fromkeys(codes))


_SUM = "Powinny się zgadzać co do jednostki: to ta sama wielkość ogłoszona na dwa sposoby."
_MIDDLE = (
    "GUS dzieli przez ludność z połowy roku, a my przez ludność 31 grudnia; różnica jest "
    "wyjaśniona, gdy ogłoszona wartość leży między wynikami dla ludności z początku i z końca roku."
)


def _per_1000(code: str) -> Check:
    return Check(
        code=f"{code}_1000",
        left=f"{code}_1000",
        terms=((1, code),),
        why=_MIDDLE,
        below=("ludnosc", 0),
        scale=1000.0,
        middle=True,
    )


def _per_head_of_2020(left: str, code: str) -> Check:
    return Check(
        code=left,
        left=left,
        terms=((1, code),),
        why=f"Obie strony mają ludność sprzed spisu 2021. {_MIDDLE}",
        below=("ludnosc_wg_wieku_ogolem", 0),
        middle=True,
        before="ludnosc",
    )


CHECKS: tuple[Check, ...] = (
    Check("saldo", "saldo_migracji", ((1, "zameldowania"), (-1, "wymeldowania")), _SUM),
    Check(
        "saldo_2", "saldo_migracji", ((1, "saldo_migracji_wewn"), (1, "saldo_migracji_zagr")), _SUM
    ),
    Check("przyrost", "przyrost_naturalny", ((1, "urodzenia"), (-1, "zgony")), _SUM),
    Check(
        "przyrost_1000_2",
        "przyrost_naturalny_1000",
        ((1, "urodzenia_1000"), (-1, "zgony_1000")),
        "Powinny się zgadzać w granicach zaokrągleń: wszystkie trzy są na tych samych mieszkańców.",
    ),
    Check(
        "psp",
        "psp_zdarzenia",
        ((1, "psp_pozary"), (1, "psp_miejscowe_zagrozenia"), (1, "psp_alarmy_falszywe")),
        _SUM,
    ),
    Check(
        "psp_1000",
        "psp_zdarzenia_1000_gus",
        ((1, "psp_zdarzenia"),),
        "GUS nie mówi w tablicy, przez którą ludność dzieli; my dzielimy przez ludność 31 grudnia.",
        below=("ludnosc", 0),
        scale=1000.0,
    ),
    _per_1000("saldo_migracji"),
    _per_1000("przyrost_naturalny"),
    _per_1000("urodzenia"),
    _per_1000("zgony"),
    _per_1000("mieszkania_oddane"),
    _per_head_of_2020("dochody_wlasne_na_mieszkanca", "dochody_wlasne"),
    _per_head_of_2020("pit_na_mieszkanca", "pit_udzial"),
    Check(
        "plec_2020",
        "ludnosc_wg_wieku_ogolem",
        ((1, "ludnosc_kobiety"), (1, "ludnosc_mezczyzni")),
        _SUM,
    ),
    Check(
        "plec",
        "ludnosc",
        ((1, "ludnosc_kobiety_tys"), (1, "ludnosc_mezczyzni_tys")),
        "Kobiety i mężczyzn GUS podaje tu w tysiącach z dwoma miejscami po przecinku.",
        scale=1000.0,
    ),
    Check(
        "zmiana_ludnosci",
        "zmiana_ludnosci_1000",
        ((1, "ludnosc"),),
        "Ludność jest z późniejszego eksportu niż ten wskaźnik, a jego mianownika GUS w tablicy "
        "nie podaje.",
        below=("ludnosc", -1),
        scale=1000.0,
        change=True,
    ),
    Check(
        "gestosc",
        "gestosc",
        ((1, "ludnosc"),),
        "Powierzchnia z wykazu na 1 stycznia następnego roku, czyli na dzień po stanie ludności.",
        below=("powierzchnia_km2", 1),
    ),
    Check(
        "spis",
        "ludnosc_NSP2021",
        ((1, "ludnosc"),),
        "Spis podaje stan z 31 marca 2021 r., a ludność stan z 31 grudnia: między nimi ludzie "
        "rodzili się, umierali i przeprowadzali, a GUS korygował wyniki. Samych liczb nie da się "
        "uzgodnić z danych, które mamy.",
        other_day=True,
    ),
)
"""Every comparison; one whose indicators the data lack is left out."""


_NOISE = 1e-12  # of sums and quotients in binary


class Outcome(StrEnum):
    """What came of one comparison; the value is the code used in files.

    ``AGREES``: apart by rounding at most. ``EXPLAINED``: the published figure lies between those
    for the population before and after. ``BASE``: the two rest on different population bases, as
    their breaks say. ``DAY``: they were taken on different days. ``DIFFERS``: nothing in the
    data says why.
    """

    AGREES = "zgodne"
    EXPLAINED = "wyjasnione"
    BASE = "inna_podstawa"
    DAY = "inny_dzien"
    DIFFERS = "rozne"


@dataclass(frozen=True)
class Compared:
    """One figure set against another, both in the unit of the left indicator.

    ``tolerance`` is how far they may be apart by rounding alone. ``left_sources`` and
    ``right_sources`` are codes of sources.
    """

    check: Check
    teryt6: str
    year: int
    left: float
    right: float
    tolerance: float
    outcome: Outcome
    left_sources: tuple[str, ...]
    right_sources: tuple[str, ...]

    @property
    def apart(self) -> float:
        """The left figure less the right one."""
        return self.left - self.right


def known_checks(dataset: Dataset) -> tuple[Check, ...]:
    """Return the checks whose indicators the data have."""
    return tuple(c for c in CHECKS if all(code in dataset.series for code in c.indicators))


def compare(dataset: Dataset, check: Check) -> tuple[Compared, ...]:
    """Return every comparison of a check for which all figures are known, by year and gmina."""
    years = dataset.series[check.left]
    places = (_Place(dataset, check, year, teryt6) for year in years for teryt6 in dataset.gminy)
    return tuple(one for place in places if (one := place.compared()))


@dataclass(frozen=True)
class _Place:
    """A check in one gmina and year."""

    dataset: Dataset
    check: Check
    year: int
    teryt6: str

    def compared(self) -> Compared | None:
        check, left, right = self.check, self.value(self.check.left), self.right()
        if left is None or right is None:
            return None
        tolerance = self.tolerance()
        below = [check.below] if check.below else []
        return Compared(
            check=check,
            teryt6=self.teryt6,
            year=self.year,
            left=left,
            right=right,
            tolerance=tolerance,
            outcome=self.outcome(left, right, tolerance),
            left_sources=self.sources([(check.left, 0)]),
            right_sources=self.sources([*((code, 0) for _, code in check.terms), *below]),
        )

    def value(self, code: str, shift: int = 0) -> float | None:
        return self.dataset.series[code].cell(self.year + shift, self.teryt6).value

    def sources(self, used: Sequence[tuple[str, int]]) -> tuple[str, ...]:
        series = self.dataset.series
        cells = (series[c].cell(self.year + shift, self.teryt6) for c, shift in used)
        return tuple(sorted({source for cell in cells for source in cell.sources}))

    def above(self) -> float | None:
        values = [(sign, self.value(code)) for sign, code in self.check.terms]
        known = [sign * value for sign, value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def right(self) -> float | None:
        """Return the right side; ``None`` if a figure is missing or the divisor is zero."""
        return self.over(self.value(*self.check.below) if self.check.below else 1.0)

    def right_a_year_before(self) -> float | None:
        """Return the right side with the divisor of the year before."""
        code, shift = self.check.below or ("", 0)
        return self.over(self.value(self.check.before or code, shift - 1))

    def over(self, divisor: float | None) -> float | None:
        """Return the terms over a divisor, as the check declares."""
        above = self.above()
        if above is None:
            return None
        return self.check.scale * (above / divisor - int(self.check.change)) if divisor else None

    def outcome(self, left: float, right: float, tolerance: float) -> Outcome:
        near = tolerance + _NOISE * max(1.0, abs(left), abs(right))
        if abs(left - right) <= near:
            return Outcome.AGREES
        if self.check.other_day:
            return Outcome.DAY
        if not self.check.middle:
            return Outcome.DIFFERS
        if self.has_other_base():
            return Outcome.BASE
        other = self.right_a_year_before()
        # where borders moved since the year before, its population was another area's
        if other is None or any(b.year == self.year for b in self.breaks(BreakKind.BORDERS)):
            return Outcome.DIFFERS
        within = min(right, other) - near <= left <= max(right, other) + near
        return Outcome.EXPLAINED if within else Outcome.DIFFERS

    def has_other_base(self) -> bool:
        """Tell whether one side's base had already changed in that year and the other's not yet."""
        changed = [self.breaks(BreakKind.BASE, self.check.left), self.breaks(BreakKind.BASE)]
        if not all(changed):
            return False
        first, last = sorted(max(b.year for b in breaks) for breaks in changed)
        return first <= self.year < last

    def breaks(self, kind: BreakKind, code: str = "") -> list[Break]:
        """Return the breaks of a kind in the series of ``code``, usually of the divisor."""
        code = code or (self.check.below[0] if self.check.below else "")
        return [b for b in self.dataset.breaks_of(code, self.teryt6) if b.kind is kind]

    def tolerance(self) -> float:
        """Return how far both sides may be apart because published figures are rounded."""
        right = sum(self.half(code) for _, code in self.check.terms)
        if self.check.below:
            divisor, total = self.value(*self.check.below), self.above()
            assert divisor
            assert total is not None
            below = abs(total) * self.half(*self.check.below) / divisor**2
            right = right / divisor + below
        return self.half(self.check.left) + self.check.scale * right

    def half(self, code: str, shift: int = 0) -> float:
        """Return half a unit of the last published digit; whole counts are exact."""
        values = self.dataset.series[code].in_year(self.year + shift).numbers().values()
        digits = max(map(digits_of, values), default=0)
        exact = digits == 0 and self.dataset.indicators[code].kind is Kind.COUNT
        return 0.0 if exact else 0.5 * 10.0**-digits


@dataclass(frozen=True)
class Total:
    """A published total and the sum of gminy, in the unit of ``indicator``.

    ``used`` of ``of`` gminy of the data that lie in the powiat have a value. ``sources`` are codes,
    that of the published total first.
    """

    indicator: str
    powiat: str
    year: int
    published: float
    summed: float
    used: int
    of: int
    sources: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether every gmina has a value and they add up to the published total."""
        return self.used == self.of and math.isclose(self.summed, self.published, abs_tol=1e-6)


def totals(dataset: Dataset) -> tuple[Total, ...]:
    """Return every published total of a powiat whose gminy are all in the data.

    Only what may be summed up is compared: additive counts.
    """
    whole = whole_powiaty(dataset)
    found = []
    for code, indicator in dataset.indicators.items():
        if indicator.kind is not Kind.COUNT or not indicator.additive:
            continue
        for year, published in dataset.regional.get(code, NO_SERIES).items():
            cells = dataset.series[code].in_year(year)
            for powiat, members in whole.items():
                cell = published.get(powiat)
                inside = [cells[t] for t in members if t in cells]
                known = [one.value for one in inside if one.value is not None]
                if cell is None or cell.value is None or not known:
                    continue
                found.append(
                    Total(
                        indicator=code,
                        powiat=powiat,
                        year=year,
                        published=cell.value,
                        summed=sum(known),
                        used=len(known),
                        of=len(members),
                        sources=source_codes((cell, *inside)),
                    )
                )
    return tuple(found)


def whole_powiaty(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return codes of gminy by powiat, for powiaty that have no gmina outside the area."""
    shapes = dataset.context["context"]["features"]
    outside = {str(shape["properties"]["teryt6"])[:POWIAT] for shape in shapes}
    found: dict[str, list[str]] = {}
    for teryt6 in dataset.gminy:
        if teryt6[:POWIAT] not in outside:
            found.setdefault(teryt6[:POWIAT], []).append(teryt6)
    return {powiat: tuple(members) for powiat, members in found.items()}
