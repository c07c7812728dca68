"""Tables of the documents, made from what the code declares: ``python -m bench.docs --write``.

A table stands in a document between two lines, ``<!-- tabela: name -->`` and ``<!-- koniec -->``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ao_dash.datafolder.schema import TABLES
from ao_dash.mapview import rows as map_rows
from ao_dash.mapview.query import parameter_rows
from ao_dash.mapview.selection import Selection
from ao_dash.model.settings import Settings, variable
from ao_dash.output.files.registry import FORMATS
from ao_dash.output.paper.render import EXTENSIONS
from ao_dash.screens import registry
from ao_dash.screens.story.story import FORMAT, LENGTHS, MOST_STEPS, VERSION
from ao_dash.web.api.rows import path_of
from ao_dash.web.server.routes import PICTURE, ROWS
from tests.support.data import ROOT

COLUMNS = ROOT / "docs/kolumny.md"
_BLOCK = re.compile(r"(<!-- tabela: (.+?) -->\n).*?(<!-- koniec -->)", re.DOTALL)
_STORY = ROOT / "ao_dash/web/frontend/page/story.js"


def csv_addresses(code: str) -> dict[str, str]:
    """Return the addresses of the CSV files of a screen by the name a person reads."""
    return {FORMATS[form].label: path_of(code, form) for form in ("csv-excel", "csv")}


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def named(names: Iterable[str]) -> str:
    """Return names as code, parted by commas."""
    return ", ".join(f"`{name}`" for name in names)


def map_parameters() -> str:
    """Return what the address of the map may have."""
    rows = ((f"`{name}`", meaning) for name, meaning in parameter_rows(Selection))
    return table(("Parametr", "Co znaczy"), rows)


def addresses() -> str:
    """Return the address of every screen with its parameters."""
    story = dict.fromkeys(re.findall(r'query\.get\("(\w+)"\)', _STORY.read_text(encoding="utf-8")))
    rows = [("Mapa", "`/`", "parametry niżej")]
    for code, title in registry.TITLES.items():
        rows.append((title, f"`/{code}`", named(registry.find(code).parameters)))
    rows += [("Własne dane", "`/wlasne`", ""), ("Opowieść", "`/opowiesc`", named(story))]
    return table(("Ekran", "Adres", "Parametry"), [*rows, ("Dane i źródła", "`/dane`", "")])


def exports() -> str:
    """Return the addresses of the rows and the pictures of the map, and the columns of its rows."""
    rows = [(label, f"`{path}`") for label, path in csv_addresses(ROWS).items()]
    rows += [(f"Obraz {kind.upper()}", f"`{PICTURE}.{kind}`") for kind in EXTENSIONS]
    columns = f"Kolumny mapy: {named(map_rows.COLUMNS)}."
    return f"{table(('Plik mapy', 'Adres'), rows)}\n\n{columns}"


def data_files() -> str:
    """Return the columns of every table of the data folder."""
    rows = ((f"`{one.file}`", named(one.columns)) for one in TABLES.values())
    return table(("Plik", "Kolumny"), rows)


def story_limits() -> str:
    """Return the fields of a story's file with the most characters each may have."""
    rows = [
        ("`format`", f"`{FORMAT}`"),
        ("`wersja`", f"`{VERSION}`; pliki wersji 1 czytamy bez zmian"),
    ]
    rows += [("`tytul`", f"do {LENGTHS['tytul']} znaków"), ("`kroki`", f"od 1 do {MOST_STEPS}")]
    rows += [(f"`{name}` kroku", f"do {most} znaków") for name, most in LENGTHS.items()]
    return table(("Pole", "Wartość"), rows)


def settings() -> str:
    """Return every setting with its meaning and a value it may have."""
    rows = (
        (f"`{variable(name)}`", one.description or "", f"`{(one.examples or [''])[0]}`")
        for name, one in Settings.model_fields.items()
    )
    return table(("Zmienna", "Co ustawia", "Np."), rows)


def file(name: str, language: str) -> str:
    """Return a file of ``deploy/`` as it is."""
    return f"```{language}\n{(ROOT / 'deploy' / name).read_text(encoding='utf-8').strip()}\n```"


TEXTS: Mapping[str, Callable[[], str]] = {
    "parametry mapy": map_parameters,
    "adresy ekranów": addresses,
    "pliki mapy": exports,
    "pliki danych": data_files,
    "plik opowieści": story_limits,
    "ustawienia": settings,
    "nginx": partial(file, "nginx.conf", "nginx"),
    "Caddy": partial(file, "Caddyfile", "caddy"),
}
"""What makes each table, by the name in the documents."""


def columns_document() -> str:
    """Return the meaning of every column of every export."""
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
    rows = ((f"`{name}`", meaning) for name, meaning in columns.items())
    meanings = table(("Kolumna", "Co znaczy"), rows)
    return ["", f"## {title}", "", named(csv_addresses(code).values()), "", meanings]


def filled(text: str) -> str:
    """Return a document with its tables as the code declares them."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{TEXTS[found[2]]()}\n\n{found[3]}", text)


def documents() -> dict[Path, str]:
    """Return every document that has tables, as it should be."""
    found = {ROOT / name: "" for name in ("README.md", "data/README.md", "docs/hosting.md")}
    whole = {path: filled(path.read_text(encoding="utf-8")) for path in found}
    return {**whole, COLUMNS: columns_document()}


def main(arguments: Sequence[str]) -> int:
    """Write the documents, or say which are not as the code declares; return the exit code."""
    stale = [p for p, text in documents().items() if p.read_text(encoding="utf-8") != text]
    for path in stale:
        print(path.relative_to(ROOT))
        if "--write" in arguments:
            path.write_text(documents()[path], encoding="utf-8")
    return 1 if stale and "--write" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
