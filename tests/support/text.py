"""Texts as a person reads them."""

from __future__ import annotations


def plain(text: str) -> str:
    """Return a text with every run of spaces, also those that hold a number together, as one."""
    return " ".join(text.split())
