"""Ugly files of the real world: each is joined right or refused with what to do."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from ao_dash.ingest.spreadsheet.gazetteer import Outcome
from ao_dash.ingest.spreadsheet.limits import UploadRefused
from ao_dash.ingest.spreadsheet.reading import Reading
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina
from ao_dash.model.series import Status
from tests.support.uploads import (
    cells,
    raw_workbook,
    sheet_with_doctype,
    text,
    usable,
    workbook,
    zipped,
)

OPOLE, WALCE, STRZELECZKI, TULOWICE = "166101", "160504", "160503", "160912"
DABROWA, LUBNIANY, PROSZKOW, KRAPKOWICE = "160902", "160905", "160910", "160502"
MISSING, NOT_APPLICABLE, CONFIDENTIAL = (
    Status.MISSING,
    Status.NOT_APPLICABLE,
    Status.CONFIDENTIAL,
)

Expected = Mapping[tuple[int | None, str], float | Status]


@dataclasses.dataclass(frozen=True)
class Good:
    """A file that joins: figures of its first candidate, and words that must be told."""

    content: bytes
    expected: Expected
    told: str = ""
    name: str = "dane.csv"


BDL = text(
    "Kod;Nazwa;ogółem;ogółem;ogółem;",
    ";;2019;2020;2021;",
    ";;[osoba];[osoba];[osoba];",
    "0000000;POLSKA;38382576;38088564;37907704;",
    "1600000;OPOLSKIE;982626;948583;942441;",
    "1661000;Powiat m. Opole;128035;127387;127077;",
    "1661011;Opole (1);128035;127387;127077;",
    "1605023;Krapkowice (3);22559;22017;21812;",
    "1605024;Krapkowice - miasto (4);16301;15862;15661;",
    "1605025;Krapkowice - obszar wiejski (5);6258;6155;6151;",
)

GOOD = {
    "polish csv": Good(
        text("Kod;Nazwa;2022;2023", "166101;Opole;1,5;2", "160504;Walce;3;4,25"),
        {(2022, OPOLE): 1.5, (2023, WALCE): 4.25},
        "średnik",
    ),
    "byte order mark": Good(
        text("gmina;2023", "Dąbrowa;7", encoding="utf-8-sig"), {(2023, DABROWA): 7}, "UTF-8"
    ),
    "cp1250": Good(
        text("gmina;2023", "Dąbrowa;7", "Prószków;8", "ŁUBNIANY;9", encoding="cp1250"),
        {(2023, DABROWA): 7, (2023, LUBNIANY): 9},
        "Windows-1250",
    ),
    "iso-8859-2": Good(
        text("gmina;2023", "Dąbrowa;7", "Prószków;8", encoding="iso8859-2"),
        {(2023, DABROWA): 7, (2023, PROSZKOW): 8},
        "ISO-8859-2",
    ),
    "utf-16 of Excel": Good(
        text("gmina\t2023", "Dąbrowa\t7,5", encoding="utf-16"), {(2023, DABROWA): 7.5}, "UTF-16"
    ),
    "commas and points": Good(
        text("kod,nazwa,2023", "166101,Opole,1.234", "160504,Walce,2"),
        {(2023, OPOLE): 1.234},
        "przecinek",
    ),
    "bars": Good(text("kod|2023", "166101|5", "160504|6"), {(2023, WALCE): 6}, "kreska"),
    "hint of Excel": Good(
        text("sep=;", "kod;2023", "166101;5", "160504;6", end="\r\n"), {(2023, WALCE): 6}
    ),
    "old mac": Good(text("kod;2023", "166101;5", "160504;6", end="\r"), {(2023, WALCE): 6}),
    "quoted line breaks": Good(
        text('"Kod\ngminy";"Ludność\n2023"', "166101;5", "160504;6"), {(2023, WALCE): 6}
    ),
    "spaces in thousands": Good(
        text("gmina;2023", "Opole;127 387", "Walce;5 123,5"),
        {(2023, OPOLE): 127387, (2023, WALCE): 5123.5},
    ),
    "no-break spaces": Good(
        text("gmina;2023", "Opole;127\u00a0387", "Walce;1\u202f005\u202f123"),
        {(2023, OPOLE): 127387, (2023, WALCE): 1005123},
    ),
    "points in thousands": Good(
        text("gmina;2023", "Opole;127.387,5", "Walce;5.123"),
        {(2023, OPOLE): 127387.5, (2023, WALCE): 5123},
    ),
    "english thousands": Good(
        text("gmina;2023", 'Opole;"127,387.5"', 'Walce;"5,123"'),
        {(2023, OPOLE): 127387.5, (2023, WALCE): 5123},
    ),
    "apostrophes in thousands": Good(
        text("gmina;2023", "Opole;127'387", "Walce;5"), {(2023, OPOLE): 127387}
    ),
    "open comma": Good(
        text("gmina;2023", "Opole;1,234", "Walce;5,678"),
        {(2023, OPOLE): 1.234},
        "przecinek odczytano jako rozdzielający ułamki",
    ),
    "open point": Good(
        text("gmina;2023", "Opole;127.387", "Walce;5.678"),
        {(2023, OPOLE): 127387},
        "kropkę odczytano jako rozdzielającą tysiące",
    ),
    "true minus and dashes": Good(
        text("gmina;2023", "Opole;\N{MINUS SIGN}12,5", "Walce;\N{EN DASH}3", "Turawa;-1"),
        {(2023, OPOLE): -12.5, (2023, WALCE): -3, (2023, "160913"): -1},
    ),
    "percent and money": Good(
        text("gmina;2022;2023", "Opole;12,5%;1 200,00 zł", "Walce;7 %;3 zł"),
        {(2022, OPOLE): 12.5, (2023, OPOLE): 1200},
    ),
    "signs": Good(
        text(
            "gmina;2023",
            *("Opole;5", "Walce;b.d.", "Turawa;.", "Murów;-", "Ozimek;x", "Gogolin;#"),
            *("Izbicko;", "Niemodlin;n.d.", "Popielów;Brak danych", "Zdzieszowice;0"),
        ),
        {
            (2023, WALCE): MISSING,
            (2023, "160913"): MISSING,
            (2023, "160906"): MISSING,
            (2023, "160908"): NOT_APPLICABLE,
            (2023, "160501"): CONFIDENTIAL,
            (2023, "161101"): MISSING,
            (2023, "160907"): NOT_APPLICABLE,
            (2023, "160909"): MISSING,
            (2023, "160505"): 0,
        },
        "Znak „x” odczytano jako: nie dotyczy.",
    ),
    "footers": Good(
        text("gmina;2023", "Opole;5", "Walce;6", "Razem;11", "", "* dane wstępne", "Źródło: GUS;"),
        {(2023, OPOLE): 5, (2023, WALCE): 6},
        "Pominięto: powiat, województwo lub suma (wiersz 4).",
    ),
    "bdl across": Good(BDL, {(2019, OPOLE): 128035, (2021, KRAPKOWICE): 21812}, "powiat"),
    "bdl down": Good(
        text(
            "Kod;Nazwa;Płeć;Rok;Wartosc;Jednostka miary;Atrybut",
            "1661011;Opole (1);ogółem;2020;127387;osoba;",
            "1661011;Opole (1);kobiety;2020;67000;osoba;",
            "1605042;Walce (2);ogółem;2020;5300;osoba;",
            "1605042;Walce (2);kobiety;2020;2700;osoba;n",
        ),
        {(2020, OPOLE): 127387, (2020, WALCE): 5300},
    ),
    "merged headings": Good(
        text(
            "Gmina;Ludność;;;Powierzchnia",
            ";2021;2022;2023;2023",
            "Opole;1;2;3;149",
            "Walce;4;5;6;69",
        ),
        {(2021, OPOLE): 1, (2022, OPOLE): 2, (2023, WALCE): 6},
    ),
    "small letters without marks": Good(
        text("gmina;2023", "OPOLE;1", "dabrowa;2", "lubniany;3", "Tulowice;4"),
        {(2023, DABROWA): 2, (2023, LUBNIANY): 3, (2023, TULOWICE): 4},
    ),
    "decorated names": Good(
        text(
            "jednostka;2023",
            *("Gmina Walce;1", "m. Opole;2", "Strzeleczki (3);3", "gm. Dąbrowa;4"),
            *("Miasto i Gmina Krapkowice;5", "Powiat m. Opole;99"),
        ),
        {
            (2023, WALCE): 1,
            (2023, OPOLE): 2,
            (2023, STRZELECZKI): 3,
            (2023, DABROWA): 4,
            (2023, KRAPKOWICE): 5,
        },
    ),
    "codes of seven digits": Good(
        text("teryt;2023", "1661011;5", "1605042;6", "1605033;7"),
        {(2023, OPOLE): 5, (2023, WALCE): 6, (2023, STRZELECZKI): 7},
    ),
    "codes of bdl": Good(
        text("id;2023", "031616661011;5", "31613705042;6", "031600000000;9"),
        {(2023, OPOLE): 5, (2023, WALCE): 6},
    ),
    "codes as fractions": Good(
        text("teryt,2023", "166101.0,5", "160504.0,6"), {(2023, OPOLE): 5, (2023, WALCE): 6}
    ),
    "codes as formulas of text": Good(
        text("teryt;2023", '"=""166101""";5', "'160504;6"), {(2023, OPOLE): 5, (2023, WALCE): 6}
    ),
    "codes with gaps": Good(
        text("teryt;2023", "16 61 01 1;5", "1605_04_2;6", "1605032 Strzeleczki;7"),
        {(2023, OPOLE): 5, (2023, WALCE): 6, (2023, STRZELECZKI): 7},
    ),
    "both codes of one gmina": Good(
        text(
            "Kod;Nazwa;2017;2018",
            *("1609122;Tułowice (2);10;", "1609123;Tułowice (3);;12", "1661011;Opole;1;2"),
        ),
        {(2017, TULOWICE): 10, (2018, TULOWICE): 12},
    ),
    "both codes, zeros for nothing": Good(
        text(
            "Kod;Nazwa;2017;2018",
            *("1609122;Tułowice (2);10;0", "1609123;Tułowice (3);0;12", "1661011;Opole;1;2"),
        ),
        {(2017, TULOWICE): 10, (2018, TULOWICE): 12},
        "Zera w wierszu",
    ),
    "gmina twice the same": Good(
        text("gmina;2023", "Opole;1", "Walce;2", "OPOLE;1"), {(2023, OPOLE): 1, (2023, WALCE): 2}
    ),
    "gminy of others": Good(
        text("Kod;Nazwa;2023", "0409022;Dąbrowa;99", "1609022;Dąbrowa;5", "1601011;Brzeg;7"),
        {(2023, DABROWA): 5},
        "spoza obszaru",
    ),
    "title, blanks and numbering": Good(
        text(
            "Tabl. 12. Ludność w gminach w 2023 r.;;;",
            *(";;;", ";Gmina;;Ludność", ";1;;2", ";Opole;;5", ";Walce;;6"),
        ),
        {(None, OPOLE): 5, (None, WALCE): 6},
    ),
    "numbers of rows": Good(
        text("Lp.;Gmina;2023", "1;Opole;5", "2;Walce;6"), {(2023, OPOLE): 5, (2023, WALCE): 6}
    ),
    "years with words": Good(
        text("gmina;stan 31.12.2022 r.;rok 2023", "Opole;5;6"),
        {(2022, OPOLE): 5, (2023, OPOLE): 6},
    ),
    "years down with words": Good(
        text("gmina;rok;wartość", "Opole;2022 r.;5", "Opole;2023 r.;6"),
        {(2022, OPOLE): 5, (2023, OPOLE): 6},
    ),
    "school years": Good(
        text("gmina;uczniowie 2022/2023;uczniowie 2023/24", "Opole;5;6"),
        {(2022, OPOLE): 5, (2023, OPOLE): 6},
        "Rok szkolny",
    ),
    "no heading": Good(text("Opole;5", "Walce;6"), {(None, OPOLE): 5, (None, WALCE): 6}),
    "seat of the powiat beside": Good(
        text("kod;siedziba;2023", "166101;Opole;5", "160902;Opole;6", "160913;Opole;7"),
        {(2023, DABROWA): 6, (2023, "160913"): 7},
    ),
    "figures like codes": Good(
        text("gmina;2023", "Opole;166101", "Walce;160503", "Turawa;5", "Murów;77"),
        {(2023, OPOLE): 166101, (2023, WALCE): 160503},
    ),
    "answers": Good(
        text("gmina;2023", "Opole;tak", "Walce;NIE"), {(2023, OPOLE): 1, (2023, WALCE): 0}
    ),
    "a cell of ten thousand letters": Good(
        text("gmina;2023;uwagi", f"Opole;5;{'ż' * 10_000}"), {(2023, OPOLE): 5}
    ),
    "hostile texts": Good(
        text(
            "gmina;<script>alert(1)</script> 2023",
            *("\u202eOpole\u202c;5", "<img src=x onerror=alert(1)>;6", "=HYPERLINK();7"),
        ),
        {(2023, OPOLE): 5},
    ),
    "workbook": Good(
        workbook(
            [["Kod", "Nazwa", 2022, 2023], [166101, "Opole", 1234.567, 2], [160504, "W", 1, 3]]
        ),
        {(2022, OPOLE): 1234.567, (2023, WALCE): 3},
        name="dane.xlsx",
    ),
    "workbook with merged headings": Good(
        workbook(
            [
                ["Ludność w gminach"],
                [],
                ["Gmina", "Ludność", None, "Dochody", None],
                [None, 2022, 2023, 2022, 2023],
                ["Opole", 1, 2, "b.d.", 4],
                ["Walce", 5, 6, "7 000,5", 8],
            ]
        ),
        {(2022, OPOLE): 1, (2023, WALCE): 6},
    ),
    "workbook with percents": Good(
        workbook(
            [["Gmina", 2023], ["Opole", 0.07], ["Walce", 0.455]], formats={"B2": "0.0%", "B3": "0%"}
        ),
        {(2023, OPOLE): 7, (2023, WALCE): 45.5},
    ),
    "workbook with results": Good(
        raw_workbook(
            cells(1, "Gmina", "2023")
            + cells(2, "Opole", "<f>1+1</f><v>2</v>")
            + cells(3, "Walce", "<v>3</v>")
        ),
        {(2023, OPOLE): 2, (2023, WALCE): 3},
    ),
    "workbook, second sheet": Good(
        workbook([["Opis"], ["Opole"]], [["Gmina", 2023], ["Opole", 5], ["Walce", 6]]),
        {(2023, OPOLE): 5},
        "Odczytano arkusz „Arkusz2”.",
    ),
    "transposed": Good(
        text("rok;Opole;Walce;Turawa", "2022;5;6;1", "2023;7;8;2"),
        {(2022, OPOLE): 5, (2023, WALCE): 8},
        "tabelę obrócono",
    ),
    "transposed, two gminy": Good(
        text("rok;166101;160504", "2022;5;6", "2023;7;8"),
        {(2022, OPOLE): 5, (2023, WALCE): 8},
        "tabelę obrócono",
    ),
    "words in figures": Good(
        text("gmina;2023", "Opole;5", "Walce;12 osób", "Turawa;1"),
        {(2023, WALCE): 12},
        "„osób” stoi tylko przy niektórych",
    ),
    "other words in figures": Good(
        text("gmina;2023", "Opole;5", "Walce;w toku", "Turawa;1", "Murów;w toku"),
        {(2023, WALCE): MISSING, (2023, OPOLE): 5},
        "„w toku” to nie liczba ani znak umowny (2\N{NO-BREAK SPACE}wiersze: 3, 5)",
    ),
    "footnotes in figures": Good(
        text("gmina;2023", "Opole;5*", "Walce;3", "* dane wstępne"),
        {(2023, OPOLE): 5, (2023, WALCE): 3},
        "przypis „*”: dane wstępne",
    ),
    "figures made dates": Good(
        text("gmina;2023", "Opole;02.maj", "Walce;3"),
        {(2023, OPOLE): MISSING, (2023, WALCE): 3},
        "„02.maj” to nie liczba",
    ),
    "year in words": Good(
        text("gmina;rok;wartość", "Opole;zeszły;5", "Walce;2023;6"),
        {(2023, WALCE): 6},
        "roku nie da się odczytać (wiersz 2)",
    ),
    "formulas without results": Good(
        workbook([["Gmina", 2023], ["Opole", "=1+1"], ["Walce", 5]]),
        {(2023, OPOLE): MISSING, (2023, WALCE): 5},
        "formuła bez zapisanego wyniku",
    ),
    "errors of formulas": Good(
        raw_workbook(
            cells(1, "Gmina", "2023")
            + '<row r="2"><c r="A2" t="inlineStr"><is><t>Opole</t></is></c>'
            '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>' + cells(3, "Walce", "<v>3</v>")
        ),
        {(2023, OPOLE): MISSING, (2023, WALCE): 3},
        "#DIV/0!",
    ),
}


