"""Material about all gminy of the country: one folder of tables and borders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.region import POWIAT, VOIVODESHIP

BORDERS = "borders_country_mixed.geojson"
_STATS = ("stats_country.csv.gz", "stats_country_more_years.csv.gz")
_TABLES: Mapping[str, tuple[str, ...]] = {
    "areas.csv": ("area", "name", "teryt6", "role", "valid_from", "source"),
    "gmina_types_country.csv": ("teryt6", "name", "type", "powiat", "voivodeship", "valid_on"),
    "indicators_country.csv": ("indicator", "name_pl", "unit", "domain", "origin", "note"),
    "powiaty.csv": ("code", "name", "kind"),
    "sources_country.csv": ("source", "office", "dataset", "state", "licence"),
    "voivodeships.csv": ("code", "name"),
}
_SURE = "PRG 2025"  # state of borders that were not coarsened by others


@dataclass(frozen=True)
class Material:
    """Tables of text by file, and borders (EPSG:4326) by ``teryt6`` with their ``state``."""

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    borders: gpd.GeoDataFrame

    def figures(self, members: set[str]) -> pd.DataFrame:
        """Return all figures of ``members`` as text: those of the first file count."""
        parts = [_read(self.folder / name, _FIGURES) for name in _STATS]
        rows = pd.concat([part[part["teryt6"].isin(members)] for part in parts])
        return rows.drop_duplicates(["teryt6", "indicator", "year"])

    def is_coarse(self, members: set[str]) -> bool:
        """Tell whether the borders of any of ``members`` were coarsened."""
        return bool((self.borders.loc[sorted(members), "state"] != _SURE).any())


_FIGURES = ("teryt6", "indicator", "year", "value", "source")


def read_material(folder: Path) -> Material:
    """Read the folder of the material.

    Raises
    ------
    DataFaults
        With every file or column that is not there.
    """
    files = [*_TABLES, *_STATS, BORDERS]
    lacking = [name for name in files if not (folder / name).is_file()]
    if lacking:
        remedy = "Wskaż folder z danymi wszystkich gmin"
        raise DataFaults(Fault(name, "brak pliku w materiale", remedy) for name in lacking)
    tables = {name: _read(folder / name, columns) for name, columns in _TABLES.items()}
    return Material(folder, tables, gpd.read_file(folder / BORDERS).set_index("teryt6"))


def members_of(
    material: Material, *, area: str = "", codes: str = "", powiat: str = "", voivodeship: str = ""
) -> set[str]:
    """Return the gminy that are asked for; those of the whole country without any wish.

    Raises
    ------
    DataFaults
        With every code that the material does not have.
    """
    known = set(material.borders.index)
    areas = material.tables["areas.csv"]
    if area:
        return _found(set(areas.loc[areas["area"] == area, "teryt6"]), known, area)
    if codes:
        return _found(set(codes.replace(",", " ").split()), known, codes)
    beginning = powiat or voivodeship
    length = POWIAT if powiat else VOIVODESHIP
    chosen = {code for code in known if not beginning or code[:length] == beginning}
    return _found(chosen, known, beginning)


def _found(chosen: set[str], known: set[str], asked: str) -> set[str]:
    remedy = "Podaj kody, które są w materiale (area list --from)"
    unknown = sorted(chosen - known) if chosen else [asked]
    if unknown:
        rule = "nie ma takich gmin w materiale"
        raise DataFaults(Fault("area new", rule, remedy, value=code) for code in unknown)
    return chosen


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        remedy = "Użyj materiału w tej samej postaci"
        raise DataFaults(Fault(path.name, "brak kolumny", remedy, column=n) for n in lacking)
    return frame[list(columns)]
