"""A story's file that is in order."""

from __future__ import annotations

import json
from typing import Any

from ao_dash.screens.story.story import (
    FORMAT,
)

STEP = {"tytul": "Ludność", "tekst": "Ile nas jest", "notatka": "a\nb", "obraz": "wskaznik=ludnosc"}


GOOD: dict[str, Any] = {"format": FORMAT, "wersja": 1, "tytul": "Próba", "kroki": [STEP]}


def encoded(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
