"""Whether a variable of the bank is the one we think: by its name, its unit and its figures.

The identifiers were seen in public use, so they prove nothing. The bank's own words do
(``/variables/{id}``: ``n1`` to ``n5``, ``measureUnitName``, ``subjectId``; ``/subjects/{id}``:
``name``), together with figures that are known already.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.ingest.bdl.answers import BankAnswer, BankFigures, Level
from ao_dash.ingest.bdl.variables import Entry
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.model.faults import shorten
from ao_dash.model.numbers import format_number

# Words that make a variable a part of another; wanted ones are named in the catalogue.
_PARTS = ("kobiet", "mężczy", "w miastach", "na wsi")
_SUBJECT = re.compile(r"[A-Za-z0-9]{1,12}")
_MAX_LETTERS = 500
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))  # control, direction, halves of a letter
_DIMENSIONS = ("n1", "n2", "n3", "n4", "n5")
_MIN_SHARED = 10  # known figures; below that their agreement says nothing
_MIN_AGREEMENT = 0.5
_TOLERANCE = 0.01  # of a figure: rounding and small corrections


@dataclass(frozen=True)
class VariableName:
    """A variable in the bank's own words: its subject and dimensions, and its unit."""

    variable: str
    name: str
    unit: str


def subject_of(variable: BankAnswer, number: str) -> str:
    """Return the identifier of the subject of a variable.

    Raises
    ------
    AnswerError
        If the answer is about another variable or names no subject.
    """
    path = f"/variables/{number}"
    if str(variable.get("id")) != number:
        raise AnswerError(path, f"dotyczy innej zmiennej ({shorten(str(variable.get('id')))})")
    subject = variable.get("subjectId")
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise AnswerError(path, "nie podaje tematu (subjectId)")
    return subject


def name_of(variable: BankAnswer, subject: BankAnswer) -> VariableName:
    """Return what the bank calls a variable.

    Raises
    ------
    AnswerError
        If what should be a name is not fit to be one.
    """
    path = f"/variables/{variable.get('id')}"
    if str(subject.get("id", "")) not in ("", variable.get("subjectId")):
        raise AnswerError(path, "przyszła nazwa innego tematu")
    dimensions = [_text(variable[n], path) for n in _DIMENSIONS if variable.get(n)]
    name = ": ".join([_text(subject.get("name") or "", path), ", ".join(dimensions)])
    unit = _text(variable.get("measureUnitName") or "-", path)
    return VariableName(str(variable.get("id")), name.strip(": "), unit)


def _text(value: object, path: str) -> str:
    """Return a text on one line, each letter in its one form (NFC)."""
    if not isinstance(value, str) or len(value) > _MAX_LETTERS:
        raise AnswerError(path, f"nazwa nie jest tekstem do {_MAX_LETTERS} znaków")
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if any(unicodedata.category(letter) in _UNSEEN for letter in text):
        raise AnswerError(path, "w nazwie są znaki, których nie widać")
    return text


def disagreements(entry: Entry, found: VariableName) -> list[str]:
    """Return in Polish how the bank's words differ from what was expected; empty if they agree."""
    name = _plain(found.name)
    lacking = [words[0] for words in entry.says if not any(_begins(_plain(w), name) for w in words)]
    reasons = [f"w nazwie „{shorten(found.name)}” nie ma „{word}”" for word in lacking]
    expected = _plain(" ".join(word for words in entry.says for word in words))
    reasons += [
        f"nazwa „{shorten(found.name)}” dotyczy tylko części („{part}”)"
        for part in _PARTS
        if part in name and part not in expected
    ]
    if _unit(found.unit) not in {_unit(unit) for unit in entry.units}:
        known = " lub ".join(f"„{unit}”" for unit in entry.units)
        reasons.append(f"jednostką jest „{shorten(found.unit)}”, a miała być {known}")
    return reasons


def figures_disagree(
    entry: Entry, known: Mapping[tuple[str, int], float], figures: BankFigures
) -> str | None:
    """Return in Polish that most ``known`` figures (by ``teryt6`` and year) differ, or ``None``.

    ``figures`` are those of the bank; the ``divisor`` of ``entry`` turns them into ours.
    """
    shared = [
        (value, figure.value / entry.divisor)
        for (teryt6, year), value in known.items()
        if (figure := figures.get((Level.GMINA, teryt6, year))) and figure.value is not None
    ]
    if len(shared) < _MIN_SHARED:
        return None
    agreeing = sum(abs(ours - theirs) <= _allowed(ours) for ours, theirs in shared)
    if agreeing / len(shared) >= _MIN_AGREEMENT:
        return None
    return (
        f"z {format_number(len(shared))} znanych wartości zgadza się tylko "
        f"{format_number(agreeing)}"
    )


def _allowed(value: float) -> float:
    # half a unit of the coarsest rounding we publish, for figures near zero
    return max(_TOLERANCE * abs(value), 0.051)


def _begins(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _plain(text: str) -> str:
    r"""Return text in lower case with numbers in one spelling.

    >>> _plain("Podmioty na 10 tys. ludności"), _plain("na  1 000 km²")
    ('podmioty na 10000 ludności', 'na 1000 km2')
    """
    text = " ".join(text.lower().replace("²", "2").replace("³", "3").split())
    text = re.sub(r"(\d+) tys\b\.?", r"\g<1>000", text)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)


def _unit(text: str) -> str:
    return _plain(text).rstrip(".").replace(" ", "")
