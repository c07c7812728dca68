"""Types of what a browser is sent, for its scripts: ``python -m bench.types``."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence

from ao_dash.mapview import message
from ao_dash.mapview.annotation import Annotation
from ao_dash.screens import blocks
from tests.support.data import ROOT

DOCUMENT = ROOT / "ao_dash/web/frontend/types/message.d.ts"

MESSAGES = (
    message.LegendMessage,
    message.DomainMessage,
    message.LinkMessage,
    message.GroupMessage,
    message.ScaleMessage,
    message.MapMessage,
    message.ViewMessage,
)
LISTS = (
    message.RowMessage,
    message.FlowMessage,
    message.FlowEndMessage,
    message.PointMessage,
    Annotation,
)
BLOCKS = typing.get_args(blocks.Block)
PARTS = (
    blocks.Link,
    blocks.Choice,
    blocks.Axis,
    blocks.Line,
    blocks.Bar,
    blocks.Range,
    blocks.Dot,
    blocks.Card,
    blocks.HeatColumn,
    blocks.HeatCell,
    blocks.HeatRow,
)
_DECLARED = {*MESSAGES, *LISTS, *BLOCKS, *PARTS}
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def text() -> str:
    """Return the declarations of TypeScript."""
    lists = {one.__name__: typing.get_type_hints(one) for one in LISTS}
    parts = [
        "// Made from ao_dash/mapview/message.py and ao_dash/screens/blocks.py: python -m bench.types",
        *(
            f"export type {name} = [{', '.join(f'{n}: {written(t)}' for n, t in hints.items())}];"
            for name, hints in lists.items()
        ),
        interface("Row", lists[message.RowMessage.__name__]),
        *(
            interface(one.__name__, typing.get_type_hints(one, include_extras=True))
            for one in MESSAGES
        ),
        *(interface(one.__name__, typing.get_type_hints(one)) for one in PARTS),
        *(interface(one.__name__, typing.get_type_hints(one), kind=True) for one in BLOCKS),
        f"export type TableCell = {written(blocks.TableCell)};",
        f"export type Block = {written(blocks.Block)};",
    ]
    return "\n\n".join(parts) + "\n"


def interface(name: str, fields: Mapping[str, object], *, kind: bool = False) -> str:
    """Return the declaration of one type; ``kind`` is the word that tells blocks apart."""
    first = [f'  kind: "{name.lower()}";'] if kind else []
    optional = name == message.DomainMessage.__name__
    rows = [f"  {field(key, hint, optional=optional)};" for key, hint in fields.items()]
    return "\n".join([f"export interface {name} {{", *first, *rows, "}"])


def field(name: str, hint: object, *, optional: bool) -> str:
    """Return one field."""
    if typing.get_origin(hint) is typing.NotRequired:
        (hint,), optional = typing.get_args(hint), True
    return f"{name}{'?' if optional else ''}: {written(hint)}"


def written(hint: object) -> str:
    """Return a type as TypeScript writes it."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(written, parts))
    if origin in (list, Sequence) or parts[1:] == (...,):
        inner = written(parts[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is tuple:
        return f"[{', '.join(map(written, parts))}]"
    if origin is Mapping:
        return f"Record<{written(parts[0])}, {written(parts[1])}>"
    assert isinstance(hint, type)
    if hint in _PLAIN:
        return _PLAIN[hint]
    assert hint in _DECLARED, f"{hint.__name__} is not declared"
    return hint.__name__


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
