"""Tables in the forms that offices publish, with made-up figures and what each must give."""

# ruff: noqa: RUF005  a heading, rows and a footer read best as one sum
from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ao_dash.ingest.spreadsheet.reading import NO_CHOICES, Choices
from tests.support.data import lines
from tests.support.uploads import workbook

Rows = Sequence[Sequence[object]]
Figures = dict[tuple[str, str, str], float | str]
OPOLE, OZIMEK, GOGOLIN, DABROWA, TULOWICE = "166101", "160908", "160501", "160902", "160912"

_GMINY = {row["teryt6"]: row["name"] for row in lines("gminy.csv")}
_TYPES = {row["teryt6"]: row["type"] for row in lines("gmina_types.csv")}  # the newest is last
_NUMBER = {code: 100 + n for n, code in enumerate(_GMINY)}
_POWIATY = {"1601": "brzeski", "1605": "krapkowicki", "1609": "opolski", "1611": "strzelecki"}
_IN_YEARBOOKS = {"miasto": "miasto", "obszar wiejski": "wieś"}
_SHORT = {"1": "m.", "2": "w.", "3": "m-w."}
_KINDS = {"miejska": "1", "wiejska": "2", "miejsko-wiejska": "3"}


@dataclass(frozen=True)
class Form:
    """A table and what must be read of it.

    ``values`` are figures of some gminy by name of the indicator, year ("" for none) and
    ``teryt6``, each a number or a status; ``names`` are the indicators offered first.
    """

    rows: Rows
    values: Mapping[tuple[str, str, str], float | str]
    names: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    matched: int = 21
    choices: Choices = NO_CHOICES
    asked: tuple[str, ...] = ()
    say: str = ""
    left_out: int | None = None


def figure(teryt6: str) -> int:
    """Return the made-up figure of a gmina."""
    return _NUMBER[teryt6]


class Row(NamedTuple):
    """What a row of a table is made of; ``part`` is "" for a whole gmina."""

    code: str
    name: str
    powiat: str
    figure: int
    part: str = ""


_ROWS = [
    Row(code, name, _POWIATY.get(code[:4], "Opole"), _NUMBER[code]) for code, name in _GMINY.items()
]

Make = Callable[[Row], Sequence[object]]


def each(make: Make) -> list[Sequence[object]]:
    """Return a row for every gmina."""
    return [make(row) for row in _ROWS]


def code7(code: str) -> str:
    """Return TERYT with the type of 2024."""
    return code + _KINDS[_TYPES[code]]


def parts(gmina: Row) -> tuple[str, str, str, str]:
    """Return the code of a gmina in parts: voivodeship, powiat, gmina, type."""
    code = gmina.code
    return code[:2], code[2:4], code[4:], code7(code)[6:]


def _town_rows(make: Make) -> list[Sequence[object]]:
    """Return the rows of gminy, and below each with a town those of town and villages."""
    rows: list[Sequence[object]] = []
    for row in _ROWS:
        whole = code7(row.code)
        rows.append(make(row._replace(code=whole)))
        if whole.endswith("3"):
            for digit, part in (("4", "miasto"), ("5", "obszar wiejski")):
                name = f"{row.name} - {part}"
                rows.append(make(Row(row.code + digit, name, row.powiat, 1, part)))
    return rows


def of(name: str, year: str = "", scale: float = 1, shift: float = 0) -> Figures:
    """Return the figures of four gminy."""
    return {
        (name, year, code): figure(code) * scale + shift
        for code in (OPOLE, OZIMEK, GOGOLIN, DABROWA)
    }


def _without_dash(code: str) -> str:
    return f"{code[:2]} {code[2:4]} {code[4:6]} {code[6:]}".strip()


def _bdl_id(code: str) -> str:
    whole = code7(code)
    return f"03{whole[:2]}137{whole[2:]}".zfill(12)


SCHOOLS: Rows = [
    ["Nazwa szkoły", "Kod terytorialny gminy", "Typ szkoły", "Liczba uczniów"],
    *(
        [f"Szkoła {n}", code7(code), "LO" if n % 2 else "SP", 10 + n]
        for n, code in enumerate([OPOLE, OZIMEK, GOGOLIN, OPOLE, OZIMEK])
    ),
]

