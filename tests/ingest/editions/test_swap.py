"""A folder is renewed as a whole: whatever stops it, the old or the new one is what is read."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ao_dash.datafolder.exchange import WORK, exchange_note, journal, previous, read_edition_of
from ao_dash.datafolder.load import load
from ao_dash.ingest.editions import swap
from ao_dash.ingest.editions.edition import number_of, read_edition
from ao_dash.ingest.editions.errors import BusyError, SwapError
from ao_dash.ingest.editions.files import write_file
from ao_dash.ingest.editions.swap import make_ready, renewal
from ao_dash.model.faults import DataFaults
from tests.support.bdl_server import content, small_folder
from tests.support.data import ROOT, edit


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_folder(tmp_path / "data")


def put(folder: Path, value: str) -> None:
    """Renew ``folder`` with one figure and the name of a source changed."""
    with renewal(folder) as new:
        text = (new.path / "stats.csv").read_text(encoding="utf-8")
        lines = [
            f"166101,lesistosc,2024,{value},ok,S1" if line.startswith("166101,lesistosc") else line
            for line in text.splitlines()
        ]
        (new.path / "stats.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = f"source,office,dataset,state,licence\nS1,GUS,{value},2024,CC BY 4.0\n"
        (new.path / "sources.csv").write_text(sources, encoding="utf-8")
        (new.path / "boundaries/nowe.geojson").write_text(value, encoding="utf-8")
        new.put_in_place(new.edition("test"))


def figure(folder: Path) -> float | None:
    """Return the figure that is read; what belongs to another edition fails."""
    dataset = load(folder)
    value = dataset.series["lesistosc"][2024]["166101"].value
    assert dataset.sources["S1"].dataset == ("tablica" if value == 30 else f"{value:.0f}")
    return value


def killed(folder: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Leave ``folder`` as a process does that dies after replacing ``after`` files."""
    done: list[Path] = []

    def die(path: Path, raw: bytes) -> None:
        if path.parent.name != WORK:
            if len(done) == after:
                raise KeyboardInterrupt
            done.append(path)
        write_file(path, raw)

    with monkeypatch.context() as patched:
        patched.setattr(swap, "write_file", die)
        with pytest.raises(KeyboardInterrupt):
            put(folder, "31")


def test_new_data_take_the_place_and_the_old_ones_are_kept(small: Path) -> None:
    put(small, "31")
    put(small, "32")
    assert figure(small) == 32
    assert figure(previous(small)) == 31
    assert {path.name for path in small.parent.iterdir()} == {"data"}
    assert {path.name for path in (small / WORK).iterdir()} == {"poprzednie"}
    edition = read_edition(small)
    assert edition is not None
    assert (edition.number, edition.command) == (2, "test")
    assert (small / "opowiesci/pierwsza.md").read_text(encoding="utf-8") == "Opowieść.\n"


