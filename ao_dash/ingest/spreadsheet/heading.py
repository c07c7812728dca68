"""The words above a column: a name, a year, a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.limits import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.spreadsheet.sanitize import folded

_YEAR = re.compile(r"(?<![\d,.])(19[5-9]\d|20[0-4]\d)(?![\d]|,\d)")
_SCHOOL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*/\s*(\d{4}|\d{2})(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[.\-/ ]+(?:\d{1,2}|[ivx]{1,4})[.\-/ ]+((?:19|20)\d{2})"
    r"|((?:19|20)\d{2})-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)
_YEAR_WORDS = re.compile(
    r"\b(?:stan (?:w dniu|na dzień|na)|w roku|rok szkolny|roku|rok|w r\.|r\.|w dniu)(?=\W|$)",
    re.IGNORECASE,
)
# what stands in round brackets is a unit only if it looks like one
_BRACKET = re.compile(
    r"(?:\[\s*([^\[\]]{1,40})\s*\]|"
    r"\(\s*((?:(?:%|‰|zł|pln|tys|mln|mld|osoba|osób|osoby|os\.|szt|km|km2|km²|m2|m²|m3|m³|ha|t|kg|"
    r"l|kwh|mwh|gj|dam3|pkt|p\.p\.)(?!\w)|na \d)[^()]{0,20})\s*\))",
    re.IGNORECASE,
)
_IN_UNIT = re.compile(r",?\s+w\s+(%|‰|zł|tys\. zł|mln zł|km|km²|km2|ha|osobach)$", re.IGNORECASE)
_UNITS = {"osoby": "osoba", "osob": "osoba", "osobach": "osoba", "km2": "km²", "m2": "m²"}


@dataclass(frozen=True)
class Heading:
    """What a heading says; ``year`` is ``None`` if it names no single year.

    ``school`` tells that the year is the first of a school year.
    """

    name: str
    year: int | None = None
    unit: str = ""
    school: bool = False


def year_in(text: str) -> int | None:
    """Return the only year that ``text`` names, or ``None``.

    >>> year_in("stan 31.12.2023"), year_in("2014–2020"), year_in("2023.0")
    (2023, None, 2023)
    """
    return read_heading(text).year


def read_heading(text: str) -> Heading:
    """Take a heading apart.

    >>> read_heading("Ludność ogółem 2023 r. [osoba]")
    Heading(name='Ludność ogółem', year=2023, unit='osoba', school=False)
    >>> read_heading("Uczniowie 2023/24").year
    2023
    """
    name, unit = _without_unit(text.strip())
    school = _school_year(name)
    if school:
        return Heading(_tidy(name.replace(school[0], " ")), int(school[1]), unit, school=True)
    dated = _DATE.search(name)
    if dated:
        year = int(dated[1] or dated[2])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Heading(_tidy(name.replace(dated[0], " ")), year, unit)
    years = {match[0] for match in _YEAR.finditer(name)}
    if len(years) != 1:
        return Heading(name, None, unit)
    bare = re.sub(rf"(?:\b(?:w|za|z) +)?{_YEAR.pattern}(?:\.0)?", " ", name)
    return Heading(_tidy(bare), int(years.pop()), unit)


def joined(parts: Sequence[str]) -> Heading:
    """Take apart a heading of several levels, the highest first; equal words are kept once."""
    found = [read_heading(part) for part in dict.fromkeys(filter(None, parts))]
    names = dict.fromkeys(heading.name for heading in found if heading.name)
    years = {heading.year for heading in found if heading.year is not None}
    units = [heading.unit for heading in found if heading.unit]
    return Heading(
        name=", ".join(names),
        year=years.pop() if len(years) == 1 else None,
        unit=units[-1] if units else "",
        school=any(heading.school for heading in found),
    )


def _school_year(text: str) -> re.Match[str] | None:
    match = _SCHOOL.search(text)
    if match and int(match[2][-2:]) == (int(match[1]) + 1) % 100:
        return match
    return None


def _without_unit(text: str) -> tuple[str, str]:
    match = _BRACKET.search(text)
    if match and not _YEAR.search(match[0]):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return rest.strip(), _usual_unit(match[1] or match[2])
    match = _IN_UNIT.search(text)
    return (text[: match.start()], _usual_unit(match[1])) if match else (text, "")


def _usual_unit(text: str) -> str:
    """Return a unit as this project writes it.

    >>> _usual_unit("osoby"), _usual_unit("km2"), _usual_unit("-")
    ('osoba', 'km²', '')
    """
    text = text.strip(" -.:")
    return _UNITS.get(folded(text), text)


def _tidy(text: str) -> str:
    text = _YEAR_WORDS.sub(" ", text)
    text = re.sub(r"[\[(]\s*[\])]", " ", text)
    text = " ".join(text.split()).strip(" ,;:-–_./")
    return "" if folded(text) == "stan" else text
