"""Parameters of an address: each is declared once, read with notes and written back.

A choice (:class:`Chosen`) is a pydantic dataclass; the :class:`Parameter` in the annotation of a
field says how the field stands in an address. Reading, writing, the strict reading of programs,
the description of ``/api/v1`` and the tables of the documents all come from that declaration.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeVar, get_type_hints
from urllib.parse import parse_qsl, urlencode

from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.model import ratio as ratios
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.group import FOUNDERS, PATTERN, Group, read_group
from ao_dash.model.indicator import USER_PREFIX

Query = Mapping[str, str]
"""Parameters of an address by name; several values of one name are joined by commas."""

_WHOLE = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Note:
    """A value of a parameter that cannot be honoured: why not, and what is done instead.

    ``problem`` and ``instead`` are Polish clauses without a full stop; ``problem`` says the value.
    """

    parameter: str
    value: str
    problem: str
    instead: str = ""

    def __str__(self) -> str:
        """Return the sentence for a screen."""
        return f"{self.problem}; {self.instead}." if self.instead else f"{self.problem}."

    def fault(self) -> Fault:
        """Return the fault for a program, where nothing is done instead."""
        return Fault("adres", self.problem, "Popraw adres")


def written(value: Any) -> str:
    """Return a value as it stands in an address; a list has its items parted by commas."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True)
