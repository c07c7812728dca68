"""The state register of borders (PRG): gminy of the voivodeship as its files give them.

Fields of the register: ``JPT_KOD_JE`` (seven digits of TERYT, the last is the kind of the gmina),
``JPT_NAZWA_``, ``WAZNY_OD`` (the day the borders took effect), ``WERSJA_OD`` (the day the object
was last touched).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio  # type: ignore[import-untyped]
import shapely
from pyproj import CRS

from ao_dash.datafolder.coverage import coverage_faults
from ao_dash.ingest.prg.archive import Form, Part, opened
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.model.vintage import METRIC_CRS, WEB_CRS

_CODE, _NAME, _SINCE, _VERSION = "jpt_kod_je", "jpt_nazwa_", "wazny_od", "wersja_od"
_FIELDS = (_CODE, _NAME)  # the others are dates, and may be given by hand
_TERYT7 = re.compile(r"\d{7}")
_GMINY = "gmin"  # part of the name of the layer of gminy, e.g. A03_Granice_gmin
_MAX_GMINY = 4000  # gminy; there are 2479 in the country
_AROUND = 0.1  # degrees by which the area may grow
_ENCODINGS = ("UTF-8", "CP1250", "ISO-8859-2", "CP852")  # tried where the one named is wrong
_ONE_LAYER = (Form.GML, Form.GEOJSON)
_DEGREES = 360.0
_PACKAGE = "Pobierz granice gmin z geoportal.gov.pl (Państwowy Rejestr Granic)"


@dataclass(frozen=True, eq=False)
class Register:
    """Gminy of the voivodeship as of one download, one clean coverage.

    ``frame`` is indexed by ``teryt6``, in EPSG:4326, with columns ``code`` (seven digits),
    ``name``, ``since`` and ``version`` (dates, ``None`` if not given) and ``geometry``. ``notes``
    say in Polish how the file was read.
    """

    frame: gpd.GeoDataFrame
    notes: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names of the gminy by ``teryt6``."""
        return {str(code): str(name) for code, name in self.frame["name"].items()}


def read_register(file: Path, known: Mapping[str, str], newest: gpd.GeoDataFrame) -> Register:
    """Read and check a download of the register.

    Parameters
    ----------
    file
        A zipped Shapefile, a GML, a GeoPackage or a GeoJSON; the zip may hold any of them.
    known
        Names by ``teryt6`` of gminy that must be there: the members and those around them.
    newest
        The newest borders of the members, in EPSG:4326, indexed by ``teryt6``: the gminy must lie
        where they lay.

    Raises
    ------
    DataFaults
        With everything that is wrong with the file.
    """
    ours = {code[:2] for code in newest.index}
    with opened(file) as parts:
        part, layer = _layer_of_gminy(file, parts)
        frame = _read(file, part, layer, {c: n for c, n in known.items() if c[:2] in ours})
    faults = _code_faults(file.name, frame, known)
    if faults:
        raise DataFaults(faults)
    frame, notes = _located(file.name, frame, newest)
    faults = coverage_faults(file.name, frame, set())
    if faults:
        raise DataFaults(faults)
    return Register(frame.set_index("teryt6").sort_index(), notes)


def _layer_of_gminy(file: Path, parts: Iterable[Part]) -> tuple[Part, str]:
    """Return the layer that has the fields of the register, by name that of gminy."""
    found = [(part, *layer) for part in parts for layer in _layers(file, part)]
    found = [one for one in found if _GMINY in one[1].lower()] or found
    fitting = [(part, layer) for part, layer, fields in found if fields >= set(_FIELDS)]
    if len(fitting) == 1:
        return fitting[0]
    named = shorten(", ".join(layer for _, layer, _ in found))
    if fitting:
        rule = f"nie wiadomo, która warstwa to gminy ({named})"
        raise DataFaults([Fault(file.name, rule, "Zostaw w pliku jedną")])
    rule = f"żadna warstwa ({named}) nie ma pól JPT_KOD_JE i JPT_NAZWA_"
    raise DataFaults([Fault(file.name, rule, _PACKAGE)])


def _layers(file: Path, part: Part) -> list[tuple[str, set[str]]]:
    """Return the layers of a part, each with the names of its fields in small letters."""
    try:
        with warnings.catch_warnings(action="ignore"):  # a damaged part is refused anyway
            numbers = range(1 if part.form in _ONE_LAYER else len(pyogrio.list_layers(part.path)))
            infos = [pyogrio.read_info(part.path, layer=n, **_options(part)) for n in numbers]
    except Exception as error:
        raise _unreadable(file) from error
    return [(str(i["layer_name"]), {str(f).lower() for f in i["fields"]}) for i in infos]


def _options(part: Part) -> dict[str, str]:
    """Return options for GDAL, which else leaves a file beside a GML and looks up its schema."""
    return {"WRITE_GFS": "NO", "DOWNLOAD_SCHEMA": "NO"} if part.form is Form.GML else {}


