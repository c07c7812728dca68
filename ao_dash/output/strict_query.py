"""An address that asks for a file: read strictly, since nobody sees there what gave way.

A screen shows another picture than an unknown code asks for, and says so. A file must hold what
was asked for or not be there at all: here everything that a screen would tell is a fault, and so
is a parameter that does not exist or has no value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl

from ao_dash.mapview.query import Query
from ao_dash.mapview.selection import PARAMETERS, Selection, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.output.files.document import Document, Imprint
from ao_dash.output.files.layout import Layout
from ao_dash.output.files.screen_document import document_of_screen
from ao_dash.output.files.view_document import document_of_view
from ao_dash.screens import registry
from ao_dash.screens.base import Chosen, Screen

MAP = "dane"
"""The code of the rows of the map; those of another screen have the code of the screen."""

LAYOUT = "uklad"
"""The parameter of the rows of the map that says how years are laid out."""

FIELDS = 40
"""How many parameters an address may have, repeated ones included."""

_REMEDY = "Popraw adres"


def query_of(text: str) -> dict[str, str]:
    """Return the parameters of an address; values of a repeated one are joined by commas.

    Raises
    ------
    DataFaults
        If there are more than :data:`FIELDS` of them.

    >>> query_of("?rok=2020&typ=wiejska&typ=miejska")
    {'rok': '2020', 'typ': 'wiejska,miejska'}
    """
    try:
        pairs = parse_qsl(text.removeprefix("?"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        rule = f"parametrów jest więcej niż {FIELDS}"
        raise DataFaults([Fault("adres", rule, "Skróć adres")]) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


class StrictQuery:
    """The parameters of one address, and everything that is wrong with them.

    Ask for all that the address may hold, then :meth:`settle`.
    """

    def __init__(self, query: Query) -> None:
        self.query = dict(query)
        self.faults: list[Fault] = []
        self._options: list[str] = []

    def option(self, name: str, what: str, known: Collection[str], usual: str) -> str:
        """Take a parameter that no screen knows; it must be one of ``known``."""
        self._options.append(name)
        value = self.query.pop(name, usual)
        if value not in known:
            rule = f"{what} może być: {', '.join(known)}"
            self.faults.append(Fault("adres", rule, _REMEDY, value=value))
        return value

    def selection(self, dataset: Dataset) -> Selection:
        """Read the parameters of the map."""
        selection, notes = parse(self.query, dataset)
        self._tell(PARAMETERS, notes or _ignored(self.query, selection))
        return selection

    def choice(self, dataset: Dataset, screen: Screen) -> Chosen:
        """Read the parameters of another screen."""
        choice, notes = screen.chosen(self.query, dataset)
        self._tell(screen.parameters, notes)
        return choice

    def nothing(self) -> None:
        """Read an address that has no parameters."""
        self._tell((), [])

    def raise_if_invalid(self) -> None:
        """Raise ``DataFaults`` with all that was found, if anything was."""
        if self.faults:
            raise DataFaults(self.faults)

    def _tell(self, known: Collection[str], notes: list[str]) -> None:
        for name, value in self.query.items():
            if name not in known:
                rule = f"Nieznany parametr „{shorten(name)}”"
                remedy = _remedy([*known, *self._options])
                self.faults.append(Fault("adres", rule, remedy))
            elif not value.strip():
                rule = f"Parametr „{name}” jest pusty"
                self.faults.append(Fault("adres", rule, "Podaj wartość albo usuń go z adresu"))
        self.faults += [Fault("adres", _wrong(note), _REMEDY) for note in notes]


def _ignored(query: Query, selection: Selection) -> list[str]:
    """Return a note on each parameter that changes nothing, e.g. a base year without a change."""
    shown = {"rok": selection.year, "zmiana": selection.change, "od": selection.base}
    names = (name for name, used in shown.items() if query.get(name, str(used)) != str(used))
    return [f"Parametr „{name}” nic tu nie znaczy." for name in names]


def _remedy(known: Collection[str]) -> str:
    return f"Ten adres zna: {', '.join(known)}" if known else "Ten adres nie ma parametrów"


def _wrong(note: str) -> str:
    """Return what is wrong: a note says after its last semicolon what a screen shows instead.

    >>> _wrong("Wskaźnik „x” z adresu nie istnieje; pokazano inny.")
    'Wskaźnik „x” z adresu nie istnieje'
    """
    wrong, _, instead = note.rpartition("; ")
    return wrong or instead.removesuffix(".")


def parameters(code: str) -> tuple[str, ...]:
    """Return the parameters of a screen, or of the map; :data:`LAYOUT` is none of them."""
    return PARAMETERS if code == MAP else registry.find(code).parameters


def document(dataset: Dataset, code: str, query: Mapping[str, str], imprint: Imprint) -> Document:
    """Return the rows that an address asks for.

    Parameters
    ----------
    dataset
        What the codes in the address must exist in.
    code
        The code of a screen, or :data:`MAP`.
    query
        The parameters, those of :func:`parameters`, for the map :data:`LAYOUT`, too.
    imprint
        The day of issue and the address of the dashboard.

    Raises
    ------
    DataFaults
        If the address cannot be honoured; everything that is wrong with it is told.
    KeyError
        If there is no such screen.
    """
    asked = StrictQuery(query)
    if code == MAP:
        layout = asked.option(LAYOUT, "Układ", [*Layout], Layout.ROWS)
        selection = asked.selection(dataset)
        asked.raise_if_invalid()
        view = build_view(dataset, selection)
        return document_of_view(dataset, view, imprint, Layout(layout))
    screen = registry.find(code)
    choice = asked.choice(dataset, screen)
    asked.raise_if_invalid()
    return document_of_screen(dataset, screen, choice, imprint)
