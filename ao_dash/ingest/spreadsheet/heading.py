"""The words above a column: a name, a year, a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ao_dash.ingest.spreadsheet.footnotes import without_marks
from ao_dash.ingest.spreadsheet.limits import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.spreadsheet.sanitize import folded

_YEAR = re.compile(r"(?<![\d,.])(19[5-9]\d|20[0-4]\d)(?!\d|,\d|\s*=)")
_MARKED_YEAR = re.compile(r"\b((?:19|20)\d{2})(?: ?\d{1,2}\)|[a-d]\)?)(?=$|\s)")
_PROVISIONAL = re.compile(
    r"[(\[–-]?\s*\b((?:dane )?(?:wstępne|szacunkowe|tymczasowe|nieostateczne)|prognoza)\b\s*[)\]]?",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*/\s*(\d{4}|\d{2})(?!\d)")
_MONTH = (
    r"(?:\d{1,2}|[ivx]{1,4}|"
    r"(?:stycz|lut|mar|kwiet|maj|czerw|lip|sierp|wrze|pa[zź]d|listop|grud)[^\W\d]*)"
)
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}[.\-/ ]+{_MONTH}[.\-/ ]+((?:19|20)\d{{2}})"
    r"|((?:19|20)\d{2})-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)
_YEAR_WORDS = re.compile(
    r"\b(?:stan (?:w dniu|na dzień|na)|w roku|rok (?:szkolny|szk\.|budżetowy)|roku|rok|w r\.|r\.|"
    r"w dniu|I ?[-\u2013] ?XII|styczeń ?[-\u2013] ?grudzień)(?=\W|$)",
    re.IGNORECASE,
)
_BASE = (
    r"%|‰|zł|pln|euro?|€|osób|osoby|osoba|osobach|os\.|szt\.?|sztuk\w*|km\s?2|km²|km|m2|m²|m3|m³|ha|"
    r"ar\w*|ton\w*|t|mg|kg|l|kwh|mwh|gj|dam3|hm3|mb|godz\.?|godzin\w*|pkt|p\.p\.|procent\w*|"
    r"metr\w* kwadrat\w*|kilometr\w*|hektar\w*"
)
_UNIT = (
    rf"(?:(?:tys\.?|tysi\w+|mln|mld) ?)?(?:{_BASE})(?: ?(?:/|na) ?\w[\w² ]{{0,20}})?|tys\.?|mln|mld"
)
# what stands in round brackets is a unit only if it looks like one
_BRACKET = re.compile(
    r"(?:\[\s*(?!\d+\s*\])([^\[\]]{1,40})\s*\]|"
    rf"\(\s*((?:w )?(?:{_UNIT})|na \d[^()]{{0,20}})\s*\))",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:[,;:]?\s+w|[,;:]|\s[-\u2013])\s+({_UNIT})$", re.IGNORECASE)
_ALONE = re.compile(rf"(?:w )?(?:{_UNIT})", re.IGNORECASE)
_BARE = re.compile(
    r"(?<!\d)[\s_]+(%|(?:(?:tys|mln|mld)\.? )?(?:zł|ha)|(?:tys|mln)\.? osób|km2|km²)$",
    re.IGNORECASE,
)
_UNITS = {
    **dict.fromkeys(("osoby", "osob", "osobach", "os."), "osoba"),
    **dict.fromkeys(("km2", "km 2", "kilometrach kwadratowych"), "km²"),
    **dict.fromkeys(("hektarach", "hektary", "hektar"), "ha"),
    **dict.fromkeys(("procent", "procentach"), "%"),
    **dict.fromkeys(("tonach", "tony", "ton"), "t"),
    **dict.fromkeys(("metrach kwadratowych", "m2"), "m²"),
    **dict.fromkeys(("tys zl", "tysiacach zl", "tysiace zl"), "tys. zł"),
    "pln": "zł",
    "zl": "zł",
    "eur": "€",
    "kilometrach": "km",
    "szt": "szt.",
    "m3": "m³",
}
# GUS prints each heading in English after the Polish one
_ENGLISH = re.compile(
    r"\s+(?:\(?(?:area|population|total|in(?!\.)|of|per(?! capita)|by|number|males?|females?|men|"
    r"women|urban|rural|specification|dwellings?|households?|revenues?|expenditures?|live|births?|deaths?|marriages?|"
    r"unemployed|persons?|entities|length|forests?|density|schools?|pupils|students|beds|migration|"
    r"gminas|voivodships?|powiats|as|end|grand|average|share|value|year|years|code|name))\b.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """What a heading says; ``year`` is ``None`` if it names no single year.

    ``school`` tells that the year is the first of a school year; ``marks`` are of footnotes.
    """

    name: str
    year: int | None = None
    unit: str = ""
    school: bool = False
    marks: tuple[str, ...] = ()


def year_in(text: str) -> int | None:
    """Return the only year that ``text`` names, or ``None``.

    >>> year_in("stan 31.12.2023"), year_in("2014–2020"), year_in("2023.0")
    (2023, None, 2023)
    """
    return read_heading(text).year


def read_heading(text: str) -> Heading:
    """Take a heading apart.

    >>> read_heading("Ludność ogółem 2023 r. [osoba]")
    Heading(name='Ludność ogółem', year=2023, unit='osoba', school=False, marks=())
    >>> read_heading("Uczniowie 2023/24").year, read_heading("Powierzchnia Area, w ha in ha").unit
    (2023, 'ha')
    >>> read_heading("2024¹").marks, read_heading("20241)").year
    (('1',), 2024)
    """
    provisional = _PROVISIONAL.search(text)
    if provisional:
        rest = read_heading(text.replace(provisional[0], " "))
        return replace(rest, marks=(*rest.marks, provisional[1].lower()))
    if (len(text) > 1 or text in "%‰") and _ALONE.fullmatch(text):  # a row of units below the names
        return Heading("", unit=usual_unit(text))
    marked = _MARKED_YEAR.search(text.strip())
    bare, marks = without_marks(text.strip())
    if marked and not marks:
        bare = text.replace(marked[0], marked[1])
        marks = (marked[0].removeprefix(marked[1]).strip(" )"),)
    name, unit = _without_unit(_polish(bare))
    dated = _dated(name)
    name, late = ("", "") if unit else _without_unit(dated.name)  # behind it stood the year
    name, inner = without_marks(name if late else dated.name)
    return replace(dated, name=name, unit=unit or late, marks=(*inner, *marks))


def _dated(name: str) -> Heading:
    """Return name and year of a heading."""
    school = _school_year(name)
    if school:
        return Heading(_tidy(name.replace(school[0], " ")), int(school[1]), school=True)
    dated = _DATE.search(name)
    if dated:
        year = int(dated[1] or dated[2])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Heading(_tidy(name.replace(dated[0], " ")), year)
    years = {match[0] for match in _YEAR.finditer(name)}
    if len(years) != 1:
        return Heading(name)
    bare = re.sub(rf"(?:\b(?:w|za|z) +)?{_YEAR.pattern}(?:\.0)?", " ", name)
    return Heading(_tidy(bare), int(years.pop()))


def _polish(text: str) -> str:
    """Return a heading without its English translation."""
    pieces = [_ENGLISH.sub("", piece) for piece in text.split(", ")]
    return ", ".join(piece for piece in pieces if piece)


def joined(parts: Sequence[str]) -> Heading:
    """Take apart a heading of several levels, the highest first; equal words are kept once."""
    found = [read_heading(part) for part in dict.fromkeys(filter(None, parts))]
    years = {heading.year for heading in found if heading.year is not None}
    words = (_tidy(heading.name) if years else heading.name for heading in found)
    names = dict.fromkeys(filter(None, words))
    units = [heading.unit for heading in found if heading.unit]
    return Heading(
        name=", ".join(names),
        year=years.pop() if len(years) == 1 else None,
        unit=units[-1] if units else "",
        school=any(heading.school for heading in found),
        marks=tuple(mark for heading in found for mark in heading.marks),
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
        return rest.strip(), usual_unit(match[1] or match[2])
    if re.match(r"% ?[^\W\d]", text):
        return text, "%"
    match = _AFTER.search(text) or _BARE.search(text)
    return (text[: match.start()], usual_unit(match[1])) if match else (text, "")


def usual_unit(text: str) -> str:
    """Return a unit as this project writes it.

    >>> usual_unit("osoby"), usual_unit("km2"), usual_unit("-")
    ('osoba', 'km²', '')
    """
    text = text.removeprefix("w ").strip(" -:")
    return _UNITS.get(
        folded(text).rstrip("."), _UNITS.get(folded(text), "" if text == "." else text)
    )


def _tidy(text: str) -> str:
    text = _YEAR_WORDS.sub(" ", text)
    text = re.sub(r"[\[(]\s*[\])]", " ", text)
    text = re.sub(r"\s(?:na|w|za|z|do|od)$", "", " ".join(text.split()).strip(" ,;:-–_./"))
    return "" if folded(text) in ("stan", "x") else text  # R writes X before a year
