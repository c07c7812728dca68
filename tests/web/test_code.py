"""The QR code of an address of the dashboard."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ao_dash.output.code import code_rows
from ao_dash.web.server.routes import routes

SITE = "https://mapa.gmina.example:8443"
CLIENT = TestClient(Starlette(routes=routes()), base_url="http://sala.example:8501")


def asked(address: str) -> tuple[int, str]:
    """Return the status and the address that the code leads to, or what is said instead."""
    response = CLIENT.get("/kod.json", params={"adres": address})
    if response.status_code != 200:
        return response.status_code, response.text
    found = response.json()
    assert found["rows"] == list(code_rows(found["address"]))
    return 200, found["address"]


def test_the_code_is_the_address_that_was_asked() -> None:
    address = "http://sala.example:8501/przeplywy?gmina=160501&typ=wiejska%2Cmiejska"
    assert asked(address) == (200, address)


def test_the_origin_is_the_one_that_the_dashboard_is_found_under(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AO_SITE", SITE)
    for origin in ("http://sala.example:8501", SITE):
        assert asked(f"{origin}/?rok=2019#x") == (200, f"{SITE}/?rok=2019")


@pytest.mark.parametrize(
    "address",
    ["", "rok=2019", "https://zly.example/", "javascript://sala.example:8501/", "http://[",
     "http://sala.example:8501@zly.example/", "//sala.example:8501/"],
)  # fmt: skip
def test_an_address_of_somebody_else_has_no_code(address: str) -> None:
    status, said = asked(address)
    assert status == 400
    assert "Kod" in said or "kod" in said


def test_an_address_that_no_code_holds_is_refused() -> None:
    status, said = asked(f"http://sala.example:8501/?grupa={'a' * 3000}")
    assert status == 400
    assert "nie zmieści żaden kod QR" in said
