"""Tables of columns and parameters, written for readers: ``python -m bench.columns``."""

from __future__ import annotations

from collections.abc import Mapping

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview.query import parameter_rows
from ao_dash.mapview.selection import Selection
from ao_dash.output.files.registry import FORMATS
from ao_dash.screens import registry
from ao_dash.web.api.rows import path_of
from ao_dash.web.server.routes import ROWS
from tests.support.data import ROOT

DOCUMENT = ROOT / "docs/kolumny.md"
README = ROOT / "README.md"

_BEGIN, _END = "<!-- parametry mapy -->\n", "<!-- koniec -->"


def csv_addresses(code: str) -> dict[str, str]:
    """Return the addresses of the CSV files of a screen by the name a person reads."""
    return {FORMATS[form].label: path_of(code, form) for form in ("csv-excel", "csv")}


def text() -> str:
    """Return the document."""
    parts = [
        "# Kolumny pobieranych plików",
        "",
        "Nazwy są stałe. Pusta komórka liczby znaczy brak wartości; dlaczego, mówi `status`.",
        *section("Mapa", ROWS, map_rows.COLUMNS),
    ]
    for code, title in registry.TITLES.items():
        parts += section(title, code, registry.find(code).columns)
    return "\n".join([*parts, ""])


def section(title: str, code: str, columns: Mapping[str, str]) -> list[str]:
    """Return the lines about the rows of one screen."""
    addresses = ", ".join(f"`{path}`" for path in csv_addresses(code).values())
    rows = [f"| `{name}` | {meaning} |" for name, meaning in columns.items()]
    return ["", f"## {title}", "", addresses, "", "| Kolumna | Co znaczy |", "| --- | --- |", *rows]


def with_parameters(readme: str) -> str:
    """Return the README with the table of the parameters of the map between its two marks."""
    before, _, rest = readme.partition(_BEGIN)
    rows = [f"| `{name}` | {meaning} |\n" for name, meaning in parameter_rows(Selection)]
    table = "".join(["| Parametr | Wartości |\n", "| --- | --- |\n", *rows])
    return f"{before}{_BEGIN}{table}{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
    README.write_text(with_parameters(README.read_text(encoding="utf-8")), encoding="utf-8")
