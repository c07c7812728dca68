from __future__ import annotations

import gzip
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from ao_dash.datafolder.load import SHIPPED
from ao_dash.model.dataset import Dataset
from ao_dash.model.vintage import METRIC_CRS

MOVED = {"166101", "160902", "160903", "160904", "160910"}


@pytest.mark.parametrize("name", ["gminy_do_2016", "gminy_od_2017"])
def test_a_vintage_is_small_valid_and_without_gaps(name: str) -> None:
    path = SHIPPED / "boundaries" / f"{name}.geojson"
    assert len(gzip.compress(path.read_bytes(), 9)) <= 60_000
    frame = gpd.read_file(path).to_crs(METRIC_CRS)
    assert len(frame) == 21
    assert frame.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy(), gap_width=100)


def test_the_outline_of_the_whole_did_not_change(dataset: Dataset) -> None:
    old, new = (shapely.coverage_union_all(v.frame.geometry.to_numpy()) for v in dataset.vintages)
    assert old.equals(new)


def test_unchanged_borders_are_the_same_to_the_last_digit(dataset: Dataset) -> None:
    old, new = (v.frame.geometry for v in dataset.vintages)
    for teryt6 in old.index:
        assert old[teryt6].equals(new[teryt6]) == (teryt6 not in MOVED)


def test_areas_agree_with_the_register(dataset: Dataset) -> None:
    registered = dataset.series["powierzchnia_km2"][2025]
    areas = dataset.vintage(2025).areas()
    for teryt6, cell in registered.items():
        assert cell.value is not None
        assert areas[teryt6] == pytest.approx(cell.value, rel=0.005)
    assert sum(areas.values()) == pytest.approx(2369, abs=2)


def test_land_taken_in_2017(dataset: Dataset) -> None:
    before, after = dataset.vintage(2016).areas(), dataset.vintage(2017).areas()
    taken = {code: before[code] - after[code] for code in MOVED - {"166101"}}
    official = {"160903": 27.5, "160902": 16.7, "160904": 5.3, "160910": 2.7}
    for code, area in official.items():
        assert taken[code] == pytest.approx(area, abs=0.3)
    assert after["166101"] - before["166101"] == pytest.approx(sum(taken.values()), abs=0.01)


def test_points_for_names_lie_inside(dataset: Dataset) -> None:
    for vintage in dataset.vintages:
        points = gpd.points_from_xy(vintage.frame["label_lon"], vintage.frame["label_lat"])
        assert shapely.contains(vintage.frame.geometry.to_numpy(), points).all()


def test_context_is_light_and_around(dataset: Dataset) -> None:
    files = [SHIPPED / "boundaries" / f"{n}.geojson" for n in ("context", "powiaty", "towns")]
    assert sum(len(gzip.compress(Path(f).read_bytes(), 9)) for f in files) <= 60_000
    codes = {f["properties"]["teryt6"] for f in dataset.context["context"]["features"]}
    assert len(codes) == 50
    assert not codes & set(dataset.gminy)


def test_towns_are_those_of_the_area(dataset: Dataset) -> None:
    towns = dataset.context["towns"]["features"]
    assert len(towns) == 231
    assert {t["properties"]["teryt6"] for t in towns} <= set(dataset.gminy)
