"""Sentences in Polish about data: titles, the picture in words, filters, method, sources."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from ao_dash.analysis.classes import AT_MOST, METHOD_WORDS, written_bounds
from ao_dash.mapview.formula_text import (
    places,
    ranges,
    ratio_text,
    rounding,
    source_name,
    written,
)
from ao_dash.mapview.value_filter import ValueFilter
from ao_dash.mapview.view import Row, View, Whole
from ao_dash.model.aggregate import Aggregation, AreaValue
from ao_dash.model.dataset import Source
from ao_dash.model.gmina import GminaType, polish_key
from ao_dash.model.indicator import Forms, Indicator, Kind, Origin
from ao_dash.model.measure import Input
from ao_dash.model.numbers import (
    FAULT,
    GMINA,
    WriteNumber,
    brief_with_unit,
    capitalized,
    counted,
    format_brief,
    format_number,
    format_value,
    join_unit,
    named_or_counted,
    plural,
    round_half_up,
    unit_after,
    unit_heading,
)
from ao_dash.model.series import ANY, STATUS_WORDS, BreakKind, Cell
from ao_dash.model.unit import Figure
from ao_dash.model.vintage import Vintage


def faults_found(number: int) -> str:
    """Return e.g. „Znaleziono 3 błędy”."""
    return f"Znaleziono {counted(number, FAULT)}" if number else "Nie znaleziono błędów"


def title(view: View) -> str:
    """Return the heading of the picture."""
    if view.indicator:
        return view.indicator.name
    return view.domain.short if view.domain else view.whole.name


def dated_title(view: View) -> str:
    """Return the heading with the year, said once."""
    said = view.indicator is None or str(view.year) in view.indicator.name
    return title(view) if said else f"{title(view)}, {view.year}"


def subtitle(view: View) -> str:
    """Return unit, year, offices and borders in one line."""
    if view.indicator is None:
        return f"brak wskaźnika w podziale na gminy · {view.vintage.label}"
    offices = dict.fromkeys(source.office for source in view.sources)
    parts = [unit_heading(view.indicator), str(view.year), ", ".join(offices)]
    return " · ".join([*filter(None, parts), view.vintage.label])


def area_label(area: AreaValue | None, view: View) -> str:
    """Say how the value of the whole area was found."""
    if area is None or view.indicator is None:
        return "brak wartości dla całości"
    of_all = f", {area.used} z {area.of} gmin" if area.used != area.of else ""
    if area.of == 1:
        text = "jedna gmina"
    elif area.aggregation is Aggregation.SUM:
        text = f"suma{of_all}" if of_all else f"suma {area.of} gmin"
    elif area.aggregation is Aggregation.RATIO:
        text = f"z sum{of_all}" if of_all else f"z sum {area.of} gmin"
    elif area.aggregation is Aggregation.COUNT:
        text = f"gminy z odpowiedzią „tak”{of_all}"
    elif area.aggregation is Aggregation.WEIGHTED and view.weight:
        text = f"średnia ważona: {_lower(view.weight.short)} {area.weight_year}{of_all}"
    else:
        text = f"mediana {area.used} gmin"
    return f"zmiana, {text}" if view.selection.change else text


def area_figure(area: AreaValue | None, view: View) -> tuple[str, str]:
    """Return a value of gminy together and its unit."""
    if area is None or view.indicator is None:
        return "—", ""
    if area.aggregation is Aggregation.COUNT:
        return f"{format_number(area.value)} z {area.of}", GMINA[2]
    digits = view.indicator.decimals
    unit = unit_after(round_half_up(area.value, digits), view.indicator, digits)
    return format_number(area.value, digits), unit


def area_brief(area: AreaValue | None, view: View) -> tuple[str, str]:
    """Return a value of gminy together as a card or a room has it, and its unit."""
    if area is None or view.indicator is None or area.aggregation is Aggregation.COUNT:
        return area_figure(area, view)
    return brief_with_unit(area.value, view.indicator)


def area_value_text(area: AreaValue | None, view: View) -> str:
    """Return a value of gminy together with its unit, in one piece."""
    return join_unit(*area_figure(area, view))


def value_text(row: Row, indicator: Indicator | None) -> str:
    """Return a row's value without unit, or its status in words."""
    return cell_text(row.cell, indicator) if indicator else "brak wskaźnika"


def brief_text(row: Row, indicator: Indicator | None) -> str:
    """Return a row's value as it stands on cards, on paper and in a room."""
    if indicator is None or row.value is None or indicator.kind is Kind.FLAG:
        return value_text(row, indicator)
    return format_brief(row.value, indicator.decimals)


