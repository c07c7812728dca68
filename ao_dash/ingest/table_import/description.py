"""What a person declares of a table: its source, and what each of its columns is.

The description is a JSON beside the table. Its words are Polish, for people write it; the columns
of the data folder that they stand for are below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ao_dash.datafolder.rules import REFERENCE, RULES
from ao_dash.datafolder.schema import TABLES
from ao_dash.ingest.editions.files import Row
from ao_dash.ingest.spreadsheet.description import Candidate, indicator_named
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.model.given_file import read_given
from ao_dash.model.indicator import Origin

ENDING = ".opis.json"
"""Of the description beside a table, instead of the table's own."""

SOURCE_WORDS = {
    "kod": "source",
    "urzad": "office",
    "zbior": "dataset",
    "stan": "state",
    "licencja": "licence",
}
INDICATOR_WORDS = {
    "nazwa": "name",
    "skrot": "short",
    "jednostka": "unit",
    "dziedzina": "domain",
    "rodzaj": "kind",
    "biegunowosc": "polarity",
    "miejsca": "decimals",
    "uwaga": "note",
}
_OPTIONAL = {"sumowalny": "additive", "waga": "weight", "pochodzenie": "origin"}
_TABLE, _SOURCE, _INDICATORS, _YEAR, _DASH = (
    "plik", "zrodlo", "wskazniki", "rok", "kreska_to_zero",
)  # fmt: skip
_COLUMN, _CODE = "kolumna", "kod"
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, the code of its indicator, what is said of that.

    ``said`` holds cells of ``indicators.csv`` by column; nothing need be said of a known one.
    """

    heading: str
    code: str
    said: Row


@dataclass(frozen=True)
class Declared:
    """Everything declared of a table; ``source`` is a row of ``sources.csv``, maybe in part.

    ``year`` is that of figures without one; ``dash_is_zero`` reads „-” as the yearbooks mean it.
    """

    source: Row
    columns: tuple[Column, ...]
    year: int | None = None
    dash_is_zero: bool = False


def read_declared(file: Path) -> Declared:
    """Read a description; what is missing in it is no fault yet.

    Raises
    ------
    DataFaults
        If it cannot be read, is no JSON, or has another form.
    """
    try:
        return _declared(json.loads(read_given(file, _MAX_BYTES)[:_MAX_BYTES]))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        rule = "opis nie jest poprawnym plikiem JSON w postaci z --szablon"
        raise DataFaults([Fault(file.name, rule, "Utwórz go ponownie: --szablon")]) from error


def _declared(raw: Any) -> Declared:
    columns = tuple(_column(item) for item in raw.get(_INDICATORS, []))
    year = raw.get(_YEAR)
    return Declared(
        source=_cells(raw.get(_SOURCE, {}), SOURCE_WORDS),
        columns=columns,
        year=None if year in (None, "") else int(year),
        dash_is_zero=raw.get(_DASH, False) is True,
    )


def _column(item: Mapping[str, Any]) -> Column:
    cells = _cells(item, INDICATOR_WORDS | _OPTIONAL)
    return Column(str(item[_COLUMN]), str(item.get(_CODE, "")).strip(), cells)


def _cells(said: Mapping[str, Any], words: Mapping[str, str]) -> Row:
    """Return the cells that are not empty, by column; yes and no as the tables have them."""
    plain = {True: "1", False: "0"}
    values = {column: said.get(word) for word, column in words.items()}
    texts = {
        column: plain[value] if isinstance(value, bool) else str(value).strip()
        for column, value in values.items()
        if value is not None
    }
    return {column: text for column, text in texts.items() if text}


def template(table: str, candidates: Sequence[Candidate], dataset: Dataset) -> str:
    """Return a description to be filled in, with guesses where the table gives a hint."""
    content = {
        _TABLE: table,
        _SOURCE: dict.fromkeys(SOURCE_WORDS, ""),
        _YEAR: None,
        _DASH: False,
        _INDICATORS: [_guessed(candidate, dataset) for candidate in candidates],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _guessed(candidate: Candidate, dataset: Dataset) -> dict[str, object]:
    guess = candidate.guess
    known = indicator_named(guess.name, dataset)
    if known:
        return {_COLUMN: candidate.column, _CODE: known.code}
    code = re.sub(r"[^a-z0-9]+", "_", folded(guess.name)).strip("_")
    described = dict.fromkeys(INDICATOR_WORDS, "") | {
        "nazwa": guess.name,
        "skrot": shorten(guess.name),
        "jednostka": guess.unit,
        "rodzaj": guess.kind.value,
        "biegunowosc": guess.polarity.value,
        "miejsca": str(guess.decimals),
    }
    return {_COLUMN: candidate.column, _CODE: code, **described}


def declared_faults(file: str, declared: Declared, dataset: Dataset) -> list[Fault]:
    """Return everything that the description lacks or says wrongly; ``file`` is for messages."""
    faults = _source_faults(file, declared, dataset)
    for column in declared.columns:
        faults += _column_faults(file, column, dataset)
    codes = [column.code for column in declared.columns]
    doubled = sorted({code for code in codes if code and codes.count(code) > 1})
    remedy = "Podaj każdej kolumnie inny kod"
    return faults + [
        Fault(file, "dwie kolumny mają ten sam kod wskaźnika", remedy, value=code)
        for code in doubled
    ]


def _source_faults(file: str, declared: Declared, dataset: Dataset) -> list[Fault]:
    if set(declared.source) == {"source"} and declared.source["source"] in dataset.sources:
        return []
    return list(_cell_faults(file, "sources", SOURCE_WORDS, declared.source, "źródło tabeli"))


def _column_faults(file: str, column: Column, dataset: Dataset) -> list[Fault]:
    known = dataset.indicators.get(column.code)
    place = f"kolumna „{shorten(column.heading)}”"
    if known is not None and known.formula is not None:
        rule = f"{place}: wskaźnik jest obliczany wzorem, nie może mieć wartości"
        return [Fault(file, rule, "Podaj inny kod", column=_CODE, value=column.code)]
    words = {_CODE: "indicator"} | (INDICATOR_WORDS if known is None else {})
    words |= {w: c for w, c in (INDICATOR_WORDS | _OPTIONAL).items() if c in column.said}
    said = column.said | ({"indicator": column.code} if column.code else {})
    faults = list(_cell_faults(file, "indicators", words, said, place))
    if said.get("domain", next(iter(dataset.domains))) not in dataset.domains:
        rule, listed = RULES[REFERENCE + "domains"].text, ", ".join(dataset.domains)
        remedy = f"Wpisz jedną z: {listed}"
        faults.append(
            Fault(file, f"{place}: {rule}", remedy, column="dziedzina", value=said["domain"])
        )
    if said.get("origin") == Origin.DERIVED:
        rule = f"{place}: {RULES['formula origin'].text}"
        faults.append(Fault(file, rule, "Zmień pochodzenie", column="pochodzenie"))
    return faults


def _cell_faults(
    file: str, table: str, words: Mapping[str, str], said: Row, place: str
) -> Iterator[Fault]:
    """Return a fault for each cell that the form of the table does not allow."""
    for word, name in words.items():
        form, cell = TABLES[table].columns[name], said.get(name, "")
        if not cell:
            rule = f"{place}: brak pola „{word}”"
            yield Fault(file, rule, RULES[form.rule].remedy, column=word)
        elif not re.fullmatch(form.pattern, cell):
            rule = f"{place}: {RULES[form.rule].text}"
            yield Fault(file, rule, RULES[form.rule].remedy, column=word, value=cell)
