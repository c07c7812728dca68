"""A file of borders as it came: weighed, known by its first bytes, unpacked only where it must be.

GDAL opens whatever it recognises, whatever the file is called: a text of a few lines can send it to
other files and addresses. So only what begins like a Shapefile, a GeoPackage, a GML or a GeoJSON
gets to it. A GeoPackage is a database, which may be locked, have its newest rows in a file beside
it, or compute without end: what GDAL gets is a copy without anything that computes.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from ao_dash.model.faults import DataFaults, Fault, shorten

BYTES = 2_000_000_000
"""The largest download; the whole country with all its layers is a fifth of that."""

_UNPACKED = 6_000_000_000
_RATIO = 300  # times a part may be larger than its compressed form; padded text reaches 100
_PARTS = 2000
_HEAD = 4096
_FOREIGN = (b"OGRVRTDataSource", b"<!DOCTYPE", b"<!ENTITY", b"OGRWFSDataSource", b"<html", b"<HTML")
_AGAIN = "Pobierz plik ponownie"
# Views, virtual tables but an index of space, and columns that are computed.
_COMPUTING = """
SELECT name FROM sqlite_master WHERE type = 'view'
UNION ALL SELECT name FROM sqlite_master
WHERE sql LIKE 'create%virtual%table%' AND sql NOT LIKE '%using%rtree%'
UNION ALL SELECT x.name FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x
WHERE m.type = 'table' AND x.hidden IN (2, 3) LIMIT 1
"""


class Form(StrEnum):
    """What GDAL may be asked to read."""

    SHAPEFILE = ".shp"
    GML = ".gml"
    GEOPACKAGE = ".gpkg"
    GEOJSON = ".geojson"


_TEXTS = {b"<": Form.GML, b"{": Form.GEOJSON}
_SUFFIXES = {**{form.value: form for form in Form}, ".json": Form.GEOJSON}


@dataclass(frozen=True)
class Part:
    """A readable part of a file: its path for GDAL and its form."""

    path: str
    form: Form


def form_of(head: bytes) -> Form | None:
    """Return what a file is by its first bytes, ``None`` for anything else."""
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Form.SHAPEFILE
    if head.startswith(b"SQLite format 3\x00"):
        return Form.GEOPACKAGE
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = b"FeatureCollection" in head and not any(word in head for word in _FOREIGN)
    return _TEXTS.get(text[:1]) if known else None


@contextmanager
def opened(file: Path) -> Iterator[tuple[Part, ...]]:
    """Give what can be read in ``file``: itself, or the parts of an archive.

    Raises
    ------
    DataFaults
        If it is not what the register of borders comes in, is damaged, or is larger than that.
    """
    with tempfile.TemporaryDirectory(prefix="prg") as folder:
        head = _head(file)
        yield (
            _packed(file, Path(folder))
            if head.startswith(b"PK")
            else (_alone(file, head, Path(folder)),)
        )


def _alone(file: Path, head: bytes, folder: Path) -> Part:
    form = form_of(head)
    if form is Form.SHAPEFILE:
        remedy = "Spakuj pliki .shp, .shx, .dbf i .prj do jednego pliku .zip"
        raise _refused(file, "to tylko jedna z części Shapefile", remedy)
    if form is None:
        rule = "to nie są granice w postaci Shapefile (.zip), GML, GeoPackage ani GeoJSON"
        raise _refused(file, rule, "Pobierz granice gmin z geoportal.gov.pl")
    if form is not Form.GEOPACKAGE:
        return _part_at(str(file), form)
    copy = folder / "granice.gpkg"
    for ending in ("", "-wal"):  # the newest rows may be in the second
        if Path(f"{file}{ending}").is_file():
            shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
    return _package(file, copy)


def _part_at(path: str, form: Form) -> Part:
    """Return a part; GDAL is told what a JSON is, for there are many."""
    return Part(f"GeoJSON:{path}" if form is Form.GEOJSON else path, form)


def _package(file: Path, copy: Path) -> Part:
    """Return a copied GeoPackage as a part if it holds nothing but tables."""
    try:
        with closing(sqlite3.connect(copy)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            computing = database.execute(_COMPUTING).fetchone()
    except sqlite3.Error as error:
        raise _refused(file, "GeoPackage jest uszkodzony", _AGAIN) from error
    if computing:
        rule = f"GeoPackage ma w sobie obliczenia („{shorten(str(computing[0]))}”), nie same dane"
        raise _refused(file, rule, "Zapisz warstwę gmin jako nowy plik")
    return Part(str(copy), Form.GEOPACKAGE)


def _head(file: Path) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
            raise _refused(file, "to nie jest zwykły plik", "Podaj pobrany plik z granicami")
        with file.open("rb") as source:
            size, head = found.st_size, source.read(_HEAD)
    except (OSError, ValueError) as error:
        rule = f"pliku nie da się odczytać ({getattr(error, 'strerror', 'zła nazwa')})"
        raise _refused(file, rule, "Sprawdź ścieżkę i uprawnienia") from error
    if size > BYTES:
        raise _refused(file, "plik jest za duży", "Pobierz same granice gmin")
    return head


def _packed(file: Path, folder: Path) -> tuple[Part, ...]:
    try:
        with zipfile.ZipFile(file) as archive:
            rule = _suspicion(archive.infolist())
            if rule:
                raise _refused(file, f"archiwum odrzucono: {rule}", _AGAIN)
            infos = [i for i in archive.infolist() if _suffix(i) in _SUFFIXES]
            found = [_part(file, archive, info, folder / str(n)) for n, info in enumerate(infos)]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise _refused(file, "archiwum jest uszkodzone", _AGAIN) from error
    if not found:
        rule = "w archiwum nie ma plików .shp, .gml, .gpkg ani .geojson"
        raise _refused(file, rule, "Pobierz granice gmin z geoportal.gov.pl")
    return tuple(found)


def _suspicion(parts: list[zipfile.ZipInfo]) -> str:
    """Return what is wrong with the contents of an archive, ``""`` if nothing is."""
    names = [part.filename for part in parts]
    demands = (
        (len(parts) <= _PARTS, "zawiera zbyt wiele części"),
        (len(set(names)) == len(names), "te same części są w nim dwa razy"),
        (not any(map(_outside, names)), "nazwy części wychodzą poza archiwum"),
        (not any(part.flag_bits & 1 for part in parts), "jest zaszyfrowane"),
        (sum(part.file_size for part in parts) <= _UNPACKED, "po rozpakowaniu jest za duże"),
        (not any(map(_swollen, parts)), "jego część po rozpakowaniu jest za duża"),
    )
    return next((rule for held, rule in demands if not held), "")


def _outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


def _swollen(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _HEAD and part.file_size > _RATIO * max(part.compress_size, 1)


def _suffix(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).suffix.lower()


def _part(file: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> Part:
    with archive.open(info) as source:
        form = form_of(source.read(_HEAD))
    if form is None or form is not _SUFFIXES[_suffix(info)]:
        rule = f"„{PurePosixPath(info.filename).name}” nie jest tym, na co wskazuje nazwa"
        raise _refused(file, rule, _AGAIN)
    if form is Form.GEOPACKAGE:
        return _package(file, _extracted(archive, info, folder))
    if info.filename.isascii():
        return _part_at(f"/vsizip/{{{file}}}/{info.filename}", form)
    return _part_at(str(_extracted(archive, info, folder)), form)


def _extracted(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> Path:
    """Unpack a file and those that differ in their ending only; return it.

    Letters of their names become ``_``: an archive of Windows does not say in which encoding its
    names are.
    """
    folder.mkdir()
    path = PurePosixPath(info.filename)
    name = re.sub(r"[^A-Za-z0-9]", "_", path.stem)
    for one in archive.infolist():
        if PurePosixPath(one.filename).with_suffix("") == path.with_suffix(""):
            with archive.open(one) as source, (folder / f"{name}{_suffix(one)}").open("wb") as out:
                shutil.copyfileobj(source, out)
    return folder / f"{name}{_suffix(info)}"


def _refused(file: Path, rule: str, remedy: str) -> DataFaults:
    return DataFaults([Fault(file.name, rule, remedy)])