def read(dataset: Dataset, case: Good) -> Reading:
    return usable(case.name, case.content, dataset)


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_ugly_files_join(dataset: Dataset, case: Good) -> None:
    preview = read(dataset, case)
    figures = preview.candidates[0].figures
    found = {
        (year, teryt6): figure.status if figure.value is None else figure.value
        for year, by_gmina in figures.items()
        for teryt6, figure in by_gmina.items()
    }
    assert {key: found[key] for key in case.expected} == dict(case.expected)
    assert case.told in " ".join(preview.notes)


REFUSED = {
    "empty": (b"", "jest pusty", "Wskaż"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "jest pusty", "Wskaż"),
    "six megabytes": (b"a" * 6_000_000, "6,0 MB", "Zostaw"),
    "only a heading": (text("gmina;2023"), "żaden wiersz", "TERYT"),
    "only names": (text("gmina;typ", "Opole;miejska", "Walce;wiejska"), "z liczbami", "Dodaj"),
    "other gminy": (text("kod;2023", "0201011;5", "0201022;6"), "żaden wiersz", "TERYT"),
    "web page": (b"\r\n<html><table><tr><td>Opole</td></tr></table>", "HTML", "zapisz"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "XML", "zapisz"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls", "Zapisz"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "hasłem",
        "bez hasła",
    ),
    "pdf": (b"%PDF-1.7\n", "PDF", "Wskaż"),
    "picture": (b"\x89PNG\r\n\x1a\n", "PNG", "Wskaż"),
    "json": (b'{"Opole": 5}', "JSON", "Wskaż"),
    "binary": (bytes(range(128)) * 9, "binarny", "Wskaż"),
    "zeros inside": (b"gmina;2023\nOp\0ole;5\n" + b"\0" * 30, "binarny", "Wskaż"),
    "dos letters": (text("gmina;2023", "Tułowice;5", encoding="cp852"), "kodowania", "CSV UTF-8"),
    "damaged opendocument": (zipped(["content.xml"]), "uszkodzony", "jeszcze raz"),
    "binary workbook": (zipped(["xl/workbook.bin"]), ".xlsb", "Zapisz"),
    "archive": (zipped(["dane.csv"]), "archiwum", "Rozpakuj"),
    "broken archive": (b"PK\x03\x04" + b"x" * 90, "uszkodzony", "jeszcze raz"),
    "half a workbook": (workbook([["Opole", 5]])[:-400], "uszkodzony", "jeszcze raz"),
    "commas in figures": (
        text("gmina,wartość", "Opole,1,5", "Walce,2,5"),
        "więcej kolumn",
        "ze średnikami",
    ),
    "both meanings of a comma": (
        text("gmina;2023", "Opole;1,5", 'Walce;"1,234,567"'),
        "raz ułamki, a raz tysiące",
        "jednakowo",
    ),
    "open quote": (
        text("gmina;2023", 'Opole;"5', *("Walce;6",) * 3),
        "cudzysłów",
        "Zamknij cudzysłów",
    ),
    "too many columns": (text("Opole" + ";5" * 300), "300 kolumn", "Usuń"),
    "too many rows": (text(*("Opole;5",) * 20_001), "20000 wierszy", "Zostaw"),
    "too many cells": (text(*("Opole" + ";5" * 99,) * 2_501), "250000 komórek", "Usuń"),
    "too many years": (
        text("gmina;" + ";".join(map(str, range(1960, 2021))), "Opole" + ";5" * 61),
        "60 lat",
        "mniej lat",
    ),
    "too many figures": (
        text("gmina;rok", *("Opole;2020" + ";5" * 11,) * 3_700),
        "40000",
        "Zostaw",
    ),
    "codes lost": (text("id;2023", "3,16137E+10;5"), "postać naukowa", "tekst"),
    "bomb": (raw_workbook("a" * 70_000_000), "za duży", "nowego skoroszytu"),
    "elements": (raw_workbook("<a/>" * 70_000), "więcej treści", "nowego skoroszytu"),
    "rows of nothing": (raw_workbook("<row/>" * 150_000), "więcej treści", "nowego"),
    "depth": (raw_workbook("<a>" * 200 + "</a>" * 200), "więcej treści", "nowego"),
    "entities": (
        sheet_with_doctype('<!DOCTYPE a [<!ENTITY b "bb">]>', "<c>&b;</c>"),
        "encje",
        "nowego",
    ),
    "outer entity": (
        sheet_with_doctype('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "<c>&b;</c>"),
        "encje",
        "nowego",
    ),
    "far column": (raw_workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "kolumn", "Usuń"),
}


@pytest.mark.parametrize(("content", "rule", "remedy"), REFUSED.values(), ids=REFUSED)
def test_ugly_files_are_refused(dataset: Dataset, content: bytes, rule: str, remedy: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        usable("dane.csv", content, dataset)
    told = str(refused.value)
    assert rule in told
    assert remedy in told
    assert all(fault.remedy for fault in refused.value.faults)


@pytest.mark.parametrize("name", ["~$plik.xlsx", ".~lock.plik.ods#"])
def test_the_lock_of_an_open_workbook_is_called_so(dataset: Dataset, name: str) -> None:
    with pytest.raises(UploadRefused, match="plik blokady"):
        usable(name, b"\x06Kowal" * 20, dataset)


def test_there_are_forty_and_more() -> None:
    assert len(GOOD) + len(REFUSED) > 40


def outcomes(dataset: Dataset, *lines: str) -> dict[str, Outcome]:
    return {row.key: row.outcome for row in usable("x.csv", text(*lines), dataset).rows}


def test_every_row_has_its_outcome(dataset: Dataset) -> None:
    assert outcomes(
        dataset,
        "gmina;2023",
        *("Opole;1", "Walce;2", "miasto Krapkowice;4", "Opolle;5", "Brzeg;6"),
        *("Powiat opolski;7", "Gogolin - obszar wiejski;8", "Stan na koniec roku;"),
    ) == {
        "Opole": Outcome.MATCHED,
        "Walce": Outcome.MATCHED,
        "miasto Krapkowice": Outcome.CONFLICT,
        "Opolle": Outcome.UNMATCHED,
        "Brzeg": Outcome.OUTSIDE,
        "Powiat opolski": Outcome.HIGHER,
        "Gogolin - obszar wiejski": Outcome.PART,
        "Stan na koniec roku": Outcome.REMARK,
    }


def test_the_area_is_no_gmina_whatever_stands_behind_its_name(dataset: Dataset) -> None:
    lines = ("Opole;1", "Ozimek;2", "AO;3", "Aglomeracja Opolska;4", "Aglomeracja Opolska ogółem;5")
    found = outcomes(dataset, "gmina;2023", *lines)
    assert [*found.values()][2:] == [Outcome.HIGHER] * 3


def test_a_code_and_a_name_must_agree(dataset: Dataset) -> None:
    lines = ("166101;Walce;1", "160504;Walce;2", "160913;Brzeg;3", "160908;Ozimek;4")
    found = outcomes(dataset, "kod;gmina;2023", *lines)
    assert list(found.values()) == [
        Outcome.CONFLICT,
        Outcome.MATCHED,
        Outcome.CONFLICT,
        Outcome.MATCHED,
    ]


def test_a_wrong_name_gets_a_suggestion_and_no_figure(dataset: Dataset) -> None:
    preview = usable("x.csv", text("gmina;2023", "Opole;1", "Komprahcice;2"), dataset)
    assert "Komprachcice" in preview.rows[1].note
    assert preview.matched == (OPOLE,)
    assert set(preview.candidates[0].figures[2023]) == {OPOLE}


def test_lines_are_those_of_the_file(dataset: Dataset) -> None:
    content = text('"a\nb";2023', "", "", "Opole;1", "", "Walce;2")
    assert [row.line for row in usable("x.csv", content, dataset).rows] == [5, 7]


def test_one_fault_is_told_once_with_its_lines(dataset: Dataset) -> None:
    lines = [f"{g.name};{n};w toku" if n % 2 else f"{g.name};{n};{n}" for n, g in members(dataset)]
    notes = usable("x.csv", text("gmina;2023;2024", *lines), dataset).notes
    told = [note for note in notes if "w toku" in note]
    assert len(told) == 1
    assert "10\N{NO-BREAK SPACE}wierszy: 3, 5, 7…" in told[0]


def members(dataset: Dataset) -> list[tuple[int, Gmina]]:
    return list(enumerate(dataset.gminy.values()))


def test_a_column_that_contradicts_itself_leaves_the_others(dataset: Dataset) -> None:
    content = text("gmina;a 2023;b 2023", "Opole;1;2,5", "Walce;3;1,234,567", "Turawa;5;6")
    reading = usable("x.csv", content, dataset)
    assert [candidate.guess.name for candidate in reading.candidates] == ["a"]
    assert any("raz ułamki" in note and "„b”" in note for note in reading.notes)


def test_texts_of_strangers_are_bounded_and_visible(dataset: Dataset) -> None:
    preview = read(dataset, GOOD["hostile texts"])
    assert preview.candidates[0].guess.name == "<script>alert(1)</script>"
    assert preview.rows[0].key == "Opole"
    long = usable("x" * 999 + ".csv", text("y" * 9_999 + ";2023", "Opole;1"), dataset)
    assert len(long.file) <= 120
    assert all(len(row.key) <= 700 for row in long.rows)
