"""Reading an address: every parameter is checked, and what cannot be honoured is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten

Query = Mapping[str, str]
"""Parameters of an address by name; several values of one name are joined by commas."""

_WHOLE = re.compile(r"[0-9]{1,4}")


class QueryReader:
    """The parameters of one address, read against a dataset.

    Nothing raises: a value that is unknown or contradicts another gives way to the usual one, and
    ``notes`` say so in Polish.
    """

    def __init__(self, query: Query, dataset: Dataset) -> None:
        self.query = query
        self.dataset = dataset
        self.notes: list[str] = []

    def text(self, name: str) -> str:
        """Return a parameter as it is, or ""."""
        return self.query.get(name, "")

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the parts of a list, each once."""
        return tuple(dict.fromkeys(code for code in self.text(name).split(",") if code))

    def unknown(self, what: str, value: str, instead: str) -> None:
        """Note that a code does not exist and what was done about it."""
        self.notes.append(f"{what} „{shorten(value)}” z adresu nie istnieje; {instead}.")

    def one_of(self, name: str, what: str, known: Collection[str], instead: str) -> str | None:
        """Return a code that must be one of ``known``, or ``None``."""
        code = self.text(name)
        if not code or code in known:
            return code or None
        self.unknown(what, code, instead)
        return None

    def several(self, name: str, what: str, known: Collection[str]) -> tuple[str, ...]:
        """Return those codes of a list that are ``known``."""
        codes = self.codes(name)
        for code in codes:
            if code not in known:
                self.unknown(what, code, "pominięto")
        return tuple(code for code in codes if code in known)

    def whole(self, name: str) -> int | None:
        """Return a whole number of up to four digits, or ``None``."""
        text = self.text(name)
        return int(text) if _WHOLE.fullmatch(text) else None

    def indicator(self, name: str = "wskaznik") -> str | None:
        """Return an indicator that can be mapped, or ``None``."""
        code = self.text(name)
        if not code or code in self.dataset.mapped:
            return code or None
        if code in self.dataset.indicators:
            short = self.dataset.indicators[code].short
            self.notes.append(f"Wskaźnik „{short}” ma za mało wartości na mapę; pokazano inny.")
        else:
            self.unknown("Wskaźnik", code, "pokazano inny")
        return None

    def year(self, indicator: str, name: str = "rok", usual: int | None = None) -> int:
        """Return a year in which ``indicator`` has values; usually the newest full one."""
        years = self.dataset.years(indicator)
        default = usual if usual in years else self.dataset.newest_full_year(indicator)
        year = self.whole(name)
        if year in years:
            return year
        if self.text(name):
            given = shorten(self.text(name))
            self.notes.append(f"Ten wskaźnik nie ma danych za rok „{given}”; pokazano {default}.")
        return default

    def gmina(self, name: str = "gmina", instead: str = "nie wyróżniono żadnej") -> str | None:
        """Return a gmina; where some are merged or parted again, the one that stands for it."""
        code = self.text(name)
        if not code or code in self.dataset.gminy:
            return code or None
        counterpart = territory.counterpart(self.dataset, code)
        if counterpart in self.dataset.gminy:
            return counterpart
        self.unknown("Gmina", code, instead)
        return None
