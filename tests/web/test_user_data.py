"""The screen of own data without a browser: what it asks about a file, and whose figures are whose."""

from __future__ import annotations

import json

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from ao_dash.web.state import visitors
from ao_dash.web.streamlit_seams import UploadBounds
from tests.support.office_tables import FORMS, OPOLE, Rows, as_csv
from tests.support.uploads import text, workbook


def _screen() -> None:
    from ao_dash.web.ui import user_data

    user_data.show()


@pytest.fixture
def screen() -> AppTest:
    return AppTest.from_function(_screen, default_timeout=30).run()


def upload(screen: AppTest, name: str, content: bytes) -> AppTest:
    screen.file_uploader[0].upload(name, content).run()
    assert not screen.exception
    return screen


def shown(screen: AppTest) -> str:
    parts = [e.proto.json or e.proto.bytes.decode() for e in screen.get("bidi_component")]
    return json.dumps([json.loads(part) for part in parts], ensure_ascii=False)


def brought(screen: AppTest) -> dict[str, dict[int, float | None]]:
    known = visitors.visitors.find(screen.session_state["ao_own_name"])
    assert known is not None
    return {
        one.indicator.name: {year: cells[OPOLE].value for year, cells in one.series.items()}
        for one in known.indicators
    }


def add(screen: AppTest) -> AppTest:
    screen.button[-1].click().run()
    assert not screen.exception
    return screen


def test_what_is_hardly_an_indicator_is_not_ticked(screen: AppTest) -> None:
    rows = FORMS["index, rank and telephone"].rows
    upload(screen, "x.csv", as_csv(rows, "utf-8"))
    ticked = {box.label: box.value for box in screen.checkbox}
    assert ticked == {"Lokata według powierzchni": False, "Odsetek": True}


def test_columns_are_chosen_and_not_refused(screen: AppTest) -> None:
    upload(screen, "x.csv", as_csv(FORMS["forty columns"].rows, "utf-8"))
    assert len(screen.multiselect[0].options) == 40
    assert not screen.checkbox
    screen.multiselect[0].set_value(["Kandydat 3", "Kandydat 7"]).run()
    assert [box.label for box in screen.checkbox] == ["Kandydat 3", "Kandydat 7"]
    add(screen)
    assert set(brought(screen)) == {"Kandydat 3", "Kandydat 7"}


def test_several_rows_of_a_gmina_ask_what_to_make_of_them(screen: AppTest) -> None:
    upload(screen, "x.csv", as_csv(FORMS["one row a school"].rows, "utf-8"))
    assert screen.radio[0].value is None
    assert not screen.checkbox
    screen.radio[0].set_value("sum").run()
    (box,) = screen.checkbox
    assert box.label == "Liczba uczniów"
    add(screen)
    ((values,),) = [list(brought(screen).values())]
    assert list(values.values()) == [23]


def test_sheets_with_gminy_are_chosen(screen: AppTest) -> None:
    sheets: list[Rows] = [[["Gmina", 2023], ["Opole", n], ["Walce", 2]] for n in (5, 6)]
    upload(screen, "x.xlsx", workbook(*sheets, [["Spis"]]))
    assert screen.selectbox[0].options == ["Arkusz1", "Arkusz2"]
    assert not screen.checkbox
    screen.selectbox[0].set_value("Arkusz2").run()
    add(screen)
    assert list(brought(screen).values()) == [{2023: 6}]


def test_what_is_not_in_the_file_is_called_so(screen: AppTest) -> None:
    upload(screen, "x.csv", text("gmina;2023", "Opole;1", "Brzeg;2", "Razem;3"))
    told = shown(screen)
    assert "Nie ma w pliku: Chrząstowice" in told
    assert "gmina spoza obszaru" in told
    assert "powiat, województwo lub suma" in told


def test_a_refused_file_still_says_what_was_found(screen: AppTest) -> None:
    upload(screen, "x.csv", as_csv(FORMS["towns inside gminy by code"].rows, "utf-8"))
    told = shown(screen)
    assert "żaden wiersz nie jest gminą obszaru" in told
    assert "kod miasta lub dzielnicy wewnątrz gminy" in told
    assert not screen.checkbox


def test_every_upload_has_a_new_name(screen: AppTest) -> None:
    names = []
    for _ in range(2):
        add(upload(screen, "x.csv", text("gmina;2023", "Opole;1", "Walce;2")))
        names.append(screen.session_state["ao_own_name"])
    assert names[0] != names[1]
    assert visitors.visitors.find(names[0]) is None
    assert len(brought(screen)) == 1


def test_a_name_planted_by_somebody_else_finds_nothing_afterwards(screen: AppTest) -> None:
    screen.session_state["ao_own_name"] = "planted"
    add(upload(screen, "x.csv", text("gmina;2023", "Opole;1", "Walce;2")))
    assert screen.session_state["ao_own_name"] != "planted"
    assert visitors.visitors.find("planted") is None


def test_a_visitor_is_told_that_figures_are_gone(screen: AppTest) -> None:
    screen.session_state["ao_own_name"] = "forgotten"
    screen.run()
    assert "nie ma już w pamięci" in screen.info[0].value


def test_only_the_newest_files_are_kept() -> None:
    store, bounds = MemoryUploadedFileManager("/upload"), UploadBounds(files=2, size=25)
    for session, number in (("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5)):
        file = UploadedFileRec(f"f{number}", "x.csv", "text/csv", b"x" * 10)
        store.add_file(session, file)
        bounds.keep(store, session, file)
    kept = {file for files in store.file_storage.values() for file in files}
    assert kept == {"f4", "f5"}
    assert all(map(bounds.was_dropped, ("f1", "f2", "f3")))
    assert not bounds.was_dropped("f5")
