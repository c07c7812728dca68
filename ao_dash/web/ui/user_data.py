"""The screen of one's own data: a file, what was matched, what it is, and then the map."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ao_dash.ingest.spreadsheet.description import MAX_DECIMALS, Candidate, Description
from ao_dash.ingest.spreadsheet.limits import BYTES, FIRST_YEAR, LAST_YEAR, UploadRefused
from ao_dash.ingest.spreadsheet.preview import FORMS, Preview, read_upload
from ao_dash.ingest.spreadsheet.user_indicators import DOMAIN, accept
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.numbers import INDICATOR, counted
from ao_dash.screens.blocks import Block, Heading, Text
from ao_dash.screens.user_data import (
    KIND_CHOICES,
    POLARITY_CHOICES,
    brought_table,
    figures_table,
    match_blocks,
)
from ao_dash.web.state import visitors
from ao_dash.web.ui import panels

_READ, _SAID, _ROUND = "ao_own_read", "ao_own_said", "ao_own_round"
_FORM = (
    "Plik CSV, XLSX, XLS albo ODS z gminami i liczbami: kody TERYT (6 lub 7 cyfr albo 12 z BDL) "
    "lub nazwy gmin, lata w nagłówkach albo w kolumnie. Najpierw zobaczysz, co dopasowano; mapa "
    "zmieni się dopiero, gdy dodasz wskaźniki."
)
_KEPT = (
    "Pliku nikt poza Tobą nie zobaczy. Pulpit trzyma liczby w pamięci, tylko dla tej przeglądarki, "
    "najwyżej pół godziny po ostatnim użyciu, i nigdzie ich nie zapisuje. Na mapie, w tabelach "
    "i w plikach są oznaczone: dane użytkownika."
)


def show() -> None:
    """Draw the screen."""
    introduction: list[Block] = [Heading("Własne dane"), Text("", (_FORM, _KEPT))]
    panels.blocks("own-introduction", introduction)
    panels.remember(visitors.name())
    _brought()
    megabytes = BYTES // 1_000_000
    file = st.file_uploader(
        f"Plik do {megabytes} MB",
        type=list(FORMS),
        key=f"ao_own_file_{st.session_state.get(_ROUND, 0)}",
    )
    if file is None:
        return
    read = _read(file.name, file.file_id, file.getvalue())
    if isinstance(read, UploadRefused):
        caption = "Niczego nie dodano. Popraw plik i wybierz go jeszcze raz."
        panels.blocks("own-faults", [panels.fault_table(read, caption)])
        return
    panels.blocks("own-match", match_blocks(read, visitors.current()))
    _choices(read)


def _read(name: str, identity: str, content: bytes) -> Preview | UploadRefused:
    """Return the file as it was read; it is read once, however often the screen is drawn."""
    known = st.session_state.get(_READ)
    if known and known[0] == identity:
        found: Preview | UploadRefused = known[1]
        return found
    try:
        found = read_upload(name, content, visitors.current())
    except UploadRefused as refused:
        found = refused
    st.session_state[_READ] = (identity, found)
    return found


def _brought() -> None:
    said = st.session_state.pop(_SAID, "")
    if said:
        st.success(said)
    indicators = visitors.brought()
    if not indicators:
        return
    panels.blocks("own-brought", [brought_table(indicators)])
    if st.button("Usuń moje dane z pulpitu"):
        visitors.bring(())
        st.session_state[_SAID] = "Usunięto Twoje dane."
        st.rerun()


def _choices(preview: Preview) -> None:
    dataset = visitors.current()
    with st.form("ao_own_choices"):
        st.subheader("Co to za liczby")
        said = {c.code: _described(c, dataset) for c in preview.candidates}
        if st.form_submit_button("Dodaj do mapy", type="primary"):
            _add(preview, {code: one for code, one in said.items() if one}, dataset)


def _described(candidate: Candidate, dataset: Dataset) -> Description | None:
    """Draw what is asked about one column; return what was said, or ``None`` if it is left out."""
    guess, key = candidate.guess, f"ao_own_{candidate.code}"
    with st.container(border=True):
        taken = st.checkbox(guess.name, value=True, key=f"{key}_taken")
        left, middle, right = st.columns([3, 2, 2])
        name = left.text_input("Nazwa", guess.name, max_chars=120, key=f"{key}_name")
        unit = middle.text_input("Jednostka", guess.unit, max_chars=40, key=f"{key}_unit")
        decimals = right.number_input(
            "Miejsca po przecinku", 0, MAX_DECIMALS, guess.decimals, key=f"{key}_decimals"
        )
        kind = Kind(_choice(left, "Rodzaj", KIND_CHOICES, guess.kind, f"{key}_kind"))
        polarity = Polarity(
            _choice(middle, "Kierunek", POLARITY_CHOICES, guess.polarity, f"{key}_polarity")
        )
        year = _year(candidate, dataset, key) if candidate.needs_year else None
        dash = "-" in candidate.signs and st.checkbox(
            "Znak „-” znaczy zero (tak w rocznikach GUS), a nie brak danych", key=f"{key}_dash"
        )
        panels.blocks(f"own-{candidate.code}", [figures_table(candidate, dataset)])
    if not taken:
        return None
    return Description(name, unit, kind, polarity, int(decimals), year, dash)


def _choice(
    column: DeltaGenerator, label: str, words: Mapping[str, str], value: str, key: str
) -> str:
    codes = list(map(str, words))
    at = codes.index(value)
    return str(column.selectbox(label, codes, at, format_func=words.__getitem__, key=key))


def _year(candidate: Candidate, dataset: Dataset, key: str) -> int:
    newest = max(max(years) for years in dataset.series.values() if years)
    given = st.number_input(
        "Rok, którego dotyczą wartości bez roku",
        FIRST_YEAR,
        LAST_YEAR,
        candidate.guess.year or newest,
        key=f"{key}_year",
    )
    return int(given)


def _add(preview: Preview, choices: Mapping[str, Description], dataset: Dataset) -> None:
    try:
        made = accept(preview, choices, dataset)
    except UploadRefused as refused:
        caption = "Niczego nie dodano. Popraw to w formularzu."
        panels.blocks("own-choice-faults", [panels.fault_table(refused, caption)])
        return
    visitors.bring((*visitors.brought(), *made))
    added = counted(len(made), INDICATOR)
    st.session_state[_SAID] = f"Dodano: {added}. Dziedzina na mapie: „{DOMAIN.short}”."
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
