"""The command ``area``: data folders of other areas."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ao_dash.datafolder.tables import records
from ao_dash.ingest.area.build import Plan, build_area, voivodeships
from ao_dash.ingest.area.material import Material, members_of, read_material
from ao_dash.ingest.area.names import inflected
from ao_dash.model.area import Area, Core
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.numbers import GMINA, counted
from ao_dash.model.region import is_city


def add_area(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``area`` its two commands."""
    commands = parser.add_subparsers(required=True)
    listed = commands.add_parser("list", help="wypisz obszary, które są w materiale")
    listed.add_argument("--from", dest="source", type=Path, required=True, help=_SOURCE)
    listed.set_defaults(run=_list)
    new = commands.add_parser("new", help="zrób folder danych obszaru i sprawdź go")
    new.add_argument("folder", type=Path, help="nowy folder; nie może go jeszcze być")
    new.add_argument("--from", dest="source", type=Path, required=True, help=_SOURCE)
    which = new.add_mutually_exclusive_group(required=True)
    which.add_argument("--area", default="", help="kod obszaru z materiału (area list)")
    which.add_argument("--members", default="", help="kody TERYT gmin (6 cyfr) po przecinku")
    which.add_argument("--powiat", default="", help="cztery cyfry powiatu")
    which.add_argument("--voivodeship", default="", help="dwie cyfry województwa")
    which.add_argument("--country", action="store_true", help="wszystkie gminy kraju")
    new.add_argument("--name", default="", help="nazwa w mianowniku")
    new.add_argument("--genitive", default="", help="nazwa w dopełniaczu (kogo? czego?)")
    new.add_argument("--locative", default="", help="nazwa w miejscowniku (o kim? o czym?)")
    new.add_argument("--short", default="", help="krótka nazwa, najwyżej 20 znaków")
    new.add_argument("--code", default="", help="kod w adresach: wielkie litery i cyfry")
    core = "miasto, wokół którego leży obszar: kod i dopełniacz nazwy, np. 246901:Katowic"
    new.add_argument("--core", action="append", default=[], metavar="KOD:NAZWA", help=core)
    new.set_defaults(run=_new)


_SOURCE = "folder z danymi i granicami wszystkich gmin kraju"


def _list(options: argparse.Namespace) -> int:
    areas = read_material(options.source).tables["areas.csv"]
    for (code, name), rows in areas.groupby(["area", "name"], sort=False):
        print(f"{code}\t{name}\t{counted(len(rows), GMINA)}")
    return 0


def _new(options: argparse.Namespace) -> int:
    if options.folder.exists():
        rule, remedy = "folder już jest", "Podaj nazwę nowego folderu"
        raise DataFaults([Fault(str(options.folder), rule, remedy)])
    material = read_material(options.source)
    dataset = build_area(material, _plan(material, options), options.folder)
    print(
        f"✓ {options.folder}: {dataset.area.name}, {counted(len(dataset.gminy), GMINA)}, "
        f"{len(dataset.indicators)} wskaźników. Bez błędów.\n"
        f"Pulpit pokaże go po ustawieniu AO_DATA_DIR={options.folder.resolve()}"
    )
    return 0


def _plan(material: Material, options: argparse.Namespace) -> Plan:
    members = frozenset(
        members_of(
            material,
            area=options.area,
            codes=options.members,
            powiat=options.powiat,
            voivodeship=options.voivodeship,
        )
    )
    areas = material.tables["areas.csv"]
    rows = records(areas[(areas["area"] == options.area) & (options.area != "")])
    return Plan(
        area=_named(material, options, members),
        members=members,
        since={row["teryt6"]: row["valid_from"] for row in rows if row["valid_from"]},
        source=rows[0]["source"] if rows else "",
    )


def _named(material: Material, options: argparse.Namespace, members: frozenset[str]) -> Area:
    """Return the area with the forms of its name that were given or follow from it.

    Raises
    ------
    DataFaults
        With every name that has to be given.
    """
    code, name, short = _usual_names(material, options)
    name, code = options.name or name, options.code or code
    forms = inflected(name) if name else None
    genitive, locative = forms or ("", "")
    given = {
        "--name": name,
        "--code": code,
        "--genitive": options.genitive or genitive,
        "--locative": options.locative or locative,
    }
    lacking = [option for option, text in given.items() if not text]
    if lacking:
        rule, remedy = "nie wiadomo, jak nazwać obszar", "Podaj też tę opcję"
        raise DataFaults(Fault("area new", rule, remedy, value=option) for option in lacking)
    return Area(
        code=code,
        name=name,
        genitive=given["--genitive"],
        locative=given["--locative"],
        short=options.short or short or code,
        core=_core(options.core),
        voivodeships=voivodeships(material, members),
    )


def _usual_names(material: Material, options: argparse.Namespace) -> tuple[str, str, str]:
    """Return the code, the name and the short name of what the material has a name of."""
    tables = material.tables
    if options.country:
        return "KRAJ", "Polska", "Polska"
    if options.area:
        names = tables["areas.csv"].set_index("area")["name"]
        return options.area, str(names[options.area].iloc[0]), ""
    if options.voivodeship:
        name = tables["voivodeships.csv"].set_index("code")["name"][options.voivodeship]
        return f"WOJ{options.voivodeship}", f"województwo {name}", f"woj. {name}"[:20]
    if options.powiat:
        name = tables["powiaty.csv"].set_index("code")["name"][options.powiat]
        named = "" if is_city(f"{options.powiat}01") else f"powiat {name}"
        return f"POW{options.powiat}", named, named[:20]
    return "", "", ""


def _core(given: Sequence[str]) -> tuple[Core, ...]:
    parts = [text.partition(":") for text in given]
    return tuple(Core(code.strip(), genitive.strip()) for code, _, genitive in parts)
