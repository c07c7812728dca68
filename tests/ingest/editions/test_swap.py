"""A folder is renewed as a whole: whatever stops it, the old or the new one is in place."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import threading
from pathlib import Path

import pytest

from ao_dash.datafolder.load import load
from ao_dash.ingest.editions import swap
from ao_dash.ingest.editions.edition import Edition, number_of, read_edition, write_edition
from ao_dash.ingest.editions.errors import BusyError, SwapError
from ao_dash.ingest.editions.swap import exchange, neighbours, recover, renewal
from ao_dash.model.faults import DataFaults
from tests.support.bdl_server import small_folder
from tests.support.data import edit


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_folder(tmp_path / "data")


def beside(folder: Path) -> set[str]:
    return {path.name for path in folder.parent.iterdir()} - {folder.name}


def put(folder: Path, value: str) -> None:
    """Renew ``folder`` with one figure changed."""
    with renewal(folder) as new:
        text = (new.path / "stats.csv").read_text(encoding="utf-8")
        lines = [
            f"166101,lesistosc,2024,{value},ok,S1" if line.startswith("166101,lesistosc") else line
            for line in text.splitlines()
        ]
        (new.path / "stats.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.put_in_place("test")


def figure(folder: Path) -> float | None:
    return load(folder).series["lesistosc"][2024]["166101"].value


@pytest.mark.parametrize("can_exchange", [True, False])
def test_new_data_take_the_place_and_the_old_ones_are_kept(
    can_exchange: bool, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    put(small, "31")
    put(small, "32")
    assert figure(small) == 32
    assert figure(neighbours(small).previous) == 31
    assert beside(small) == {".data.poprzedni", ".data.blokada"}
    edition = read_edition(small)
    assert edition is not None
    assert (edition.number, edition.command) == (2, "test")
    assert (small / "opowiesci/pierwsza.md").read_text(encoding="utf-8") == "Opowieść.\n"
    assert (small / "README.md").exists()


def test_the_system_here_exchanges_names_in_one_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a/file").read_text() == "b"
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "a", tmp_path / "nothing")


def test_a_system_without_the_call_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_a, **_k: object())
    assert not exchange(tmp_path, tmp_path)


def test_faulty_data_never_get_into_use(small: Path) -> None:
    with pytest.raises(DataFaults):
        put(small, "dużo")
    assert figure(small) == 30
    assert beside(small) == {".data.blokada"}


def test_a_story_that_the_new_data_break_keeps_the_old_ones(small: Path) -> None:
    (small / "opowiesci/dawna.json").write_text("{", encoding="utf-8")
    put(small, "31")  # it was broken before
    with pytest.raises(DataFaults, match=r"nowa\.json"), renewal(small) as new:  # noqa: PT012
        (new.path / "opowiesci/nowa.json").write_text("{", encoding="utf-8")
        new.put_in_place("test")
    assert figure(small) == 31


def test_a_copy_nobody_puts_in_place_is_gone(small: Path) -> None:
    with renewal(small) as new:
        assert figure(new.path) == 30
    assert beside(small) == {".data.blokada"}
    assert number_of(small) == 0


def test_two_renewals_do_not_meet(small: Path) -> None:
    with renewal(small), pytest.raises(BusyError, match="data"), renewal(small):
        pass


def test_a_change_made_meanwhile_is_not_lost(small: Path) -> None:
    with pytest.raises(SwapError, match="w czasie odświeżania"), renewal(small) as new:  # noqa: PT012
        (small / "opowiesci/druga.md").write_text("Druga.\n", encoding="utf-8")
        new.put_in_place("test")
    assert (small / "opowiesci/druga.md").exists()
    assert beside(small) == {".data.blokada"}


def test_a_mount_point_cannot_be_replaced(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == str(small))
    with pytest.raises(SwapError, match="punktem montowania"), renewal(small):
        pass


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EBUSY, errno.EACCES])
def test_a_system_that_refuses_leaves_the_old_data(
    number: int, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(swap, "exchange", refuse)
    with pytest.raises(SwapError, match="Dane są jak przedtem"):
        put(small, "31")
    assert figure(small) == 30
    assert beside(small) == {".data.blokada"}


def test_a_second_rename_that_fails_is_undone(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == ".data.gotowy" and target == small:
            raise OSError(errno.EIO, "x")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SwapError):
        put(small, "31")
    assert figure(small) == 30


def copy(folder: Path, name: str, number: int) -> None:
    path = folder.with_name(name)
    shutil.copytree(folder, path)
    edit(path / "stats.csv", "lesistosc,2024,30", f"lesistosc,2024,{number}")
    write_edition(path, Edition(number, "2026-01-01", "test"))


def test_what_dead_runs_left_is_put_in_order(small: Path) -> None:
    write_edition(small, Edition(5, "2026-01-01", "test"))
    copy(small, ".data.nowy", 6)
    copy(small, ".data.usuwany", 3)
    copy(small, ".data.poprzedni", 3)
    copy(small, ".data.gotowy", 4)  # exchanged, but not yet put away
    with renewal(small):
        pass
    assert beside(small) == {".data.blokada", ".data.poprzedni"}
    assert number_of(neighbours(small).previous) == 4


def test_a_copy_that_was_not_yet_exchanged_goes(small: Path) -> None:
    copy(small, ".data.poprzedni", 0)
    copy(small, ".data.gotowy", 1)
    with renewal(small):
        pass
    assert beside(small) == {".data.blokada", ".data.poprzedni"}
    assert number_of(neighbours(small).previous) == 0
    assert figure(small) == 30


@pytest.mark.parametrize("name", [".data.gotowy", ".data.poprzedni"])
def test_a_folder_lost_between_two_renames_is_found(name: str, small: Path) -> None:
    copy(small, name, 1)
    shutil.rmtree(small)
    with renewal(small):
        pass
    assert figure(small) == 1


def test_no_folder_at_all_is_told(small: Path) -> None:
    shutil.rmtree(small)
    with pytest.raises(SwapError, match="AO_DATA_DIR"):
        recover(small)


def test_a_reader_without_locks_never_meets_half_a_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        swap, "_checked", lambda *_: None
    )  # the check is not what is looked at here
    (small / "one").write_text("0")
    (small / "two").write_text("0")
    wrong: list[str] = []
    reads, done = [0], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                before = small.stat().st_ino
                one, two = (small / "one").read_text(), (small / "two").read_text()
                if small.stat().st_ino == before and one != two:
                    wrong.append(f"{one} {two}")
                reads[0] += 1
            except OSError as error:
                wrong.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(1, 21):
        with renewal(small) as new:
            (new.path / "one").write_text(str(number))
            (new.path / "two").write_text(str(number))
            new.put_in_place("test")
    done.set()
    thread.join()
    assert not wrong
    assert reads[0] > 20
    assert number_of(small) == 20
