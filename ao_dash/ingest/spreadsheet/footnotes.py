"""Marks of footnotes behind names, headings and figures, and what the table says of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u02b0-\u02b8\u1d2c-\u1d6a\u207d\u207e"
_MARK = re.compile(
    rf"\s*(?:([*†‡]+)|([{_RAISED}]+)|(?<![(\d])((?<!\w)\d{{1,2}}|(?<=[^\W\d_])\d)\)|"
    r"\[(\d{1,2})\]|(?<!\()(?<![^\W\d_])([a-z])\)|(?<=[^\W\d_]{3})([a-z])\))$"
)
_LETTER = re.compile(r"(?<=\d)\s*\(?([a-dperw])\)?$")
_FIRST = re.compile(rf"^(?:[*†‡]+|[{_RAISED}]+)\s*(?=[\d-])")
_NOTE = re.compile(
    rf"(?:([*†‡]+)|([{_RAISED}]+)|\(?(\d{{1,2}}|[a-z])\)|([a-z])(?= *[-\u2013=]))"
    r"\s*[-\u2013=:]?\s*(\D.*)"
)
_LETTERS = {
    "p": "dane wstępne",
    "w": "dane wstępne",
    "e": "dane szacunkowe",
    "r": "dane poprawione",
}
_PROVISIONAL = re.compile(
    r"wst[eę]pn|tymczas|szacun|prognoz|nieostatecz|provisional|estimat", re.IGNORECASE
)

Footnotes = Mapping[str, str]
"""What is said of each mark below the table."""


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without the marks of footnotes behind it, and the marks.

    >>> without_marks("Brzeg¹"), without_marks("Ozimek (3)"), without_marks("Ludność 1) a)")
    (('Brzeg', ('1',)), ('Ozimek (3)', ()), ('Ludność', ('1', 'a')))
    """
    marks: list[str] = []
    while (found := _MARK.search(text)) and found.start():
        if found[0][-1] == ")" and "(" in text:  # a bracket that was opened
            break
        mark = next(filter(None, found.groups()))
        marks.insert(0, _plain(mark))
        text = text[: found.start()]
    return text, tuple(marks)


def figure_without_marks(text: str, known: Footnotes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a figure without marks, and the marks.

    „1011)” is a figure and a mark only if the table says something of ``1)`` and not of ``11)``.

    >>> figure_without_marks("101*", {}), figure_without_marks("1011)", {"1": "dane wstępne"})
    (('101', ('*',)), ('101', ('1',)))
    """
    text = _FIRST.sub("", text)
    bare, marks = without_marks(text)
    if not marks and (letter := _LETTER.search(bare)):
        return bare[: letter.start()], (letter[1],)
    fitting = [mark for mark in known if mark.isdigit() and bare.endswith(f"{mark})")]
    if len(fitting) == 1 and not marks and "(" not in bare:
        return bare[: -len(fitting[0]) - 1], (fitting[0],)
    return bare, marks


def footnotes(texts: Iterable[str]) -> Footnotes:
    """Return what lines below a table say of marks.

    >>> footnotes(["¹ dane wstępne", "a) Bez Brzegu.", "Źródło: GUS"])
    {'1': 'dane wstępne', 'a': 'Bez Brzegu.'}
    """
    found = (_NOTE.fullmatch(text) for text in texts)
    return {_plain(next(filter(None, m.groups()))): m[5] for m in found if m}


def meaning(mark: str, known: Footnotes) -> str:
    """Return what a mark says, "" if nobody explains it."""
    return known.get(mark) or _LETTERS.get(mark, "")


def is_provisional(words: str) -> bool:
    """Tell whether a footnote says that figures are not final."""
    return _PROVISIONAL.search(words) is not None


def _plain(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).strip("()")
