"""The handwritten half of the catalogue of indicators, ``catalog.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Catalog:
    """What is said by hand: about indicators, breaks, remarks and domains, in file order."""

    indicators: Mapping[str, Mapping[str, Any]]
    breaks: tuple[Mapping[str, Any], ...]
    remarks: tuple[Mapping[str, Any], ...]
    domains: Mapping[str, Mapping[str, Any]]
    constant_borders: frozenset[str]


def read_catalog() -> Catalog:
    """Read the file that lies beside this module."""
    text = Path(__file__).with_name("catalog.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return Catalog(
        indicators=raw["indicator"],
        breaks=tuple(raw["break"]),
        remarks=tuple(raw["remark"]),
        domains=raw["domain"],
        constant_borders=frozenset(raw["borders"]["constant"]),
    )


def years_of(entry: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the years an entry names as ``year`` or ``years``."""
    return tuple(entry.get("years", ())) or ((entry["year"],) if "year" in entry else ())
