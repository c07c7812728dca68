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
from ao_dash.upload.extra import extra_files, extra_folder, extra_folder_named

_Signature = tuple[tuple[str, int, int], ...]

_lock = threading.Lock()


def current() -> Dataset:
    """Return the dataset of the folder in use, which every visitor shares.

    Raises
    ------
    DataFaults
        If the folder has faults; they are all in the exception.
    """
    root, extra = data_folder(), extra_folder_named()
    with _lock:
        loaded = _read(root, extra)
    if isinstance(loaded, DataFaults):
        raise loaded
    return loaded


def stories(dataset: Dataset) -> Stories:
    """Return the stories of the folder in use; read again when one of their files changes."""
    return _stories(dataset, _states(files(dataset.root)))


@functools.lru_cache(maxsize=2)
def _stories(dataset: Dataset, _signature: _Signature) -> Stories:
    return read_stories(dataset)


def _signature(root: Path, extra: Path | None) -> _Signature:
    tables = [root / table.file for table in TABLES.values()]
    borders = sorted((root / "boundaries").glob("*.geojson"))
    return _states([root, *tables, *borders, *(extra_files(extra) if extra else ())])


def _states(paths: Iterable[Path]) -> _Signature:
    """Return what changes when a file does, or the folder it is in: identity, time, size."""
    return tuple(found for path in paths for found in _state(path))


def _state(path: Path) -> _Signature:
    try:
        stat = path.stat()
    except OSError:
        return ()
    if path.is_dir():
        return ((str(path), stat.st_ino, 0),)
    return ((str(path), stat.st_mtime_ns, stat.st_size),)


def _read(root: Path, extra: Path | None) -> Dataset | DataFaults:
    """Return the data of one edition: a folder may be exchanged while it is read."""
    while True:
        signature = _signature(root, extra)
        loaded = _load(root, extra, signature)
        if _signature(root, extra) == signature:
            return loaded
        _load.cache_clear()


@functools.lru_cache(maxsize=2)
def _load(root: Path, extra: Path | None, _signature: _Signature) -> Dataset | DataFaults:
    try:
        dataset = load(root)
        return extra_folder(extra, dataset) if extra else dataset
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
