"""The refresh from the state register of borders (PRG), from the file to the new folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from ao_dash.datafolder.coverage import area_faults
from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.datafolder.tables import records
from ao_dash.ingest.bootstrap import borders
from ao_dash.ingest.editions.files import Row, Tables, write_file
from ao_dash.ingest.editions.merge import with_breaks
from ao_dash.ingest.editions.renew import Command, Draft, Outcome, renew
from ao_dash.ingest.prg import boundary_diff_text
from ao_dash.ingest.prg.boundary_diff import Overlay, overlay
from ao_dash.ingest.prg.boundary_diff_text import day_text
from ao_dash.ingest.prg.download import downloaded, gminy_query
from ao_dash.ingest.prg.register import Register, read_register
from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.gmina import GminaType
from ao_dash.model.settings import PRG
from ao_dash.model.vintage import WEB_CRS, Vintage, geodesic_areas

SERVICE = "wfs"
"""Instead of a file or an address: the service of the register."""

_KINDS = {"1": GminaType.URBAN, "2": GminaType.RURAL, "3": GminaType.MIXED}
_SHARED = "; pozostałe linie: "
_ASK = "Podaj dzień, od którego obowiązują nowe granice: --od RRRR-MM-DD"


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
    service: str = PRG


@dataclass(frozen=True, eq=False)
class _Drawing:
    """Everything that new borders are drawn from.

    ``simple`` are the simplified gminy of the register, ``rows`` the new table of vintages,
    ``code`` the newest of them, ``since`` its first day or ``None`` if no border moved.
    """

    register: Register
    simple: gpd.GeoDataFrame
    laid: Overlay
    rows: Sequence[Row]
    code: str
    since: date | None


def refresh(folder: Path, options: Options) -> Outcome:
    """Read the register and, if a border moved, put new borders in place beside the old ones.

    Errors are those of :func:`renew`.
    """

    def draft(dataset: Dataset, tables: Tables) -> Draft:
        return _draft(dataset, tables, options)

    return renew(folder, Command("refresh prg", options.cache, options.dry), draft)


def _draft(dataset: Dataset, tables: Tables, options: Options) -> Draft:
    newest = dataset.vintages[-1]
    with _file(options, dataset) as file:
        register = read_register(file, _shown_gminy(dataset), newest.frame)
    shapes, _ = borders.simplified(register.frame.geometry.to_numpy())
    simple = gpd.GeoDataFrame(geometry=shapes, index=register.frame.index, crs=WEB_CRS)
    laid = overlay(simple, dataset.vintages)
    notes = (*register.notes, *_kind_notes(register, dataset))
    if not laid.moved and not options.again:
        nothing = "Żadna granica nie przesunęła się o ponad 50 m: nic się nie zmieniło."
        return Draft(notes, None, unchanged=nothing)
    names = boundary_diff_text.names_of(laid.moved, dataset, register.names)
    concerned = {code for s in laid.moved for code in (s.old, s.new)}
    since = None
    if concerned:
        since = first_day(file.name, register, concerned, newest, options.since)
        where = boundary_diff_text.where(laid.moved, names)
        notes = (*notes, "Przesunięte granice:", *(f"  {line}" for line in where))
    rows, code = _vintage_rows(records(tables["vintages"]), newest, since, _state_of(register))
    if since:
        notes = (*notes, f"Nowy stan granic: {code}.")
    drawing = _Drawing(register, simple, laid, rows, code, since)

    def change(path: Path, copied: Tables) -> Tables:
        _write_borders(path, drawing)
        written = {"vintages": pd.DataFrame(rows)}
        if since:
            texts = boundary_diff_text.texts_of(laid.moved, names, since, dataset.gminy)
            breaks = boundary_diff_text.breaks_of(texts, since.year)
            written["breaks"] = with_breaks(records(copied["breaks"]), breaks)
        return written

    in_use, unchanged = "Nowe granice są w użyciu.", "Granice są te same: bez zmian."
    return Draft(notes, change, in_use, unchanged)


@contextmanager
def _file(options: Options, dataset: Dataset) -> Iterator[Path]:
    if options.source == SERVICE:
        prefix = next(iter(dataset.gminy))[:2]
        with downloaded(options.service, gminy_query(prefix)) as file:
            yield file
    elif "://" in options.source:
        with downloaded(options.source) as file:
            yield file
    else:
        yield Path(options.source).absolute()


def _shown_gminy(dataset: Dataset) -> dict[str, str]:
    """Return names of the gminy that the map shows: an incomplete file must not thin it out."""
    around = (f["properties"] for f in dataset.context["context"]["features"])
    shown = {str(p["teryt6"]): str(p["name"]) for p in around}
    return shown | {code: gmina.name for code, gmina in dataset.gminy.items()}


def _kind_notes(register: Register, dataset: Dataset) -> Iterator[str]:
    """Tell of members whose kind (last digit of the code) is neither today's nor the newest."""
    for code, gmina in dataset.gminy.items():
        kind = _KINDS.get(str(register.frame.loc[code, "code"])[-1])
        now = gmina.type_in(clock.today().year)  # a newer one may be announced
        if kind not in (None, now, gmina.types[-1][1]):
            yield f"{gmina.name}: w rejestrze gmina {kind}; dopisz to w gmina_types.csv."


