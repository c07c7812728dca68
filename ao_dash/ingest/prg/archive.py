"""A file of borders as it came: weighed, known by its first bytes, never unpacked.

GDAL opens whatever it recognises, whatever the file is called: a text of a few lines can send it to
other files and addresses. So only what begins like a Shapefile, a GeoPackage or a GML gets to it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from ao_dash.model.faults import DataFaults, Fault

BYTES = 2_000_000_000
"""The largest download; the whole country with all its layers is a fifth of that."""

_UNPACKED = 6_000_000_000
_RATIO = 300  # times a part may be larger than its compressed form; padded text reaches 100
_PARTS = 2000
_HEAD = 4096
_FOREIGN = (b"OGRVRTDataSource", b"<!DOCTYPE", b"<!ENTITY", b"OGRWFSDataSource", b"<html", b"<HTML")
_AGAIN = "Pobierz plik ponownie"


class Form(StrEnum):
    """What GDAL may be asked to read."""

    SHAPEFILE = ".shp"
    GML = ".gml"
    GEOPACKAGE = ".gpkg"


@dataclass(frozen=True)
class Part:
    """A readable part of a file: its path for GDAL, its form, and whether its texts are UTF-8.

    ``encoded`` is false for a Shapefile that does not name its encoding.
    """

    path: str
    form: Form
    encoded: bool = True


def form_of(head: bytes) -> Form | None:
    """Return what a file is by its first bytes, ``None`` for anything else."""
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Form.SHAPEFILE
    if head.startswith(b"SQLite format 3\x00"):
        return Form.GEOPACKAGE
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = b"FeatureCollection" in head and not any(word in head for word in _FOREIGN)
    return Form.GML if text.startswith(b"<") and known else None


def parts_of(file: Path) -> tuple[Part, ...]:
    """Return what can be read in ``file``: itself, or the parts of an archive.

    Raises
    ------
    DataFaults
        If it is not what the register of borders comes in, is damaged, or is larger than that.
    """
    head = _head(file)
    if head.startswith(b"PK"):
        return _packed(file)
    form = form_of(head)
    if form is Form.SHAPEFILE:
        remedy = "Spakuj pliki .shp, .shx, .dbf i .prj do jednego pliku .zip"
        raise _refused(file, "to tylko jedna z części Shapefile", remedy)
    if form is None:
        rule = "to nie są granice w postaci Shapefile (.zip), GML ani GeoPackage"
        raise _refused(file, rule, "Pobierz granice gmin z geoportal.gov.pl")
    return (Part(str(file), form),)


def _head(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        rule = f"pliku nie da się odczytać ({error.strerror})"
        raise _refused(file, rule, "Sprawdź ścieżkę i uprawnienia") from error
    if size > BYTES:
        raise _refused(file, "plik jest za duży", "Pobierz same granice gmin")
    return head


def _packed(file: Path) -> tuple[Part, ...]:
    try:
        with zipfile.ZipFile(file) as archive:
            rule = _suspicion(archive.infolist())
            if rule:
                raise _refused(file, f"archiwum odrzucono: {rule}", _AGAIN)
            found = [part for info in archive.infolist() if (part := _part(file, archive, info))]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise _refused(file, "archiwum jest uszkodzone", _AGAIN) from error
    if not found:
        rule = "w archiwum nie ma plików .shp, .gml ani .gpkg"
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


def _part(file: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part | None:
    path = PurePosixPath(info.filename)
    if path.suffix.lower() not in set(Form):
        return None
    with archive.open(info) as opened:
        form = form_of(opened.read(_HEAD))
    if form is None or form != path.suffix.lower():
        rule = f"„{path.name}” nie jest tym, na co wskazuje nazwa"
        raise _refused(file, rule, _AGAIN)
    encoded = form is not Form.SHAPEFILE or _has(archive.namelist(), path.with_suffix(".cpg"))
    return Part(f"/vsizip/{{{file}}}/{info.filename}", form, encoded)


def _has(names: Iterable[str], wanted: PurePosixPath) -> bool:
    return any(name.lower() == str(wanted).lower() for name in names)


def _refused(file: Path, rule: str, remedy: str) -> DataFaults:
    return DataFaults([Fault(file.name, rule, remedy)])
