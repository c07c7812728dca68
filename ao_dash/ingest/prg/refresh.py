"""The refresh from the state register of borders (PRG), from the file to the new folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from ao_dash.datafolder.coverage import area_faults
from ao_dash.datafolder.load import load
from ao_dash.ingest.bootstrap import borders
from ao_dash.ingest.editions import atomic
from ao_dash.ingest.editions.diff import Change, compare_folders
from ao_dash.ingest.editions.recorded import noted
from ao_dash.ingest.editions.report import change_lines
from ao_dash.ingest.editions.swap import Renewal, renewal, settle
from ao_dash.ingest.editions.tables import read_tables, records, write_table
from ao_dash.ingest.prg import boundary_diff_text, validity
from ao_dash.ingest.prg.boundary_diff import Overlay, overlay
from ao_dash.ingest.prg.download import OFFICIAL, downloaded, gminy_query, is_address
from ao_dash.ingest.prg.register import Register, read_register
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.gmina import GminaType
from ao_dash.model.vintage import WEB_CRS, geodesic_areas

SERVICE = "wfs"
"""Instead of a file or an address: the service of the register."""

_COMMAND = "refresh prg"
_KINDS = {"1": GminaType.URBAN, "2": GminaType.RURAL, "3": GminaType.MIXED}


@dataclass(frozen=True)
class Options:
    """What to draw borders from and how.

    ``source`` is a file, an address, or ``SERVICE`` for the service at ``service``. ``since`` is
    the first day of moved borders where the register does not tell. ``again`` draws them anew
    even if none moved; ``dry`` changes nothing. ``cache`` remembers the attempt.
    """

    source: str
    cache: Path
    since: date | None = None
    again: bool = False
    dry: bool = False
    service: str = OFFICIAL


@dataclass(frozen=True)
class Redrawn:
    """The end of a refresh: notes on the file, where borders moved, what differs.

    ``vintage`` is the code of new borders, ``""`` if none were opened; ``change`` is ``None`` if
    nothing was drawn.
    """

    notes: tuple[str, ...]
    where: tuple[str, ...]
    vintage: str
    change: Change | None
    swapped: bool
    dry: bool

    @property
    def sentence(self) -> str:
        """Return the result in one sentence."""
        if self.change is None:
            return "Żadna granica nie przesunęła się o ponad 50 m: nic się nie zmieniło."
        if self.dry:
            return "Próba: niczego nie zapisano."
        return "Nowe granice są w użyciu." if self.swapped else "Granice są te same: bez zmian."


def refresh(folder: Path, options: Options) -> Redrawn:
    """Read the register and, if a border moved, put new borders in place beside the old ones.

    Raises
    ------
    RefreshError
        If the file cannot be fetched or the folder cannot be replaced.
    DataFaults
        If the file, the folder in use, or what was made of it, has faults.
    OSError
        If the disk is full. Whatever is raised, the folder in use is as it was.
    """
    with noted(options.cache, _COMMAND, dry=options.dry) as said:
        redrawn = _refresh(folder.resolve(), options)
        said.append(redrawn.sentence)
    return redrawn


def report(redrawn: Redrawn) -> list[str]:
    """Return the end report, a line each."""
    lines = [*redrawn.notes]
    if redrawn.where:
        lines += ["Przesunięte granice:", *(f"  {line}" for line in redrawn.where)]
    if redrawn.vintage:
        lines.append(f"Nowy stan granic: {redrawn.vintage}.")
    if redrawn.change is not None:
        lines += change_lines(redrawn.change)
    return [*lines, redrawn.sentence]


def _refresh(folder: Path, options: Options) -> Redrawn:
    settle(folder)
    dataset = load(folder)
    with _file(options, dataset) as file:
        register = read_register(file, _known(dataset), dataset.vintages[-1].frame)
        name = file.name
    simple = _simple(register)
    laid = overlay(simple, dataset.vintages)
    notes = (*register.notes, *_kinds(register, dataset))
    if not laid.moved and not options.again:
        return Redrawn(notes, (), "", None, swapped=False, dry=options.dry)
    names = boundary_diff_text.names_of(laid.moved, dataset, register.names)
    since = _since(name, register, laid, dataset, options.since)
    with renewal(folder) as new:
        code = _draw(new.path, dataset, register, laid, since)
        _write_context(new.path, simple, register, laid)
        if since:
            _write_breaks(new.path, dataset, laid, names, since)
        change, swapped = _finished(new, options)
    where = tuple(boundary_diff_text.where(laid.moved, names))
    return Redrawn(notes, where, code if since else "", change, swapped, options.dry)


@contextmanager
def _file(options: Options, dataset: Dataset) -> Iterator[Path]:
    if options.source == SERVICE:
        prefix = next(iter(dataset.gminy))[:2]
        with downloaded(options.service, gminy_query(prefix)) as file:
            yield file
    elif is_address(options.source):
        with downloaded(options.source) as file:
            yield file
    else:
        yield Path(options.source).resolve()


def _known(dataset: Dataset) -> dict[str, str]:
    """Return names of the gminy that the map shows: an incomplete file must not thin it out."""
    around = (f["properties"] for f in dataset.context["context"]["features"])
    shown = {str(p["teryt6"]): str(p["name"]) for p in around}
    return shown | {code: gmina.name for code, gmina in dataset.gminy.items()}


def _simple(register: Register) -> gpd.GeoDataFrame:
    shapes, _ = borders.simplified(register.frame.geometry.to_numpy())
    return gpd.GeoDataFrame(geometry=shapes, index=register.frame.index, crs=WEB_CRS)


def _kinds(register: Register, dataset: Dataset) -> list[str]:
    """Tell of members whose kind, the last digit of their code, is not the newest we know."""
    told = []
    for code, gmina in dataset.gminy.items():
        kind = _KINDS.get(str(register.frame.loc[code, "code"])[-1])
        if kind is not None and kind is not gmina.types[-1][1]:
            told.append(f"{gmina.name}: w rejestrze gmina {kind}; dopisz to w gmina_types.csv.")
    return told


def _since(
    file: str, register: Register, laid: Overlay, dataset: Dataset, asked: date | None
) -> date | None:
    if not laid.moved:
        return None
    concerned = {code for s in laid.moved for code in (s.old, s.new)}
    return validity.first_day(file, register, concerned, dataset.vintages[-1], asked)


def _draw(
    path: Path, dataset: Dataset, register: Register, laid: Overlay, since: date | None
) -> str:
    """Write every vintage from the same faces, and their table; return the newest code."""
    newest = dataset.vintages[-1]
    rows = records(read_tables(path)["vintages"])
    rows, code = validity.rows_of(rows, newest, since, validity.state_of(register))
    held = dict(laid.then) | {code: laid.now}
    for row in rows:
        layer = _layer(laid, held[row["vintage"]])
        if row["vintage"] == code:
            _check_areas(row["file"], layer, register)
        atomic.write(path / "boundaries" / row["file"], borders.layer_text(layer).encode())
    write_table(path, "vintages", pd.DataFrame(rows))
    return code


def _layer(laid: Overlay, owners: np.ndarray) -> gpd.GeoDataFrame:
    inside = owners != ""
    return borders.with_labels(borders.dissolved(laid.shapes[inside], pd.Series(owners[inside])))


def _check_areas(file: str, layer: gpd.GeoDataFrame, register: Register) -> None:
    faults = area_faults(
        f"boundaries/{file}",
        geodesic_areas(layer.set_index("teryt6")),
        geodesic_areas(register.frame),
    )
    if faults:
        raise DataFaults(faults)


def _write_context(path: Path, simple: gpd.GeoDataFrame, register: Register, laid: Overlay) -> None:
    around = simple[~simple.index.isin(laid.now)]
    names = [(code, name) for code, name in register.names.items() if code in around.index]
    context = borders.context_layer(names, around.geometry.to_numpy())
    rows = records(read_tables(path)["vintages"])
    vintages = {row["vintage"]: gpd.read_file(path / "boundaries" / row["file"]) for row in rows}
    for name, layer in (
        ("context", context),
        ("powiaty", borders.powiat_lines(vintages, context)),
    ):
        atomic.write(path / f"boundaries/{name}.geojson", borders.layer_text(layer).encode())


def _write_breaks(
    path: Path, dataset: Dataset, laid: Overlay, names: Mapping[str, str], since: date
) -> None:
    texts = boundary_diff_text.texts_of(laid.moved, names, since, dataset.gminy)
    rows = records(read_tables(path)["breaks"])
    table = boundary_diff_text.with_breaks(rows, texts, since.year)
    write_table(path, "breaks", pd.DataFrame(table))


def _finished(new: Renewal, options: Options) -> tuple[Change, bool]:
    change = compare_folders(new.folder, new.path)
    if options.dry:
        load(new.path)
        return change, False
    if change:
        new.put_in_place(_COMMAND)
    return change, bool(change)
