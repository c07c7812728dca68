"""Broken data folders: what is damaged, and the faults that must be told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.data import edit

Break = Callable[[Path], object]


BORDERS = "boundaries/gminy_od_2017.geojson"


def change(file: str, old: str, new: str) -> Break:
    return lambda folder: edit(folder / file, old, new)


def append(file: str, line: str) -> Break:
    def work(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    return work


def remove(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def recode(file: str, encoding: str) -> Break:
    def work(folder: Path) -> None:
        path = folder / file
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return work


def borders(change_features: Callable[[list[dict[str, Any]]], object]) -> Break:
    def work(folder: Path) -> None:
        path = folder / BORDERS
        layer = json.loads(path.read_text(encoding="utf-8"))
        change_features(layer["features"])
        path.write_text(json.dumps(layer), encoding="utf-8")

    return work


def shift(features: list[dict[str, Any]], by: float) -> None:
    ring = features[0]["geometry"]["coordinates"][0]
    ring[:] = [[x + by, y + by] for x, y in ring]


def bow_tie(features: list[dict[str, Any]]) -> None:
    x, y = features[0]["geometry"]["coordinates"][0][0]
    ring = [[x, y], [x + 0.1, y + 0.1], [x + 0.1, y], [x, y + 0.1], [x, y]]
    features[0]["geometry"]["coordinates"] = [ring]


def in_metres(features: list[dict[str, Any]]) -> None:
    for feature in features:
        polygons = feature["geometry"]["coordinates"]
        for ring in polygons if feature["geometry"]["type"] == "Polygon" else polygons[0]:
            ring[:] = [[x * 20000, y * 8000] for x, y in ring]


ROW = "160104,bezrobotni_zarejestrowani,2003,1544,ok,GO_RYNE_1944"


BROKEN: dict[str, tuple[Break, list[str]]] = {
    "no file": (remove("stats.csv"), ["stats.csv: brak pliku"]),
    "no column": (
        change("stats.csv", "year,value", "rok,value"),
        ["stats.csv, wiersz 1, kolumna „year”: brak kolumny. Dodaj kolumnę"],
    ),
    "semicolons": (
        lambda f: (f / "sources.csv").write_text((f / "sources.csv").read_text().replace(",", ";")),
        ["Użyj przecinka zamiast średnika"],
    ),
    "cp1250": (
        recode("gminy.csv", "cp1250"),
        ["gminy.csv, wiersz 8: plik nie jest w kodowaniu UTF-8"],
    ),
    "utf-16": (recode("domains.csv", "utf-16"), ["domains.csv", "nie jest w kodowaniu UTF-8"]),
    "empty file": (
        lambda f: (f / "breaks.csv").write_text(""),
        ["breaks.csv: plik jest pusty"],
    ),
    "too many cells": (
        change("stats.csv", ROW, ROW + ",x"),
        ["stats.csv, wiersz 2: w wierszu jest 7 kolumn, a w nagłówku 6"],
    ),
    "open quote": (
        append("remarks.csv", 'ludnosc,*,,"tekst'),
        ["remarks.csv", "cudzysłowów nie da się odczytać"],
    ),
    "unknown gmina": (
        change("stats.csv", ROW, ROW.replace("160104", "146501")),
        ["wiersz 2, kolumna „teryt6”, wartość „146501”: nieznana gmina"],
    ),
    "malformed teryt": (
        change("stats.csv", ROW, ROW.replace("160104", "1601")),
        ["wartość „1601”: kod TERYT gminy ma sześć cyfr"],
    ),
    "unknown indicator": (
        change("stats.csv", ROW, ROW.replace("bezrobotni_zarejestrowani", "bezrobotni_x")),
        ["kolumna „indicator”, wartość „bezrobotni_x”: nieznany wskaźnik"],
    ),
    "unknown source": (
        change("stats.csv", ROW, ROW.replace("GO_RYNE_1944", "NIE_MA")),
        ["kolumna „source”, wartość „NIE_MA”: nieznane źródło"],
    ),
    "unknown status": (
        change("stats.csv", ROW, ROW.replace(",ok,", ",dobry,")),
        ["kolumna „status”, wartość „dobry”: nieznany status"],
    ),
    "duplicate key": (
        append("stats.csv", ROW),
        ["kolumna „teryt6, indicator, year”", "wiersz powtarza klucz innego wiersza"],
    ),
    "not a number": (
        change("stats.csv", ROW, ROW.replace("1544", "1 544,0").replace("1 544,0", '"1 544,0"')),
        ["kolumna „value”, wartość „1 544,0”: wartość nie jest liczbą"],
    ),
    "infinite": (
        change("stats.csv", ROW, ROW.replace("1544", "1e999")),
        ["„1e999”: wartość nie jest liczbą"],
    ),
    "too long for a number": (
        change("stats.csv", ROW, ROW.replace("1544", "1" + "0" * 300)),
        ["wartość nie jest liczbą", "najwyżej 13 przed kropką"],
    ),
    "digits of another script": (
        change("stats.csv", ROW, ROW.replace("1544", "\u0661\u0665")),
        ["wartość nie jest liczbą"],
    ),
    "next to nothing": (
        change("stats.csv", ROW, ROW.replace("1544", "0.00000000001")),
        ["wartość „0.00000000001”: tak małej liczby nie da się pokazać"],
    ),
    "negative people": (
        change("stats.csv", ROW, ROW.replace("1544", "-1544")),
        ["wiersz 2, kolumna „value”, wartość „-1544”: wartość nie może być ujemna"],
    ),
    "a fraction of a person": (
        change("stats.csv", ROW, ROW.replace("1544", "1544.5")),
        ["wartość „1544.5”: to, co się liczy w całości, nie ma ułamka"],
    ),
    "people in thousands": (
        change("stats.csv", ROW, ROW.replace("1544", "1544000")),
        ["setki razy większa albo mniejsza niż poprzednia tej gminy. Sprawdź jednostkę"],
    ),
    "more people than the country has": (
        change("stats.csv", ROW, ROW.replace("1544", "1544000000")),
        ["wartość „1544000000”: tyle nie zmieści się w żadnej gminie"],
    ),
    "a share above the whole": (
        append("stats.csv", "166101,lesistosc,2009,101,ok,GO_RYNE_1944"),
        ["wartość „101”: udział nie może przekraczać 100"],
    ),
    "a year that has not been": (
        change("stats.csv", ROW, ROW.replace("2003", "2049")),
        ["kolumna „year”, wartość „2049”: tego roku jeszcze nie było"],
    ),
    "a region with fewer than none": (
        append("regional.csv", "PL,lesistosc,2020,-1,GO_RYNE_1944"),
        ["regional.csv, wiersz 1306", "wartość nie może być ujemna"],
    ),
    "neither yes nor no": (
        append("stats.csv", "166101,alarm_pow_2020,2019,2,ok,GO_RYNE_1944"),
        ["odpowiedź to 1 (tak) albo 0 (nie)"],
    ),
    "year out of range": (
        change("stats.csv", ROW, ROW.replace("2003", "203")),
        ["kolumna „year”, wartość „203”: rok musi być liczbą od 1990 do 2049"],
    ),
    "value with status missing": (
        change("stats.csv", ROW, ROW.replace(",ok,", ",missing,")),
        ["kolumna „value”, wartość „1544”: przy tym statusie nie może być wartości"],
    ),
    "ok without value": (
        change("stats.csv", ROW, ROW.replace("1544", "")),
        ["kolumna „value”: status ok wymaga wartości"],
    ),
    "derived value stored": (
        append("stats.csv", "160104,bezrobotni_1000,2024,1,ok,GO_RYNE_1944"),
        ["wskaźnik jest obliczany wzorem"],
    ),
    "bad formula": (
        change("indicators.csv", "dochody_wlasne / ludnosc", "dochody_wlasne + ludnosc"),
        ["kolumna „formula”", "wzoru nie da się odczytać"],
    ),
    "formula over nothing": (
        change("indicators.csv", "dochody_wlasne / ludnosc", "dochody_wlasne / mieszkancy"),
        ["wzór lub waga wskazuje nieznany"],
    ),
    "unit that no table declines": (
        change("units.csv", "małżeństwo,małżeństwo,małżeństwa,małżeństw,małżeństwa\n", ""),
        ["indicators.csv", "wartość „małżeństwo”: nieznana jednostka", "Dodaj do units.csv"],
    ),
    "figures of what waits for them": (
        append("stats.csv", "166101,udzial_65,2024,18,ok,GO_RYNE_1944"),
        ["stats.csv", "wartość „udzial_65”: wskaźnik czeka na wartości", "Zmień origin"],
    ),
    "a formula over what waits for its figures": (
        change("indicators.csv", "dochody_wlasne / ludnosc", "dochody_wlasne / pracujacy"),
        ["wzór lub waga wskazuje nieznany"],
    ),
    "an indicator in use without a note": (
        change("indicators.csv", "Dane KG PSP według rodzaju obiektu (kategoria 6).", ""),
        ["indicators.csv", "kolumna „note”: komórka nie może być pusta"],
    ),
    "a method changed for every indicator": (
        append("breaks.csv", "*,*,2020,method,Nowa metoda.,"),
        ["breaks.csv", "„*” zamiast wskaźnika może mieć tylko przerwa borders"],
    ),
    "no units": (remove("units.csv"), ["units.csv: brak pliku"]),
    "no such day": (
        change("gminy.csv", "2013-10-16", "2013-02-30"),
        ["gminy.csv", "wartość „2013-02-30”: to nie jest data"],
    ),
    "gmina without a type": (
        change("gmina_types.csv", "166101,miejska,2012-09-01\n", ""),
        ["gminy.csv", "wartość „166101”: gmina nie ma typu"],
    ),
    "unknown domain": (
        change("projects.csv", "planowanie;gospodarka;transport", "planowanie;kosmos"),
        ["projects.csv", "nieznana dziedzina na liście"],
    ),
    "no borders at all": (remove(BORDERS), [f"{BORDERS}: brak pliku"]),
    "borders are not geojson": (
        lambda f: (f / BORDERS).write_text("<html>"),
        [f"{BORDERS}: plik nie jest poprawnym GeoJSON"],
    ),
    "gmina missing from the borders": (
        borders(lambda features: features.pop(0)),
        ["wartość „160104”: gminy nie ma w granicach"],
    ),
    "gmina twice in the borders": (
        borders(lambda features: features.append(features[0])),
        ["wartość „160104”: gmina jest w granicach dwa razy"],
    ),
    "invalid geometry": (
        borders(bow_tie),
        ["wartość „160104”: geometria jest niepoprawna (Self-intersection"],
    ),
    "gap and overlap": (
        borders(lambda features: shift(features, 0.002)),
        ["wartość „160104”: granica nie styka się z sąsiadem na długości"],
    ),
    "wrong projection": (borders(in_metres), ["współrzędne leżą poza Polską"]),
    "area far from the register": (
        change(
            "stats.csv", "166101,powierzchnia_km2,2025,149.02", "166101,powierzchnia_km2,2025,96.5"
        ),
        ["wartość „166101”: powierzchnia 149,03", "różni się od rejestru (96,50 km²)"],
    ),
    "a flow to nowhere": (
        append("flows.csv", "dojazdy,166101,999999,2016,30,GUS_DOJ_2016"),
        ["flows.csv, wiersz 996, kolumna „to”, wartość „999999”: nieznany koniec przepływu"],
    ),
    "a flow past the area": (
        append("flows.csv", "dojazdy,0202,0208,2016,30,GUS_DOJ_2016"),
        ["wartość „0202; 0208”: żaden koniec nie leży w obszarze"],
    ),
    "fewer persons than are published": (
        append("flows.csv", "dojazdy,160503,0202,2016,9,GUS_DOJ_2016"),
        ["kolumna „persons”, wartość „9”", "dojazdy od 10 osób, przemeldowania od 3"],
    ),
    "a part of a person on the way": (
        append("flows.csv", "przemeldowania,160503,0202,2023,3.5,WI_MIG_2023"),
        ["wartość „3.5”: to nie jest liczba całkowita"],
    ),
    "a pair twice": (
        append("flows.csv", "dojazdy,160903,166101,2016,1214,GUS_DOJ_2016"),
        ["kolumna „flow, from, to, year”", "wiersz powtarza klucz innego wiersza"],
    ),
    "a flow of another kind in a year to come": (
        append("flows.csv", "wakacje,160903,166101,2049,30,GUS_DOJ_2016"),
        ["wartość „wakacje”: nieznany rodzaj przepływu", "„2049”: tego roku jeszcze nie było"],
    ),
    "a flow from a source nobody knows": (
        append("flows.csv", "dojazdy,160503,0202,2016,30,NIE_MA"),
        ["wartość „NIE_MA”: nieznane źródło", "jednego rodzaju i roku mają jedno źródło"],
    ),
    "commuters that do not add up to their indicator": (
        change(
            "stats.csv", "160903,dojazdy_do_opola,2016,1214", "160903,dojazdy_do_opola,2016,1215"
        ),
        ["stats.csv", "wartość „1215”: wartość nie jest sumą przepływów z flows.csv"],
    ),
    "a flow that does not add up to its indicator": (
        change(
            "flows.csv",
            "przemeldowania,160902,166101,2023,30",
            "przemeldowania,160902,166101,2023,31",
        ),
        ["stats.csv", "kolumna „value”, wartość „30”: wartość nie jest sumą przepływów"],
    ),
    "an end of a flow on the wrong side of the world": (
        change("flow_ends.csv", ",16.681,50.721", ",50.721,16.681"),
        ["flow_ends.csv, wiersz 2, kolumna „lon, lat”", "punkt leży poza Polską"],
    ),
    "an end outside that is inside": (
        append("flow_ends.csv", "166101,Opole,17.9,50.7"),
        ["flow_ends.csv", "wartość „166101”: gmina leży w obszarze"],
    ),
    "a station of trains in the sea": (
        change("rail_stations.csv", ",17.6161,50.7553,", ",17.6161,58.7553,"),
        ["rail_stations.csv, wiersz 2, kolumna „lon, lat”", "punkt leży poza Polską"],
    ),
    "half of a point": (
        change("rail_stations.csv", ",17.6161,50.7553,", ",,50.7553,"),
        ["rail_stations.csv, wiersz 2, kolumna „lon, lat”", "punkt leży poza Polską"],
    ),
    "an edition of two days": (
        append("editions.csv", "0,2020-01-01,build-data,,Opisy,,0,1,0"),
        ["editions.csv", "to samo wydanie ma w innym wierszu inny dzień albo inną komendę"],
    ),
    "an edition of no day, with years that are none": (
        append("editions.csv", "1,dawno,import,ludnosc,Ludność,202,1,0,0"),
        ["editions.csv", "kolumna „made”, wartość „dawno”", "kolumna „years”, wartość „202”"],
    ),
    "means of a station that is not there": (
        append("air_means.csv", "Nigdzie,PM10,24g,2016,30.5,µg/m³,,99,GIOS_STAT_2017"),
        ["air_means.csv", "wartość „Nigdzie”: nieznana stacja. Dodaj ją do air_stations.csv"],
    ),
    "a pollutant without a name": (
        append("air_means.csv", "OpOpoleMinor,Inne,2g,2016,-3,µg/m³,x,101,GIOS_STAT_2017"),
        [
            "wartość „Inne”: nieznane zanieczyszczenie",
            "wartość „2g”: pomiar jest godzinowy albo dobowy",
            "wartość „-3”: wartość nie jest liczbą",
            "wartość „x”: to nie jest liczba całkowita",
            "wartość „101”: udział nie może przekraczać 100",
        ],
    ),
    "no context": (remove("boundaries/towns.geojson"), ["boundaries/towns.geojson: brak pliku"]),
}
