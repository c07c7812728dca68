"""The date where the dashboard is read, whatever zone the clock of its server is in."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Warsaw")


def today() -> date:
    """Return the date in Poland."""
    return datetime.now(_ZONE).date()
