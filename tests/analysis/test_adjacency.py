from __future__ import annotations

import pytest

from ao_dash.analysis.adjacency import drawn_areas, shared_borders
from ao_dash.model.dataset import Dataset
from ao_dash.model.vintage import Vintage


def test_lengths_are_those_of_a_flat_projection(dataset: Dataset) -> None:
    vintage = dataset.vintages[-1]
    flat = vintage.frame.to_crs("EPSG:2180").geometry  # scale is 0.9993 to 1 in this region
    for code, lengths in shared_borders(vintage).items():
        for other, km in lengths.items():
            metres = flat[code].buffer(0.5).intersection(flat[other].boundary).length
            assert km == pytest.approx(metres / 1000, rel=0.02, abs=0.05)


def test_borders_are_mutual_and_the_longest_comes_first(dataset: Dataset) -> None:
    borders = shared_borders(dataset.vintages[-1])
    assert set(borders) == set(dataset.gminy)
    for code, lengths in borders.items():
        assert code not in lengths
        assert list(lengths.values()) == sorted(lengths.values(), reverse=True)
        assert all(borders[other][code] == km for other, km in lengths.items())


def test_borders_follow_the_vintage(dataset: Dataset) -> None:
    before, after = (shared_borders(v)["166101"] for v in dataset.vintages)
    assert sum(before.values()) != pytest.approx(sum(after.values()), rel=0.05)


def test_a_gmina_without_a_neighbour_is_there(dataset: Dataset) -> None:
    vintage = dataset.vintages[-1]
    alone = Vintage("x", None, "", "", vintage.frame.loc[["166101"]])
    assert shared_borders(alone) == {"166101": {}}


def test_areas_are_those_of_the_vintage(dataset: Dataset) -> None:
    for vintage in dataset.vintages:
        assert drawn_areas(vintage) == vintage.areas()
