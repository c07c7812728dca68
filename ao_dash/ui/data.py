"""The dataset the running app shows; read again when its files change."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from pathlib import Path

from ao_dash import layers, sketch
from ao_dash.boundaries import Vintage
from ao_dash.dataset import Dataset
from ao_dash.faults import DataFaults
from ao_dash.folder import data_folder, load
from ao_dash.schema import TABLES
from ao_dash.stories import Stories, files, read_stories

_Signature = tuple[tuple[str, int, int], ...]

_lock = threading.Lock()


def current() -> Dataset:
    """Return the dataset of the folder in use.

    Raises
    ------
    DataFaults
        If the folder has faults; they are all in the exception.
    """
    root = data_folder()
    with _lock:
        loaded = _load(root, _signature(root))
    if isinstance(loaded, DataFaults):
        raise loaded
    return loaded


def stories(dataset: Dataset) -> Stories:
    """Return the stories of the folder in use; read again when one of their files changes."""
    return _stories(dataset, _states(files(dataset.root)))


@functools.lru_cache(maxsize=2)
def _stories(dataset: Dataset, _signature: _Signature) -> Stories:
    return read_stories(dataset)


def _signature(root: Path) -> _Signature:
    return _states(
        [
            *(root / table.file for table in TABLES.values()),
            *sorted((root / "boundaries").glob("*.geojson")),
        ]
    )


def _states(paths: Iterable[Path]) -> _Signature:
    """Return what changes when one of the files does: names, times, sizes."""
    found = ((path, path.stat()) for path in paths if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


@functools.lru_cache(maxsize=2)
def _load(root: Path, _signature: _Signature) -> Dataset | DataFaults:
    try:
        return load(root)
    except DataFaults as faults:  # kept, so that a faulty folder is not checked at every click
        return faults


@functools.lru_cache(maxsize=2)
def map_layers(dataset: Dataset) -> dict[str, bytes]:
    """Return the map layers of ``dataset``, encoded once."""
    return dict(layers.layers(dataset))


@functools.lru_cache(maxsize=8)
def sketch_paths(vintage: Vintage) -> sketch.Paths:
    """Return the outlines of ``vintage`` for first pictures, computed once."""
    return sketch.paths(vintage)


@functools.lru_cache(maxsize=2)
def layer_urls(dataset: Dataset) -> dict[str, str]:
    """Return addresses of the map layers; an address changes with its content."""
    made = map_layers(dataset).items()
    return {name: f"/geo/{name}.json?v={layers.digest(content)}" for name, content in made}
