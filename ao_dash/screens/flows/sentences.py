"""What the screen „Przepływy” says in words, and what must be known of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import FlowKind, FlowTable
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted, format_number, plural
from ao_dash.screens.cooperation.filters import PAIR
from ao_dash.screens.flows.choice import Direction, Picture, Shown
from ao_dash.screens.flows.lines import Flow

PERSON = ("osoba", "osoby", "osób", "osoby")


class Words(NamedTuple):
    """Words of one kind of flows.

    ``name`` heads it; ``leaving`` and ``arriving`` are the two ways of one gmina, ``leaves`` and
    ``arrives`` go with a number of persons, ``among`` names all who leave, ``leaning`` heads the
    map of where gminy lean. ``caveat`` is what must be known first, ``method`` the rest.
    """

    name: str
    leaving: str
    arriving: str
    leaves: Forms
    arrives: Forms
    among: str
    leaning: str
    caveat: str
    method: tuple[str, ...]


_UNPUBLISHED = (
    "GUS nie publikuje przepływów mniejszych niż {least} {persons}: brak pary nie znaczy zera, a "
    "każda suma jest dolnym oszacowaniem."
)
_TWO_METHODS = (
    "Lata 2011 i 2016 są z dwóch różnych metod (spis: pracownicy najemni; rejestry: zatrudnieni), "
    "więc różnica między nimi nie jest zmianą w czasie."
)
_BY_REGISTER = (
    "Miejsce zamieszkania i miejsce pracy są według rejestrów; nie każda z tych osób dojeżdża "
    "codziennie."
)
_BORDERS = "Gminy są w granicach z tamtego roku, sprzed późniejszych zmian, i tak je narysowano."
_ONE_PLACE = (
    "Miasto i obszar wiejski tej samej gminy to jedno miejsce: ruchu między nimi nie liczymy."
)
_FUNCTIONAL_AREA = (
    "Według reguły Eurostatu i OECD do obszaru funkcjonalnego należy gmina, z której do miasta "
    "dojeżdża co najmniej 15% zatrudnionych mieszkańców. Liczby zatrudnionych mieszkańców gmin nie "
    "ma w tych danych, więc reguły nie da się tu zastosować: udziały na tym ekranie liczone są z "
    "opublikowanych wyjazdów."
)
_REGISTERED = (
    "Liczone są zameldowania na pobyt stały w innej gminie obszaru; kto się nie zamelduje, "
    "tego tu nie ma. Przepływów z resztą kraju ten zbiór nie podaje."
)

WORDS: Mapping[FlowKind, Words] = {
    FlowKind.COMMUTING: Words(
        name="Dojazdy do pracy",
        leaving="wyjeżdżają do pracy",
        arriving="przyjeżdżają do pracy",
        leaves=("wyjeżdża do pracy", "wyjeżdżają do pracy", "wyjeżdża do pracy", ""),
        arrives=("przyjeżdża do pracy", "przyjeżdżają do pracy", "przyjeżdża do pracy", ""),
        among="wyjeżdżających do pracy",
        leaning="Główny cel wyjazdów do pracy i jego udział",
        caveat="Co najmniej tyle: przepływów poniżej 10 osób GUS nie publikuje.",
        method=(
            _UNPUBLISHED.format(least=10, persons="osób"),
            _TWO_METHODS,
            _BY_REGISTER,
            _BORDERS,
            _ONE_PLACE,
            _FUNCTIONAL_AREA,
        ),
    ),
    FlowKind.MOVES: Words(
        name="Przemeldowania",
        leaving="wyprowadzają się",
        arriving="wprowadzają się",
        leaves=("wyprowadza się", "wyprowadzają się", "wyprowadza się", ""),
        arrives=("wprowadza się", "wprowadzają się", "wprowadza się", ""),
        among="przeprowadzających się do innych gmin obszaru",
        leaning="Główny cel przemeldowań i jego udział",
        caveat="Co najmniej tyle: przepływów poniżej 3 osób GUS nie publikuje.",
        method=(
            _UNPUBLISHED.format(least=3, persons="osoby"),
            _REGISTERED,
        ),
    ),
}


DIRECTIONS: Mapping[Direction, str] = {
    Direction.BOTH: "",
    Direction.OUT: "tylko wyjazdy",
    Direction.IN: "tylko przyjazdy",
    Direction.NET: "saldo (o ile więcej)",
}
"""What is said of a direction; both ways are the usual."""

PICTURES: Mapping[str, str] = {
    Picture.LINES: "przepływy między gminami",
    Picture.LEANING: "dokąd ciąży każda gmina",
}


def persons(number: int) -> str:
    """Return a number of persons with its noun."""
    return counted(number, PERSON)


def at_least(number: int, verb: Forms) -> str:
    """Say how many persons do something at least; 0 is what nobody has published."""
    if not number:
        return f"nie wiadomo, ile osób {verb[2]}"
    return f"{plural(number, verb)} co najmniej {persons(number)}"


def title(table: FlowTable) -> str:
    """Return the name of a table with its year."""
    return f"{WORDS[table.kind].name}, {table.year}"


def arrow(dataset: Dataset, flow: Flow) -> str:
    """Return the names of both places of a flow."""
    return " → ".join(map(dataset.flow_end_name, flow.pair))


def percent(part: float, whole: float) -> str:
    """Return a share as a whole percent."""
    return f"{format_number(100 * part / whole)}%"


def balance(table: FlowTable, out: int, into: int) -> str:
    """Say how many leave a gmina and come to it at least; 0 is what nobody has published."""
    words = WORDS[table.kind]
    return f"{at_least(into, words.arrives)}, {at_least(out, words.leaves)}"


def leaning(dataset: Dataset, table: FlowTable, aim: Flow | None) -> str:
    """Say where most people of a gmina go, and what share of all who leave it."""
    if aim is None:
        return "nie opublikowano żadnego przepływu"
    share = percent(aim.persons, sum(table.outgoing(aim.start).values()))
    return f"{dataset.flow_end_name(aim.end)}: {persons(aim.persons)}, {share} opublikowanych"


def of_all(shown: Shown) -> str:
    """Say how many people are in the flows between gminy, and which flow is the largest."""
    dataset, table = shown.dataset, shown.table
    inside = table.inside(dataset.gminy)
    if not inside:
        return "Nie opublikowano żadnego przepływu między gminami obszaru."
    (pair, most), *_ = inside.items()
    words, possible = WORDS[table.kind], len(dataset.gminy) * (len(dataset.gminy) - 1)
    known = f"{counted(len(inside), PAIR)} z {format_number(possible)}"
    names = " → ".join(map(dataset.flow_end_name, pair))
    return (
        f"Z gminy do gminy obszaru {at_least(sum(inside.values()), words.leaves)} "
        f"({table.year}; opublikowano {known}). Największy przepływ: {names}, {persons(most)}."
    )


def of_gmina(shown: Shown, gmina: str) -> str:
    """Say how many people leave a gmina and come to it, and its first partner either way."""
    dataset, table = shown.dataset, shown.table
    words, name = WORDS[table.kind], dataset.gminy[gmina].name
    said = []
    ways = ((words.leaves, "najwięcej do", table.outgoing(gmina)),
            (words.arrives, "najwięcej z", table.incoming(gmina)))  # fmt: skip
    for verb, lead, partners in ways:
        total = sum(partners.values())
        first = next(iter(partners), None)
        share = f"{persons(partners[first])}, {percent(partners[first], total)}" if first else ""
        most = f" ({lead}: {dataset.flow_end_name(first)}, {share})" if first else ""
        said.append(at_least(total, verb) + most)
    return f"{name}, {table.year}: {'; '.join(said)}."


def of_leaning(shown: Shown) -> str:
    """Say for how many gminy each place is the first aim."""
    names: dict[str, list[str]] = {}
    for code, aim in shown.aims.items():
        if aim is not None:
            names.setdefault(aim.end, []).append(shown.dataset.gminy[code].name)
    if not names:
        return "Nie opublikowano żadnego przepływu."
    ordered = sorted(names.items(), key=lambda item: -len(item[1]))
    (first, gminy), others = ordered[0], ordered[1:]
    forms = ("gminy", "gmin", "gmin", "gminy")
    said = f"{shown.dataset.flow_end_name(first)}: główny cel dla {counted(len(gminy), forms)}"
    rest = [f"{shown.dataset.flow_end_name(end)} ({', '.join(some)})" for end, some in others]
    return f"{said}; inne cele: {', '.join(rest)}." if rest else f"{said}."
