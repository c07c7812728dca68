"""Names of areas in Polish: the genitive and the locative of a nominative, by its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

_Gender = Literal["m", "f", "n"]


class _Noun(NamedTuple):
    gender: _Gender
    genitive: str
    locative: str


_NOUNS: Mapping[str, _Noun] = {
    "aglomeracja": _Noun("f", "aglomeracji", "aglomeracji"),
    "metropolia": _Noun("f", "metropolii", "metropolii"),
    "obszar": _Noun("m", "obszaru", "obszarze"),
    "partnerstwo": _Noun("n", "partnerstwa", "partnerstwie"),
    "polska": _Noun("f", "polski", "polsce"),
    "powiat": _Noun("m", "powiatu", "powiecie"),
    "region": _Noun("m", "regionu", "regionie"),
    "subregion": _Noun("m", "subregionu", "subregionie"),
    "województwo": _Noun("n", "województwa", "województwie"),
    "związek": _Noun("m", "związku", "związku"),
}
_ADJECTIVES: Mapping[_Gender, Mapping[str, tuple[str, str]]] = {
    "m": {"ki": ("kiego", "kim"), "gi": ("giego", "gim"), "y": ("ego", "ym")},
    "f": {"ka": ("kiej", "kiej"), "ga": ("giej", "giej"), "a": ("ej", "ej")},
    "n": {"kie": ("kiego", "kim"), "gie": ("giego", "gim"), "e": ("ego", "ym")},
}
"""Genitive and locative of an adjective by the end of its nominative, longer ends first."""


def inflected(name: str) -> tuple[str, str] | None:
    """Return the genitive and the locative of a noun with its adjectives; ``None`` if not sure.

    What stands in brackets stays.

    >>> inflected("Powiat brzeski"), inflected("Górnośląsko-Zagłębiowska Metropolia")[1]
    (('Powiatu brzeskiego', 'Powiecie brzeskim'), 'Górnośląsko-Zagłębiowskiej Metropolii')
    >>> inflected("Kraina Stu Jezior")
    """
    words, bracket, rest = name.partition(" (")
    gender = next((_NOUNS[w].gender for w in words.lower().split() if w in _NOUNS), None)
    if gender is None:
        return None
    cases = [_cases(word, gender) for word in words.split()]
    known = [case for case in cases if case]
    if len(known) < len(cases):
        return None
    genitive, locative = (" ".join(case[n] for case in known) for n in (0, 1))
    return genitive + bracket + rest, locative + bracket + rest


def _cases(word: str, gender: _Gender) -> tuple[str, str] | None:
    """Return the genitive and the locative of a word, with its capital."""
    if noun := _NOUNS.get(word.lower()):
        return _like(word, noun.genitive), _like(word, noun.locative)
    for end, (genitive, locative) in _ADJECTIVES[gender].items():
        if word.endswith(end):
            stem = word.removesuffix(end)
            return stem + genitive, stem + locative
    return None


def _like(word: str, text: str) -> str:
    return text[:1].upper() + text[1:] if word[:1].isupper() else text