class Derived:
    """How a field without a parameter of its own is found when an address is read."""

    read: Callable[[QueryReader], Any]


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address, in the annotation of the field that holds its value.

    ``meaning`` (Polish) describes the parameter and its values to readers. ``codes`` are the values
    it may have in a dataset, or ``pattern`` is what they look like; ``several`` holds the least and
    the largest number of values where it takes a list (0: as many as there are codes). ``on`` is
    the value that stands for ``True``, ``default`` the one of an address without the parameter. A
    note on an unknown code begins with ``label`` and ends with ``instead``. ``read`` and ``write``
    replace the usual way where that is not enough.
    """

    name: str
    meaning: str
    label: str = ""
    instead: str = "pominięto"
    codes: Callable[[Dataset], Iterable[str | int]] = field(default=lambda _: ())
    pattern: str = ""
    several: tuple[int, int] | None = None
    on: str = ""
    default: str | None = None
    read: Callable[[QueryReader], Any] | None = None
    write: Callable[[Any], str] = written

    def schema(self, dataset: Dataset) -> dict[str, Any]:
        """Return the JSON schema of its values; a list is one text, parted by commas."""
        codes = [code if isinstance(code, int) else str(code) for code in self.codes(dataset)]
        kind = "integer" if codes and all(isinstance(code, int) for code in codes) else "string"
        one: dict[str, Any] = {"type": kind}
        formed: dict[str, Any] = {"pattern": f"^({self.pattern})$"} if self.pattern else {}
        if codes and formed:
            one |= {"anyOf": [{"enum": codes}, formed]}
        else:
            one |= formed or {"enum": codes}
        one |= {"default": self.default} if self.default else {}
        if self.several is None:
            return one
        least, most = self.several
        return {"type": "array", "items": one, "minItems": least, "maxItems": most or len(codes)}


class QueryReader:
    """The parameters of one address, read against a dataset.

    Nothing raises: a value that is unknown or contradicts another gives way to the usual one, and
    ``notes`` say so. ``reader["year"]`` is the value of a field of ``choice``; it is read when it
    is first asked for, so that a field may depend on any other.
    """

    def __init__(self, query: Query, dataset: Dataset, choice: type[Chosen]) -> None:
        self.query = query
        self.dataset = dataset
        self.choice = choice
        self.notes: list[Note] = []
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            value = self._read(self.choice.declared()[name])
            self._values[name] = self.choice.default(name) if value is None else value
        return self._values[name]

    def _read(self, one: Parameter | Derived) -> Any:
        if one.read:
            return one.read(self)
        assert isinstance(one, Parameter)
        if one.several:
            return self.several(one, set(one.codes(self.dataset)))
        code = self.one_of(one, set(one.codes(self.dataset))) or one.default
        return code == one.on if one.on else code

    def text(self, name: str) -> str:
        """Return a parameter as it is, or ""."""
        return self.query.get(name, "")

    def note(self, name: str, problem: str, instead: str) -> None:
        """Note what is wrong with a parameter and what is done about it."""
        self.notes.append(Note(name, self.text(name), problem, instead))

    def unknown(self, one: Parameter, value: str, instead: str = "") -> None:
        """Note that a value does not exist."""
        problem = _unknown(one.label, value)
        self.notes.append(Note(one.name, value, problem, instead or one.instead))

    def one_of(self, one: Parameter, known: Collection[Any], instead: str = "") -> str | None:
        """Return a code that must be one of ``known``, or ``None``."""
        code = self.text(one.name)
        if not code or code in known:
            return code or None
        self.unknown(one, code, instead)
        return None

    def several(self, one: Parameter, known: Collection[Any]) -> tuple[str, ...]:
        """Return those codes of a list that are ``known``, each once."""
        codes = dict.fromkeys(code for code in self.text(one.name).split(",") if code)
        for code in codes:
            if code not in known:
                self.unknown(one, code)
        return tuple(code for code in codes if code in known)

    def whole(self, name: str) -> int | None:
        """Return a whole number of up to four digits, or ``None``."""
        text = self.text(name)
        return int(text) if _WHOLE.fullmatch(text) else None

    def indicator(self, name: str = "wskaznik") -> str | None:
        """Return an indicator that can be mapped, or ``None``."""
        code = self.text(name)
        if not code or code in self.dataset.mapped:
            return code or None
        if ratios.is_ratio(code):
            return self._ratio(name, code)
        if code in self.dataset.indicators:
            short = self.dataset.indicators[code].short
            problem = f"Wskaźnik „{short}” ma za mało wartości na mapę"
        else:
            problem = _unknown("Wskaźnik", code)
        self.note(name, problem, "pokazano inny")
        return None

    def _ratio(self, name: str, code: str) -> str | None:
        """Return a ratio, or the declared indicator that says the same."""
        dataset = self.dataset
        known = ratios.declared(dataset, code)
        if known in dataset.mapped:
            base = dataset.indicators[known].formula
            if base and base.below != ratios.parts(code)[1]:
                problem = f"„{dataset.indicators[base.above].short}” ma własną podstawę"
                self.note(name, problem, f"pokazano: {dataset.indicators[known].short}")
            return known
        if ratios.ratio(dataset, code) and dataset.can_map(code):
            return code
        problem = f"Wskaźnika „{shorten(code)}” nie da się obliczyć z danych"
        self.note(name, problem, "pokazano inny")
        return None

    def year(self, indicator: str, name: str = "rok", usual: int | None = None) -> int:
        """Return a year in which ``indicator`` has values; usually the newest full one."""
        years = self.dataset.years(indicator)
        default = usual if usual in years else self.dataset.newest_full_year(indicator)
        year = self.whole(name)
        if year in years:
            return year
        if self.text(name):
            problem = f"Ten wskaźnik nie ma danych za rok „{shorten(self.text(name))}”"
            self.note(name, problem, f"pokazano {default}")
        return default

    def gmina(self, instead: str = "") -> str | None:
        """Return a gmina; where some are merged or parted again, the one that stands for it."""
        code = self.text(GMINA_PARAMETER.name)
        if not code or code in self.dataset.gminy:
            return code or None
        counterpart = territory.counterpart(self.dataset, code)
        if counterpart in self.dataset.gminy:
            return counterpart
        self.unknown(GMINA_PARAMETER, code, instead)
        return None


class Mode(StrEnum):
    """How a screen is shown, if not as usual."""

    PRESENT = "prezentacja"
    EMBED = "osadzenie"


MODE = Parameter(
    "tryb",
    f"`{Mode.PRESENT}`: obraz na cały ekran; `{Mode.EMBED}`: sam obraz na cudzej stronie; "
    "nie zmienia danych",
    label="Tryb",
    instead="pokazano zwykły ekran",
    codes=lambda _: Mode,
)


@pydantic_dataclass(frozen=True)
class Chosen:
    """What a person has chosen on a screen: the base of pydantic dataclasses.

    Valid for the dataset it was read against. ``mode`` is ``None`` for the usual screen; it changes
    how a picture is shown and never what it says. ``hints`` are parameters that no field holds:
    they only say what is usual for the others. Whoever comes by the menu brings along what was
    chosen on other screens, but for the parameters that are ``left_behind``.
    """

    mode: Annotated[Mode | None, MODE] = field(default=None, kw_only=True)

    hints: ClassVar[tuple[Parameter, ...]] = ()
    left_behind: ClassVar[tuple[str, ...]] = ()

    @classmethod
    @functools.cache
    def declared(cls) -> dict[str, Parameter | Derived]:
        """Return the declaration of every field, in the order of the address."""
        hints = get_type_hints(cls, include_extras=True)
        own_first = sorted(fields(cls), key=lambda one: one.kw_only is True)
        return {one.name: hints[one.name].__metadata__[0] for one in own_first}

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Return what the address may have."""
        own = (one for one in cls.declared().values() if isinstance(one, Parameter))
        return tuple({one.name: one for one in (*own, *cls.hints)}.values())

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of :meth:`parameters`."""
        return tuple(one.name for one in cls.parameters())

    @classmethod
    def default(cls, name: str) -> Any:
        """Return the usual value of a field, or ``None``."""
        (one,) = (one for one in fields(cls) if one.name == name)
        return None if one.default is MISSING else one.default

    @classmethod
    def read(cls, reader: QueryReader) -> Self:
        """Return the choice of an address; what gave way is noted in ``reader``."""
        return cls(**{name: reader[name] for name in cls.declared()})

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice; what is usual is left out."""
        found = {}
        for name, one in self.declared().items():
            value = getattr(self, name)
            if isinstance(one, Parameter) and value not in (None, (), self.default(name)):
                found[one.name] = one.on or one.write(value)
        return found

    def address(self) -> str:
        """Return :meth:`query` as it stands in an address, after the question mark."""
        return urlencode(self.query())


