"""The dataset the running app shows; read again when its files change."""

from __future__ import annotations

import functools
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from ao_dash.datafolder.exchange import FileStates, edition_state, file_states
from ao_dash.datafolder.load import load
from ao_dash.ingest.spreadsheet.extra_folder import extra_files, extra_folder
from ao_dash.mapview import layers
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings
from ao_dash.model.vintage import Vintage
from ao_dash.screens.story.shipped import Stories, files, read_stories

_lock = threading.Lock()


def current() -> Dataset:
    """Return the dataset of the folder in use, which every visitor shares.

    Raises
    ------
    DataFaults
        If the folder has faults; they are all in the exception.
    """
    used = settings()
    with _lock:
        loaded = _read(used.data_dir, used.extra_dir)
    if isinstance(loaded, DataFaults):
        raise loaded
    return loaded


def stories(dataset: Dataset) -> Stories:
    """Return the stories of the folder in use; read again when one of their files changes."""
    return _stories(dataset, file_states(files(dataset.root), dataset.root))


@functools.lru_cache(maxsize=2)
def _stories(dataset: Dataset, _states: FileStates) -> Stories:
    return read_stories(dataset)


def _state(root: Path, extra: Path | None) -> tuple[bool, FileStates]:
    """Return whether files are being exchanged, and what changes when one does."""
    exchanged, states = edition_state(root)
    return exchanged, states + (file_states(extra_files(extra), extra) if extra else ())


def _read(root: Path, extra: Path | None) -> Dataset | DataFaults:
    """Return the data of one edition: files may be exchanged while they are read."""
    while True:
        state = _state(root, extra)
        loaded = _load(root, extra, state[1])
        if _state(root, extra) == state:
            return loaded
        _load.cache_clear()


@functools.lru_cache(maxsize=2)
def _load(root: Path, extra: Path | None, _states: FileStates) -> Dataset | DataFaults:
    try:
        dataset = load(root)
        return extra_folder(extra, dataset) if extra else dataset
    except DataFaults as faults:  # kept, so that a faulty folder is not checked at every click
        return faults


def layer_urls(dataset: Dataset) -> dict[str, str]:
    """Return addresses of the map layers; an address changes with its content.

    Datasets of the same borders, as those of visitors with figures of their own, share them.
    """
    dataset = dataset.origin or dataset
    with _layers_lock:
        for shown in _layers:
            if shown.vintages is dataset.vintages:
                return shown.addresses
        made = dict(layers.layers(dataset))
        names = {name: f"/geo/{name}.json?v={layers.digest(made[name])}" for name in made}
        contents = {names[name]: content for name, content in made.items()}
        _layers.append(_Layers(dataset.vintages, names, contents))
        return names


def layer(address: str) -> bytes | None:
    """Return the map layer of an address, of the data in use or of those shown just before.

    A picture made a moment before the data are exchanged asks for its borders a moment after.
    """
    with _layers_lock:
        found = (shown.contents[address] for shown in _layers if address in shown.contents)
        return next(found, None)


@dataclass(frozen=True)
class _Layers:
    """The map layers of some borders: addresses by name, contents by address."""

    vintages: tuple[Vintage, ...]
    addresses: dict[str, str]
    contents: dict[str, bytes]


_layers: deque[_Layers] = deque(maxlen=3)
_layers_lock = threading.Lock()