def test_only_files_that_differ_are_written(small: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*") if path.is_file()}
    put(small, "31")
    written = {path.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert written == {"stats.csv", "sources.csv"}


def test_faulty_data_never_get_into_use(small: Path) -> None:
    with pytest.raises(DataFaults):
        put(small, "dużo")
    assert figure(small) == 30
    assert not (small / WORK).exists()


def test_a_story_that_the_new_data_break_keeps_the_old_ones(small: Path) -> None:
    (small / "opowiesci/dawna.json").write_text("{", encoding="utf-8")
    put(small, "31")  # it was broken before
    with pytest.raises(DataFaults, match=r"nowa\.json"), renewal(small) as new:  # noqa: PT012
        (new.path / "opowiesci/nowa.json").write_text("{", encoding="utf-8")
        new.put_in_place(new.edition("test"))
    assert figure(small) == 31


def test_a_copy_nobody_puts_in_place_is_gone(small: Path) -> None:
    with renewal(small) as new:
        assert figure(new.path) == 30
    assert not (small / WORK).exists()
    assert number_of(small) == 0


def test_two_renewals_do_not_meet(small: Path) -> None:
    with renewal(small), pytest.raises(BusyError, match="data"), renewal(small):
        pass


def test_a_change_made_meanwhile_is_not_lost(small: Path) -> None:
    with pytest.raises(SwapError, match="w czasie odświeżania"), renewal(small) as new:  # noqa: PT012
        (small / "opowiesci/druga.md").write_text("Druga.\n", encoding="utf-8")
        new.put_in_place(new.edition("test"))
    assert (small / "opowiesci/druga.md").exists()


def test_a_file_edited_by_hand_counts_at_once(small: Path) -> None:
    put(small, "31")
    edit(small / "stats.csv", "166101,lesistosc,2024,31", "166101,lesistosc,2024,77")
    assert load(small).series["lesistosc"][2024]["166101"].value == 77


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_killed_exchange_is_never_seen_and_undone_by_the_next(
    after: int, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(small)
    killed(small, monkeypatch, after)
    assert journal(small).exists()
    assert figure(small) == 30
    assert "przerwana" in exchange_note(small)
    assert make_ready(small) == ()
    assert content(small) == before
    put(small, "32")
    assert figure(small) == 32
    assert exchange_note(small) == ""


def test_a_file_edited_after_the_kill_is_set_aside(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(small, monkeypatch, 3)
    (small / "stats.csv").write_text("praca\n", encoding="utf-8")
    assert make_ready(small) == ("stats.csv",)
    assert (small / WORK / "odlozone/stats.csv").read_text(encoding="utf-8") == "praca\n"
    assert figure(small) == 30


def refuse(number: int, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be renamed to ``name``, nor any folder at all."""
    replace = os.replace

    def refused(source: Path, target: Path) -> None:
        if Path(target).name == name or Path(source).is_dir():
            raise OSError(number, os.strerror(number), str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    monkeypatch.setattr(os, "rename", refused)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EBUSY, errno.EACCES])
def test_a_file_that_cannot_be_renamed_is_written_in_place(
    number: int, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(number, "stats.csv", monkeypatch)
    make_ready(small)
    put(small, "31")
    assert figure(small) == 31
    assert not list(small.glob("*.czesc"))


def test_a_file_open_in_another_program_is_told_before_any_work(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(small, monkeypatch)
    with pytest.raises(SwapError, match=r"stats\.csv.*Zamknij ten plik"):
        make_ready(small)


def test_a_file_opened_meanwhile_keeps_the_old_data(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(small)
    held(small, monkeypatch)
    with pytest.raises(SwapError, match="Dane są jak przedtem"):
        put(small, "31")
    monkeypatch.undo()
    assert content(small) == before
    assert not journal(small).exists()


def held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold ``stats.csv`` of ``folder`` as a spreadsheet does under Windows."""
    refuse(errno.EACCES, "stats.csv", monkeypatch)
    opened = Path.open

    def denied(self: Path, mode: str = "r", **options: object) -> object:
        if self == folder / "stats.csv" and mode == "r+b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(self, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)


def test_a_folder_that_cannot_be_written_is_told(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(SwapError, match="Nie można pisać w folderze danych"):
        make_ready(small)


def test_no_folder_at_all_is_told(small: Path) -> None:
    shutil.rmtree(small)
    with pytest.raises(SwapError, match="AO_DATA_DIR"):
        make_ready(small)


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_whoever_could_read_goes_on_reading(small: Path) -> None:
    (small / "sources.csv").chmod(0o640)
    before = os.umask(0o077)
    try:
        put(small, "31")
    finally:
        os.umask(before)
    modes = {
        str(path.relative_to(small)): stat.S_IMODE(path.stat().st_mode)
        for path in (small, *small.rglob("*"))
    }
    folder = modes.pop(".")
    assert modes["sources.csv"] == modes[f"{WORK}/poprzednie/sources.csv"] == 0o640
    assert modes["stats.csv"] == modes["boundaries/nowe.geojson"] == modes["wydanie.json"] == 0o644
    assert modes[WORK] == modes[f"{WORK}/poprzednie"] == folder


def test_a_linked_file_stays_a_link(small: Path, tmp_path: Path) -> None:
    kept = shutil.move(small / "stats.csv", tmp_path / "gdzie_indziej.csv")
    (small / "stats.csv").symlink_to(kept)
    put(small, "31")
    assert (small / "stats.csv").is_symlink()
    assert figure(small) == 31


def mounted(where: Path, layers: Callable[[Path], list[str]]) -> str:
    """Return the words of a shell that does an exchange of the folder ``where`` as it is mounted."""
    code = (
        "import sys; from pathlib import Path; from tests.ingest.editions.test_swap import put; "
        "from ao_dash.ingest.editions.swap import make_ready; "
        "folder = Path(sys.argv[1]); make_ready(folder); put(folder, '31'); put(folder, '32')"
    )
    return " && ".join([*layers(where), f'cd "$ROOT" && "$PYTHON" -c "{code}" {where}'])


def overlay(folder: Path) -> list[str]:
    top = folder.parent
    return [
        f"cd {top} && mount -t tmpfs none tmp",
        "mkdir tmp/up tmp/work",
        f"mount -t overlay o -olowerdir=lower,upperdir=tmp/up,workdir=tmp/work {folder}",
    ]


def bound(folder: Path) -> list[str]:
    return [
        f"mount --bind {folder.parent}/lower {folder}",
        f"mount --bind {folder.parent}/lower/stats.csv {folder}/stats.csv",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
@pytest.mark.parametrize("layers", [overlay, bound])
def test_a_folder_in_a_layer_of_an_image_or_mounted_is_renewed(
    layers: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    small_folder(tmp_path / "lower")
    folder = tmp_path / "data"
    for name in ("data", "tmp"):
        (tmp_path / name).mkdir()
    shell = ["unshare", "-m", "sh", "-c"]
    environment = {**os.environ, "PYTHON": sys.executable, "ROOT": str(ROOT)}
    tried = subprocess.run([*shell, " && ".join(layers(folder))], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this machine does not let anything be mounted")
    check = f' && "$PYTHON" -m ao_dash check --data {folder} && cat {folder}/stats.csv'
    done = subprocess.run(
        [*shell, mounted(folder, layers) + check],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "166101,lesistosc,2024,32,ok,S1" in done.stdout


def test_a_reader_without_locks_never_meets_half_a_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_checked", lambda *_: None)  # the check is not looked at here
    files = ("sources.csv", "stats.csv")
    for name in files:
        (small / name).write_text("0")
    wrong: list[str] = []
    reads, done = [0], threading.Event()

    def read_both(folder: Path) -> tuple[str, ...]:
        return tuple((folder / name).read_text() for name in files)

    def read() -> None:
        while not done.is_set():
            one, two = read_edition_of(small, read_both)
            if one != two:
                wrong.append(f"{one} {two}")
            reads[0] += 1

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(1, 21):
        with renewal(small) as new:
            for name in files:
                (new.path / name).write_text(str(number))
            new.put_in_place(new.edition("test"))
    done.set()
    thread.join()
    assert not wrong
    assert reads[0] > 20
    assert number_of(small) == 20