def cell_text(cell: Cell | Figure, indicator: Indicator) -> str:
    """Return a figure without its unit, or its status in words."""
    return STATUS_WORDS[cell.status] if cell.value is None else format_value(cell.value, indicator)


def sentence(view: View) -> str:
    """Say the picture in words, so that it can be read aloud or pasted into minutes."""
    if view.indicator is None:
        return (
            f"{title(view)}: nie ma wskaźnika, który dałoby się pokazać w podziale na gminy. "
            "Mapa pokazuje same granice."
        )
    parts = [f"{dated_title(view)}:"]
    if not view.values:
        parts.append("żadna z pokazanych gmin nie ma wartości.")
    elif view.indicator.kind is Kind.FLAG:
        parts.append(_flag_words(view))
    else:
        parts.append(f"{_area_words(view)}; {_extremes(view)}.")
    return " ".join([*parts, *_left_out(view)])


def lead(view: View) -> str:
    """Say what matters first: the value of the whole, of the regions around, and the ends."""
    if view.indicator is None or not view.values or view.indicator.kind is Kind.FLAG:
        return sentence(view)
    around = [aside_line(view), *around_lines(view, format_brief)]
    whole = f"{view.whole.name} – {join_unit(*area_brief(view.area, view))}" if view.area else ""
    values = "; ".join(filter(None, [whole, ", ".join(filter(None, around))]))
    ends = f"Najwyżej: {_named(view.highest, view)}, najniżej: {_named(view.lowest, view)}."
    if view.values[0] == view.values[-1]:
        ends = f"{capitalized(_extremes(view))}."
    # the name of a group may begin small, a unit may end with a full stop of its own
    values = f"{capitalized(values).removesuffix('.')}." if values else ""
    return " ".join(filter(None, [capitalized(_chosen_words(view)), values, ends]))


def _chosen_words(view: View) -> str:
    """Say the figure and the place of the chosen gmina, if it has any."""
    row = view.selected
    if row is None or row.rank is None or view.indicator is None:
        return ""
    value = join_unit(*brief_with_unit(row.value or 0.0, view.indicator))
    return f"{row.gmina.name} – {value} ({row.rank}. z {len(view.ranked)})."


def _area_words(view: View) -> str:
    if view.area is None:
        text = f"{view.whole.name} – brak wartości, bo nie można jej podać"
    else:
        text = _whole_words(view.whole, view)
    aside = _whole_words(view.aside, view) if view.aside and view.aside.value else ""
    around = ", ".join(around_lines(view))
    compared = f"dla porównania: {around}" if around else ""
    return "; ".join(filter(None, [text, aside, compared]))


def _whole_words(whole: Whole, view: View) -> str:
    value = area_value_text(whole.value, view)
    return f"{whole.name} – {value} ({area_label(whole.value, view)})"


def aside_line(view: View) -> str:
    """Return what is seen beside the whole with its value, or nothing."""
    if view.aside is None or view.aside.value is None:
        return ""
    return f"{view.aside.name} – {join_unit(*area_brief(view.aside.value, view))}"


def around_lines(view: View, write: WriteNumber = format_number) -> list[str]:
    """Return the regions around with their figures, a line each."""
    return [f"{name} – {text}" for name, text in around_texts(view, write)]


def around_texts(view: View, write: WriteNumber = format_number) -> list[tuple[str, str]]:
    """Return names and figures, without unit, of the regions around, the nearest first."""
    return [
        (name, write(cell.value, view.indicator.decimals))
        for name, cell in view.around.items()
        if cell.value is not None and view.indicator
    ]


def around_label(view: View) -> str:
    """Say how the figures of the regions around were found."""
    if view.selection.change:
        return "zmiana"
    derived = view.indicator is not None and view.indicator.formula
    return "ze wzoru" if derived else "ogłoszona"


def _flag_words(view: View) -> str:
    yes = [row for row in view.valued if row.value]
    no = [row for row in view.valued if not row.value]
    words = f"„tak” w {len(yes)} z {len(view.valued)} gmin"
    fewer, answer = (yes, "tak") if len(yes) <= len(no) else (no, "nie")
    if fewer:
        words += f"; „{answer}”: {', '.join(row.gmina.name for row in fewer)}"
    return words + "."


