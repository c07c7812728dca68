"""Words as codes."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """Return a text as a code of small letters without marks, parted by hyphens.

    >>> slug("Łąka, RPO WO 2014–2020")
    'laka-rpo-wo-2014-2020'
    """
    bare = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain).strip("-")
