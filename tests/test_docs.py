"""What the documents say is true: commands, parameters, columns, addresses, files, figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.datafolder.schema import TABLES
from ao_dash.mapview.selection import parse
from ao_dash.model.dataset import Dataset
from bench import docs
from tests.support.data import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def test_tables_of_the_documents_are_what_the_code_declares() -> None:
    for path, text in docs.documents().items():
        assert path.read_text(encoding="utf-8") == text, "python -m bench.docs --write"


def test_every_table_stands_in_one_document() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in docs.documents())
    assert sorted(re.findall("<!-- tabela: (.+?) -->", said)) == sorted(docs.TEXTS)
    assert said.count("<!-- koniec -->") == len(docs.TEXTS)


def test_every_file_of_the_data_folder_is_described() -> None:
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"**`{table.file.rsplit('/', 1)[-1]}`**" in text


def test_the_example_address_is_valid(dataset: Dataset) -> None:
    (example,) = re.findall(r"`/\?([^`]+)`", README)
    query = dict(pair.split("=") for pair in example.split("&"))
    assert parse(query, dataset)[1] == []


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