def _extremes(view: View) -> str:
    assert view.indicator is not None
    if len(view.values) == 1:
        row = view.valued[0]
        return f"jedyna wartość: {row.gmina.name} ({value_text(row, view.indicator)})"
    if view.values[0] == view.values[-1]:
        return f"wszystkie pokazane gminy mają {format_value(view.values[0], view.indicator)}"
    return (
        f"najwyższa wartość: {_named(view.highest, view)}, "
        f"najniższa: {_named(view.lowest, view)}; "
        f"mediana {len(view.values)} {view.noun[2]}: {median_text(view)}"
    )


def median_text(view: View, write: WriteNumber = format_number) -> str:
    """Return the median of the shown values; that of an even number of counts may be a half."""
    if view.indicator is None or view.median is None:
        return "—"
    # of the figures as shown: a gmina in the middle has the median it is shown with
    middle = statistics.median(round_half_up(v, view.indicator.decimals) for v in view.values)
    half = view.indicator.kind is Kind.COUNT and middle % 1 != 0
    return write(middle, max(view.indicator.decimals, int(half)))


def _named(rows: Sequence[Row], view: View) -> str:
    value = value_text(rows[0], view.indicator)
    return f"{names(rows, view.noun)} ({value})"


def names(rows: Sequence[Row], noun: Forms = GMINA) -> str:
    """Return names of gminy, or how many there are if they are many."""
    return named_or_counted([row.gmina.name for row in rows], noun)


def _left_out(view: View) -> list[str]:
    parts = [
        f"{STATUS_WORDS[status].capitalize()}: {', '.join(row.gmina.name for row in rows)}."
        for status, rows in view.without_value.items()
    ]
    if view.is_filtered:
        shown = f"{len(view.shown)} z {len(view.rows)} {view.noun[2]}"
        parts.append(f"Pokazano {shown} ({filters(view)}).")
    return [*parts, broken_words(view)] if broken_words(view) else parts


_BREAK_WORDS = {
    BreakKind.BORDERS: "zmieniły się granice ({}): wartości z obu lat są rzeczywiste, ale dotyczą "
    "różnych terenów, więc zmiana łączy to, co stało się na miejscu, z przesunięciem granicy.",
    BreakKind.BASE: "zmieniła się podstawa obliczeń ({}): część zmiany wynika z przeliczenia.",
    BreakKind.METHOD: "zmienił się sposób liczenia ({}): część zmiany może wynikać z niego.",
    BreakKind.SCOPE: "zmienił się zakres danych ({}): część zmiany może wynikać z niego.",
}


def broken_words(view: View) -> str:
    """Say for which gminy the change cannot be trusted, or nothing."""
    if not view.selection.change:
        return ""
    parts = []
    broken = {row.gmina.teryt6 for row in view.broken}
    for kind, words in _BREAK_WORDS.items():
        held = {b.teryt6 for b in view.breaks if b.kind is kind} & broken
        rows = [row for row in view.broken if row.gmina.teryt6 in held]
        if rows:
            years = f"Między {view.selection.base} a {view.selection.year} r."
            parts.append(f"{years} {words.format(names_of(rows))}")
    parts += _broken_group(view)
    parts += [b.text for b in view.breaks if b.teryt6 == ANY]
    return " ".join(dict.fromkeys(parts))


def _broken_group(view: View) -> list[str]:
    """Say why the change of the group cannot be trusted."""
    years = f"Między {view.selection.base} a {view.selection.year} r. dla całej grupy"
    return [
        f"{years} {_BREAK_WORDS[kind].format(whole.name)}"
        for whole in (view.whole, view.aside)
        if whole
        for kind in dict.fromkeys(b.kind for b in whole.breaks)
    ]


def names_of(rows: Sequence[Row]) -> str:
    """Return every name, in the order of the alphabet."""
    return ", ".join(sorted((row.gmina.name for row in rows), key=polish_key))


def filters(view: View) -> str:
    """Say the filters in words; a hidden filter misleads."""
    selection = view.selection
    parts = []
    if selection.types != frozenset(GminaType):
        chosen = ", ".join(t for t in GminaType if t in selection.types)
        parts.append(f"typ w {view.year} r.: {chosen}")
    if selection.joint_only and view.domain:
        parts.append(f"ze wspólnymi projektami w dziedzinie „{view.domain.short}”")
    if selection.group and selection.group_only:
        parts.append(f"grupa: {selection.group.called}")
    if selection.values:
        parts.append(values_words(selection.values))
    return "; ".join(parts) or "wszystkie gminy"


def values_words(values: ValueFilter) -> str:
    """Say which figures are shown, e.g. „wartości od 3,0 do 4,5%”."""
    if not values.is_range:
        which = "najwyższe" if values.highest else "najniższe"
        return f"{which} wartości: {values.highest or values.lowest}"
    ends = zip(("od", "do"), (values.low, values.high), strict=True)
    return f"wartości {' '.join(f'{word} {_end(end)}' for word, end in ends if end is not None)}"


