from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ao_dash.datafolder.load import SHIPPED
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from tests.support.data import shipped_dataset

# How long an example takes says something about the machine, not about the code. `make test`
# tries the same examples each time, so that a red run is about the change at hand; `make fuzz`
# looks for new ones, and what it finds becomes an @example.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=30)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("AO_TEST_PROFILE", "project"))


_loaded: list[object] = []


def pytest_collection_finish() -> None:
    """Remember what was loaded while the tests were only being collected."""
    _loaded.extend(one for one in gc.get_objects() if type(one) is Dataset)


@pytest.fixture
def loaded_while_collecting() -> list[object]:
    """Data that modules hold although no test asked for them yet: a slow start for every run."""
    return _loaded


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The data shipped with the project."""
    return shipped_dataset()


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
