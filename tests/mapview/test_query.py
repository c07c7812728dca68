"""A parameter is declared once: reading, noting, writing and describing come from that."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic.dataclasses import dataclass

from ao_dash.mapview.query import (
    YEAR_PARAMETER,
    Chosen,
    Mode,
    Note,
    Parameter,
    parameter_rows,
    parse,
)
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.output.strict_query import StrictQuery

WAY = Parameter(
    "tryb", "jak pokazać", label="Tryb", instead="pokazano zwykły", codes=lambda _: Mode
)
LISTED = Parameter(
    "lista", "do 2 gmin", label="Gmina", codes=lambda dataset: dataset.gminy, several=(1, 2)
)
SHOWN = Parameter("pokaz", "1: tak", label="Pokaz", codes=lambda _: ("1",), on="1")


@dataclass(frozen=True)
class Made(Chosen):
    mode: Annotated[Mode | None, WAY] = None
    gminy: Annotated[tuple[str, ...], LISTED] = ()
    shown: Annotated[bool, SHOWN] = False

    hints = (YEAR_PARAMETER,)


def test_values_are_read_and_written_as_declared(dataset: Dataset) -> None:
    query = {"tryb": "osadzenie", "lista": "160501,166101", "pokaz": "1"}
    choice, notes = parse(Made, query, dataset)
    assert choice == Made(Mode.EMBED, ("160501", "166101"), shown=True)
    assert (choice.query(), notes) == (query, [])
    assert (parse(Made, {}, dataset), Made().query()) == ((Made(), []), {})


def test_what_gives_way_is_data_with_two_wordings(dataset: Dataset) -> None:
    choice, notes = parse(Made, {"tryb": "a; b", "obcy": "1"}, dataset)
    problem = "Tryb „a; b” z adresu nie istnieje"
    assert (choice, notes) == (Made(), [Note("tryb", "a; b", problem, "pokazano zwykły")])
    assert str(notes[0]) == f"{problem}; pokazano zwykły."
    assert notes[0].fault() == Fault("adres", problem, "Popraw adres")
    strict = StrictQuery({"tryb": "a; b", "obcy": "1", "lista": " "})
    strict.choice(Made, dataset)
    with pytest.raises(DataFaults) as caught:
        strict.raise_if_invalid()
    rules = {fault.rule for fault in caught.value.faults}
    assert {problem, "Nieznany parametr „obcy”", "Parametr „lista” jest pusty"} <= rules


def test_a_list_may_not_be_longer_than_it_is_said_to_be(dataset: Dataset) -> None:
    strict = StrictQuery({"lista": "160501,160501,166101"})
    assert strict.choice(Made, dataset).gminy == ("160501", "166101")
    with pytest.raises(DataFaults, match="„lista” przyjmuje najwyżej 2 wartości"):
        strict.raise_if_invalid()


def test_descriptions_come_from_the_declaration(dataset: Dataset) -> None:
    assert Made.names() == ("tryb", "lista", "pokaz", "rok")
    assert parameter_rows(Made)[0] == ("tryb", "jak pokazać")
    assert WAY.schema(dataset) == {"type": "string", "enum": ["prezentacja", "osadzenie"]}
    listed = LISTED.schema(dataset)
    assert (listed["type"], listed["maxItems"]) == ("array", 2)
    assert listed["items"]["enum"] == list(dataset.gminy)