def _end(value: float) -> str:
    """Return an end of a range with the digits that it was given with."""
    return format_number(value, len(written_bounds([value]).partition(".")[2]))


def nothing_left(view: View) -> str:
    """Say that the filters have left no gmina."""
    return f"Żadna gmina nie spełnia filtrów: {filters(view)}."


def state(view: View) -> str:
    """Say in one line what a picture shows that stands alone: a hidden filter misleads."""
    shown = view.indicator.short if view.indicator else title(view)
    return " · ".join([shown, subtitle(view), filters(view)])


def method(view: View) -> str:
    """Say how the figure was made and what its size on the map means."""
    if view.indicator is None:
        return ""
    parts = [view.indicator.note]
    if view.indicator.origin is Origin.INVENTORY:
        parts.insert(0, "Spis nieurzędowy.")
    if view.indicator.kind is Kind.COUNT:
        parts.append("Powierzchnia koła jest proporcjonalna do wartości.")
    return " ".join(parts)


def classing(view: View) -> str:
    """Say into how many classes the figures are put, how, and why if the distribution chose it."""
    if view.classes is None or view.indicator is None or view.indicator.kind is Kind.FLAG:
        return ""
    classes = ("klasa", "klasy", "klas", "klasy")
    common = ", wspólny dla wszystkich lat" if view.selection.common else ""
    words = METHOD_WORDS[view.classes.method]
    if view.classes.crowd:
        held, of = view.classes.crowd
        words += f", bo naturalne przerwy zostawiłyby {held} z {of} wartości w jednej klasie"
    if view.classes.moments:
        mean, deviation = (format_value(one, view.indicator) for one in view.classes.moments)
        words += f", średnia wartości {mean}, odchylenie {deviation}"
    if view.classes.method in AT_MOST:
        words += f" (liczba klas wynika z danych, najwyżej {view.selection.number})"
    return f"Podział na {_classes(len(view.classes), classes)}{common}: {words}."


def formula(views: Sequence[View]) -> tuple[str, ...]:
    """Say the formula of pictures of one indicator, its inputs and the rounding, or nothing."""
    indicator = views[0].indicator
    if indicator is None or indicator.formula is None:
        return ()
    named = {one.indicator.code: one.indicator for one in views[0].inputs}
    lines = [f"Wzór: {written(indicator.formula, named)}."]
    sides = zip(*(view.inputs for view in views), strict=True)
    for part, inputs in zip(("Licznik", "Mianownik"), sides, strict=True):
        years = ranges(tuple(sorted({year for one in inputs for year in one.years})))
        sources = dict.fromkeys(source_name(source) for one in inputs for source in one.sources)
        lines.append(f"{part}: {inputs[0].indicator.name}, {years} ({'; '.join(sources)}).")
    return (*lines, rounding(indicator))


def formula_briefly(view: View) -> tuple[str, ...]:
    """Return the formula of one picture, years and numbers of its sources in it, and the digits."""
    indicator = view.indicator
    if indicator is None or indicator.formula is None:
        return ()
    above, below = (_dated_input(one, view.sources) for one in view.inputs)
    formula = indicator.formula
    text = ratio_text(above, below, formula.scale, change=formula.change)
    return (text, places(indicator))


def _dated_input(one: Input, sources: Sequence[Source]) -> str:
    """Return e.g. „Ludność 2024 [2]”, the number being that of its source among ``sources``."""
    numbers = [n for n, source in enumerate(sources, 1) if source in one.sources]
    name, years = one.indicator.short, " i ".join(map(str, one.years))
    return f"{name} {years} [{', '.join(map(str, numbers))}]"


def _classes(number: int, forms: tuple[str, str, str, str]) -> str:
    return "1 klasę" if number == 1 else f"{number} {plural(number, forms)}"


def sources(view: View) -> tuple[str, ...]:
    """Name every source of the picture: office, dataset, state, licence; borders last."""
    return source_lines(view.sources, [view.vintage])


def source_lines(sources: Iterable[Source], vintages: Iterable[Vintage]) -> tuple[str, ...]:
    """Return a line for every source and for the borders, each once."""
    named = [f"{s.office}: {s.dataset}; stan: {s.state}; {s.licence}" for s in sources]
    borders = [f"{capitalized(v.label)}: {v.source}" for v in vintages]
    return tuple(dict.fromkeys([*named, *borders]))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
