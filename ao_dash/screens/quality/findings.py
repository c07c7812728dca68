"""Everything found out about the quality of the data, once for each dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.screens.quality import availability, crosscheck, outlier, totals
from ao_dash.screens.quality.availability import Availability
from ao_dash.screens.quality.checks import Check
from ao_dash.screens.quality.crosscheck import Compared, Outcome
from ao_dash.screens.quality.outlier import Judged, Outlier
from ao_dash.screens.quality.totals import Total


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of the quality of ``dataset``.

    ``available`` and ``judged`` are by indicator with any value, in the order of the file;
    ``compared`` by check; ``newest`` is the year that ages are told against.
    """

    dataset: Dataset
    available: Mapping[str, Availability]
    judged: Mapping[str, Judged]
    compared: Mapping[Check, tuple[Compared, ...]]
    totals: tuple[Total, ...]
    newest: int

    def of(self, codes: tuple[str, ...]) -> Report:
        """Return the part about some indicators; a check belongs to everything it compares."""
        chosen = [code for code in self.available if code in codes]
        return Report(
            self.dataset,
            {code: self.available[code] for code in chosen},
            {code: self.judged[code] for code in chosen},
            {c: found for c, found in self.compared.items() if set(c.indicators) & set(chosen)},
            tuple(total for total in self.totals if total.indicator in chosen),
            self.newest,
        )

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """Unusual changes: those that nothing explains first, then the newest."""
        found = [o for one in self.judged.values() for o in one.outliers]
        return tuple(sorted(found, key=lambda o: (o.explained, -o.step.year)))

    @property
    def differences(self) -> tuple[Compared, ...]:
        """What differs by more than rounding: by check, unexplained first, then the largest."""
        found = [one for each in self.compared.values() for one in sorted(each, key=_rank)]
        return tuple(one for one in found if one.outcome is not Outcome.AGREES)

    def differing(self, code: str) -> int:
        """Return how many figures of ``code`` differ from another one and nothing says why."""
        return sum(
            one.outcome is Outcome.DIFFERS
            for check, found in self.compared.items()
            if check.left == code
            for one in found
        )


def _rank(one: Compared) -> tuple[bool, float]:
    return one.outcome is not Outcome.DIFFERS, -abs(one.apart)


@cached_per_dataset
def report(dataset: Dataset) -> Report:
    """Return the report on a dataset; a dataset never changes, so it is made once."""
    codes = availability.known_indicators(dataset)
    newest = availability.reference_year(dataset)
    return Report(
        dataset,
        {code: availability.availability(dataset, code, newest) for code in codes},
        {code: outlier.judge(dataset, code) for code in codes},
        {check: crosscheck.compare(dataset, check) for check in crosscheck.known_checks(dataset)},
        totals.totals(dataset),
        newest,
    )
