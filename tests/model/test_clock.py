from __future__ import annotations

import os
import subprocess
import sys


def test_the_date_is_that_of_poland_whatever_the_clock_of_the_server() -> None:
    """Half past midnight in Warsaw is the day before in the zone of most servers."""
    code = """
import datetime
from ao_dash.model import clock

class Night(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 7, 31, 22, 30, tzinfo=datetime.UTC).astimezone(tz)

clock.datetime = Night
print(clock.today())
"""
    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "2026-08-01"
