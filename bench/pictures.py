"""Pictures for the README, taken from the running dashboard: ``python -m bench.pictures``."""

from __future__ import annotations

import io
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support import tools
from tests.support.browser import Screen, serving
from tests.support.data import ROOT

FOLDER = ROOT / "docs/img"
COLOURS = 128
WITHOUT_MAP = ("/profil", "/porownanie", "/dane")
PICTURES = {
    "mapa": ("/", {"gmina": "160501"}, (1280, 720), "light"),
    "migracje-ciemny": (
        "/",
        {"wskaznik": "saldo_migracji_1000", "rok": "2016", "gmina": "160903"},
        (1280, 720),
        "dark",
    ),
    "ludnosc": ("/", {"wskaznik": "ludnosc", "rok": "2024"}, (1280, 720), "light"),
    "telefon": ("/", {}, (390, 844), "light"),
    "zmiana": (
        "/",
        {"wskaznik": "dochody_wlasne_os", "zmiana": "procent", "od": "2015"},
        (1280, 800),
        "light",
    ),
    "profil": ("/profil", {"gmina": "160501"}, (1280, 900), "light"),
    "porownanie": (
        "/porownanie",
        {"jednostki": "160903,166101,S166101", "wskaznik": "dochody_wlasne", "rok": "2024"},
        (1280, 800),
        "light",
    ),
    "zaleznosci": ("/zaleznosci", {}, (1280, 800), "light"),
    "syntetyczny": ("/syntetyczny", {}, (1280, 800), "light"),
    "wspolpraca": ("/wspolpraca", {"gmina": "160502"}, (1280, 720), "light"),
    "prezentacja": ("/", {"tryb": "prezentacja", "gmina": "160501"}, (1280, 720), "light"),
    "opowiesc": (
        "/opowiesc",
        {"opowiesc": "powiekszenie-opola-2017", "krok": "6", "tryb": "prezentacja"},
        (1280, 720),
        "light",
    ),
    "dane": ("/dane", {}, (1280, 720), "light"),
}


def main() -> int:
    """Take every picture and write it small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (path, query, (width, height), scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="pl-PL",
            )
            screen = Screen(page, address).open(path, **query)
            page.locator(".ao-panel h1").wait_for(state="attached")
            if path not in WITHOUT_MAP:
                screen.painted()
                screen.map.locator(".ao-label").first.wait_for()
                screen.map.wait_for_function("document.fonts.status === 'loaded'")
            page.evaluate("document.fonts.ready.then(() => true)")
            save(page.screenshot(), name)
            page.close()
        browser.close()
    return 0


def save(png: bytes, name: str) -> None:
    """Write a screenshot with few colours: a flat map loses nothing and is a third of the size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    target = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