C = TypeVar("C", bound=Chosen)


def parse(choice: type[C], query: Query, dataset: Dataset) -> tuple[C, list[Note]]:
    """Return the choice of an address, and a note on each value that gave way.

    ``query`` holds parameters by name; those that ``choice`` does not declare are ignored.
    """
    reader = QueryReader({n: query[n] for n in choice.names() if n in query}, dataset, choice)
    return choice.read(reader), reader.notes


def parse_text(choice: type[C], text: str, dataset: Dataset) -> tuple[C, list[Note]]:
    """Return the choice of an address as it stands after the question mark.

    Like :func:`parse`; a parameter that does not exist is noted, too, since nobody sees here what
    is ignored.
    """
    query = dict(parse_qsl(text, keep_blank_values=True))
    found, notes = parse(choice, query, dataset)
    unknown = sorted(query.keys() - set(choice.names()), key=shorten)
    return found, notes + [
        Note(name, query[name], f"Nieznany parametr „{shorten(name)}”") for name in unknown
    ]


def parameter_rows(choice: type[Chosen]) -> list[tuple[str, str]]:
    """Return the name and the meaning of every parameter, for a table in a document."""
    return [(one.name, one.meaning) for one in choice.parameters()]


def mapped_years(dataset: Dataset) -> list[int]:
    """Return the years of all indicators that can be mapped, ascending."""
    return sorted({year for code in dataset.mapped for year in dataset.years(code)})


INDICATOR_PARAMETER = Parameter(
    "wskaznik",
    "kod wskaźnika z `data/indicators.csv`; bez niego pierwszy z dziedziny; dwa kody liczb z `/`: "
    "ich iloraz (`kapieliska/ludnosc`: na 1000 mieszkańców, `…/powierzchnia_km2`: na km²)",
    codes=lambda dataset: dataset.mapped,
    pattern=ratios.PATTERN,
    read=QueryReader.indicator,
)

YEAR_PARAMETER = Parameter(
    "rok",
    "rok, cztery cyfry; bez niego najnowszy z największą liczbą wartości",
    codes=mapped_years,
    read=lambda reader: reader.year(reader["indicator"]),
)

GMINA_PARAMETER = Parameter(
    "gmina",
    "sześć cyfr TERYT wyróżnionej gminy (`S020101`: jednostka terytorium stałego)",
    label="Gmina",
    instead="nie wyróżniono żadnej",
    codes=lambda dataset: {**dataset.gminy, **territory.constant(dataset).gminy},
    read=QueryReader.gmina,
)


def read_group_of(reader: QueryReader) -> Group | None:
    """Return the group of an address; what is unknown of it is noted."""
    text = reader.text(GROUP_PARAMETER.name)
    found, unknown = read_group(text, reader.dataset) if text else (None, [])
    for value in unknown:
        reader.unknown(GROUP_PARAMETER, value)
    return found


def read_only(reader: QueryReader) -> bool:
    """Tell whether only the gminy of a group are asked for, and there is one."""
    asked = reader.one_of(ONLY_PARAMETER, set(ONLY_PARAMETER.codes(reader.dataset)))
    return asked == ONLY_PARAMETER.on and reader["group"] is not None


GROUP_PARAMETER = Parameter(
    "grupa",
    "grupa gmin: kody TERYT po kropce, przed nimi może stać nazwa z dwukropkiem "
    f"(`Wschód:020101.020103`), albo gotowa: `{FOUNDERS}`, `powiat-0201` itd.",
    label="Grupa albo gmina",
    pattern=PATTERN,
    read=read_group_of,
    write=str,
)

ONLY_PARAMETER = Parameter(
    "tylko",
    "`1`: tylko gminy grupy; wartość całości jest wtedy ich wartością",
    label="Filtr grupy",
    instead="pokazano wszystkie gminy",
    codes=lambda _: ("0", "1"),
    on="1",
    read=read_only,
)


def _unknown(label: str, value: str) -> str:
    """Say that a value of an address is not there, and whose an indicator of a visitor's is."""
    shown = f"{label} „{shorten(value)}”"
    if value.startswith(USER_PREFIX):
        return f"{shown} z adresu jest z czyjegoś własnego pliku, widzi go tylko ta osoba"
    return f"{shown} z adresu nie istnieje"
