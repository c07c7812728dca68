"""The stories that lie in the data folder, ready to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.screens.story.story import Story, read_story

FOLDER = "opowiesci"
"""Where stories lie inside a data folder; a folder without any is fine."""

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Stories:
    """Stories by code, in the order of their titles, and what is wrong with the other files."""

    told: Mapping[str, Story]
    faults: tuple[Fault, ...]


def files(root: Path) -> list[Path]:
    """Return the story files of a data folder; the name without extension is a story's code."""
    return sorted((root / FOLDER).glob("*.json"))


def read_stories(dataset: Dataset) -> Stories:
    """Read every story of the folder that ``dataset`` was read from."""
    told: dict[str, Story] = {}
    faults: list[Fault] = []
    for file in files(dataset.root):
        name = f"{FOLDER}/{file.name}"
        if not _CODE.fullmatch(file.stem):
            rule = "nazwa pliku może mieć małe litery a-z, cyfry i łączniki"
            faults.append(Fault(name, rule, "Zmień nazwę pliku, np. moja-opowiesc.json"))
            continue
        try:
            told[file.stem] = read_story(file.read_bytes(), name, dataset)
        except OSError as error:
            rule = f"nie można przeczytać pliku ({error.strerror})"
            faults.append(Fault(name, rule, "Sprawdź uprawnienia do pliku"))
        except DataFaults as error:
            faults += error.faults
    return Stories(told, tuple(faults))
