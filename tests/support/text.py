"""Texts as a person reads them."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Return a text with every run of spaces, also those that hold a number together, as one."""
    return " ".join(text.split())


def set_text(text: str) -> re.Pattern[str]:
    """What matches a text as the page sets it: lines do not end within it."""
    return re.compile(re.escape(text).replace(r"\-", "-\u2060?").replace(r"\ ", r"\s"))
