from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset

# How long an example takes says something about the machine, not about the code. `make test`
# tries the same examples each time, so that a red run is about the change at hand; `make fuzz`
# looks for new ones, and what it finds becomes an @example.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=30)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("AO_TEST_PROFILE", "project"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The data shipped with the project."""
    return load(SHIPPED)


@pytest.fixture(scope="session")
def view(dataset: Dataset) -> Callable[..., View]:
    """Make the picture of an address: ``view(wskaznik="ludnosc", rok="2024")``."""

    def make(**query: str) -> View:
        selection, notes = parse(query, dataset)
        assert not notes
        return build_view(dataset, selection)

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data that a test may break."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in ``file``; it must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
