"""Charts and tables of „Przepływy”: partners, the matrix, every pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ao_dash.model.flow import FlowKind
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import capitalized, counted, format_number
from ao_dash.screens.blocks import Bar, Bars, Block, Cards, Choice, Table, TableCell, Text
from ao_dash.screens.flows import sentences
from ao_dash.screens.flows.choice import Picture, Shown
from ao_dash.screens.flows.lines import Flow

UNKNOWN = "–"
OUT, IN = "#a8500a", "#14577a"
"""Colours of the two ways of one gmina; `map.css` has them, too."""
_PUBLISHED = (
    "opublikowany przepływ",
    "opublikowane przepływy",
    "opublikowanych przepływów",
    "opublikowanego przepływu",
)
_BARS = 12  # partners or flows in a ranking
_LEVELS: Mapping[FlowKind, tuple[int, int, int]] = {
    FlowKind.COMMUTING: (50, 150, 500),
    FlowKind.MOVES: (10, 25, 50),
}
"""Persons from which a cell of the matrix is of the second, third and deepest shade."""


def cards(shown: Shown) -> list[Cards]:
    """Return the figures at a glance, of the chosen gmina or of all; none of where gminy lean."""
    table, gmina = shown.table, shown.choice.gmina
    if shown.choice.picture is Picture.LEANING:
        return []
    words = sentences.WORDS[table.kind]
    if gmina:
        ways = ((words.leaving, table.outgoing(gmina)), (words.arriving, table.incoming(gmina)))
        return [Cards([_card(name, sum(found.values()), len(found)) for name, found in ways])]
    inside = table.inside(shown.dataset.gminy)
    across = {pair: n for pair, n in table.persons.items() if pair not in inside}
    out = {pair: n for pair, n in across.items() if pair[0] in shown.dataset.gminy}
    groups = {
        "między gminami obszaru": inside,
        "z obszaru na zewnątrz": out,
        "z zewnątrz do obszaru": {p: n for p, n in across.items() if p not in out},
    }
    return [
        Cards([_card(name, sum(one.values()), len(one)) for name, one in groups.items() if one])
    ]


def _card(name: str, total: int, pairs: int) -> tuple[str, str, str, str]:
    if not pairs:
        return name, UNKNOWN, "", "nic nie opublikowano"
    return name, format_number(total), "", f"co najmniej; {counted(pairs, _PUBLISHED)}"


def rankings(shown: Shown) -> list[Block]:
    """Return the partners of the chosen gmina either way, or the strongest flows that are drawn."""
    gmina, table = shown.choice.gmina, shown.table
    if shown.choice.picture is Picture.LEANING:
        return [_bars("Gminy i ich główne cele", _aim_bars(shown))]
    if not gmina:
        return [_bars("Największe przepływy", [_flow_bar(shown, f) for f in shown.flows[:_BARS]])]
    words = sentences.WORDS[table.kind]
    ways = (
        (words.leaving, OUT, table.outgoing(gmina)),
        (words.arriving, IN, table.incoming(gmina)),
    )
    blocks: list[Block] = []
    for name, colour, partners in ways:
        total = sum(partners.values())
        rows = [
            (end, shown.dataset.flow_end_name(end), n, f"{format_number(n)} ({share})")
            for end, n in list(partners.items())[:_BARS]
            for share in [sentences.percent(n, total)]
        ]
        heading = capitalized(name)
        blocks += [Text(heading, []), _bars(heading, rows, colour)] if rows else []
    return blocks


def _aim_bars(shown: Shown) -> list[tuple[str, str, float, str]]:
    """Return the main aim of every gmina by its share of all who leave, the largest first."""
    shares = {flow: flow.persons / shown.leaving(flow.start) for flow in shown.drawn}
    return [
        (flow.start, sentences.arrow(shown.dataset, flow), share, sentences.percent(share, 1))
        for flow, share in sorted(shares.items(), key=lambda item: -item[1])
    ]


def _flow_bar(shown: Shown, flow: Flow) -> tuple[str, str, float, str]:
    return flow.start, sentences.arrow(shown.dataset, flow), flow.drawn, format_number(flow.drawn)


def _bars(label: str, rows: Sequence[tuple[str, str, float, str]], colour: str = "") -> Bars:
    """Return bars of code, name, length and text; they begin at nothing."""
    largest = max((row[2] for row in rows), default=1)
    bars = [
        Bar(code, name, text, 0.0, round(n / largest, 4), colour) for code, name, n, text in rows
    ]
    return Bars(f"{label}. Te same liczby są w tabeli pod mapą.", bars)


def matrix(shown: Shown) -> Table:
    """Return persons from the gmina of a row to that of a column, and all that leave it."""
    dataset, table = shown.dataset, shown.table
    codes = sorted(dataset.gminy, key=lambda code: polish_key(dataset.gminy[code].name))

    def cell(start: str, end: str) -> TableCell:
        if start == end:
            return ""
        persons = table.persons.get((start, end))
        if persons is None:
            return UNKNOWN, 0
        level = 1 + sum(persons >= least for least in _LEVELS[table.kind])
        return format_number(persons), level

    def total(start: str) -> TableCell:
        found = table.outgoing(start)
        return format_number(sum(found.values())) if found else UNKNOWN

    rows = [
        (
            Choice(dataset.gminy[start].name, {"gmina": start}, chosen=start == shown.choice.gmina),
            *(cell(start, end) for end in codes),
            total(start),
        )
        for start in codes
    ]
    names = [dataset.gminy[code].name for code in codes]
    every = "Razem z przepływami na zewnątrz" if shown.ends else "Razem"
    columns = ("Skąd / dokąd", *names, every)
    text = (
        f"W wierszu: z tej gminy; w kolumnie: do tej gminy. „{UNKNOWN}” znaczy, że liczby nie "
        "opublikowano, a nie że nikogo nie ma. Sumy są dolnym oszacowaniem."
    )
    return Table(
        f"Macierz przepływów, {sentences.title(table)}",
        text,
        columns,
        rows,
        numeric=tuple(range(1, len(columns))),
        keys=codes,
        chosen=shown.choice.gmina or "",
        turned=True,
    )


def pairs(shown: Shown) -> Table:
    """Return every flow that is drawn, with the way back."""
    dataset = shown.dataset
    return Table.of(
        f"Narysowane przepływy ({format_number(len(shown.flows))})",
        shown.flows,
        {
            "Skąd": lambda flow: dataset.flow_end_name(flow.start),
            "Dokąd": lambda flow: dataset.flow_end_name(flow.end),
            "Osoby": lambda flow: format_number(flow.persons),
            "W przeciwną stronę": lambda flow: or_unknown(flow.other_way),
            "Saldo": lambda flow: or_unknown(flow.net),
        },
        numeric=("Osoby", "W przeciwną stronę", "Saldo"),
        shut=True,
    )


def partners(shown: Shown, gmina: str) -> Table:
    """Return every place that a gmina has a published flow with, those inside and outside."""
    out, into = shown.table.outgoing(gmina), shown.table.incoming(gmina)
    leaving = sum(out.values())

    def net(end: str) -> str:
        return or_unknown(into[end] - out[end] if end in out and end in into else None)

    return Table.of(
        f"Wszystkie opublikowane przepływy gminy {shown.dataset.gminy[gmina].name}",
        sorted({*out, *into}, key=lambda end: -out.get(end, 0) - into.get(end, 0)),
        {
            "Miejsce": shown.dataset.flow_end_name,
            "Tam": lambda end: or_unknown(out.get(end)),
            "Udział": lambda end: sentences.percent(out[end], leaving) if end in out else UNKNOWN,
            "Stamtąd": lambda end: or_unknown(into.get(end)),
            "Saldo (stamtąd – tam)": net,
        },
        numeric=("Tam", "Udział", "Stamtąd", "Saldo (stamtąd – tam)"),
    )


def or_unknown(number: int | None) -> str:
    """Return a number, or the sign for one that is not published."""
    return UNKNOWN if number is None else format_number(number)


def aims(shown: Shown) -> Table:
    """Return where most people of each gmina go, with the share of all who leave it."""
    dataset = shown.dataset

    def percent(flow: Flow) -> str:
        return sentences.percent(flow.persons, shown.leaving(flow.start))

    flows = sorted(shown.drawn, key=lambda flow: polish_key(dataset.gminy[flow.start].name))
    return Table.of(
        "Dokąd ciąży każda gmina",
        flows,
        {
            "Gmina": lambda flow: dataset.gminy[flow.start].name,
            "Główny cel": lambda flow: dataset.flow_end_name(flow.end),
            "Osoby": lambda flow: format_number(flow.persons),
            "Udział w opublikowanych": percent,
        },
        numeric=("Osoby", "Udział w opublikowanych"),
        keys=[flow.start for flow in flows],
        chosen=shown.choice.gmina or "",
    )


def outside(shown: Shown) -> Table:
    """Return the places outside the area with the most persons, to and from all gminy."""
    dataset, persons = shown.dataset, shown.table.persons

    def total(end: str, *, out: bool) -> str:
        ways = [(code, end) if out else (end, code) for code in dataset.gminy]
        return or_unknown(sum(persons[way] for way in ways if way in persons) or None)

    return Table.of(
        "Największe miejsca spoza obszaru",
        shown.ends,
        {
            "Miejsce": dataset.flow_end_name,
            "Tam": lambda end: total(end, out=True),
            "Stamtąd": lambda end: total(end, out=False),
        },
        numeric=("Tam", "Stamtąd"),
    )
