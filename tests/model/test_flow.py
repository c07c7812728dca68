"""Flows of the shipped data against their file, summed here by other means."""

from __future__ import annotations

import pandas as pd
import pytest

from ao_dash.datafolder.load import SHIPPED
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import TERMS, FlowKind, FlowTable, flow_table
from tests.support.data import BY_NAME, lines

OPOLE = BY_NAME["Opole"]
COMMUTING, MOVES = FlowKind.COMMUTING, FlowKind.MOVES


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    """Cells between two places, none within one gmina."""
    frame = pd.read_csv(SHIPPED / "flows.csv", dtype=str).astype({"persons": int, "year": int})
    return frame[frame["from"] != frame["to"]]


@pytest.mark.parametrize(
    ("year", "to_opole", "inside"), [(2011, 21_720, 17_431), (2016, 22_639, 18_495)]
)
def test_sums_of_commuters_are_those_of_the_office(
    dataset: Dataset, cells: pd.DataFrame, year: int, to_opole: int, inside: int
) -> None:
    table = dataset.flows[COMMUTING, year]
    assert sum(table.incoming(OPOLE).values()) == to_opole
    assert sum(table.inside(dataset.gminy).values()) == inside
    rows = cells[(cells["flow"] == "dojazdy") & (cells["year"] == year)]
    assert rows.loc[rows["to"] == OPOLE, "persons"].sum() == to_opole
    both = rows["from"].isin(dataset.gminy.keys()) & rows["to"].isin(dataset.gminy.keys())
    assert rows.loc[both, "persons"].sum() == inside


def test_pairs_are_those_of_the_office(dataset: Dataset) -> None:
    persons = dataset.flows[COMMUTING, 2016].persons
    assert persons[BY_NAME["Dobrzeń Wielki"], OPOLE] == 1_214
    assert persons[BY_NAME["Komprachcice"], OPOLE] == 1_092


def test_every_cell_of_the_file_is_in_a_table(dataset: Dataset, cells: pd.DataFrame) -> None:
    assert set(dataset.flows) == {(COMMUTING, 2011), (COMMUTING, 2016), (MOVES, 2023)}
    for (kind, year), table in dataset.flows.items():
        rows = cells[(cells["flow"] == kind) & (cells["year"] == year)]
        pairs = zip(rows["from"], rows["to"], strict=True)
        assert table.persons == dict(zip(pairs, rows["persons"], strict=True))
        assert {table.source} == set(rows["source"])
        assert list(table.persons.values()) == sorted(table.persons.values(), reverse=True)
        for code in dataset.gminy:
            assert (
                sum(table.outgoing(code).values())
                == rows.loc[rows["from"] == code, "persons"].sum()
            )
        assert min(table.persons.values()) >= table.least


def test_town_and_rural_part_of_a_gmina_are_one_place(dataset: Dataset) -> None:
    said = {
        (r["from"], r["year"]): r["persons"] for r in lines("flows.csv") if r["from"] == r["to"]
    }
    held = {
        (code, str(table.year)): str(persons)
        for table in dataset.flows.values()
        for code, persons in table.within.items()
    }
    assert held == said
    assert len(said) == 14
    for table in dataset.flows.values():
        assert all(start != end for start, end in table.persons)


def test_every_end_has_a_name_and_those_outside_a_point(dataset: Dataset) -> None:
    named: dict[str, str] = {}
    for table in dataset.flows.values():
        for code in {code for pair in table.persons for code in pair}:
            named[code] = dataset.flow_end_name(code)
    assert named.keys() - dataset.gminy.keys() == dataset.flow_ends.keys()
    assert len(set(named.values())) == len(named)
    assert named["166101"] == "Opole"
    assert named["0202"] == "Dzierżoniów (powiat dzierżoniowski)"
    brzeg, opole = dataset.flow_ends["160101"], dataset.vintage(2016).frame.loc[OPOLE]
    assert (brzeg.name, brzeg.lon < opole["label_lon"]) == ("Brzeg", True)


def test_what_is_not_published_is_not_there() -> None:
    cells = {("A", "B"): 12, ("B", "A"): 20, ("A", "A"): 40, ("C", "B"): 20}
    table = flow_table(COMMUTING, 2016, "S", cells)
    assert table == FlowTable(
        COMMUTING, 2016, "S", {("B", "A"): 20, ("C", "B"): 20, ("A", "B"): 12}, {"A": 40}
    )
    assert table.outgoing("B") == {"A": 20}
    assert table.incoming("B") == {"C": 20, "A": 12}
    assert table.incoming("C") == {}
    assert table.inside({"A", "B"}) == {("B", "A"): 20, ("A", "B"): 12}
    assert TERMS.keys() == set(FlowKind)
