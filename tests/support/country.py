"""A data folder as large as asked for, up to the size of the country: figures made up, shapes a grid."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from ao_dash.datafolder.load import SHIPPED
from ao_dash.datafolder.schema import TABLES
from ao_dash.datafolder.tables import read_table

WIDE = 50
"""Squares in one row of the grid."""

WEST, SOUTH, LONG, HIGH = 15.0, 49.5, 0.12, 0.08
"""Corner of the grid and size of a square, degrees."""


@dataclass(frozen=True)
class Size:
    """How much a folder holds."""

    gminy: int
    indicators: int
    years: int

    @property
    def codes(self) -> list[str]:
        return [str(100_000 + n) for n in range(self.gminy)]


COUNTRY = Size(2477, 20, 25)


def write_folder(folder: Path, size: Size) -> Path:
    """Write a whole folder of ``size`` with the rest of the shipped tables; return ``folder``."""
    (folder / "boundaries").mkdir(parents=True)
    tables = {
        name: read_table(SHIPPED, table.file, tuple(table.columns))[0]
        for name, table in TABLES.items()
    }
    indicators = tables["indicators"]
    published = indicators[indicators["indicator"].isin(set(tables["stats"]["indicator"]))]
    rates = published[published["kind"] == "rate"].head(size.indicators // 2)
    others = published.drop(rates.index)
    people = published[published["indicator"] == "ludnosc"]
    chosen = pd.concat([people, rates, others]).drop_duplicates("indicator").head(size.indicators)
    chosen = chosen.assign(weight="")
    for name in ("breaks", "remarks", "projects", "project_gminy", "regional", "gaps", "synonyms",
                 "flows", "flow_sums", "areas", "area_sums", "flow_ends", "rail_stations", "air_stations", "air_means", "editions"):  # fmt: skip
        tables[name] = tables[name].head(0)
    tables["indicators"] = chosen
    tables["gminy"] = _rows("gminy", _gminy(size))
    tables["gmina_types"] = _rows("gmina_types", ([c, "wiejska", "2000-01-01"] for c in size.codes))
    tables["vintages"] = tables["vintages"].head(1)
    tables["stats"] = _stats(size, chosen, tables["sources"]["source"].iloc[0])
    figures = tables.pop("stats")
    for name, table in tables.items():
        table.to_csv(folder / TABLES[name].file, index=False)
    # pandas would take far longer
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
    rows = pa.Table.from_pandas(figures, preserve_index=False)
    with (folder / TABLES["stats"].file).open("wb") as file:
        file.write(f"{','.join(figures.columns)}\n".encode())
        pyarrow.csv.write_csv(rows, file, options)
    _write_borders(folder, size, tables["vintages"]["file"].iloc[0])
    return folder


def _rows(name: str, rows: Iterator[list[str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(TABLES[name].columns))


def _gminy(size: Size) -> Iterator[list[str]]:
    for n, code in enumerate(size.codes):
        yield [code, f"Gmina {n}", f"powiat {n // 8}", "2000-01-01", "rejestr"]


def _stats(size: Size, indicators: pd.DataFrame, source: str) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(
        [indicators["indicator"], range(2025 - size.years, 2025), size.codes],
        names=["indicator", "year", "teryt6"],
    )
    frame = index.to_frame(index=False)
    values = np.random.default_rng(1).gamma(2, 500, len(frame))
    kinds = frame["indicator"].map(indicators.set_index("indicator")["kind"])
    values = np.where(kinds == "rate", values.round(2), np.floor(values))
    values = np.where(kinds == "share", values % 100, np.where(kinds == "flag", values % 2, values))
    return frame.assign(value=values, status="ok", source=source)[list(TABLES["stats"].columns)]


def _write_borders(folder: Path, size: Size, file: str) -> None:
    features = [_square(n, code) for n, code in enumerate(size.codes)]
    layer = {"type": "FeatureCollection", "features": features}
    (folder / "boundaries" / file).write_text(json.dumps(layer), encoding="utf-8")
    for context in ("context", "powiaty", "towns"):
        empty = '{"type": "FeatureCollection", "features": []}'
        (folder / "boundaries" / f"{context}.geojson").write_text(empty, encoding="utf-8")


def _square(n: int, code: str) -> dict[str, object]:
    row, column = divmod(n, WIDE)
    west, east = (round(WEST + at * LONG, 6) for at in (column, column + 1))
    south, north = (round(SOUTH + at * HIGH, 6) for at in (row, row + 1))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    label = {"label_lon": (west + east) / 2, "label_lat": (south + north) / 2}
    return {
        "type": "Feature",
        "properties": {"teryt6": code, **label},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


if __name__ == "__main__":
    write_folder(Path(sys.argv[1]), COUNTRY)
