"""What the parameters of every screen mean and which values they may have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ao_dash.analysis import composite
from ao_dash.analysis.classes import FEWEST, METHOD_WORDS, MOST, Method
from ao_dash.mapview.selection import COMMON_SCALE, EVERY_DOMAIN, Mode
from ao_dash.model import territory, unit
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.measure import CHANGE_WORDS, Change
from ao_dash.output import strict_query
from ao_dash.output.strict_query import MAP
from ao_dash.screens.comparison import screen as comparison
from ao_dash.screens.composite import recipe
from ao_dash.screens.cooperation import filters, network
from ao_dash.screens.cooperation import screen as partnership
from ao_dash.screens.profile import screen as profile
from ao_dash.screens.profile import standing
from ao_dash.screens.registry import TITLES
from ao_dash.screens.small_multiples.screen import NUMBERS
from ao_dash.web.api.operation import Operation, Parameter

_Described = Mapping[str, Parameter]

_BOUND = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
_INGREDIENT = r"[A-Za-z][A-Za-z0-9_]*(:[+ -]?(:[0-9]{1,3}(\.[0-9]{1,3})?)?)?"


def parameters(dataset: Dataset, operation: Operation) -> dict[str, Parameter]:
    """Return the parameters of an address, by a key that is the same wherever they are."""
    known = described(dataset)
    names = strict_query.parameters(operation.screen) if operation.screen else ()
    found = {}
    for name in names:
        key = next(key for key in (f"{operation.screen}.{name}", name) if key in known)
        found[key] = known[key]
    return found | {parameter.name: parameter for parameter in operation.own}


def described(dataset: Dataset) -> dict[str, Parameter]:
    """Return every parameter of every screen.

    The key is its name, after the code of the screen and a dot where it is not what it is
    elsewhere.
    """
    found = {**_common(dataset), **_of_map(dataset), **_of_others(dataset)}
    for code in (MAP, *TITLES):  # a screen may come before its parameters are described here
        for name in strict_query.parameters(code):
            found.setdefault(name, Parameter(name, "", {"type": "string", "minLength": 1}))
    return found


def _common(dataset: Dataset) -> _Described:
    gminy = {**dataset.gminy, **territory.constant(dataset).gminy}
    years = sorted({year for code in dataset.mapped for year in dataset.years(code)})
    domains = [EVERY_DOMAIN, *dataset.domains]
    return _by_name(
        _one("dziedzina", "dziedzina, której wskaźniki są do wyboru", domains),
        _one("wskaznik", "wskaźnik; bez niego pierwszy z dziedziny", dataset.mapped),
        _year("rok", "rok; bez niego najnowszy z największą liczbą wartości", years),
        _several("typ", "typy gmin 31 grudnia pokazanego roku", [t.value for t in _TYPES]),
        _one("gmina", "wyróżniona gmina: sześć cyfr TERYT albo jednostka S…", gminy),
        _year("rok2", "rok drugiego wskaźnika", years),
        _one("drugi", "drugi wskaźnik", dataset.mapped),
    )


_TYPES = (GminaType.URBAN, GminaType.MIXED, GminaType.RURAL, GminaType.MERGED)


def _of_map(dataset: Dataset) -> _Described:
    years = sorted({year for code in dataset.mapped for year in dataset.years(code)})
    classes = "|".join(map(str, range(FEWEST, MOST + 1)))
    bounds = f"{_BOUND}(,{_BOUND}){{0,{MOST - 2}}}"
    return _by_name(
        _one("zmiana", f"zmiana zamiast wartości: {_told(CHANGE_WORDS.items())}", [*Change]),
        _year("od", "przy zmiana: rok, z którym porównać", years),
        _one("teren", "staly: gminy o zmienionych granicach jako jedna jednostka", ["staly"]),
        _one("projekty", "1: tylko gminy ze wspólnymi projektami dziedziny", ["0", "1"]),
        _one("metoda", f"podział na klasy: {_told(METHOD_WORDS.items())}", [*Method]),
        _like("klasy", "liczba klas, a przy metoda=wlasne granice rosnąco", f"{classes}|{bounds}"),
        _one("skala", "lata: klasy wspólne dla wszystkich lat", [COMMON_SCALE]),
        _one("tryb", "jak pokazano ekran; nie zmienia danych", [*Mode]),
    )


def _of_others(dataset: Dataset) -> _Described:
    maps = (f"mapa{n}" for n in range(1, NUMBERS[-1] + 1))
    indicator = r"[A-Za-z][A-Za-z0-9_]*:[0-9]{4}"
    domains = partnership.domains(dataset)
    return {
        **_of_profile(dataset),
        **_by_name(
            _several("jednostki", "co porównać", _units(dataset), most=comparison.MOST),
            _one("ile", "ile map", [str(number) for number in NUMBERS]),
            *(_like(name, "wskaźnik i rok po dwukropku", indicator) for name in maps),
            _ingredients(),
            _one("synteza", _told(composite.SYNTHESIS_WORDS.items()), [*composite.Synthesis]),
            _one("program", "program, z którego jest projekt", filters.programmes(dataset)),
            _year("do", "ostatni rok projektów", partnership.years(dataset)),
            _one("projekt", "projekt", dataset.projects),
            _number("wiezi", "od ilu wspólnych projektów jest więź", network.thresholds(dataset)),
        ),
        "wspolpraca.dziedzina": _one("dziedzina", "dziedzina współpracy", domains),
        "wspolpraca.od": _year("od", "pierwszy rok projektów", partnership.years(dataset)),
        "jakosc.wskaznik": _one("wskaznik", "wskaźnik", dataset.indicators),
    }


def _of_profile(dataset: Dataset) -> _Described:
    most = profile.BESIDE
    return {
        "obok": _several("obok", "gminy pokazane obok", dataset.gminy, most=most),
        "profil.od": _year("od", "rok, z którym porównać", standing.base_years(dataset)),
    }


def _units(dataset: Dataset) -> tuple[str, ...]:
    years = {year for code in dataset.mapped for year in dataset.years(code)}
    return tuple(
        dict.fromkeys(code for year in sorted(years) for code in unit.units(dataset, year))
    )


def _ingredients() -> Parameter:
    return Parameter(
        "skladniki",
        "wskaźniki z kierunkiem (+ albo -) i wagą, np. bezrobotni_1000:-:2",
        {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{_INGREDIENT}$"},
            "minItems": recipe.FEWEST,
            "maxItems": recipe.MOST,
        },
    )


def _told(words: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{code}: {told}" for code, told in words)


def _one(name: str, meaning: str, codes: Iterable[str]) -> Parameter:
    return Parameter(name, meaning, {"type": "string", "enum": [*map(str, codes)]})


def _several(name: str, meaning: str, codes: Collection[str], most: int | None = None) -> Parameter:
    items = {"type": "string", "enum": [*codes]}
    return Parameter(
        name,
        meaning,
        {"type": "array", "items": items, "minItems": 1, "maxItems": most or len(codes)},
    )


def _year(name: str, meaning: str, years: Iterable[int]) -> Parameter:
    return _number(name, meaning, years)


def _number(name: str, meaning: str, numbers: Iterable[int]) -> Parameter:
    return Parameter(name, meaning, {"type": "integer", "enum": [*numbers]})


def _like(name: str, meaning: str, pattern: str) -> Parameter:
    return Parameter(name, meaning, {"type": "string", "pattern": f"^({pattern})$"})


def _by_name(*parameters_: Parameter) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parameters_}