def first_day(
    file: str, register: Register, concerned: Collection[str], newest: Vintage, asked: date | None
) -> date:
    """Return the day from which the new borders hold.

    Parameters
    ----------
    file
        For messages.
    register
        What the office says: ``WAZNY_OD`` of the gminy concerned if it is one day after the
        newest borders, else, where there is no ``WAZNY_OD`` at all, ``WERSJA_OD``.
    concerned
        ``teryt6`` of the gminy whose border moved.
    newest
        The borders in use.
    asked
        What the person says; it comes first.

    Raises
    ------
    DataFaults
        If neither names one possible day.
    """
    rows = register.frame.loc[register.frame.index.isin(concerned)]
    days = set(rows["since"]) - {None} or set(rows["version"]) - {None}
    if asked is None and len(days) != 1:
        listed = ", ".join(sorted(day.isoformat() for day in days)) or "żadnej"
        rule = f"gminy ze zmienioną granicą nie mają jednej daty WAZNY_OD ({listed})"
        raise DataFaults([Fault(file, rule, _ASK)])
    day: date = asked or days.pop()
    if day <= (newest.valid_from or date(FIRST_YEAR, 1, 1)) or day.year > LAST_YEAR:
        rule = f"dzień {day} nie jest późniejszy niż początek obecnych granic (do {LAST_YEAR} r.)"
        raise DataFaults([Fault(file, rule, _ASK)])
    return day


def _state_of(register: Register) -> str:
    """Return the source of its lines, with the year in which the register was last touched."""
    years = {day.year for day in register.frame["version"] if day is not None}
    return f"PRG, GUGiK, stan {max(years)}" if years else "PRG, GUGiK"


def _vintage_rows(
    rows: Sequence[Row], newest: Vintage, since: date | None, state: str
) -> tuple[list[Row], str]:
    """Return the table of vintages after a change, and the code of the newest of them.

    ``newest`` is the newest vintage before, ``since`` the first day of new borders or ``None`` if
    the same borders are drawn anew, ``state`` the source of the lines that did not move.
    """
    updated = [row | {"source": _shared_source(row["source"], state)} for row in rows]
    last = next(row for row in updated if row["vintage"] == newest.code)
    if since is None:
        last["source"] = state
        return updated, newest.code
    last["label"] = f"{newest.label} do {day_text(since - timedelta(days=1))}"
    short = f"od_{since.year}"
    code = f"od_{since:%Y_%m_%d}" if short in {row["vintage"] for row in rows} else short
    added = {
        "vintage": code,
        "valid_from": since.isoformat(),
        "file": f"gminy_{code}.geojson",
        "label": f"granice od {day_text(since)}",
        "source": state,
    }
    return [*updated, added], code


def _shared_source(source: str, state: str) -> str:
    """Return the source of an older vintage: its lines are drawn anew where they did not move."""
    return source if state in source else f"{source.partition(_SHARED)[0]}{_SHARED}{state}"


def _write_borders(path: Path, drawing: _Drawing) -> None:
    """Write every vintage from the same faces, then the gminy around and the lines of powiaty."""
    laid, register = drawing.laid, drawing.register
    owners = dict(laid.then) | {drawing.code: laid.now}
    for row in drawing.rows:
        layer = _layer(laid, owners[row["vintage"]])
        if row["vintage"] == drawing.code:
            _check_areas(row["file"], layer, register)
        _write_layer(path / "boundaries" / row["file"], layer)
    around = drawing.simple[~drawing.simple.index.isin(laid.now)]
    names = [(code, name) for code, name in register.names.items() if code in around.index]
    context = borders.context_layer(names, around.geometry.to_numpy())
    vintages = {r["vintage"]: gpd.read_file(path / "boundaries" / r["file"]) for r in drawing.rows}
    _write_layer(path / "boundaries/context.geojson", context)
    _write_layer(path / "boundaries/powiaty.geojson", borders.powiat_lines(vintages, context))


def _layer(laid: Overlay, owners: np.ndarray) -> gpd.GeoDataFrame:
    inside = owners != ""
    return borders.with_labels(borders.dissolved(laid.shapes[inside], pd.Series(owners[inside])))


def _write_layer(file: Path, layer: gpd.GeoDataFrame) -> None:
    write_file(file, borders.layer_text(layer).encode())


def _check_areas(file: str, layer: gpd.GeoDataFrame, register: Register) -> None:
    ours, theirs = geodesic_areas(layer.set_index("teryt6")), geodesic_areas(register.frame)
    faults = area_faults(f"boundaries/{file}", ours, theirs)
    if faults:
        raise DataFaults(faults)
