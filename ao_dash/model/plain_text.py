"""Signs that a text from outside may not have."""

from __future__ import annotations

import unicodedata

# Signs that turn the direction of the text around them: a title could lie about itself.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def has_barred(text: str, *, lines: bool = False) -> bool:
    """Tell whether a text has signs that control or turn others; ``lines`` may be several."""
    return any(_is_barred(sign) for sign in text if not (lines and sign in "\n\t\r"))


def _is_barred(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
