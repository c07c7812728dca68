"""The screen of one's own data: a file, what was matched, what it is, and then the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ao_dash.ingest.spreadsheet.description import MAX_DECIMALS, Candidate, Description
from ao_dash.ingest.spreadsheet.limits import (
    BYTES,
    CANDIDATES,
    FIRST_YEAR,
    LAST_YEAR,
    UploadRefused,
)
from ao_dash.ingest.spreadsheet.reading import (
    FORMS,
    NO_CHOICES,
    Choices,
    Reading,
    read_figures,
)
from ao_dash.ingest.spreadsheet.user_indicators import DOMAIN, accept
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.numbers import COLUMN, INDICATOR, counted
from ao_dash.screens.blocks import Block, Heading, Text
from ao_dash.web import streamlit_seams
from ao_dash.web.state import visitors
from ao_dash.web.ui import controls, panels
from ao_dash.web.ui.user_data_blocks import (
    KIND_CHOICES,
    POLARITY_CHOICES,
    ROW_WORDS,
    brought_table,
    figures_table,
    match_blocks,
)

_READ, _SAID, _ROUND = "ao_own_read", "ao_own_said", "ao_own_round"
_KEPT_READINGS = 3
_GONE = "Pliku nie ma już w pamięci pulpitu: zajęły ją nowsze. Wybierz go jeszcze raz."
_FORGOTTEN = (
    "Danych, które tu były, nie ma już w pamięci pulpitu: minęło pół godziny bez użycia albo "
    "miejsce zajęły nowsze. Wybierz plik jeszcze raz."
)
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
        if streamlit_seams.uploads.was_dropped(st.session_state.pop(_READ, ("", {}))[0]):
            st.info(_GONE)
        return
    upload = _Upload(file.name, file.file_id, file.getvalue())
    reading = _chosen(upload)
    if reading.faults:
        caption = "Niczego nie dodano. Popraw plik i wybierz go jeszcze raz."
        refusal = UploadRefused(reading.faults)
        panels.blocks("own-faults", [panels.fault_table(refusal, caption)])
    if reading.rows:
        panels.blocks("own-match", match_blocks(reading, visitors.current()))
    if reading.usable:
        _choices(reading)


class _Upload(NamedTuple):
    """A file that was uploaded."""

    name: str
    identity: str
    content: bytes

    def read(self, choices: Choices) -> Reading:
        """Return the file as it was read; once for each choice, however often it is drawn."""
        identity, readings = st.session_state.get(_READ, ("", {}))
        if identity != self.identity:
            readings = {}
        if choices not in readings:
            known = list(readings.items())[-_KEPT_READINGS:]
            found = read_figures(self.name, self.content, visitors.current(), choices)
            readings = {**dict(known), choices: found}
        st.session_state[_READ] = (self.identity, readings)
        found = readings[choices]
        assert isinstance(found, Reading)
        return found


def _chosen(upload: _Upload) -> Reading:
    """Draw what has to be chosen of a file, one after the other, and return it as it was read."""
    choices = NO_CHOICES
    reading = upload.read(choices)
    if len(reading.sheets) > 1:
        sheet = st.selectbox(
            "Arkusz", reading.sheets, index=None, placeholder="Gminy są w kilku arkuszach: wybierz"
        )
        choices = Choices(sheet=sheet or "")
        reading = upload.read(choices)
    if len(reading.columns) > CANDIDATES:
        offered = counted(len(reading.columns), COLUMN)
        columns = st.multiselect(
            f"W pliku jest {offered} z liczbami. Które wziąć (najwyżej {CANDIDATES})?",
            reading.columns,
            max_selections=CANDIDATES,
            select_all=False,
            placeholder="Wybierz",
        )
        choices = replace(choices, columns=tuple(columns))
        reading = upload.read(choices)
    if "rows" in reading.choices:
        rows = st.radio(
            "Gminy mają po kilka wierszy. Co z nich zrobić?",
            reading.choices["rows"],
            index=None,
            format_func=ROW_WORDS.__getitem__,
        )
        reading = upload.read(replace(choices, rows=rows or ""))
    return reading


def _brought() -> None:
    said = st.session_state.pop(_SAID, "")
    if said:
        st.success(said)
    indicators = visitors.brought()
    if not indicators:
        if visitors.are_gone():
            st.info(_FORGOTTEN)
        return
    panels.blocks("own-brought", [brought_table(indicators)])
    if st.button("Usuń moje dane z pulpitu"):
        visitors.bring(())
        st.session_state[_SAID] = "Usunięto Twoje dane."
        st.rerun()


def _choices(reading: Reading) -> None:
    dataset = visitors.current()
    with st.form("ao_own_choices"):
        st.subheader("Co to za liczby", anchor=False)
        said = {c.code: _described(c, dataset) for c in reading.candidates}
        if st.form_submit_button("Dodaj do mapy", type="primary"):
            _add(reading, {code: one for code, one in said.items() if one}, dataset)


def _described(candidate: Candidate, dataset: Dataset) -> Description | None:
    """Draw what is asked about one column; return what was said, or ``None`` if it is left out."""
    guess, key = candidate.guess, f"ao_own_{candidate.code}"
    with st.container(border=True):
        taken = st.checkbox(
            controls.literal(guess.name), value=candidate.first_choice, key=f"{key}_taken"
        )
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


def _add(reading: Reading, choices: Mapping[str, Description], dataset: Dataset) -> None:
    try:
        made = accept(reading, choices, dataset)
    except UploadRefused as refused:
        caption = "Niczego nie dodano. Popraw to w formularzu."
        panels.blocks("own-choice-faults", [panels.fault_table(refused, caption)])
        return
    beyond = visitors.bring((*visitors.brought(), *made))
    added = counted(len(made), INDICATOR)
    said = f"Dodano: {added}. Dziedzina na mapie: „{DOMAIN.short}”."
    if beyond:
        names = ", ".join(one.indicator.name for one in beyond)
        said += f" Najdawniej dodane usunięto, bo jest ich zbyt wiele: {controls.literal(names)}."
    st.session_state[_SAID] = said
    del st.session_state[_READ]
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
