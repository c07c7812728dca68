"""What a column is for, by the words above it and by what it holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum

from ao_dash.ingest.spreadsheet.heading import read_heading
from ao_dash.ingest.spreadsheet.sanitize import folded

VALUE_WORDS = frozenset({"wartosc", "wartosci", "value", "liczba", "obs value"})


class Role(Enum):
    """What a column is for, when its heading says so."""

    NAME = "name"
    CODE = "code"
    NUMBER = "number of a gmina in its powiat"
    POWIAT = "powiat"
    VOIVODESHIP = "voivodeship"
    KIND = "kind"
    LOCALITY = "locality"
    YEAR = "year"
    UNIT = "unit"
    ATTRIBUTE = "attribute"
    IDENTIFIER = "identifier"


_OF = r"(?: (?:gminy|gmin|gmi|jst|gus|jednostki|samorzadu|terc?|bdl|terytorialn\w+|obszaru))*"
_LEVEL = r"(?:(?:nazwa|kod|nr|id|teryt|symbol) )?"
_UNITS = r"(?:wojewodztw\w*|podregion\w*|powiat\w*|miast\w*|gmin\w*)"
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NAME, rf"nazwa{_OF}|gmin[ay]|gmina nazwa|jst|jednostka{_OF}|wyszczegolnienie"),
        (Role.NAME, r"(?:miast[ao]|gmin[ay])\W+(?:i )?(?:miast[ao]|gmin[ay])|jpt nazwa.*|samorzad"),
        (Role.NAME, rf"(?=.*\bgmin){_UNITS}(?:\W+(?:i |oraz |lub )?{_UNITS})+"),
        (Role.NUMBER, r"gk|gmi|gm\.?|nr gminy"),
        (Role.POWIAT, rf"pk|{_LEVEL}(?:powiat\w*|pow\.?)(?: (?!\w+[sc]ki\b)\w+)?"),
        (Role.VOIVODESHIP, rf"wk|{_LEVEL}(?:wojewodztw\w*|woj\.?)(?: (?!\w+[sc]kie\b)\w+)?"),
        (Role.KIND, rf"gt|rgm|rodz(?: gmi)?|nazwa dod|(?:typ|rodzaj|poziom){_OF}|status gminy"),
        (
            Role.CODE,
            rf"(?:kod|code|id|identyfikator|symbol){_OF}|.*teryt.*|wgm|terc|jpt kod.*|gmina kod",
        ),
        (Role.LOCALITY, r"miejscowosc.*|miast[ao]|wies|siedziba.*|poczta|adres.*|ulica|dzielnica"),
        (Role.LOCALITY, r"lokalizacja|solectwo|nazwa (?:szkoly|placowki|miejscowosci|zakladu).*"),
        (
            Role.YEAR,
            r"rok(?: (?:szkolny|sprawozdawczy|budzetowy|danych|bazowy))?|lata|year|okres.*",
        ),
        (Role.YEAR, r"time period|stan na.*|data(?: stanu)?"),
        (Role.UNIT, r"jednostka miary|miano|unit|j\.m\.|jm|jedn\. ?miary|unit of measure"),
        (Role.ATTRIBUTE, r"(?:.*, )?(?:atrybut\w*|attribute|flag[ai]?|obs (?:flag|status)|status)"),
        (Role.ATTRIBUTE, r"(?:.*, )?(?:znak\w*|oznaczenie)"),
        (Role.IDENTIFIER, r"l\. ?p\.?|lp\.?|index|#|poz\.?|id|unnamed: \d+|nip|regon|krs|www"),
        (Role.IDENTIFIER, r"id \w+|fid|gid|objectid"),
        (Role.IDENTIFIER, r"(?:nr|numer)\b.*|(?:tel|telefony?|faks|fax|rspo|e-?mail)\b.*"),
        (Role.IDENTIFIER, r"dzial|rozdzial|rozdz\.?|dz\.|paragraf|par\.?|§|pkd.*|sekcja(?: pkd)?"),
        (Role.IDENTIFIER, r"kod.*|symbol.*|klasyfikacja.*|okreg|obwod|czesc|pt"),
    )
)
_LAST = re.compile(
    r"lokat|miejsce (?:w|na|wg|wedlug)|\bmiejsce$|ranking|^ranga|^pozycja|\brank\b|szerokosc geogr|"
    r"dlugosc geogr|^(?:lat|lon|lng|x|y)$|latitude|longitude|wspolrzedn|^rok\b|^data\b|uwagi"
)
_SEQUENCE = 3


def role_of(text: str) -> Role | None:
    """Return what a column is for whose heading is ``text``.

    >>> role_of("TERYT Gminy"), role_of("Telefon kontaktowy"), role_of("Liczba uczniów")
    (<Role.CODE: 'code'>, <Role.IDENTIFIER: 'identifier'>, None)
    """
    heading = read_heading(text.replace("_", " "))
    words = folded(heading.name)
    found = next((role for role, pattern in _ROLES if words and pattern.fullmatch(words)), None)
    return None if heading.unit and found is Role.POWIAT else found  # „pow.” is an area, too


def counts_rows(values: Sequence[float]) -> bool:
    """Tell whether a column, which has no heading, only numbers the rows."""
    start = [value - n for n, value in enumerate(values)]
    return len(values) >= _SEQUENCE and set(start) in ({0.0}, {1.0})


def is_offered_last(name: str, values: Collection[float]) -> bool:
    """Tell whether numbers are hardly an indicator: a rank, a place, a year, always the same."""
    same = len(values) >= _SEQUENCE and len(set(values)) == 1
    return same or _LAST.search(folded(name)) is not None