FORMS: Mapping[str, Form] = {
    "towns inside gminy by code": Form(
        [["Kod", "Nazwa", "Powierzchnia w ha"]]
        + [[f"{code}4", name, 5] for code, name in ((OZIMEK, "Ozimek"), (GOGOLIN, "Gogolin"))],
        {},
        matched=0,
        say="nie cała gmina",
        left_out=2,
    ),
    "villages of other gminy": Form(
        [
            ["Kod teryt gminy", "Miejscowość", "Wynik"],
            ["1413052", "Dąbrowa", "63,5"],
            ["0410042", "Murów", "55,0"],
        ],
        {},
        matched=0,
        say="spoza obszaru",
        left_out=2,
    ),
    "towns by the heading": Form(
        [["Miasto", "Ludność"], ["Opole", 5], ["Ozimek", 6], ["Gogolin", 7]],
        {("Ludność", "", OPOLE): 5},
        matched=1,
        left_out=2,
    ),
    "powiat tells, a city in powiat only": Form(
        [["Województwo", "Powiat", "Gmina", "Liczba"]]
        + each(lambda g: ["opolskie", g.powiat, "" if g.code == OPOLE else g.name, g.figure])
        + [
            ["kujawsko-pomorskie", "mogileński", "Dąbrowa", 9],
            ["lubelskie", "opolski", "Józefów", 8],
            ["opolskie", "opolski", "", 7],
            ["opolskie", "krapkowicki", "Ozimek", 6],
        ],
        of("Liczba"),
        ("Liczba",),
        left_out=4,
    ),
    "attribute of BDL beside the figure": Form(
        [["Kod", "Nazwa", "Rok", "Wartosc", "Jednostka miary", "Atrybut"]]
        + each(
            lambda g: [
                code7(g.code),
                g.name,
                2024,
                0 if g.code in (OZIMEK, GOGOLIN, TULOWICE) else g.figure,
                "osoba",
                {OZIMEK: "n", GOGOLIN: "x"}.get(g.code, ""),
            ]
        ),
        {
            ("", "2024", OZIMEK): "missing",
            ("", "2024", GOGOLIN): "not_applicable",
            ("", "2024", TULOWICE): 0,
            ("", "2024", OPOLE): figure(OPOLE),
        },
    ),
    "attributes of BDL across": Form(
        [
            ["Kod", "Nazwa", "ludność", "", "ludność", ""],
            ["", "", "2022", "2022", "2023", "2023"],
            ["", "", "[osoba]", "Atrybut", "[osoba]", "Atrybut"],
        ]
        + each(
            lambda g: [
                code7(g.code),
                g.name,
                g.figure,
                "",
                0 if g.code == OZIMEK else g.figure + 1,
                "-" if g.code == OZIMEK else "",
            ]
        ),
        {
            **of("ludność", "2022"),
            ("ludność", "2023", OZIMEK): "missing",
            ("ludność", "2023", OPOLE): figure(OPOLE) + 1,
        },
        ("ludność",),
        {"ludność": "osoba"},
    ),
    "codes without the first zero": Form(
        [["TERYT Gminy", "Gmina", "Powiat", "Województwo", "Uprawnieni"]]
        + [[20101 + n, f"Gmina {n}", "p", "dolnośląskie", n] for n in range(60)]
        + each(lambda g: [int(g.code), g.name, g.powiat, "opolskie", g.figure]),
        of("Uprawnieni"),
        ("Uprawnieni",),
    ),
    "code in four columns": Form(
        [["WK", "PK", "GK", "GT", "Nazwa", "Dział", "Rozdział", "Dochody wykonane"]]
        + each(
            lambda g: [
                *parts(g),
                g.name.upper(),
                756,
                75621,
                f"{g.figure},50",
            ]
        )
        + [["16", "09", "", "", "POWIAT OPOLSKI", 756, 75622, "9,00"]],
        of("Dochody wykonane", shift=0.5),
        ("Dochody wykonane",),
        left_out=1,
    ),
    "code in three columns without zeros": Form(
        [["Woj.", "Pow.", "Gm.", "Nazwa jednostki", "Dług"]]
        + each(lambda g: [16, int(g.code[2:4]), int(g.code[4:]), g.name, g.figure]),
        of("Dług"),
        ("Dług",),
    ),
    "forty columns": Form(
        [["Kod", "Gmina", *(f"Kandydat {n}" for n in range(40))]]
        + each(lambda g: [code7(g.code), g.name, *(1000 * k + g.figure for k in range(40))]),
        of("Kandydat 3", shift=3000),
        asked=("columns",),
    ),
    "columns chosen": Form(
        [["Kod", "Gmina", *(f"Lista {n}, głosy" for n in range(40))]]
        + each(lambda g: [code7(g.code), g.name, *(1000 * k + g.figure for k in range(40))]),
        of("Lista 3, głosy", shift=3000),
        ("Lista 3, głosy", "Lista 7, głosy"),
        choices=Choices(columns=("Lista 3, głosy,lista 7, głosy",)),
    ),
    "heading in two languages, dots of the layout": Form(
        [
            ["TABL. 21. POWIERZCHNIA I LUDNOŚĆ"],
            ["TERYT", "Gmina", "Powierzchnia Area, w ha in ha", "Ludność Population"],
        ]
        + each(lambda g: [f"{g.code} 2", f"{g.name}................", g.figure, 1000 + g.figure]),
        {**of("Powierzchnia"), **of("Ludność", shift=1000)},
        ("Powierzchnia", "Ludność"),
        {"Powierzchnia": "ha", "Ludność": "osoba"},
    ),
    "index, rank and telephone": Form(
        [["", "teryt", "gmina", "Lokata według powierzchni", "Telefon", "Odsetek"]]
        + each(
            lambda g: [
                g.figure - 100,
                g.code,
                g.name,
                g.figure - 99,
                774400000 + g.figure,
                f"0,{g.figure}",
            ]
        ),
        of("Odsetek", scale=0.001),
        ("Odsetek",),
        {"Odsetek": "", "Lokata według powierzchni": ""},
    ),
    "coordinates, years, constants, postal codes": Form(
        [
            [
                "L.p.",
                "Gmina",
                "Kod pocztowy",
                "Szerokość geogr.",
                "Rok budowy",
                "Województwo",
                "PKD",
                "Stawka",
                "Placówki",
            ]
        ]
        + each(
            lambda g: [
                g.figure - 99,
                g.name,
                f"45-{g.figure}",
                f"50,{g.figure}",
                1900 + g.figure - 100,
                "opolskie",
                "85.10",
                12,
                g.figure,
            ]
        ),
        of("Placówki"),
        ("Placówki",),
    ),
    "one row a school": Form(SCHOOLS, {}, matched=3, asked=("rows",), say="po kilka wierszy"),
    "one row a school, sum": Form(
        SCHOOLS,
        {("Liczba uczniów", "", OPOLE): 23, ("Liczba uczniów", "", GOGOLIN): 12},
        ("Liczba uczniów",),
        matched=3,
        choices=Choices(rows="sum"),
    ),
    "one row a school, mean": Form(
        SCHOOLS,
        {("Liczba uczniów (średnia)", "", OPOLE): 11.5},
        matched=3,
        choices=Choices(rows="mean"),
    ),
    "one row a school, count": Form(
        SCHOOLS,
        {("Liczba uczniów (liczba wierszy)", "", OZIMEK): 2},
        matched=3,
        choices=Choices(rows="count"),
    ),
    "a list without figures": Form(
        [["Szkoła", "Gmina"], ["A", "Opole"], ["B", "Opole"], ["C", "Ozimek"]],
        {},
        matched=2,
        asked=("rows",),
    ),
    "a list without figures, counted": Form(
        [["Szkoła", "Gmina"], ["A", "Opole"], ["B", "Opole"], ["C", "Ozimek"]],
        {("Liczba wierszy (liczba wierszy)", "", OPOLE): 2},
        matched=2,
        choices=Choices(rows="count"),
    ),
    "classification in rows": Form(
        [["WK", "PK", "GK", "GT", "Dział", "Rozdział", "Wykonanie"]]
        + [
            [row.code[:2], row.code[2:4], row.code[4:], code7(row.code)[6:], part, part, 5]
            for part in (600, 801)
            for row in _ROWS
        ],
        {("Wykonanie", "", OPOLE): "missing"},
        asked=("rows",),
    ),
    "classification in rows, sum": Form(
        [["WK", "PK", "GK", "GT", "Dział", "Rozdział", "Wykonanie"]]
        + [
            [row.code[:2], row.code[2:4], row.code[4:], code7(row.code)[6:], part, part, 5]
            for part in (600, 801)
            for row in _ROWS
        ],
        {("Wykonanie", "", OPOLE): 10},
        choices=Choices(rows="sum"),
    ),
    "a year that is not final, a sign in its own column": Form(
        [["Gmina", "Dochody 2023", "Dochody 2024 (dane wstępne)", "Znak 2024"]]
        + each(
            lambda g: (
                [g.name, g.figure, 0 if g.code == OZIMEK else g.figure, "."]
                if g.code == OZIMEK
                else [g.name, g.figure, g.figure, ""]
            )
        ),
        {
            ("Dochody", "2024", OPOLE): figure(OPOLE),
            ("Dochody", "2024", OZIMEK): "missing",
            ("Dochody", "2023", OZIMEK): figure(OZIMEK),
        },
        say="Kolumna „Dochody”, 2024: dane wstępne.",
    ),
    "marks of footnotes": Form(
        [["Gmina", "2023", "2024¹"]]
        + each(
            lambda g: [
                g.name,
                "b.d." if g.code == OPOLE else f"{g.figure} {g.figure},5",
                f"{g.figure}*",
            ]
        )
        + [["Razem", 1, 2], ["¹ dane wstępne"]],
        {
            ("", "2023", OPOLE): "missing",
            ("", "2023", OZIMEK): figure(OZIMEK) * 1001 + 0.5,
            **of("", "2024"),
        },
        say="dane wstępne",
        left_out=2,
    ),
    "marks of footnotes in brackets": Form(
        [["Gmina a)", "Dochody 1) 2023 r. (tys. zł)", "Wydatki b) 2023 r. (tys. zł)"]]
        + each(lambda g: [f"{g.name}*", f"{g.figure} p", f"{g.figure} 1)"])
        + [["* z miastem"], ["1) bez funduszy"], ["p – dane wstępne"]],
        {**of("Dochody", "2023"), **of("Wydatki", "2023")},
        ("Dochody", "Wydatki"),
        {"Dochody": "tys. zł", "Wydatki": "tys. zł"},
        say="bez funduszy",
    ),
    "conventional signs": Form(
        [["Gmina", "Pożary 2023"]]
        + each(
            lambda g: [
                g.name,
                {OPOLE: "…", OZIMEK: "#", GOGOLIN: "x", DABROWA: "-", TULOWICE: "b.d."}.get(
                    g.code, g.figure
                ),
            ]
        ),
        {
            ("Pożary", "2023", code): status
            for code, status in (
                (OPOLE, "missing"),
                (OZIMEK, "confidential"),
                (GOGOLIN, "not_applicable"),
                (DABROWA, "missing"),
                (TULOWICE, "missing"),
            )
        },
    ),
    "codes spoilt by a spreadsheet, names left": Form(
        [["Kod", "Nazwa", "Wartość 2023"]] + each(lambda g: ["1,11632E+11", g.name, g.figure]),
        of("Wartość", "2023"),
        say="zniszczył kody",
    ),
    "codes spoilt by a spreadsheet": Form(
        [["Kod", "Wartość 2023"]] + each(lambda g: ["1,11632E+11", g.figure]),
        {},
        matched=0,
        say="postać naukowa",
        left_out=21,
    ),
    "identifiers of BDL": Form(
        [["Kod", "Nazwa", "ogółem;2023;[osoba]"]]
        + each(lambda g: [_bdl_id(g.code), g.name, g.figure]),
        of("ogółem", "2023"),
        units={"ogółem": "osoba"},
    ),
    "codes with gaps and dashes": Form(
        [["Nr TERYT", "Gmina", "Drogi w km"]]
        + each(
            lambda g: [
                _without_dash(code7(g.code))
                if g.figure % 2
                else "-".join((g.code[:2], g.code[2:4], g.code[4:])),
                g.name,
                g.figure,
            ]
        ),
        of("Drogi"),
        ("Drogi",),
        {"Drogi": "km"},
    ),
    "rows of every level": Form(
        [
            ["Kod", "Nazwa", "2022 [osoba]", "2023 [osoba]"],
            ["0000000", "POLSKA", 9, 9],
            ["1600000", "OPOLSKIE", 9, 9],
            ["1609000", "Powiat opolski", 9, 9],
            ["1661000", "Powiat m. Opole", 9, 9],
            ["PL524", "Podregion opolski", 9, 9],
            *_town_rows(lambda g: [g.code, g.name, g.figure, g.figure + 1]),
            ["", "Ogółem", 9, 9],
        ],
        {**of("", "2022"), **of("", "2023", shift=1)},
        left_out=6 + 18,
    ),
    "towns and villages by a column of types": Form(
        [["Nazwa", "Rodzaj", "Mieszkania"]]
        + _town_rows(lambda g: [g.name.partition(" - ")[0], g.part or "gmina", g.figure]),
        of("Mieszkania"),
        ("Mieszkania",),
        left_out=18,
    ),
    "yearbook with towns below": Form(
        [["WYSZCZEGÓLNIENIE SPECIFICATION", "Ogółem Total", "Na 1 km2"]]
        + [["Powiat opolski", 9, 9]]
        + _town_rows(
            lambda g: [
                f"w tym {_IN_YEARBOOKS[g.part]}" if g.part else g.name,
                g.figure,
                g.figure,
            ]
        ),
        {**of("Ogółem"), **of("Na 1 km2")},
        left_out=1 + 18,
    ),
    "a contradicting code, name or powiat": Form(
        [
            ["Kod", "Powiat", "Gmina", "Liczba 2023"],
            ["166101", "Opole", "Opole", 1],
            ["160908", "krapkowicki", "Ozimek", 2],
            ["160902", "opolski", "Turawa", 3],
            ["160501", "krapkowicki", "Gogolin", 4],
            ["160912", "opolski", "Zakopane", 5],
        ],
        {("Liczba", "2023", OPOLE): 1, ("Liczba", "2023", GOGOLIN): 4},
        matched=2,
        left_out=3,
    ),
    "names in many dresses": Form(
        [
            ["Jednostka terytorialna", "Liczba 2023"],
            ["M. OPOLE", 1],
            ["GM. OZIMEK (3)", 2],
            ["Gogolin - gmina miejsko-wiejska", 3],
            ["Gmina Dąbrowa, pow. opolski", 4],
            ["Tułowice¹", 5],
            ["Dobrzeń\u00a0 Wielki", 6],
            ["Urząd Gminy Turawa", 7],
        ],
        {
            ("Liczba", "2023", OPOLE): 1,
            ("Liczba", "2023", OZIMEK): 2,
            ("Liczba", "2023", GOGOLIN): 3,
            ("Liczba", "2023", DABROWA): 4,
            ("Liczba", "2023", TULOWICE): 5,
        },
        matched=7,
        left_out=0,
    ),
    "code and name in one cell": Form(
        [["Gmina", "Liczba 2023"]] + each(lambda g: [f"{code7(g.code)} {g.name}", g.figure]),
        of("Liczba", "2023"),
    ),
    "votes of PKW": Form(
        [
            [
                "Kod TERYT",
                "Gmina",
                "Powiat",
                "Województwo",
                "Nr okręgu",
                "Liczba komisji",
                "Frekwencja",
            ]
        ]
        + each(
            lambda g: [
                g.code,
                "m. Opole" if g.code == OPOLE else f"gm. {g.name}",
                g.powiat,
                "opolskie",
                21,
                g.figure,
                f"{g.figure - 60},25%",
            ]
        )
        + [["149901", "zagranica", "zagranica", "zagranica", 19, 1, "1,00%"]],
        {**of("Liczba komisji"), **of("Frekwencja", shift=-59.75)},
        ("Liczba komisji", "Frekwencja"),
        {"Frekwencja": "%"},
        left_out=1,
    ),
    "budget of MF with a deficit in brackets": Form(
        [["WK", "PK", "GK", "GT", "Nazwa JST", "Wynik budżetu [zł]"]]
        + each(
            lambda g: [
                *parts(g),
                g.name.upper(),
                f"({g.figure} 000,00)" if g.figure % 2 else f"{g.figure} 000,00",
            ]
        ),
        {
            ("Wynik budżetu", "", c): figure(c) * (-1000 if figure(c) % 2 else 1000)
            for c in (OPOLE, OZIMEK)
        },
        units={"Wynik budżetu": "zł"},
    ),
    "fires of KG PSP": Form(
        [["Zdarzenia w 2023 r."], ["L.p.", "Powiat", "Gmina", "Pożary", "MZ", "AF"]]
        + each(
            lambda g: [
                g.figure,
                "powiat m. Opole" if g.code == OPOLE else f"powiat {g.powiat}",
                "m. Opole" if g.code == OPOLE else g.name,
                g.figure,
                g.figure + 1,
                0 if g.figure % 2 else 1,
            ]
        )
        + [["", "powiat opolski", "Razem", 9, 9, 9]],
        {**of("Pożary"), **of("MZ", shift=1)},
        ("Pożary", "MZ", "AF"),
        left_out=1,
    ),
    "results of OKE": Form(
        [
            [
                "Kod teryt gminy",
                "województwo - nazwa",
                "powiat - nazwa",
                "Gmina - nazwa",
                "typ gminy",
                "liczba zdających",
                "Wynik średni (%)*",
            ]
        ]
        + each(
            lambda g: [
                code7(g.code),
                "opolskie",
                g.powiat,
                g.name,
                {"1": "M", "2": "W", "3": "MW"}[code7(g.code)[6]],
                "<5" if g.code == OZIMEK else g.figure,
                g.figure - 60,
            ]
        )
        + [["* dla gmin, w których zdawało co najmniej 5 osób"]],
        {("liczba zdających", "", OZIMEK): "confidential", **of("Wynik średni", shift=-60)},
        units={"Wynik średni": "%"},
        say="co najmniej 5 osób",
    ),
    "years in words, units behind a comma": Form(
        [["Gmina", "Dochody, tys. zł, 31.12.2022", "Dochody, tys. zł, 31.12.2023"]]
        + each(lambda g: [g.name, g.figure, g.figure + 1]),
        {**of("Dochody", "2022"), **of("Dochody", "2023", shift=1)},
        units={"Dochody": "tys. zł"},
    ),
    "school years and whole years": Form(
        [["Gmina", "Uczniowie 2022/23", "Uczniowie 2023/24"]]
        + each(lambda g: [g.name, g.figure, g.figure + 1]),
        {**of("Uczniowie", "2022"), **of("Uczniowie", "2023", shift=1)},
        say="Rok szkolny",
    ),
    "several things down": Form(
        [["Gmina", "Rok", "Wskaźnik", "Wartość", "Jednostka"]]
        + [
            [row.name, year, what, row.figure + year, unit]
            for what, unit in (("Ludność", "osoba"), ("Grunty", "ha"))
            for year in (2022, 2023)
            for row in _ROWS
        ],
        {**of("Ludność", "2022", shift=2022), **of("Grunty", "2023", shift=2023)},
        ("Ludność", "Grunty"),
        {"Ludność": "osoba", "Grunty": "ha"},
    ),
    "gminy in columns": Form(
        [
            ["Wyszczególnienie", *_GMINY.values()],
            ["Ludność", *_NUMBER.values()],
            ["Drogi", *(n + 1 for n in _NUMBER.values())],
        ],
        {**of("Ludność"), **of("Drogi", shift=1)},
        ("Ludność", "Drogi"),
        say="tabelę obrócono",
    ),
    "a unit in merged cells, signs of GUS, sections of powiaty": Form(
        [
            ["Tabl. 3 (12). Ludność i mieszkania"],
            ["Powiat / gmina", "Ludność", "", "Mieszkania oddane do użytkowania", ""],
            ["", "2022", "2023", "2022", "2023"],
            ["", "w osobach", "", "", ""],
            ["a", "b", "c", "d", "e"],
        ]
        + [["powiat brzeski", 9, 9, 9, 9]]
        + each(lambda g: [g.name, g.figure, g.figure + 1, g.figure + 2, "–"])
        + [["Suma końcowa", 9, 9, 9, 9]],
        {
            **of("Ludność", "2022"),
            **of("Ludność", "2023", shift=1),
            ("Mieszkania oddane do użytkowania", "2023", OPOLE): "missing",
        },
        ("Ludność", "Mieszkania oddane do użytkowania"),
        {"Ludność": "osoba"},
        left_out=2,
    ),
    "a section alone below the heading": Form(
        [["Gmina", "Dzieci"]]
        + [["POWIAT KRAPKOWICKI", ""]]
        + each(lambda g: [f"    {g.name}", g.figure]),
        of("Dzieci"),
        ("Dzieci",),
        left_out=1,
    ),
    "towns and villages in brackets": Form(
        [["Gmina", "Liczba 2023"]]
        + each(lambda g: [f"{g.name} {'(m)' if g.code == OPOLE else '(gmina)'}", g.figure])
        + [
            [f"{name} ({part})", 1]
            for name in ("Ozimek", "Gogolin")
            for part in ("miasto", "m", "w", "wieś", "obszar wiejski")
        ],
        of("Liczba", "2023"),
        left_out=10,
    ),
    "namesakes told by brackets": Form(
        [
            ["Gmina", "Liczba 2023"],
            ["Dąbrowa (powiat opolski)", 1],
            ["Dąbrowa (mogileński)", 2],
            ["Dąbrowa (kujawsko-pomorskie)", 3],
        ],
        {("Liczba", "2023", DABROWA): 1},
        matched=1,
        left_out=2,
    ),
    "kinds behind names": Form(
        [["Jednostka", "Liczba 2023"]]
        + each(lambda g: [f"{g.name} - {_SHORT[code7(g.code)[6]]}", g.figure])
        + [["Ozimek - w.", 1]],
        of("Liczba", "2023"),
        left_out=1,
    ),
    "offices and lists": Form(
        [
            ["Wnioskodawca", "Kwota dofinansowania"],
            ["1. Urząd Miasta Opole", "PLN 100,00"],
            ["2) UG Turawa", "-7,50 zł"],
            ["3. Urząd Miasta i Gminy Gogolin", "EUR 1"],
            ["1609082-OZIMEK", "PLN 2 000,00"],
            ["Prószków / Proskau", "100 PLN"],
            ["Dąbrowa, gm. w.", "0,00 zł"],
        ],
        {
            ("Kwota dofinansowania", "", OPOLE): 100,
            ("Kwota dofinansowania", "", "160913"): -7.5,
            ("Kwota dofinansowania", "", OZIMEK): 2000,
        },
        matched=6,
        left_out=0,
        say="stoi tylko przy niektórych",
    ),
    "a city called at length in powiat": Form(
        [["Powiat", "Gmina", "Dzieci"]]
        + each(
            lambda g: [
                "Opole - miasto na prawach powiatu"
                if g.code == OPOLE
                else f"{g.powiat} ({g.code[:4]})",
                g.name,
                g.figure,
            ]
        ),
        of("Dzieci"),
    ),
    "headings of programs and dates in words": Form(
        [["# pobrano 2024-05-01"], ["gmina", "X2021", "stan na 31 grudnia 2022 r.", "2023r."]]
        + each(lambda g: [g.name, g.figure, g.figure + 1, g.figure + 2]),
        {**of("", "2021"), **of("", "2022", shift=1), **of("", "2023", shift=2)},
        names=("x",),
    ),
    "dates, remarks and a share before its noun": Form(
        [["Gmina", "Data uchwały", "% głosów", "Wskaźnik G na 2024 r.", "Dochody ogółem", "Uwagi"]]
        + each(
            lambda g: [
                g.name,
                f"{g.figure % 28 + 1}.11.2023",
                f"{g.figure - 60},25",
                f"{g.figure},50",
                f"{g.figure} 000,55",
                "korekta" if g.code == OZIMEK else "",
            ]
        ),
        {**of("% głosów", shift=-59.75), **of("Wskaźnik G", "2024", shift=0.5)},
        ("% głosów", "Wskaźnik G", "Dochody ogółem"),
        {"% głosów": "%", "Dochody ogółem": "zł"},
    ),
    "the heading on every page, another table below": Form(
        [["Gmina", "Ludność"]]
        + each(lambda g: [g.name, g.figure])[:10]
        + [["Gmina", "Ludność"]]
        + each(lambda g: [g.name, g.figure])[10:]
        + [["", ""], ["Gmina", "Drogi"]]
        + each(lambda g: [g.name, 9]),
        of("Ludność"),
        ("Ludność",),
        say="zaczyna się następna tabela",
        left_out=0,
    ),
    "the same numbers of gminy in three columns and words": Form(
        [["wojewodztwo_kod", "powiat_kod", "gmina_kod", "rodzaj", "nazwa", "pow_km2", "ludnosc"]]
        + each(lambda g: [*parts(g), g.name, f"{g.figure}.5", f'"{g.figure}"']),
        {**of("pow", shift=0.5), **of("ludnosc")},
        ("pow", "ludnosc"),
        {"pow": "km²"},
    ),
    "dates below a word, a base year, thousands": Form(
        [
            ["Gmina", "Stan na dzień", "", "Ludność (w tys.)", "Dynamika 2020=100"],
            ["", "31.12.2022", "31.12.2023", "", ""],
        ]
        + each(
            lambda g: [g.name, g.figure, g.figure + 1, f"0,{g.figure}", f"{g.figure},5"],
        ),
        {
            **of("x", "2022"),
            **of("x", "2023", shift=1),
            **of("Dynamika 2020=100", shift=0.5),
            **of("Ludność", scale=0.001),
        },
        units={"Ludność": "tys."},
    ),
    "a year above a number and a share, money per head": Form(
        [
            ["Gmina", "Rok szk. 2022/23", "", "Zamożność per capita"],
            ["", "liczba", "%", ""],
        ]
        + each(lambda g: [g.name, g.figure, f"{g.figure - 60},5", f"{g.figure}{g.figure},25"]),
        {**of("liczba", "2022"), **of("x", "2022", shift=-59.5)},
        ("liczba", "x", "Zamożność per capita"),
        {"x": "%"},
        say="Rok szkolny",
    ),
    "a gmina once, over the rows of its parts": Form(
        [["Gmina", "Płeć", "2022", "2023"]]
        + [
            ["" if n else row.name, sex, row.figure + n, row.figure + n + 1]
            for row in _ROWS
            for n, sex in enumerate(("ogółem", "kobiety"))
        ]
        + [["", "", 9, 9]],
        {**of("ogółem", "2022"), **of("kobiety", "2023", shift=2)},
        ("ogółem", "kobiety"),
        left_out=1,
    ),
    "small figures": Form(
        [["Gmina", "Emisja 2023"]] + each(lambda g: [g.name, f"0,0{g.figure}"]),
        of("Emisja", "2023", scale=0.0001),
    ),
    "a gmina whose type changes next year": Form(
        [["Kod", "Nazwa", "Liczba 2026"], ["1609133", "Turawa", 5], ["1661011", "Opole", 6]],
        {("Liczba", "2026", "160913"): 5},
        matched=2,
        left_out=0,
    ),
}


def as_csv(rows: Rows, encoding: str, separator: str = ";") -> bytes:
    """Return a table as a text file; what an encoding cannot hold is not in it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def as_strict(rows: Rows) -> bytes:
    """Return a Strict Open XML workbook with prefixed names and parts called otherwise."""
    main, relations = "schemas.openxmlformats.org", "purl.oclc.org/ooxml"
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(rows))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            part = source.read(name).decode()
            part = part.replace(
                f"{main}/spreadsheetml/2006/main", f"{relations}/spreadsheetml/main"
            )
            part = part.replace(
                f"{main}/officeDocument/2006/relationships",
                f"{relations}/officeDocument/relationships",
            )
            part = re.sub(r"\b(workbook|sheet1|sharedStrings|styles)\.xml", r"\1-1.xml", part)
            if "worksheets/" in name or name.endswith(("workbook.xml", "sharedStrings.xml")):
                part = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", part)
                part = part.replace("xmlns=", "xmlns:x=")
            renamed = re.sub(r"\b(workbook|sheet1|sharedStrings|styles)\.xml", r"\1-1.xml", name)
            target.writestr(renamed, part)
    return out.getvalue()
