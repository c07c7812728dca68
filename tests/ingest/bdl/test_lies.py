"""A bank that lies: each lie is refused with its reason, and what is true is taken all the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ao_dash.datafolder.load import load
from ao_dash.ingest.bdl import client
from ao_dash.ingest.bdl.client import Bank as Where
from ao_dash.ingest.bdl.rate_limit import Limit
from ao_dash.ingest.bdl.refresh import Options, refresh
from ao_dash.ingest.editions.edition import last_attempt
from ao_dash.ingest.editions.errors import RefreshError
from ao_dash.mapview.plain_page import plain
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Series, Status
from ao_dash.output.paper.render import render
from ao_dash.output.paper.sheet import Sheet
from tests.support.bdl_server import (
    SMALL,
    Bank,
    FastClock,
    Variable,
    check_once,
    content,
    gmina_id,
    indicator_line,
    serve,
    small_bank,
    small_folder,
    without_certificates,
)

Answer = dict[str, Any]
OPOLE = gmina_id("166101", 1)
KNOWN, YEARS = range(2016, 2022), range(2015, 2026)
NEXT = date.today().year + 1  # noqa: DTZ011


@dataclass(frozen=True)
class Lie:
    """How the answers about one variable lie, and what is said of it (``""``: it is taken).

    ``fault`` is one of the imitation, at the end of the path ``where`` and the number.
    """

    said: str
    change: Callable[[Answer], object] = lambda _answer: None
    where: str = "/data/by-variable/"
    fault: str | None = None
    share: bool = False


def values(answer: Answer) -> Iterator[dict[str, Any]]:
    yield from (cell for row in answer["results"] for cell in row["values"])


def value(made: object, since: int = 2025) -> Callable[[Answer], object]:
    """Return a lie: the value of every gmina from a year on."""
    return lambda answer: [c.update(val=made) for c in values(answer) if int(c["year"]) >= since]


def times(
    factor: float, chosen: Callable[[int], bool], gmina: str = ""
) -> Callable[[Answer], None]:
    """Return a lie: the values of some years, of one gmina or all, so many times larger."""

    def change(answer: Answer) -> None:
        for row in answer["results"]:
            for cell in row["values"]:
                if chosen(int(cell["year"])) and gmina in row["id"]:
                    cell["val"] = float(round(cell["val"] * factor))

    return change


def year(made: object) -> Callable[[Answer], object]:
    return lambda answer: [c.update(year=made) for c in values(answer) if c["year"] == "2025"]


def rows(change: Callable[[list[Any]], list[Any]]) -> Callable[[Answer], None]:
    """Return a lie: other rows, and their number said right."""

    def work(answer: Answer) -> None:
        answer["results"] = change(answer["results"])
        answer["totalRecords"] = len(answer["results"])

    return work


def renamed(name: object) -> Callable[[Answer], object]:
    return lambda answer: answer.update(n2=name)


def paged(answer: Answer, first: list[Any] = []) -> None:  # noqa: B006  it remembers
    """Every page is the same, and together they have the number that is said."""
    first[:] = first or answer["results"] * 20
    answer.update(results=first, totalRecords=2 * len(first))


def later_kind(answer: Answer) -> None:
    """Dąbrowa is urban and rural from 2024, and the bank fills the rural one up with zeros."""
    old = next(row for row in answer["results"] if row["id"] == gmina_id("160902", 2))
    new = {**old, "id": gmina_id("160902", 3)}
    new["values"] = [{**cell} for cell in old["values"] if int(cell["year"]) >= 2024]
    for cell in old["values"]:
        cell.update(val=0.0 if int(cell["year"]) >= 2024 else cell["val"])
    answer["results"].append(new)
    answer["totalRecords"] += 1


ABOUT, SUBJECT = "/variables/", "/subjects/P"
NUMBER, WHOLE, UNIT = "nie jest liczbą", "nie ma ułamka", "jednostk"
UNSEEN = "znaki, których nie widać"

LIES: Mapping[str, Lie] = {
    "the truth": Lie(""),
    "a share": Lie("", share=True),
    # values
    "fewer than none": Lie("nie może być ujemna", value(-3.0)),
    "half a person": Lie(WHOLE, value(3015.5)),
    "1e300": Lie(NUMBER, value(1e300)),
    "17 digits": Lie(NUMBER, value(1e16)),
    "not a number": Lie(NUMBER, value(float("nan"))),
    "infinite": Lie(NUMBER, value(float("-inf"))),
    "400 digits": Lie(NUMBER, value(10**400)),
    "5000 digits": Lie(NUMBER, fault="5000 digits"),
    "a text": Lie(NUMBER, value("3015")),
    "yes": Lie(NUMBER, value(made=True)),
    "a list": Lie(NUMBER, value([3015])),
    "a long text": Lie(NUMBER, value("9" * 200_000)),
    "more than the country": Lie("nie zmieści się w żadnej gminie", value(99_000_000)),
    "thousands in the new year": Lie("setki razy", times(1000, lambda y: y == 2025)),
    "thousands in new years": Lie("razy", times(1000, lambda y: y > 2021)),
    "thousands in half of the years": Lie("razy", times(1000, lambda y: y % 2 == 0)),
    "thousands in all years": Lie("zgadza się tylko 0", times(1000, lambda _: True)),
    "thousands in years before": Lie("razy", times(1000, lambda y: y == 2015)),
    "tens in the new year": Lie("około 10 razy większe", times(10, lambda y: y == 2025)),
    "a hundredth in the new year": Lie("razy mniejsze", times(0.01, lambda y: y == 2025)),
    "thousands in one gmina": Lie("setki razy", times(1000, lambda y: y == 2025, OPOLE)),
    "thousands in the share of one gmina": Lie(
        "około tysiąca razy",
        lambda a: [r["values"][-1].update(val=0.03) for r in a["results"] if r["id"] == OPOLE],
        share=True,
    ),
    "zero for all": Lie("wszystkie gminy mają zero", value(0.0)),
    "zero below zero": Lie("wszystkie gminy mają zero", value(-0.0)),
    "a share in 1000 of half of the years": Lie(
        "nie może przekraczać", times(10, lambda y: y % 2 == 0), share=True
    ),
    "zero for a gmina": Lie("", times(0, lambda y: y == 2025, OPOLE)),
    "more than all": Lie("nie może przekraczać 100", value(101.0), share=True),
    "less than nothing": Lie("nie może być ujemna", value(-0.1), share=True),
    "next to nothing": Lie(NUMBER, value(5e-324), share=True),
    "a share as a fraction": Lie("razy mniejsze", value(0.3), share=True),
    "a share in 1000": Lie("nie może przekraczać", times(10, lambda y: y == 2025), share=True),
    # years
    "year 2049": Lie("tego roku jeszcze nie było", year("2049")),
    "next year": Lie("tego roku jeszcze nie było", year(NEXT)),
    "year 20250": Lie("nie jest rokiem", year("20250")),
    "year of words": Lie("nie jest rokiem", year("MMXXV")),
    "no year": Lie("nie jest rokiem", year(None)),
    "digits of another script": Lie("nie jest rokiem", year("٢٠٢٥")),
    "a year twice": Lie("dwie wartości za 2024", year("2024")),
    "years shifted by ten": Lie(
        "nie jest rokiem", lambda a: [c.update(year=int(c["year"]) - 2000) for c in values(a)]
    ),
    "a year with a fraction": Lie("nie jest rokiem", year("2025.0")),
    "a year that is yes": Lie("nie jest rokiem", year(made=True)),
    # attributes
    "attribute 0": Lie("", lambda answer: [c.update(attrId=0) for c in values(answer)]),
    "attribute as text": Lie("", lambda answer: [c.update(attrId="0") for c in values(answer)]),
    "no attribute": Lie("", lambda answer: [c.pop("attrId") for c in values(answer)]),
    "attribute of a strange kind": Lie("", lambda a: [c.update(attrId=[1]) for c in values(a)]),
    # gminy
    "a gmina left out": Lie("", rows(lambda found: [r for r in found if r["id"] != OPOLE])),
    "other gminy": Lie("żadnej gminy obszaru", rows(lambda f: [{**r, "id": "0" * 11} for r in f])),
    "no rows": Lie("żadnej gminy obszaru", rows(lambda _: [])),
    "rows twice": Lie("dwie wartości", rows(lambda found: found * 2)),
    "towns instead of gminy": Lie(
        "żadnej gminy obszaru", rows(lambda f: [{**r, "id": f"{r['id'][:-1]}4"} for r in f])
    ),
    "gminy of another voivodeship": Lie(
        "żadnej gminy obszaru", rows(lambda f: [{**r, "id": f"0124{r['id'][4:]}"} for r in f])
    ),
    "a gmina twice, the second time otherwise": Lie(
        "dwie wartości",
        rows(lambda f: [*f, {**f[0], "values": [{**c, "val": 7.0} for c in f[0]["values"]]}]),
    ),
    "a row that is none": Lie("", rows(lambda found: [*found, 7])),
    "no values": Lie("nie ma listy wartości", rows(lambda f: [{**r, "values": None} for r in f])),
    "cells that are none": Lie(
        "nie jest rokiem", rows(lambda f: [{**r, "values": [3]} for r in f])
    ),
    "a kind of the future": Lie("", later_kind),
    # pages
    "a page repeated": Lie("dwie wartości", paged),
    "pages without end": Lie("niemożliwą liczbę", lambda answer: answer.update(totalRecords=10**9)),
    "fewer pages than none": Lie("liczby rekordów", lambda a: a.update(totalRecords=-1)),
    "pages in words": Lie("liczby rekordów", lambda a: a.update(totalRecords="trzy")),
    "half the rows": Lie("jest niepełna", lambda a: a.update(results=a["results"][:1])),
    "results that are none": Lie("nie ma listy wyników", lambda a: a.update(results={})),
    # whose figures, in what
    "another variable": Lie("innej zmiennej", lambda a: a.update(variableId=5)),
    "another name": Lie("innej zmiennej", lambda a: a.update(id=5), ABOUT),
    "no subject": Lie("nie podaje tematu", lambda a: a.update(subjectId=None), ABOUT),
    "a subject elsewhere": Lie("tematu", lambda a: a.update(subjectId="../variables/5"), ABOUT),
    "no unit": Lie("„NIE USTALONO”", lambda a: a.update(measureUnitName="NIE USTALONO"), ABOUT),
    "another unit": Lie("„tys. osób”", lambda a: a.update(measureUnitName="tys. osób"), ABOUT),
    "a unit that is none": Lie("tekstem", lambda a: a.update(measureUnitName=[1]), ABOUT),
    "figures in another unit": Lie("w innej jednostce", lambda a: a.update(measureUnitId=2)),
    "the day of another age": Lie("", lambda a: a.update(lastUpdate="\ud800" * 99)),
    # names
    "a NUL in the name": Lie(UNSEEN, renamed("ogółem\x00"), ABOUT),
    "half a letter in the name": Lie(UNSEEN, renamed("ogółem \ud800"), ABOUT),
    "writing from the right": Lie(UNSEEN, renamed("\u202eogółem"), ABOUT),
    "200 000 letters": Lie("do 500 znaków", renamed("ogółem" * 33_334), ABOUT),
    "a name that is none": Lie("nie jest tekstem", renamed({"a": 1}), ABOUT),
    "letters in two parts": Lie("", renamed(unicodedata.normalize("NFD", "żółć ")), ABOUT),
    "lines in the name": Lie("", renamed("na\r\n1000\tkm²"), ABOUT),
    "a page in the name": Lie("", renamed("<script>alert(1)</script>"), ABOUT),
    "a NUL in the subject": Lie(UNSEEN, lambda a: a.update(name="Te\x00mat"), SUBJECT),
    "another subject": Lie("innego tematu", lambda a: a.update(id="P5"), SUBJECT),
    # on the way
    "not packed": Lie("uszkodzona", fault="no gzip"),
    "packed and cut": Lie("Bank danych nie odpowiedział", fault="gzip cut"),
    "packed by a thousand": Lie("nie ma końca", fault="bomb"),
    "an answer without end": Lie("nie ma końca", fault="endless"),
    "cut": Lie("jest ucięta", fault="truncated"),
    "a page": Lie("przyszła strona", fault="html"),
    "a list instead": Lie("zamiast danych", fault="list"),
    "nothing at all": Lie("jest ucięta", fault="empty"),
    "null": Lie("zamiast danych", fault="null"),
    "a hundred thousand deep": Lie("jest ucięta", fault="deep"),
    "letters of Windows": Lie("jest ucięta", fault="cp1250", where=ABOUT),
    "another kind of content": Lie("", fault="plain text"),
    "a byte order mark": Lie("", fault="mark"),
    "an error for ever": Lie("błąd serwera (500)", fault="500"),
    "sent elsewhere": Lie("kod 302", fault="302"),
    "a subject that is a page": Lie("przyszła strona", fault="html", where=SUBJECT),
}


def apart(lies: Mapping[str, Lie]) -> Iterator[str]:
    """Return names so that no two variables in a row have no answer: that would end the run."""
    answered = [name for name, lie in lies.items() if lie.fault is None]
    for name, lie in lies.items():
        if lie.fault is not None:
            yield answered.pop(0)
            yield name
    yield from answered


CODES = {name: f"p{n}" for n, name in enumerate(apart(LIES))}


def number_of(code: str) -> str:
    return str(9000 + int(code[1:]))


def lying_bank() -> Bank:
    """Return a bank with a variable for each lie."""
    bank = Bank()
    by_number = {number_of(CODES[name]): lie for name, lie in LIES.items()}
    for number, lie in by_number.items():
        start = 30.0 if lie.share else 3000.0
        cells: dict[str, Any] = {
            gmina_id(teryt6, kind): dict.fromkeys(YEARS, (start + n, 1))
            for n, (teryt6, kind) in enumerate(SMALL.items())
        }
        words = ("lesistość", "%") if lie.share else ("ludność", "osoba")
        bank.add(Variable(number, f"P{number}", (words[0],), words[1], cells), "ogółem")

    def lie_at(path: str) -> Lie | None:
        place, digits = path.rstrip("0123456789"), path[len(path.rstrip("0123456789")) :]
        lie = by_number.get(digits)
        return lie if lie and lie.where == place else None

    def change(path: str, answer: Answer) -> None:
        if lie := lie_at(path):
            lie.change(answer)

    bank.change = change
    bank.fault = lambda _n, path: lie.fault if (lie := lie_at(path)) else None
    return bank


def lying_folder(root: Path) -> Path:
    """Write a folder that knows six years of each indicator."""
    folder = small_folder(root)
    with (folder / "indicators.csv").open("a", encoding="utf-8") as out:
        for name, code in CODES.items():
            share = LIES[name].share
            kind = "%,przyroda,share,neutral" if share else "osoba,przyroda,count,neutral"
            cells = f"{code},Nazwa,Nazwa,{kind},0,1,0,,,published,{number_of(code)},x"
            out.write(indicator_line(cells, like="lesistosc" if share else "ludnosc"))
    with (folder / "stats.csv").open("a", encoding="utf-8") as out:
        for name, code in CODES.items():
            start = 30 if LIES[name].share else 3000
            for y in KNOWN:
                out.writelines(
                    f"{teryt6},{code},{y},{start + n},ok,S1\n" for n, teryt6 in enumerate(SMALL)
                )
    return folder


def options_of(root: Path, url: str) -> Options:
    where, limits = Where(url, timeout=5.0), (Limit(10**6, 1.0),)
    return Options(root / "cache", where, "przyroda", limits=limits)


@dataclass(frozen=True)
class After:
    """What a refresh from the lying bank left: its report, the data, the days of its sources."""

    lines: tuple[str, ...]
    dataset: Dataset
    notes: str


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> After:
    root = tmp_path_factory.mktemp("lies")
    folder = lying_folder(root / "data")
    with pytest.MonkeyPatch.context() as patch, serve(lying_bank()) as url:
        without_certificates(patch)
        patch.setattr(client, "_MAX_BYTES", 2_000_000)
        outcome = refresh(folder, options_of(root, url), clock=FastClock())
    return After(outcome.lines, load(folder), "\n".join(outcome.lines))


def test_there_are_enough_lies() -> None:
    assert len(LIES) >= 80


def refusal(after: After, code: str) -> str:
    found = [line for line in after.lines if line.startswith(f"  {code} (zmienna ")]
    return found[0] if found else ""


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_refused_with_its_reason_and_the_truth_is_taken(name: str, after: After) -> None:
    code, lie = CODES[name], LIES[name]
    said = refusal(after, code)
    assert bool(said) == bool(lie.said), said
    assert lie.said in said
    assert len(said) < 400
    assert said.isprintable()
    taken = tuple(KNOWN) if lie.said else tuple(YEARS)
    series = after.dataset.series[code]
    assert series.years == taken, said
    if lie.said:
        assert series[2021]["166101"].value == (30 if lie.share else 3000)


def test_nothing_impossible_is_taken(after: After) -> None:
    for code, series in after.dataset.series.items():
        share = after.dataset.indicators[code].unit == "%"
        for y, cells in series.items():
            assert y <= 2025
            for cell in cells.values():
                if cell.value is not None and code.startswith("p"):
                    assert cell.value >= 0
                    assert cell.value <= 100 if share else cell.value == round(cell.value) < 5000


def test_gminy_that_an_answer_leaves_out_are_named_and_keep_their_figures(after: After) -> None:
    code = CODES["a gmina left out"]
    assert f"Odpowiedź o {code} pomija gminy: Opole (2015–2025)." in after.lines
    series: Series = after.dataset.series[code]
    assert series[2021]["166101"].value == 3000
    assert series[2025]["166101"].status is Status.MISSING


def test_a_new_kind_of_a_gmina_is_told_and_its_figures_count(after: After) -> None:
    series = after.dataset.series[CODES["a kind of the future"]]
    assert [series[y]["160902"].value for y in (2023, 2024, 2025)] == [3001, 3001, 3001]
    said = "Dąbrowa: od 2024 r. bank ma gminę typu miejsko-wiejska; dopisz to w gmina_types.csv."
    assert said in after.lines


def test_names_are_kept_in_one_form(after: After) -> None:
    names = [source.dataset for source in after.dataset.sources.values()]
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    assert any("na 1000 km²" in name for name in names)


def test_every_indicator_can_be_drawn_afterwards(after: After) -> None:
    for code, indicator in after.dataset.indicators.items():
        view = build_view(after.dataset, parse({"wskaznik": code}, after.dataset)[0])
        named = indicator.name in plain(view)
        assert named == bool(len(after.dataset.series[code])), code
    assert render(after.dataset, view, "svg", Sheet.A4)


# --- lies about everything ---------------------------------------------------------------------


def every(fault: str) -> Callable[[Bank], None]:
    return lambda bank: setattr(bank, "fault", lambda _n, _path: fault)


def at(place: str, change: Callable[[Answer], object]) -> Callable[[Bank], None]:
    """Return a lie of every answer below a path."""

    def lie(bank: Bank) -> None:
        bank.change = lambda path, answer: change(answer) if place in path else None

    return lie


TOGETHER: Mapping[str, tuple[Callable[[Bank], None], str, int]] = {
    "forbidden": (every("403"), "nie pozwala na zapytania", 1),
    "unauthorized": (every("401"), "Sprawdź klucz AO_BDL_KEY", 1),
    "a page for all": (every("html"), "przyszła strona", 1),
    "cut for all": (every("truncated"), "jest ucięta", 6),
    "not packed for all": (every("no gzip"), "uszkodzona", 6),
    "forbidden for figures": (
        lambda bank: setattr(bank, "fault", lambda _n, p: "403" if "by-variable" in p else None),
        "nie pozwala na zapytania",
        20,
    ),
    "a line cut at one variable": (
        lambda bank: setattr(bank, "fault", lambda _n, p: "cut" if "e/1646047" in p else None),
        "połączenie się urwało",
        20,
    ),
    "absent for all": (lambda bank: bank.variables.clear(), "nie potwierdził żadnej zmiennej", 20),
    "other units": (
        at("/variables/", lambda a: a.update(measureUnitName="NIE USTALONO")),
        "nie potwierdził żadnej zmiennej",
        20,
    ),
    "no attributes": (at("/attributes", lambda a: a.update(results=7)), "listy atrybutów", 20),
    "attributes of words": (
        at("/attributes", lambda a: a.update(results=[{"id": "zero"}])),
        "listy atrybutów",
        20,
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_a_refresh_that_confirmed_nothing_has_failed_and_says_why(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie, said, most = TOGETHER[name]
    without_certificates(monkeypatch)
    check_once(monkeypatch)
    folder, bank = small_folder(tmp_path / "data"), small_bank()
    lie(bank)
    before = content(folder)
    with serve(bank) as url, pytest.raises(RefreshError, match=said):
        refresh(folder, options_of(tmp_path, url), clock=FastClock())
    assert content(folder) == before
    assert len(bank.asked) <= most
    attempt = last_attempt(tmp_path / "cache")
    assert attempt is not None
    assert not attempt.fine
    assert "\n" not in attempt.said


def test_what_the_bank_says_of_regions_is_held_to_the_same_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_certificates(monkeypatch)
    check_once(monkeypatch)
    folder, bank = small_folder(tmp_path / "data"), small_bank()

    def lie(path: str, answer: Answer) -> None:
        for row in answer["results"] if "by-unit/000000000000" in path else ():
            row["values"][0]["val"] = {194828: -4, 1646047: 10**400, 1621852: 29.6}[row["id"]]

    bank.change = lie
    with serve(bank) as url:
        options = options_of(tmp_path, url)
        outcome = refresh(folder, options, clock=FastClock())
    assert [
        line for line in outcome.lines if line.startswith("  lesistosc (") and "PL, rok" in line
    ]
    regional = load(folder).regional
    assert not len(regional["lesistosc"])
    assert regional["obszary_chronione"][2024]["PL"].value is None
    assert regional["tereny_zieleni"][2024]["PL"].value == 29.6
