"""Types of the scripts are those of the messages; no script is long, no style shouts."""

from __future__ import annotations

import re

from ao_dash.mapview.message import RowMessage
from ao_dash.output.html.scripts import FOLDER
from bench import types
from tests.support.data import ROOT


def test_types_of_the_scripts_are_those_of_the_messages() -> None:
    assert types.DOCUMENT.read_text(encoding="utf-8") == types.text(), (
        "the types are not what the code says: python -m bench.types"
    )


def test_the_browser_reads_a_row_in_the_order_in_which_it_is_sent() -> None:
    source = (FOLDER / "common/message.js").read_text(encoding="utf-8")
    (fields,) = re.findall(r"readRow\(\[(.*?)\]\)", source, re.DOTALL)
    assert tuple(re.findall(r"\w+", fields)) == RowMessage._fields


def test_every_script_is_checked_and_none_is_long() -> None:
    scripts = list(FOLDER.rglob("*.js"))
    assert len(scripts) > 40
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert text.startswith("// @ts-check\n"), script.name
        assert len(text.splitlines()) <= 300, script.name
    for test in (ROOT / "tests/frontend").glob("*.js"):
        assert len(test.read_text(encoding="utf-8").splitlines()) <= 300, test.name
