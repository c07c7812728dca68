"""A file of an office fetched over HTTP into a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2

from ao_dash.ingest.editions.errors import RefreshError
from ao_dash.ingest.editions.web import is_address, may_follow
from ao_dash.ingest.prg.archive import BYTES, form_of
from ao_dash.model.faults import shorten

_LAYER = "ms:A03_Granice_gmin"
_MAX_FEATURES = 2000  # gminy of one voivodeship are at most 314
_TIMEOUT = 60.0  # seconds between two pieces of an answer
_MAX_SECONDS = 30 * 60.0  # seconds for the whole file
_HEAD = 4096
_MAX_REDIRECTS = 6


class DownloadError(RefreshError):
    """A file could not be fetched; the text says why and what to do."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"Nie udało się pobrać „{shorten(address)}”: {why}.")


def gminy_query(prefix: str) -> Mapping[str, str]:
    """Return what to ask the service for gminy whose code begins with ``prefix``."""
    like = (
        '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">'
        '<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">'
        "<fes:ValueReference>JPT_KOD_JE</fes:ValueReference>"
        f"<fes:Literal>{prefix}*</fes:Literal></fes:PropertyIsLike></fes:Filter>"
    )
    return {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": _LAYER,
        "srsName": "urn:ogc:def:crs:EPSG::2180",
        "count": str(_MAX_FEATURES),
        "filter": like,
    }


@contextmanager
def downloaded(address: str, query: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Fetch ``address`` and give the file; it is deleted at the end.

    Parameters
    ----------
    address
        Begins with ``http://`` or ``https://``; redirections to public addresses are followed.
    query
        Parameters to be added to it.

    Raises
    ------
    DownloadError
        If it cannot be fetched, is larger than any file of borders, takes too long, or is a page
        instead of a file.
    """
    if not is_address(address):
        raise DownloadError(address, "adres musi zaczynać się od http:// albo https://")
    with tempfile.TemporaryDirectory(prefix="prg") as folder:
        file = Path(folder) / "pobrane"
        _fetch(address, query, file)
        yield _named(address, file)


def _fetch(address: str, query: Mapping[str, str] | None, file: Path) -> None:
    try:
        with httpx2.Client(timeout=_TIMEOUT) as client:
            request = client.build_request("GET", address, params=query)
            for _ in range(_MAX_REDIRECTS):
                response = client.send(request, stream=True)
                with closing(response):
                    if response.next_request is None:
                        _check_status(address, response)
                        _keep(address, response, file)
                        return
                    request = _next(address, response)
            raise DownloadError(address, "serwer odsyła w kółko")
    except httpx2.TimeoutException as error:
        raise DownloadError(address, "odpowiedź nie przyszła na czas; spróbuj ponownie") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        why = "połączenie się nie powiodło; sprawdź adres i sieć"
        raise DownloadError(address, why) from error


def _next(address: str, response: httpx2.Response) -> httpx2.Request:
    request = response.next_request
    if request is None or not may_follow(response.url, request.url):
        raise DownloadError(address, "serwer odsyła pod adres, którego nie wolno pytać")
    return request


def _check_status(address: str, response: httpx2.Response) -> None:
    if not response.is_success:
        raise DownloadError(address, f"serwer odpowiedział kodem {response.status_code}")


def _keep(address: str, response: httpx2.Response, file: Path) -> None:
    size, end = 0, time.monotonic() + _MAX_SECONDS
    with file.open("wb") as out:
        for piece in response.iter_bytes():
            size += len(piece)
            if size > BYTES:
                raise DownloadError(address, "plik jest za duży; podaj same granice gmin")
            if time.monotonic() > end:
                raise DownloadError(address, "pobieranie trwa za długo; pobierz plik przeglądarką")
            out.write(piece)


def _named(address: str, file: Path) -> Path:
    """Give the file the ending that its first bytes ask for; refuse what is no file of borders."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    form = form_of(head)
    if not head.startswith(b"PK") and form is None:
        said = shorten(head.decode("utf-8", errors="replace"))
        raise DownloadError(address, f"zamiast danych przyszło „{said}”")
    return file.rename(file.with_name(f"prg{form or '.zip'}"))
