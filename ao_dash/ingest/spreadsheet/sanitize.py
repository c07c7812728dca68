"""Texts of strangers made harmless: bounded, on one line, without characters nobody sees."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PureWindowsPath

from ao_dash.ingest.spreadsheet.limits import TEXT

_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs"}
_FORMULA_GUARD = re.compile(r"'(?=\S)")
_QUOTED = re.compile(r'=?"([^"]*)"')
_STROKES = str.maketrans("łŁ", "lL")


def clean(text: str, length: int = TEXT) -> str:
    r"""Return ``text`` on one line, cut to ``length``, without control and bidi characters.

    The apostrophe, ``="…"`` and quotes, by which text is kept as text, are taken off.

    >>> clean('="0160503"'), clean("'-5"), clean("Brz\u202eeg\x00 \n m.")
    ('0160503', '-5', 'Brzeg m.')
    """
    text = text[: 4 * length].strip()
    if not (text.isascii() and text.isprintable()):
        text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _INVISIBLE)
        text = " ".join(unicodedata.normalize("NFC", text).split())
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        text = quoted[1].strip()
    elif _FORMULA_GUARD.match(text):
        text = text[1:]
    return text[:length]


def folded(text: str) -> str:
    """Return ``text`` in small letters without Polish marks, words parted by single spaces.

    >>> folded("  DOBRZEŃ   Wielki"), folded("Łubniany")
    ('dobrzen wielki', 'lubniany')
    """
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text.translate(_STROKES))
        text = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


def file_label(name: str) -> str:
    r"""Return the bare name of a file, fit to be shown.

    >>> file_label("C:\\dane\\ludność.csv"), file_label("../../x.csv")
    ('ludność.csv', 'x.csv')
    """
    return clean(PureWindowsPath(name.replace("\x00", "")).name, 120) or "plik"
