"""The look of a map as a style of QGIS (QML): its own classes, colours, circles and hatches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ao_dash.mapview.legend import Form
from ao_dash.mapview.palette import PLAIN
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.document import Drawing, LineDrawing

_LINE, _HATCH = "#8d9a94", "#55635d"
_FLOW, _WIDEST = "#14577a", 3.2  # colour of lines, width of the widest in millimetres of paper
_LARGEST = 8400  # diameter of the largest circle in metres of land, as on paper
_METRES = "RenderMetersInMapUnits"
_HATCHES: Mapping[Status, str] = {
    Status.MISSING: "b_diagonal",
    Status.NOT_APPLICABLE: "dense6",
    Status.CONFIDENTIAL: "diagonal_x",
}


@dataclass(frozen=True)
class _Category:
    """One line of the legend: which rows, what it says, its fill, and a hatch over it."""

    value: str
    label: str
    colour: str = PLAIN
    hatch: str = ""
    circle: bool = False


def qml(drawing: Drawing) -> str:
    """Return the style of a layer that has the rows and the drawn columns of a document.

    Rows are told apart by their class, which the dashboard found, and without a class by their
    status: QGIS puts no value into a class of its own. Figures that are counts become circles.
    Of rows of several years, those of the year shown are drawn.
    """
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    found = f'coalesce(to_string("klasa"), "{drawing.status}")'
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="categorizedSymbol",
        attr=f'CASE WHEN "rok" = {drawing.year} THEN {found} END' if drawing.dated else found,
        symbollevels="1",  # circles lie over every shape, also over those drawn after them
        enableorderby="0",
        forceraster="0",
    )
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for number, category in enumerate(_categories(drawing)):
        look = {"symbol": str(number), "render": "true", "type": "string"}
        named = {"value": category.value, "label": category.label}
        ET.SubElement(categories, "category", named | look)
        _symbol(symbols, str(number), category, drawing)
    return _document(root)


def line_qml(drawing: LineDrawing) -> str:
    """Return the style of lines as wide as their figures, with a head at their end."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = ET.SubElement(
        root, "renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="1"
    )
    symbols = ET.SubElement(renderer, "symbols")
    symbol = ET.SubElement(symbols, "symbol", name="0", type="line", alpha="0.85")
    width = f'max(0.2, {_WIDEST} * "{drawing.value}" / {drawing.largest or 1!r})'
    look = {"line_color": _rgba(_FLOW), "line_style": "solid", "capstyle": "flat",
            "line_width": "0.5", "line_width_unit": "MM"}  # fmt: skip
    _data_defined(_layer(symbol, "SimpleLine", look), {"outlineWidth": width})
    heads = _layer(symbol, "MarkerLine", {"placements": "LastVertex", "rotate": "1"})
    marker = ET.SubElement(heads, "symbol", name="@0@1", type="marker", alpha="1")
    head = {"name": "filled_arrowhead", "color": _rgba(_FLOW), "size": "2", "size_unit": "MM"}
    _data_defined(_layer(marker, "SimpleMarker", head), {"size": f"1.6 + 1.3 * {width}"})
    order = ET.SubElement(renderer, "orderby")
    clause = ET.SubElement(order, "orderByClause", asc="1", nullsFirst="1")
    clause.text = f'"{drawing.value}"'
    return _document(root)


def _document(root: ET.Element) -> str:
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )


def _categories(drawing: Drawing) -> Iterable[_Category]:
    for number, step in enumerate(drawing.legend.steps, 1):
        named = drawing.legend.form is Form.NAMED or step.low == step.high
        label = step.high if named else f"{step.low}\N{EN DASH}{step.high}"
        yield _Category(str(number), label, step.colour)
    if drawing.legend.form is Form.CIRCLES:
        yield _Category(Status.OK.value, STATUS_WORDS[Status.OK], circle=True)
    nothing = drawing.legend.form is Form.EMPTY  # borders alone: nothing is missing
    for status, hatch in _HATCHES.items():
        yield _Category(status.value, STATUS_WORDS[status], hatch="" if nothing else hatch)


def _symbol(symbols: ET.Element, name: str, category: _Category, drawing: Drawing) -> None:
    symbol = ET.SubElement(
        symbols, "symbol", name=name, type="fill", alpha="1", clip_to_extent="1", force_rhr="0"
    )
    _fill(symbol, _rgba(category.colour), "solid")
    if category.hatch:
        _fill(symbol, _rgba(_HATCH), category.hatch)
    if category.circle:
        _circle(symbol, name, drawing)


def _fill(symbol: ET.Element, colour: str, style: str) -> None:
    options = {
        "color": colour,
        "style": style,
        "outline_color": _rgba(_LINE),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
    }
    _layer(symbol, "SimpleFill", options)


def _circle(symbol: ET.Element, name: str, drawing: Drawing) -> None:
    """Put a circle into the middle of the shape; areas are proportional to values."""
    inside = {"point_on_surface": "1", "point_on_all_parts": "0", "clip_points": "0"}
    layer = _layer(symbol, "CentroidFill", inside, level=1)
    marker = ET.SubElement(
        layer, "symbol", name=f"@{name}@1", type="marker", alpha="0.8", clip_to_extent="1"
    )
    options = {
        "name": "circle",
        "color": _rgba(drawing.legend.colour),
        "outline_color": _rgba("#ffffff"),
        "outline_style": "solid",
        "outline_width": "0.2",
        "size": str(_LARGEST),
        "size_unit": _METRES,
        "scale_method": "diameter",
    }
    size = f'{_LARGEST} * sqrt(abs("{drawing.value}") / {drawing.largest or 1!r})'
    _data_defined(_layer(marker, "SimpleMarker", options), {"size": size, "fillColor": '"kolor"'})


def _layer(symbol: ET.Element, kind: str, options: Mapping[str, str], level: int = 0) -> ET.Element:
    layer = ET.SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": str(level)}
    )
    held = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(held, "Option", name=name, value=value, type="QString")
        # QGIS before 3.26 reads these
        ET.SubElement(layer, "prop", k=name, v=value)
    return layer


def _data_defined(layer: ET.Element, expressions: Mapping[str, str]) -> None:
    """Let options of a layer follow expressions over the columns of a row."""
    held = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(held, "Option", name="name", value="", type="QString")
    properties = ET.SubElement(held, "Option", name="properties", type="Map")
    for name, expression in expressions.items():
        one = ET.SubElement(properties, "Option", name=name, type="Map")
        ET.SubElement(one, "Option", name="active", value="true", type="bool")
        ET.SubElement(one, "Option", name="expression", value=expression, type="QString")
        ET.SubElement(one, "Option", name="type", value="3", type="int")
    ET.SubElement(held, "Option", name="type", value="collection", type="QString")


def _rgba(colour: str) -> str:
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return ",".join(map(str, (*channels, 255)))