def _read(file: Path, part: Part, layer: str, known: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Read the gminy of the voivodeships of the ``known`` ones, in letters that name them right."""
    # a GML without its schema has codes as numbers
    prefixes = sorted({code[:2] for code in known})
    where = " OR ".join(f"CAST(JPT_KOD_JE AS character(10)) LIKE '{p}%'" for p in prefixes)
    best, most = None, -1
    for encoding in (None, *_ENCODINGS) if part.form is Form.SHAPEFILE else (None,):
        try:
            with warnings.catch_warnings(action="ignore"):
                raw = pyogrio.read_dataframe(
                    part.path, layer=layer, where=where, encoding=encoding, **_options(part)
                )
        except UnicodeDecodeError:
            continue
        except Exception as error:
            raise _unreadable(file) from error
        if not isinstance(raw, gpd.GeoDataFrame) or len(raw) > _MAX_GMINY:
            break
        frame = _frame(raw)
        right = sum(known.get(code) == name for code, name in frame[["teryt6", "name"]].to_numpy())
        if right > most:
            best, most = frame, right
        if right == len(known):
            break
    if best is None:
        raise _unreadable(file)
    return best


def _unreadable(file: Path) -> DataFaults:
    return DataFaults([Fault(file.name, "granic nie da się odczytać", "Pobierz plik ponownie")])


def _frame(raw: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    named = {str(column).lower(): column for column in raw.columns}

    def column(name: str) -> list[Any]:
        return raw[named[name]].tolist() if name in named else [None] * len(raw)

    codes = [str(code).strip().removesuffix(".0") for code in column(_CODE)]
    return gpd.GeoDataFrame(
        {
            "teryt6": [code[:6] for code in codes],
            "code": codes,
            "name": [str(name).strip() for name in column(_NAME)],
            "since": pd.Series([_day(day) for day in column(_SINCE)], dtype=object),
            "version": pd.Series([_day(day) for day in column(_VERSION)], dtype=object),
        },
        geometry=raw.geometry.to_numpy(),
        crs=raw.crs,
    )


def _day(value: object) -> date | None:
    """Return the day of a date, a time or a text.

    >>> _day("2025-02-07T13:59:05"), _day("2017/01/01"), _day("dawno")
    (datetime.date(2025, 2, 7), datetime.date(2017, 1, 1), None)
    """
    try:
        return date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None


def _code_faults(name: str, frame: gpd.GeoDataFrame, known: Mapping[str, str]) -> list[Fault]:
    wrong = [code for code in frame["code"] if not _TERYT7.fullmatch(code)]
    faults = [
        Fault(name, "kod gminy nie ma siedmiu cyfr", _PACKAGE, column="JPT_KOD_JE", value=code)
        for code in wrong
    ]
    codes = {
        row["name"]: row["teryt6"] for _, row in frame.iterrows() if row["teryt6"] not in known
    }
    for code in sorted(set(known) - set(frame["teryt6"])):
        rule, remedy = f"brakuje gminy {known[code]}", _PACKAGE
        if known[code] in codes:
            rule = f"gmina {known[code]} ma w pliku inny kod TERYT, {codes[known[code]]}"
            remedy = "Gdy kod się zmienił, zmień go najpierw we wszystkich plikach folderu danych"
        faults.append(Fault(name, rule, remedy, column="JPT_KOD_JE", value=code))
    doubled = sorted(frame["teryt6"][frame["teryt6"].duplicated()].unique())
    remedy = "Zostaw tylko obecny stan każdej gminy"
    return faults + [
        Fault(name, "gmina jest w pliku dwa razy", remedy, column="JPT_KOD_JE", value=code)
        for code in doubled
    ]


def _located(
    name: str, frame: gpd.GeoDataFrame, newest: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Return the gminy in EPSG:4326, where they must lie, and how they got there."""
    if frame.crs is None:
        rule = "plik nie mówi, w jakim układzie są współrzędne"
        raise DataFaults([Fault(name, rule, "Dodaj plik .prj (EPSG:2180) albo pobierz ponownie")])
    notes = [] if _is_metric(frame.crs) else [f"Współrzędne przeliczono z układu {frame.crs.name}."]
    if frame.crs.is_geographic and np.nanmax(np.abs(frame.total_bounds)) > _DEGREES:
        frame.set_crs(METRIC_CRS, inplace=True, allow_override=True)
        notes = ["Współrzędne są w metrach, choć plik mówi inaczej: przyjęto EPSG:2180."]
    swapped = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), _exchanged))
    for turned, note in (
        (frame, ""),
        (swapped.set_crs(frame.crs), "Osie współrzędnych były zamienione: przywrócono kolejność."),
    ):
        web = turned.to_crs(WEB_CRS)
        if _lies(web, newest):
            return web, (*notes, *filter(None, [note]))
    rule = f"gminy nie leżą tam, gdzie obszar (układ według pliku: {frame.crs.name})"
    remedy = "Sprawdź układ współrzędnych (plik .prj): PRG jest w EPSG:2180"
    raise DataFaults([Fault(name, rule, remedy, column="geometry")])


def _is_metric(crs: Any) -> bool:
    return bool(CRS(crs).equals(CRS(METRIC_CRS), ignore_axis_order=True)) or crs.to_epsg() == 2180


def _exchanged(xy: Any) -> Any:
    return xy[:, ::-1]


def _lies(web: gpd.GeoDataFrame, newest: gpd.GeoDataFrame) -> bool:
    """Tell whether each member covers part of its land of before, and all lie near it."""
    members = web[web["teryt6"].isin(newest.index)]
    bounds = np.asarray(members.geometry.total_bounds)
    limit = newest.total_bounds + np.array([-_AROUND, -_AROUND, _AROUND, _AROUND])
    if not (np.isfinite(bounds).all() and _inside(bounds, limit)):
        return False
    boxes = shapely.box(*shapely.bounds(members.geometry.to_numpy()).T)
    return bool(shapely.intersects(boxes, newest.loc[members["teryt6"]].geometry.to_numpy()).all())


def _inside(bounds: Collection[float], limit: Collection[float]) -> bool:
    west, south, east, north = bounds
    left, bottom, right, top = limit
    return left <= west and bottom <= south and east <= right and north <= top
