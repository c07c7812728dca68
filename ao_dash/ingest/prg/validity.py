"""Which day new borders take effect, and what the table of vintages says of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.prg.register import Register
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.vintage import Vintage

Row = dict[str, str]

_SHARED = "; pozostałe linie: "
_ASK = "Podaj dzień, od którego obowiązują nowe granice: --od RRRR-MM-DD"


def first_day(
    file: str, register: Register, concerned: Collection[str], newest: Vintage, asked: date | None
) -> date:
    """Return the day from which the new borders hold.

    Parameters
    ----------
    file
        For messages.
    register
        What the office says: ``WAZNY_OD`` of the gminy concerned if it is one day after the
        newest borders, else, where there is no ``WAZNY_OD`` at all, ``WERSJA_OD``.
    concerned
        ``teryt6`` of the gminy whose border moved.
    newest
        The borders in use.
    asked
        What the person says; it comes first.

    Raises
    ------
    DataFaults
        If neither names one possible day.
    """
    rows = register.frame.loc[register.frame.index.isin(concerned)]
    days = set(rows["since"]) - {None} or set(rows["version"]) - {None}
    if asked is None and len(days) != 1:
        listed = ", ".join(sorted(day.isoformat() for day in days)) or "żadnej"
        rule = f"gminy ze zmienioną granicą nie mają jednej daty WAZNY_OD ({listed})"
        raise DataFaults([Fault(file, rule, _ASK)])
    day = asked or days.pop()
    if day <= (newest.valid_from or date(FIRST_YEAR, 1, 1)) or day.year > LAST_YEAR:
        rule = f"dzień {day} nie jest późniejszy niż początek obecnych granic (do {LAST_YEAR} r.)"
        raise DataFaults([Fault(file, rule, _ASK)])
    return day


def state_of(register: Register) -> str:
    """Return the source of its lines, with the year in which the register was last touched."""
    years = {day.year for day in register.frame["version"] if day is not None}
    return f"PRG, GUGiK, stan {max(years)}" if years else "PRG, GUGiK"


def rows_of(
    rows: Sequence[Row], newest: Vintage, since: date | None, state: str
) -> tuple[list[Row], str]:
    """Return the table of vintages after a change, and the code of the newest of them.

    Parameters
    ----------
    rows
        The table before.
    newest
        The newest vintage before.
    since
        The first day of new borders; ``None`` if the same borders are drawn anew.
    state
        The source of the lines that did not move.
    """
    told = [_with_state(row, state) for row in rows]
    last = next(row for row in told if row["vintage"] == newest.code)
    if since is None:
        last["source"] = state
        return told, newest.code
    last["label"] = f"{newest.label} do {_day(since - timedelta(days=1))}"
    code = _code(since, {row["vintage"] for row in rows})
    added = {
        "vintage": code,
        "valid_from": since.isoformat(),
        "file": f"gminy_{code}.geojson",
        "label": f"granice od {_day(since)}",
        "source": state,
    }
    return [*told, added], code


def _with_state(row: Row, state: str) -> Row:
    """Return the row of an older vintage: its lines are drawn anew where they did not move."""
    source = row["source"]
    return row | {
        "source": source if state in source else f"{source.split(_SHARED)[0]}{_SHARED}{state}"
    }


def _code(since: date, taken: Collection[str]) -> str:
    short = f"od_{since.year}"
    return short if short not in taken else f"od_{since:%Y_%m_%d}"


def _day(day: date) -> str:
    """Return a day as labels of borders have it.

    >>> _day(date(2017, 1, 1))
    '1.01.2017'
    """
    return f"{day.day}.{day:%m.%Y}"
