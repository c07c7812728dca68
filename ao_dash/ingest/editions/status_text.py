"""When the data were renewed, in a sentence for whoever looks at them."""

from __future__ import annotations

from datetime import date, datetime

from ao_dash.ingest.editions.edition import Edition
from ao_dash.ingest.editions.last_attempt import Attempt


def renewal_words(edition: Edition | None, attempt: Attempt | None) -> str:
    """Say of which day the data are, and how the last attempt to renew them went.

    >>> renewal_words(Edition(3, "2026-11-23", "refresh bdl"), None)
    'Dane z dnia 23.11.2026 (wydanie 3).'
    """
    if edition is None:
        told = "Dane dołączone do pulpitu, nieodświeżane jeszcze z urzędów."
    else:
        told = f"Dane z dnia {_day(edition.made)} (wydanie {edition.number})."
    if attempt is None:
        return told
    outcome = "udana" if attempt.fine else "nieudana"
    return f"{told} Ostatnia próba: {_moment(attempt.when)}, {outcome}. {attempt.said}".strip()


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text[:10]):%d.%m.%Y}"
    except ValueError:  # a file somebody has edited
        return text[:10]


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%d.%m.%Y, %H:%M}"
    except ValueError:
        return text[:16]
