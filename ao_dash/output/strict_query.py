"""An address that asks for a file: read strictly, since nobody sees there what gave way.

A screen shows another picture than an unknown code asks for, and says so. A file must hold what
was asked for or not be there at all: here everything that a screen would tell is a fault, and so
is a parameter that does not exist or has no value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl

from ao_dash.mapview.query import C, Chosen, Note, Parameter, Query, parse
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.model.numbers import format_number
from ao_dash.output.files.document import Document, Imprint
from ao_dash.output.files.screen_document import document_of_screen
from ao_dash.output.files.view_document import LAYOUT_WORDS, Layout, document_of_view
from ao_dash.screens import registry
from ao_dash.screens.shown import ScreenChoice, Shown

MAP = "dane"
"""The code of the rows of the map; those of another screen have the code of the screen."""

LAYOUT = Parameter(
    "uklad",
    "układ lat: " + "; ".join(f"`{layout}`: {words}" for layout, words in LAYOUT_WORDS.items()),
    label="Układ",
    codes=lambda _: Layout,
    default=Layout.ROWS,
)
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

    Read all that the address may hold, then :meth:`raise_if_invalid`.
    """

    def __init__(self, query: Query) -> None:
        self.query = dict(query)
        self.faults: list[Fault] = []
        self._options: list[str] = []

    def option(self, one: Parameter, dataset: Dataset) -> str:
        """Take a parameter that no screen knows; it must have one of its codes."""
        self._options.append(one.name)
        value = self.query.pop(one.name, one.default or "")
        codes = [*map(str, one.codes(dataset))]
        if value not in codes:
            rule = f"{one.label} może być: {', '.join(codes)}"
            self.faults.append(Fault("adres", rule, _REMEDY, value=value))
        return value

    def choice(self, declared: type[C], dataset: Dataset) -> C:
        """Read the parameters of a screen."""
        choice, notes = parse(declared, self.query, dataset)
        if isinstance(choice, Selection):
            notes = notes or _ignored(self.query, choice)
        self._check_names(declared.names())
        self.faults += [note.fault() for note in notes]
        self._check_numbers(declared, {note.parameter for note in notes}, dataset)
        return choice

    def _check_numbers(
        self, declared: type[Chosen], noted: Collection[str], dataset: Dataset
    ) -> None:
        """Refuse a list that is longer than it may be, were it only by repeating itself."""
        lists = (one for one in declared.parameters() if one.several and one.name in self.query)
        for one in lists:
            most = one.schema(dataset)["maxItems"]
            given = self.query[one.name].count(",") + 1
            if given > most and one.name not in noted:
                rule = f"„{one.name}” przyjmuje najwyżej {format_number(most)} wartości"
                self.faults.append(Fault("adres", rule, _REMEDY))

    def shown(self, code: str, dataset: Dataset) -> Shown:
        """Read the address of a screen, or of the map (:data:`MAP`)."""
        if code == MAP:
            return self.choice(Selection, dataset)
        screen = registry.find(code)
        return ScreenChoice(screen, self.choice(screen.choice, dataset))

    def nothing(self) -> None:
        """Read an address that has no parameters."""
        self._check_names(())

    def raise_if_invalid(self) -> None:
        """Raise ``DataFaults`` with all that was found, if anything was."""
        if self.faults:
            raise DataFaults(self.faults)

    def _check_names(self, known: Collection[str]) -> None:
        for name, value in self.query.items():
            if name not in known:
                names = ", ".join([*known, *self._options])
                remedy = f"Ten adres zna: {names}" if names else "Ten adres nie ma parametrów"
                self.faults.append(Fault("adres", f"Nieznany parametr „{shorten(name)}”", remedy))
            elif not value.strip():
                remedy = "Podaj wartość albo usuń go z adresu"
                self.faults.append(Fault("adres", f"Parametr „{name}” jest pusty", remedy))


def _ignored(query: Query, selection: Selection) -> list[Note]:
    """Return a note on each parameter that changes nothing, e.g. a base year without a change."""
    shown = {"rok": selection.year, "zmiana": selection.change, "od": selection.base}
    names = [name for name, used in shown.items() if query.get(name, str(used)) != str(used)]
    return [Note(name, query[name], f"Parametr „{name}” nic tu nie znaczy") for name in names]


def choice_of(code: str) -> type[Chosen]:
    """Return what declares the parameters of a screen, or of the map."""
    return Selection if code == MAP else registry.find(code).choice


def document(dataset: Dataset, code: str, query: Mapping[str, str], imprint: Imprint) -> Document:
    """Return the rows that an address asks for.

    Parameters
    ----------
    dataset
        What the codes in the address must exist in.
    code
        The code of a screen, or :data:`MAP`.
    query
        Those that :func:`choice_of` declares, for the map :data:`LAYOUT`, too.
    imprint
        The day of issue and the address of the dashboard.

    Raises
    ------
    DataFaults
        If the address cannot be honoured, with everything that is wrong with it.
    KeyError
        If there is no such screen.
    """
    asked = StrictQuery(query)
    layout = asked.option(LAYOUT, dataset) if code == MAP else Layout.ROWS
    shown = asked.shown(code, dataset)
    asked.raise_if_invalid()
    if isinstance(shown, Selection):
        return document_of_view(dataset, build_view(dataset, shown), imprint, Layout(layout))
    return document_of_screen(dataset, shown.screen, shown.choice, imprint)
