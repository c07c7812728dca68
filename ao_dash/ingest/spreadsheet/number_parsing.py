"""Cells as figures: marks of decimals and thousands, signs that stand for no figure.

Signs follow the conventional signs of statistics and the attributes of BDL. A dash means „the
phenomenon did not occur” in tables and yearbooks of GUS but „no information” in BDL; it is read
as missing, because that invents nothing, unless the person says that it is zero. A written 0 is
always 0.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ao_dash.ingest.spreadsheet.footnotes import Footnotes, figure_without_marks
from ao_dash.ingest.spreadsheet.grid import Entry, Percent
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.series import Status

DASH = "-"
"""The sign whose reading is asked for."""

NO_NOTES: Footnotes = {}
_DASHES = "-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{NON-BREAKING HYPHEN}"

_SIGNS: Mapping[Status, tuple[str, ...]] = {
    Status.MISSING: (
        *(DASH, "--", ".", "..", "...", "\N{HORIZONTAL ELLIPSIS}", ":", "?"),
        *("b.d.", "b.d", "bd", "bd.", "b. d.", "b/d", "brak", "brak danych", "nie podano", "n"),
        *("nan", "null", "none", "na", "n/a", "#n/a", "#n/d", "#n/d!", "missing"),
    ),
    Status.NOT_APPLICABLE: (
        *("x", "n.d.", "n.d", "nd", "nd.", "n/d", "nie dotyczy", "not_applicable"),
    ),
    Status.CONFIDENTIAL: (
        *("#", "*", "tajemnica", "tajemnica statystyczna", "niepublikowane"),
        *("dane niepublikowane", "confidential", "c", "(c)"),
    ),
}
_STATUS_OF = {sign: status for status, signs in _SIGNS.items() for sign in signs}
_SMALL = re.compile(r"(?:<|≤|ponizej|mniej niz) ?\d{1,2}")
_ATTRIBUTES: Mapping[str, tuple[Status, str]] = {
    "a": (Status.MISSING, "za mała, żeby ją pokazać"),
    **dict.fromkeys(("z", "jest wartosc"), (Status.OK, "")),
    "0": (Status.OK, ""),
    **dict.fromkeys("kmsvbdu", (Status.OK, "wartość z zastrzeżeniem")),
    **dict.fromkeys("pef", (Status.OK, "dane wstępne lub szacunkowe")),
    **dict.fromkeys("r*", (Status.OK, "wartość poprawiona")),
}
"""What the letters of BDL and Eurostat say of the figure beside them, when they are no sign."""

_ANSWERS = {"tak": 1.0, "nie": 0.0}
_WORDS = r"osob(?:a|y)?|osób|os\.|szt\.?|ha|km2|km²|km|m2|m²|m3|m³|mb|t|pkt|godz\.?|lat|gmin\w?"
_SUFFIX = re.compile(
    rf"\s*(%|‰|(?:(?:tys|mln|mld)\.? ?)?(?:zł|zl|pln|€|eur|{_WORDS})|tys\.?|mln|mld)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"([-\u2212]?) ?(pln|zł|eur|€)(?= ?[\d-])", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d")
_DIGITS = re.compile(r"(?=.*\d)[\d.,'\N{RIGHT SINGLE QUOTATION MARK} ]+(?:[eE][+-]?\d{1,3})?")
_OPEN = {mark: re.compile(rf"[1-9]\d{{0,2}}\{mark}\d{{3}}") for mark in ",."}


@dataclass(frozen=True)
class Figure:
    """A figure with its status; ``sign`` is what stood for it when there is no number."""

    value: float | None
    status: Status
    sign: str = ""


@dataclass(frozen=True)
class RawCell:
    """A cell taken apart: one of a sign, a number of a workbook, or digits still to be read.

    ``marks`` are those of footnotes, or what an attribute beside the figure says of it.
    """

    sign: str = ""
    status: Status | None = None
    number: float | None = None
    digits: str = ""
    negative: bool = False
    suffix: str = ""
    answer: bool = False
    marks: tuple[str, ...] = ()

    @property
    def is_zero(self) -> bool:
        """Whether it is a written zero."""
        return self.number == 0 or bool(self.digits and not self.digits.strip("0., "))

    @property
    def readable(self) -> bool:
        """Whether it is a sign, a number or looks like one."""
        return self.status is not None or self.number is not None or bool(self.digits)


def take_apart(entry: Entry, notes: Footnotes = NO_NOTES, *, signed: bool = False) -> RawCell:
    """Return a cell taken apart; one that is none of a sign, a number or digits is not readable.

    Parameters
    ----------
    entry
        The cell.
    notes
        What is said of marks below the table.
    signed
        Whether the heading speaks of a difference, so that brackets can only be a minus.

    >>> take_apart("−1 234,5 %").digits, take_apart("b.d.").status, take_apart("101*").marks
    ('1 234,5', <Status.MISSING: 'missing'>, ('*',))
    """
    if isinstance(entry, float):
        return RawCell(number=float(entry), suffix="%" if isinstance(entry, Percent) else "")
    text = re.sub(r"\s", " ", entry).strip()
    raw = _whole(text, signed=signed)
    if raw.readable:
        return raw
    bare, marks = figure_without_marks(text, notes)
    return replace(_whole(bare, signed=signed), marks=marks)


def _whole(text: str, *, signed: bool) -> RawCell:
    sign = folded(text)
    sign = DASH if sign and not sign.strip(_DASHES) else sign
    if not sign or sign in _STATUS_OF:
        return RawCell(sign=sign, status=_STATUS_OF.get(sign, Status.MISSING))
    if _SMALL.fullmatch(sign):
        return RawCell(sign=sign, status=Status.CONFIDENTIAL)
    if sign in _ANSWERS:
        return RawCell(number=_ANSWERS[sign], answer=True)
    bracketed = signed and text[0] == "(" and text[-1] == ")"
    return _digits(f"-{text[1:-1]}" if bracketed else text)


def with_attribute(raw: RawCell, word: str) -> RawCell:
    """Return a figure as the attribute beside it has it: there is none, or it has a reservation.

    >>> with_attribute(RawCell(digits="0,0"), "n").status
    <Status.MISSING: 'missing'>
    """
    sign = folded(word)
    if not sign or sign == Status.OK or raw.status not in (None, Status.MISSING):
        return raw
    sign = DASH if not sign.strip(_DASHES) else sign
    if sign in set(Status):
        return RawCell(sign=sign, status=Status(sign))
    status, words = _ATTRIBUTES.get(sign, (_STATUS_OF.get(sign, Status.OK), f"znak „{word}”"))
    doubtful = sign not in _ATTRIBUTES and raw.is_zero  # nobody explained the sign
    if status is not Status.OK or doubtful:
        return RawCell(sign=sign, status=status if status is not Status.OK else Status.MISSING)
    return replace(raw, marks=(*raw.marks, words)) if words else raw


def _digits(text: str) -> RawCell:
    before = _PREFIX.match(text)
    text = f"{before[1]}{text[before.end() :].strip()} {before[2]}" if before else text
    suffix = _SUFFIX.search(text)
    core = text[: suffix.start()] if suffix else text
    negative = core[:1] in _DASHES
    core = core[1:].lstrip() if negative or core.startswith("+") else core
    if len(core) > 40 or not _DIGITS.fullmatch(core) or _DATE.fullmatch(core):
        return RawCell()
    return RawCell(digits=core, negative=negative, suffix=suffix[1].casefold() if suffix else "")


@dataclass(frozen=True)
class Marks:
    """What the cells of a column prove about comma and point, and what they leave open."""

    decimal: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()

    @classmethod
    def of(cls, raws: Iterable[RawCell]) -> Marks:
        """Collect what ``raws`` prove."""
        decimal: set[str] = set()
        thousands: set[str] = set()
        left: set[str] = set()
        for digits in {raw.digits for raw in raws}:
            for mark in ",.":
                if mark in digits:
                    _prove(mark, digits, decimal, thousands, left)
        return cls(frozenset(decimal), frozenset(thousands), frozenset(left))

    def __or__(self, other: Marks) -> Marks:
        return Marks(
            self.decimal | other.decimal, self.thousands | other.thousands, self.open | other.open
        )

    @property
    def contradictory(self) -> bool:
        """Whether one mark is proven to be both."""
        return bool(self.decimal & self.thousands)


def _prove(mark: str, digits: str, decimal: set[str], thousands: set[str], left: set[str]) -> None:
    other = "." if mark == "," else ","
    if other in digits:
        (decimal if digits.rindex(mark) > digits.rindex(other) else thousands).add(mark)
    elif digits.count(mark) > 1:
        thousands.add(mark)
    elif _OPEN[mark].fullmatch(digits):
        left.add(mark)
    else:
        decimal.add(mark)


@dataclass(frozen=True)
class Convention:
    """Which marks part decimals in a column, and which of them was only assumed."""

    decimal: frozenset[str]
    assumed: str = ""

    @classmethod
    def decide(cls, column: Marks, table: Marks, usual: str) -> Convention:
        """Decide by the column, then by all columns of figures, then by what is ``usual``.

        ``usual`` are marks that are taken for decimal when nothing is proven, like in „1,234”.
        """
        decimal = set(column.decimal)
        assumed = ""
        for mark in sorted(column.open - column.decimal - column.thousands):
            if _decimal_by(table, mark, usual):
                decimal.add(mark)
            assumed = mark
        return cls(frozenset(decimal), assumed)

    def number(self, raw: RawCell) -> float | None:
        """Return the number of ``raw``; ``None`` if its digits make none in this convention."""
        if raw.number is not None:
            return raw.number
        match = _pattern("".join(sorted(self.decimal))).fullmatch(raw.digits)
        if not raw.digits or not match:
            return None
        whole = re.sub(r"\D", "", match["whole"])
        value = float(f"{whole or '0'}.{match['rest'] or '0'}{match['power'] or ''}")
        if not math.isfinite(value):
            return None
        return -value if raw.negative else value

    def figure(self, raw: RawCell) -> Figure:
        """Return the figure of a cell; one that is neither a sign nor a number has none."""
        if raw.status is not None:
            return Figure(None, raw.status, raw.sign)
        number = self.number(raw)
        return Figure(number, Status.MISSING if number is None else Status.OK)


@functools.cache
def _pattern(decimal: str) -> re.Pattern[str]:
    grouping = "".join(mark for mark in ",." if mark not in decimal)
    rest = rf"(?:[{decimal}](?P<rest>\d*))?" if decimal else r"(?P<rest>(?!))?"
    grouped = rf"\d{{1,3}}(?P<mark>[ '’{grouping}])\d{{3}}(?:(?P=mark)\d{{3}})*"
    return re.compile(rf"(?P<whole>\d*|{grouped}){rest}(?P<power>[eE][+-]?\d+)?")


def _decimal_by(table: Marks, mark: str, usual: str) -> bool:
    other = "." if mark == "," else ","
    if mark in table.decimal or mark in table.thousands:
        return mark in table.decimal
    return mark in usual and other not in table.decimal
