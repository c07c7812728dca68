"""The QR code of an address of the dashboard, for those who look at it on a wall."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ao_dash.model.settings import settings
from ao_dash.output.code import code_rows

CODE = "/kod.json"
ADDRESS = "adres"
"""The parameter that holds the whole address, as the browser knows it."""


def respond(request: Request) -> Response:
    """Return the address and the rows of its code.

    Only addresses of this dashboard have one. They begin with the origin that it is found under,
    if somebody said which: a projector may know it by a name that is good for itself alone.
    """
    asked, host = request.query_params.get(ADDRESS, ""), request.headers.get("host", "")
    try:
        address = _own(asked, host)
        rows = code_rows(address) if address else ()
    except ValueError:
        text = f"Tego adresu nie zmieści żaden kod QR: ma {len(asked)} znaków. Wybierz mniej."
        return PlainTextResponse(text, 400)
    if not rows:
        return PlainTextResponse("Kod QR mają tylko adresy tego pulpitu.", 400)
    headers = {"cache-control": "no-store"}
    return JSONResponse({"address": address, "rows": rows}, headers=headers)


def _own(address: str, host: str) -> str:
    """Return an address with the origin that the dashboard is found under, "" if it is not its."""
    parts, site = urlsplit(address), settings().site
    origin = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("http", "https") or (parts.netloc != host and origin != site):
        return ""
    return urlunsplit(urlsplit(site or origin)[:2] + parts[2:4] + ("",))
