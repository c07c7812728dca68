"""The line about the age of the data."""

from __future__ import annotations

import pytest

from ao_dash.ingest.editions.edition import Attempt, Edition, renewal_words

EDITION = Edition(2, "2026-11-20", "refresh bdl")
OLD = "Dane z dnia 20.11.2026 (wydanie 2)."
FAILED = Attempt("2026-11-23T14:05:09", "refresh bdl", fine=False, said="Bank nie odpowiada.")


@pytest.mark.parametrize(
    ("edition", "attempt", "told"),
    [
        (None, None, "Dane dołączone do pulpitu, nieodświeżane jeszcze z urzędów."),
        (EDITION, None, OLD),
        (
            EDITION,
            FAILED,
            f"{OLD} Ostatnia próba: 23.11.2026, 14:05, nieudana. Bank nie odpowiada.",
        ),
        (Edition(1, "<b>zły dzień", ""), None, "Dane z dnia <b>zły dzi (wydanie 1)."),
    ],
)
def test_the_day_and_the_last_attempt_are_told(
    edition: Edition | None, attempt: Attempt | None, told: str
) -> None:
    assert renewal_words(edition, attempt) == told
