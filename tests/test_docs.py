"""What the documents say is true: commands, parameters, columns, addresses, files, figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.datafolder.schema import TABLES
from ao_dash.mapview.rows import COLUMNS
from ao_dash.mapview.selection import parse
from ao_dash.mapview.story import FORMAT, LENGTHS, MOST_STEPS
from ao_dash.model.dataset import Dataset
from ao_dash.output.paper.render import EXTENSIONS
from ao_dash.screens import registry
from ao_dash.screens.registry import TITLES
from ao_dash.web.server.routes import PICTURE, ROWS
from bench import columns
from tests.support.data import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA = (ROOT / "data/README.md").read_text(encoding="utf-8")
DOCS = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "data/README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        target
        for doc in DOCS
        for target in re.findall(r"`?make (\w+)`?", doc.read_text(encoding="utf-8"))
    }
    for target in named & {"run", "test", "bench", "pictures", "lint", "check"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert {"run", "test", "bench", "pictures"} <= named


def test_commands_exist() -> None:
    for doc in DOCS:
        for command in re.findall(r"python -m ao_dash ([\w-]+)", doc.read_text(encoding="utf-8")):
            with pytest.raises(SystemExit) as shown:
                main([command, "--help"])
            assert shown.value.code == 0


def test_url_parameters_are_all_documented() -> None:
    assert columns.with_parameters(README) == README, (
        "the table of parameters is not what the code says: python -m bench.columns"
    )


def test_the_example_address_is_valid(dataset: Dataset) -> None:
    (example,) = re.findall(r"`/\?([^`]+)`", README)
    query = dict(pair.split("=") for pair in example.split("&"))
    assert parse(query, dataset)[1] == []


def test_columns_of_exports_are_all_documented() -> None:
    named = re.search(r"Kolumny mapy: (.*?)\. Teksty", README, re.DOTALL)
    assert named
    assert re.findall(r"`(\w+)`", named[1]) == list(COLUMNS)


def test_addresses_of_exports_are_documented() -> None:
    named = set(re.findall(r"`(/api/[^`]+)`", README))
    known = {path for code in (ROWS, *TITLES) for path in columns.csv_addresses(code).values()}
    pictures = {f"{PICTURE}.{extension}" for extension in EXTENSIONS}
    assert set(columns.csv_addresses(ROWS).values()) | pictures <= named
    assert {path for path in named if path.endswith(".csv")} <= known


def test_every_column_of_every_screen_is_documented() -> None:
    assert columns.DOCUMENT.read_text(encoding="utf-8") == columns.text(), (
        "docs/kolumny.md is not what the code says: python -m bench.columns"
    )


@pytest.mark.parametrize("code", TITLES)
def test_screens_and_their_parameters_are_documented(code: str) -> None:
    (row,) = re.findall(rf"^\| {TITLES[code]} \|.*`/{code}`: (.*) \|$", README, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", row)) == registry.find(code).parameters


def test_the_address_of_a_story_is_documented() -> None:
    (row,) = re.findall(r"^\| Opowieść \|.*`/opowiesc`: (.*) \|$", README, re.MULTILINE)
    code = (ROOT / "ao_dash/web/frontend/page/story.js").read_text(encoding="utf-8")
    names = re.findall(r"`(\w+)`", row)
    assert set(names) == set(re.findall(r'query\.get\("(\w+)"\)', code))


def test_limits_of_a_story_are_documented() -> None:
    for name, most in LENGTHS.items():
        if name != "obraz":
            assert re.search(rf"`{name}`[^`]*\(?do {most}", DATA), name
    assert f"od 1 do {MOST_STEPS}" in DATA
    assert FORMAT in DATA


@pytest.mark.parametrize("name", TABLES)
def test_forms_of_files_are_documented(name: str) -> None:
    table = TABLES[name]
    file = table.file.rsplit("/", 1)[-1]
    assert f"`{file}`" in DATA
    if name != "projects":
        said = re.search(rf"\*\*`{re.escape(file)}`\*\* – `([^`]+)`", DATA)
        assert said, file
        assert re.split(r",\s+", said[1]) == list(table.columns)


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: p.name)
def test_links_lead_somewhere(doc: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", doc.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (doc.parent / target).exists(), target


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/img").glob("*.png"))
    assert pictures
    assert all(picture.stat().st_size < 150_000 for picture in pictures)


def test_figures_in_the_documents_are_those_of_the_data(dataset: Dataset) -> None:
    derived = sum(i.formula is not None for i in dataset.indicators.values())
    published = len(dataset.indicators) - derived
    values = (dataset.root / "stats.csv").read_text(encoding="utf-8").count(",ok,")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{values:,} published figures of {published}" in changes
    assert f"{derived} derived" in changes


def test_the_project_speaks_of_itself_alone() -> None:
    private = re.compile(r"/(home|root|work|tmp|opt)/|\.\./shared|localhost:8701")
    for path in [*DOCS, *ROOT.glob("*.toml"), *(ROOT / "ao_dash").rglob("*.*"), ROOT / "Makefile"]:
        if path.suffix in {".md", ".py", ".toml", ".js", ".css"} or path.name == "Makefile":
            found = private.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found}"


def test_versions_are_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                assert re.fullmatch(r"[\w-]+==[\d.]+(; .*)?", line), line


def test_the_licence_is_there() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
