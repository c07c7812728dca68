"""The shape of the code, held by tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from grimp import build_graph

from tests.support.data import ROOT

ALL = sorted((ROOT / "ao_dash").rglob("*.py"))


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                for item in node.body:
                    if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"):
                        yield item


@pytest.mark.parametrize("path", ALL, ids=lambda p: str(p.relative_to(ROOT)))
def test_everything_public_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    lacking = [node.name for node in public(tree) if not ast.get_docstring(node)]
    assert not lacking


def test_only_the_web_knows_the_browser() -> None:
    """Layers inside the project are held by import-linter; these are packages of others."""
    graph = build_graph("ao_dash", include_external_packages=True)
    for package in ("streamlit", "folium", "streamlit_folium", "branca", "starlette"):
        if package in graph.modules:
            users = graph.find_modules_that_directly_import(package)
            assert all(user.startswith("ao_dash.web") for user in users), package


def test_the_top_of_the_package_holds_packages_only() -> None:
    files = {path.name for path in (ROOT / "ao_dash").iterdir() if path.name != "__pycache__"}
    packages = "cli web output screens ingest mapview datafolder analysis model"
    assert files == {"__init__.py", "__main__.py", *packages.split()}


def test_nothing_of_others_is_kept_in_the_project() -> None:
    tracked = [p for p in ROOT.iterdir() if not p.name.startswith(".")]
    files = [f for p in tracked for f in (p.rglob("*") if p.is_dir() else [p])]
    assert not [f.name for f in files if f.suffix in {".whl", ".gz", ".zip", ".min.js", ".woff2"}]


def test_screens_are_thin() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 60, page.name


def calls(name: str) -> set[str]:
    found = set()
    for path in ALL:
        source = path.read_text(encoding="utf-8")
        if name in source:
            found.add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize(
    ("idea", "only_in"),
    [
        ("format_decimal", {"ao_dash/model/numbers.py"}),
        ("html.escape", {"ao_dash/mapview/plain_page.py"}),
        (
            "query_params",
            {
                f"ao_dash/web/{n}.py"
                for n in ("ui/address", "server/code", "server/routes", "server/stories")
            },
        ),
        ("innerHTML", set()),
        ("unsafe_allow_html", set()),
        ("st.markdown", set()),
    ],
)
def test_an_idea_lives_in_one_place(idea: str, only_in: set[str]) -> None:
    assert calls(idea) == only_in


def test_the_browser_side_never_parses_text_as_html() -> None:
    for script in (ROOT / "ao_dash/web/frontend").rglob("*.js"):
        source = script.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in source, f"{way} in {script.name}"


def test_colours_of_circles_are_the_same_on_both_sides() -> None:
    from ao_dash.mapview import palette

    for script in ("page/map_heading.js", "map/map.css"):
        source = (ROOT / "ao_dash/web/frontend" / script).read_text(encoding="utf-8")
        assert palette.CIRCLE in source
        assert palette.CIRCLE_NEGATIVE in source


def test_app_is_an_asgi_app_that_streamlit_finds() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app
    assert found.import_string == "app:app"


def test_functions_are_short() -> None:
    long = []
    for path in ALL:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                docs = len((ast.get_docstring(node) or "").splitlines())
                if length - docs > 50:
                    long.append(f"{path.name}:{node.name} {length}")
    assert not long


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_test_imports_another() -> None:
    """What two of them share lies in tests/support."""
    for path in [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]:
        ours = {name for name in imported(path) if name.split(".")[0] == "tests"}
        assert all(name.split(".")[:2] == ["tests", "support"] for name in ours), path.name


def test_collecting_loads_no_data(loaded_while_collecting: list[object]) -> None:
    assert loaded_while_collecting == []


def test_no_code_knows_which_area_it_shows() -> None:
    """Names and codes come from the data; only the build of the shipped folder knows its material."""
    words = re.compile(
        r"Opol(?!skie)[a-z]|Aglomeracj|\bAO\b|(?<![0-9])(166101|160[0-9]{3})(?![0-9])"
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("ao_dash", "pages")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".js", ".css"} and "bootstrap" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if words.search(line)
    ]
    assert not found
