"""Whatever the shipped stories say is so: figures, comparisons and facts, each with its proof.

A function per step yields the phrases that its words may say, made from the data. What is left of
the words without them must hold no digit, no number in letters and no comparison.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import shapely
from babel.dates import format_date

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview import sentences as words
from ao_dash.mapview.selection import read_query
from ao_dash.mapview.stories import FOLDER, files
from ao_dash.mapview.story import Step, Story, read_story, written
from ao_dash.mapview.view import View, build_view
from ao_dash.model import territory
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.indicator import Indicator, Kind, Origin
from ao_dash.model.numbers import format_change, format_number, format_with_unit
from ao_dash.model.project import Project
from ao_dash.model.series import BreakKind, Cell, Status
from tests.support.data import edit, with_cells

AO, TEN, BORDER = "czym-jest-ao", "dziesiec-obrazow", "powiekszenie-opola-2017"
TITLES = {
    AO: "Czym jest Aglomeracja Opolska",
    TEN: "Aglomeracja Opolska w dziesięciu obrazach",
    BORDER: "Powiększenie Opola 2017: co się zmieniło",
}
UNIT = "Opole + 4 gminy"
GAVE = ("Dobrzeń Wielki", "Dąbrowa", "Komprachcice", "Prószków")
FIVE = ("Opole", *GAVE)

# What no table of the data folder states, and where it is stated; the note must name the site.
ADDRESSES = {
    "association": "http://ao.nbip.pl/ao/?id=94",
    "agreement": "https://www.aglomeracja-opolska.pl/aglomeracja-opolska",
    "powiats": "https://www.aglomeracja-opolska.pl/aktualnosci/nowi-czlonkowie-stowarzyszenia-aglomeracja-opolska",
    "ZIT until 2020": "http://opowiecie.info/piec-aglomeracji-opolskiej/",
    "ZIT since 2021": "https://aglomeracja-opolska.pl/fundusze-eu-2021-2027/strategia-zit-ao-2021",
}
AGREED = 2012
REGISTERED = date(2013, 11, 14)
POWIATS = ("opolski", "krapkowicki")
POWIATS_JOINED = date(2021, 7, 6)
ZIT_BEFORE, ZIT_MILLIONS, ZIT_TOLD = "2014–2020", 71.8, 2018  # millions of EUR, as told in 2018
ZIT_NOW, ZIT_EUROS = "2021–2027", 88_718_560
MEMBERS_KNOWN_UNTIL = "grudniu 2023 r."  # what the sources of data/gminy.csv cover

DIGIT = r"[0-9]+"
IN_LETTERS = (
    r"zer(o|a|em)|jed(en|n(a|ą|ej|o|ego|emu|ym|ych))|dw(a|ie|u|óch|om|oma|oje)|dw(adzie|anaś|ukrot)\w*"
    r"|trz(y|ech|ema|ynaś\w*|ydzie\w*|ykrot\w*)|trzeci\w*|czter(y|ech|em)|czter\w{3,}|czwart\w*"
    r"|pięć\w*|pięci(u|oma|okrot\w*)|piąt(a|y|ej|ego|ą)|sze(ść|ści|sna|śćd)\w*|szóst\w*"
    r"|siedem\w*|siedmi\w*|siódm\w*|osiem\w*|ośmi\w*|ósm\w*|dziewię\w*|dziewią\w*"
    r"|dziesię\w*|dziesią\w*|jedenast\w*|sto|stu|set(k\w+|n\w+)|tysi\w*|milion\w*|miliard\w*"
    r"|poł(owa|owy|owę|ową|owie)|pół|ćwier\w*|pierwsz\w*|drug\w*|oba|obie|obu|oboje|obydw\w*"
    r"|kilk\w*|wiel(e|u)|podw(ój|oi)\w*|potr(ój|oi)\w*|raz(y|a)"
)
COMPARED = (
    r"naj\w+|większoś\w*|mniejszoś\w*|wszyst\w+|żad(en|n\w+)|każd\w+|tylko|jedyn\w+|wyłącznie|spad\w+"
    r"|wzr(o|ó)s\w*|przyby(ło|ł|ły)|uby(ło|ł|ły)|ponad|prawie|niemal|blisko|co najmniej|więcej|mniej"
    r"|wyższ\w+|niższ\w+|większ\w+|mniejsz\w+|nadal|bez zmian|nie zmieni\w+|t(e same|ą samą|a sama|en sam|yle)"
)
BARE = re.compile(rf"{DIGIT}|\b({IN_LETTERS}|{COMPARED})\b", re.IGNORECASE)


# What the phrases are made of


@dataclass(frozen=True, eq=False)
class Told:
    """A step with its picture."""

    dataset: Dataset
    step: Step

    @cached_property
    def view(self) -> View:
        merged = self.step.selection.constant
        return build_view(territory.chosen(self.dataset, merged=merged), self.step.selection)

    @property
    def words(self) -> str:
        return f"{self.step.title}\n{self.step.text}\n{self.step.note}"

    @property
    def year(self) -> int:
        return self.view.year

    @property
    def gminy(self) -> int:
        return len(self.dataset.gminy)

    @property
    def indicator(self) -> Indicator:
        assert self.view.indicator
        return self.view.indicator

    def gmina(self, name: str) -> Gmina:
        return next(g for g in self.dataset.gminy.values() if g.name == name)

    def pictured(self, name: str) -> float:
        """Return the value that the picture shows for a gmina or a unit."""
        value = next(row.value for row in self.view.rows if row.gmina.name == name)
        assert value is not None
        return value

    def shown(self, name: str) -> str:
        """Return that value as the picture writes it."""
        return format_number(self.pictured(name), self.indicator.decimals)

    def value(self, name: str, code: str, year: int) -> float:
        value = self.dataset.series[code][year][self.gmina(name).teryt6].value
        assert value is not None
        return value

    def values(self, code: str, year: int) -> list[float]:
        cells = self.dataset.series[code][year].values()
        return [cell.value for cell in cells if cell.value is not None]

    def sum(self, names: Iterable[str], code: str, year: int) -> float:
        return sum(self.value(name, code, year) for name in names)

    def area(self, code: str, year: int) -> float:
        found = area_value(self.dataset, code, year)
        assert found
        return found.value

    @property
    def whole(self) -> str:
        """Return the value of the whole area as the picture writes it."""
        assert self.view.area
        return format_number(self.view.area.value, self.indicator.decimals)

    @property
    def median(self) -> str:
        return words.median_text(self.view)

    def above_zero(self) -> int:
        return sum(value > 0 for value in self.view.values)

    def source(self, part: str) -> Source:
        """Return the source of the picture whose dataset says ``part``."""
        return next(s for s in self.view.sources if part in f"{s.office} {s.dataset}")

    def stated(self, where: str, phrase: str) -> str:
        """Return a fact that no table states; the note must name the site of ``ADDRESSES``."""
        site = urlsplit(ADDRESSES[where]).netloc.removeprefix("www.")
        assert site in self.step.note, f"„{self.step.title}”: the note does not name {site}"
        return phrase

    def from_projects(self, code: str) -> Project:
        """Return a project; the note must name the table."""
        assert "data/projects.csv" in self.step.note
        return self.dataset.projects[code]

    def recalculated(self) -> tuple[int, int]:
        """Return the year since which population is recalculated, and that of the census."""
        found = next(b for b in self.dataset.breaks_of("ludnosc") if b.kind is BreakKind.BASE)
        census = re.search(r"spisu ([0-9]{4})", found.text)
        assert census
        return found.year, int(census[1])

    @cached_property
    def moved(self) -> date:
        since = self.dataset.vintages[-1].valid_from
        assert since
        return since


def claim(phrase: str, *, true: bool) -> str:
    assert true, phrase
    return phrase


def day(when: date) -> str:
    return f"{format_date(when, 'd MMMM y', locale='pl')} r."


def genitive(when: date) -> str:
    """Return month and year after „od”, „do”."""
    return f"{format_date(when, 'd MMMM y', locale='pl').partition(' ')[2]} r."


def month(text: str) -> str:
    return genitive(date.fromisoformat(f"{text}-01"))


def millions(value: float) -> str:
    return f"{format_number(value / 1e6, 1)} mln zł"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def n(value: float, decimals: int = 0) -> str:
    return format_number(value, decimals)


def listed(names: Sequence[str]) -> str:
    *others, last = names or ["—"]
    return f"{', '.join(others)} i {last}" if others else last


def extremes(t: Told, *named: str) -> tuple[str, str]:
    """Return the lowest and the highest value shown; they must be those of the gminy named."""
    if named:
        assert [[r.gmina.name for r in rows] for rows in (t.view.lowest, t.view.highest)] == [
            [name] for name in named
        ]
    low, high = (format_number(t.view.values[i], t.indicator.decimals) for i in (-1, 0))
    return low, high


Proof = Callable[[Told], Iterator[str]]
PROOFS: dict[tuple[str, int], Proof] = {}


def proof(story: str, number: int) -> Callable[[Proof], Proof]:
    def kept(function: Proof) -> Proof:
        PROOFS[story, number] = function
        return function

    return kept


def whole_phrase(phrase: str) -> re.Pattern[str]:
    before = r"(?<![\w,+−])(?<![0-9][ ])" if phrase[0].isdigit() else r"(?<!\w)"
    after = r"(?![\w])(?![, ][0-9])" if phrase[-1].isdigit() else r"(?!\w)"
    return re.compile(before + re.escape(phrase) + after)


def unproved(said: str, phrases: Iterable[str]) -> list[str]:
    """Return what the words lack of ``phrases``, and what they say beyond them.

    A phrase proves one place only; the longest are taken first.
    """
    left = plain(said)
    faults = []
    for phrase in sorted(map(plain, phrases), key=len, reverse=True):
        left, found = whole_phrase(phrase).subn(" ■ ", left, count=1)
        faults += [] if found else [f"not said: {phrase}"]
    beyond = BARE.finditer(left)
    return faults + [f"no proof: {left[max(m.start() - 25, 0) : m.end() + 25]!r}" for m in beyond]


# Czym jest Aglomeracja Opolska


@proof(AO, 1)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    everybody, opole = t.view.area.value, t.pictured("Opole")
    yield f"{n(everybody)} mieszkańców w {t.gminy} gminach"
    rest = format_with_unit(everybody - opole, t.indicator)
    yield (
        f"Na koniec {t.year} r. w Opolu mieszkały {format_with_unit(opole, t.indicator)}, "
        f"a w pozostałych {t.gminy - 1} gminach razem {rest}"
    )
    yield claim(f"stan na 31 grudnia {t.year} r.", true="stan 31 grudnia" in t.indicator.name)
    since, census = t.recalculated()
    yield f"Od {since} r. GUS podaje ludność przeliczoną do wyników spisu z {census} r."
    yield claim(
        t.stated("agreement", f"Skład Aglomeracji ({t.gminy} gmin)"),
        true=all(ADDRESSES["agreement"] in g.source for g in t.dataset.gminy.values()),
    )
    yield f"po {MEMBERS_KNOWN_UNTIL}"


def founders(t: Told) -> list[Gmina]:
    first = min(g.member_since for g in t.dataset.gminy.values())
    return [g for g in t.dataset.gminy.values() if g.member_since == first]


@proof(AO, 2)
def _(t: Told) -> Iterator[str]:
    first = founders(t)
    (late,) = [g for g in t.dataset.gminy.values() if g not in first]
    assert late.name == "Tułowice"
    yield t.stated(
        "association",
        f"Porozumienie {len(first)} gmin z {AGREED} r., Tułowice od {late.member_since.year} r.",
    )
    yield f"Stowarzyszenie powstało {day(first[0].member_since)}"
    assert t.view.selected
    assert t.view.selected.gmina == late
    yield f"Tułowice, wyróżnione na mapie, dołączyły {day(late.member_since)}"
    assert t.year == AGREED
    yield f"Porozumienie zawarto w {AGREED} r."
    yield (
        f"Stowarzyszenie założyło {len(first)} gmin, a do Krajowego Rejestru Sądowego wpisano je "
        f"{t.stated('association', day(REGISTERED))}"
    )
    yield (
        f"na koniec {t.year} r. w dzisiejszych {t.gminy} gminach było {t.whole} zarejestrowanych "
        f"bezrobotnych, z tego {t.shown('Opole')} w Opolu i {t.shown('Tułowice')} w Tułowicach"
    )
    old = t.view.vintage is t.dataset.vintages[0]
    yield claim(f"sprzed powiększenia Opola w {t.moved.year} r.", true=old)
    yield f"z powodów współpracy z {AGREED} r."


def by_type(t: Told, year: int) -> tuple[int, int, int]:
    kinds = [g.type_in(year) for g in t.dataset.gminy.values()]
    urban, mixed, rural = (
        kinds.count(kind) for kind in (GminaType.URBAN, GminaType.MIXED, GminaType.RURAL)
    )
    return urban, mixed, rural


@proof(AO, 3)
def _(t: Told) -> Iterator[str]:
    first, second = (t.gmina(name).types[-1][0].year for name in ("Tułowice", "Strzeleczki"))
    changed = [g.name for g in t.dataset.gminy.values() if len(g.types) > 1]
    assert changed == ["Strzeleczki", "Tułowice"]
    (u0, m0, r0), (u1, m1, r1), (u2, m2, r2) = (
        by_type(t, year) for year in (first - 1, first, second)
    )
    assert by_type(t, AGREED) == (u0, m0, r0)
    assert by_type(t, second - 1) == (u1, m1, r1)
    assert t.view.shown == tuple(r for r in t.view.rows if r.type is GminaType.MIXED)
    yield claim(
        f"Gmin miejsko-wiejskich było {m0}, a od {second} r. jest {m2}",
        true=len(t.view.shown) == m2,
    )
    yield f"Gmina Tułowice jest miejsko-wiejska od {first} r., Strzeleczki od {second} r."
    yield claim(f"Pozostałe gminy to miasto Opole i {r2} gmin wiejskich", true=u2 == 1)
    low, high = extremes(t, "Strzeleczki", "Tułowice")
    yield f"w {t.year} r.: od {low}% w gminie Strzeleczki do {high}% w gminie Tułowice"
    yield f"układ: {u0} miasto, {m0} gmin miejsko-wiejskich i {r0} wiejskich. To stan do {first - 1} r."
    yield f"W latach {first}–{second - 1} było ich odpowiednio {u1}, {m1} i {r1}"
    yield f"od {second} r. jest {u2}, {m2} i {r2}"
    act = "Dz.U. 2023 poz. 1472"
    yield claim(f"Strzeleczki – {act}", true=act in t.gmina("Strzeleczki").source)
    assert "www.rp.pl" in t.gmina("Tułowice").source
    assert "data/gminy.csv" in t.step.note


@proof(AO, 4)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    assert "na 1000" in t.indicator.unit
    low, high = extremes(t)
    yield (
        f"{t.year} r.: {t.whole} podmiotu w rejestrze REGON na 1000 mieszkańców Aglomeracji, "
        f"w gminach od {low} do {high}"
    )
    yield t.stated(
        "agreement",
        "Cele porozumienia: przezwyciężanie barier rozwoju społeczno-gospodarczego, poprawa jakości "
        "życia mieszkańców i wzrost konkurencyjności partnerów",
    )
    yield claim(
        f"Bank Danych Lokalnych, {t.year} r. Wartość dla całości to średnia ważona ludnością "
        f"z {t.view.area.weight_year} r.",
        true=t.view.area.weight == "ludnosc",
    )


@proof(AO, 5)
def _(t: Told) -> Iterator[str]:
    domains = {c: d for c, d in t.dataset.domains.items() if d.cooperation}
    assert all(domain.name in plain(t.step.note) for domain in domains.values())
    yield t.stated("agreement", f"Porozumienie wymienia {len(domains)} dziedzin współpracy")
    without = {code for code in domains if not t.dataset.joint_projects(code)}
    yield f"W {len(domains) - len(without)} z nich źródła opisują wspólne projekty"
    named = t.dataset.members("przyroda")
    yield claim(
        f"Na mapie {len(named)} gmin wymienionych z nazwy w projektach ochrony przyrody",
        true={row.gmina.teryt6 for row in t.view.shown} == set(named),
    )
    yield t.stated("agreement", "Każda gmina podpisała wszystkie dziedziny")
    yield claim(
        "Wspólnego projektu nie znaleziono w źródłach dla transferu technologii "
        "i ochrony przeciwpowodziowej",
        true=without == {"technologie", "powodz"},
    )
    projects = t.dataset.joint_projects("przyroda")
    own = [t.from_projects(c) for c, project in projects.items() if project.kind == "własny AO"]
    yield f"W ochronie zasobów przyrodniczych źródła opisują {len(projects)} wspólnych projektów"
    yield claim(
        f"Przy {len(own)} z nich, własnych projektach stowarzyszenia, gmin nie wyliczono",
        true=not any(project.gminy for project in own),
    )
    yield f"lesistość w {t.year} r., w Murowie {t.shown('Murów')}%"


@proof(AO, 6)
def _(t: Told) -> Iterator[str]:
    first = t.from_projects("P01")
    starts = [p.start for p in t.dataset.projects.values() if p.joint and p.start]
    earliest = first.start == min(starts) and starts.count(first.start) == 1
    gminy = first.members()
    assert {row.gmina.teryt6 for row in t.view.shown} == gminy
    assert [g.teryt6 for g in founders(t)] == [c for c in t.dataset.gminy if c in gminy]
    yield claim(
        f"Pierwszy wspólny projekt: {len(gminy)} gmin, lider Opole",
        true=earliest and first.lead == "Miasto Opole",
    )
    yield (
        f"„{first.title}”: od {month(first.start)} do {month(first.end)}, "
        f"{millions(float(first.value))}, z tego {n(float(first.eu_grant) / 1000)} tys. zł dotacji. "
        f"Mapa: saldo migracji w {t.year} r."
    )
    late = t.gmina("Tułowice")
    yield claim(
        f"Na mapie jest {len(gminy)} gmin projektu. Tułowic, członka stowarzyszenia od "
        f"{late.member_since.year} r., w nim nie było",
        true=late.teryt6 not in gminy,
    )
    own = re.search(r"wkład własny ([0-9]+) zł", first.note)
    assert own
    yield (
        f"Program Operacyjny {first.programme.removeprefix('PO ').replace('-', '–')}, "
        f"wkład własny wynosił {n(int(own[1]) / 1000)} tys. zł"
    )
    made = plain(t.step.note).partition("Produkty: ")[2].partition(".")[0]
    assert all(m in first.note.lower() for m in re.split(", | i ", made))
    yield claim(
        f"popielow.pl, {day(date.fromisoformat(first.status_as_of))}",
        true="/popielow.pl/" in first.source,
    )
    yield claim(
        "„Pierwszy” znaczy: o najwcześniejszym początku wśród wspólnych projektów w naszych danych",
        true=earliest,
    )
    yield (f"na 1000 mieszkańców w {t.year} r.: dodatnie w {t.above_zero()} z {len(gminy)} gmin")


@proof(AO, 7)
def _(t: Told) -> Iterator[str]:
    project = t.from_projects("P10")
    gminy = project.members()
    assert {row.gmina.teryt6 for row in t.view.shown} == gminy
    yield (
        f"ZIT: {t.stated('ZIT until 2020', n(ZIT_MILLIONS, 1))} mln euro na lata {ZIT_BEFORE} "
        f"i {t.stated('ZIT since 2021', n(ZIT_EUROS))} euro na lata {ZIT_NOW}"
    )
    yield (
        f"opowiecie.info ({ZIT_BEFORE}, stan z {ZIT_TOLD} r., kwota zaokrąglona) "
        f"i aglomeracja-opolska.pl ({ZIT_NOW})"
    )
    yield f"wspólne środki do {ZIT_NOW[-4:]} r."
    short = project.title.partition(" - ")[0]
    yield f"Na mapie {len(gminy)} gmin projektu „{short}”"
    assert project.programme == "RPO WO 2014-2020 (EFS)"
    told = re.match(r"([0-9]+) nowych miejsc: (.+?);", project.note)
    assert told
    places = {name: int(k) for name, k in re.findall(r"(\w+) ([0-9]+)", told[2])}
    assert sum(places.values()) == int(told[1])
    ordered = sorted(places.items(), key=lambda place: -place[1])
    yield (
        f"„{short}” (RPO WO 2014–2020, Europejski Fundusz Społeczny), od {month(project.start)} "
        f"do {month(project.end)}: {told[1]} nowych miejsc, w tym "
        + ", ".join(f"{name} {k}" for name, k in ordered)
    )
    low, high = extremes(t, "Strzeleczki", "Łubniany")
    assert "na 10 tys." in t.indicator.unit
    yield (
        f"na 10 tys. mieszkańców w {t.year} r.: od {low} w gminie Strzeleczki "
        f"do {high} w gminie Łubniany"
    )
    state = date.fromisoformat(t.source("Rejestr Szkół").state)
    yield claim(
        f"Rejestr pochodzi z {genitive(state)}, już po projekcie",
        true=f"{state:%Y-%m}" > project.end,
    )


@proof(AO, 8)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    yield f"{t.gminy} gmin i {len(POWIATS)} powiaty na {n(t.view.area.value)} km²"
    powiats = [g.powiat for g in t.dataset.gminy.values()]
    opolski, krapkowicki = (powiats.count(powiat) for powiat in POWIATS)
    joined = t.stated("powiats", day(POWIATS_JOINED))
    yield (
        f"Powiat opolski ({opolski} gmin Aglomeracji) i krapkowicki ({krapkowicki} gmin) "
        f"przyjęto do stowarzyszenia {joined}"
    )
    others = {g.name: g.powiat for g in t.dataset.gminy.values() if g.powiat not in POWIATS}
    yield claim(
        "Pozostałe gminy: Lewin Brzeski leży w powiecie brzeskim, Izbicko w strzeleckim, "
        "a Opole jest miastem na prawach powiatu",
        true=others
        == {
            "Lewin Brzeski": "brzeski",
            "Izbicko": "strzelecki",
            "Opole": "m. Opole (miasto na prawach powiatu)",
        },
    )
    yield f"po {MEMBERS_KNOWN_UNTIL}"
    low, high = extremes(t, "Komprachcice", "Niemodlin")
    yield (
        f"od {low} km² w gminie Komprachcice do {high} km² w gminie Niemodlin, razem {t.whole} km²"
    )
    yield f"stan na {day(date.fromisoformat(t.source('GUGiK').state))}"
    yield f"w {t.gminy} gmin niż w pojedynkę"


# Aglomeracja Opolska w dziesięciu obrazach


@proof(TEN, 1)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    assert t.view.area.weight == "powierzchnia_km2"
    low, high = extremes(t, "Murów", "Opole")
    yield f"Od {low} do {high} osoby na km²: {t.gminy} różnych gmin"
    yield (
        f"W Murowie mieszka {low} osoby na km², w Opolu {high}. Dla całej Aglomeracji jest to "
        f"{t.whole}, a mediana gmin wynosi {t.median} ({t.year} r.)"
    )
    others = set(t.dataset.gminy) - {t.gmina("Opole").teryt6}
    without = area_value(t.dataset, "gestosc", t.year, others)
    assert without
    yield claim(
        f"podnosi ją Opole, bez którego byłoby to {n(without.value, 1)}",
        true=without.value < t.view.area.value,
    )
    yield f"Bank Danych Lokalnych, {t.year} r."
    middle = t.view.median or 0
    above, below = (sum(sign * (v - middle) > 0 for v in t.view.values) for sign in (1, -1))
    yield claim(
        "Mediana dzieli gminy na pół: tyle samo leży powyżej niej, co poniżej", true=above == below
    )


@proof(TEN, 2)
def _(t: Told) -> Iterator[str]:
    base = t.step.selection.base or 0
    yield f"Ludność wzrosła w {t.above_zero()} z {t.gminy} gmin ({base}–{t.year})"
    most = t.shown("Chrząstowice")
    then, now = (t.area("ludnosc", year) for year in (base, t.year))
    lost = format_with_unit(then - now, t.dataset.indicators["ludnosc"])
    yield claim(
        f"Najwięcej w Chrząstowicach: o {most}%. W całej Aglomeracji ubyło {lost}, "
        f"czyli {n(100 * (then - now) / then, 1)}%",
        true=[row.gmina.name for row in t.view.highest] == ["Chrząstowice"],
    )
    since, census = t.recalculated()
    yield claim(
        f"Porównujemy lata od {since} r., bo od tego roku GUS podaje ludność przeliczoną do spisu "
        f"z {census} r. Różnica wobec {since - 1} r. nie byłaby w całości rzeczywista",
        true=base == since,
    )
    yield claim(
        "Granice gmin były w tym czasie te same",
        true=t.dataset.vintage(base) is t.dataset.vintage(t.year),
    )
    yield claim("stan na 31 grudnia", true="stan 31 grudnia" in t.indicator.name)
    here = [t.value("Chrząstowice", "ludnosc", year) for year in (base, t.year)]
    yield f"w Chrząstowicach {most}% to {n(here[1] - here[0])} osób"


@proof(TEN, 3)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    low, high = extremes(t, "Popielów", "Gogolin")
    shown = len(t.view.shown)
    yield f"Dochody własne {shown} gmin: od {low} do {high} zł na osobę"
    left_out = [row.gmina.name for row in t.view.rows if not row.shown]
    yield claim(
        f"Mediana {shown} gmin w {t.year} r. to {t.median} zł, w Gogolinie {high} zł. "
        "Opole pominięto",
        true=left_out == ["Opole"],
    )
    yield claim(
        f"Wartość Aglomeracji na mapie, {t.whole} zł, obejmuje wszystkie {t.gminy} gmin, "
        "także Opole",
        true=t.view.area.used == t.gminy,
    )
    yield claim("ludność z 31 grudnia", true="ludność 31 grudnia" in t.indicator.note)


@proof(TEN, 4)
def _(t: Told) -> Iterator[str]:
    yield f"Kolej: {t.whole} stacji i przystanków w {t.above_zero()} z {t.gminy} gmin"
    yield claim(
        f"Najwięcej jest ich w Opolu: {t.shown('Opole')}",
        true=[row.gmina.name for row in t.view.highest] == ["Opole"],
    )
    named = len(t.dataset.members("transport"))
    yield claim(
        f"Źródła o wspólnych projektach transportowych wymieniają z nazwy wszystkie {named} gmin",
        true=named == t.gminy == len(t.view.shown),
    )
    yield f"PLRailMap z {day(date.fromisoformat(t.source('PLRailMap').state))}"
    none = [row.gmina.name for row in t.view.rows if row.value == 0]
    yield claim(
        f"Zero znaczy: w spisie nie ma stacji; dotyczy to gmin {listed(none)}",
        true="0 znaczy: w spisie nie ma żadnej" in t.indicator.note,
    )
    doubt = next(r.text for r in t.view.remarks if r.teryt6 == t.gmina("Murów").teryt6)
    yield claim(
        f"Przy {t.shown('Murów')} stacjach gminy Murów przypisanie jest niepewne",
        true=f"Wszystkie {t.shown('Murów')} stacje" in doubt and "niepewne" in doubt,
    )
    projects = t.dataset.joint_projects("transport")
    assert all(t.from_projects(code).joint for code in projects)
    yield f"W dziedzinie transportu zbiorowego źródła opisują {len(projects)} wspólnych projektów"


@proof(TEN, 5)
def _(t: Told) -> Iterator[str]:
    over = [row.gmina.name for row in t.view.valued if (row.value or 0) > 50]
    yield f"W {len(over)} z {t.gminy} gmin las zajmuje ponad połowę powierzchni"
    yield claim(
        f"Najwyższa lesistość w {t.year} r.: Murów {t.shown('Murów')}% "
        f"i Tułowice {t.shown('Tułowice')}%. W całej Aglomeracji to {t.whole}%",
        true=over[:2] == ["Murów", "Tułowice"],
    )
    yield f"Pozostałe gminy z lesistością ponad 50% to {listed(over[2:])}"
    projects = t.dataset.joint_projects("przyroda")
    assert all(t.from_projects(code).joint for code in projects)
    yield f"źródła opisują {len(projects)} wspólnych projektów"


@proof(TEN, 6)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    total = t.view.area.value
    some = t.above_zero()
    yield f"Emisje EU ETS: {n(total / 1e6, 1)} mln t CO₂e w {some} z {t.gminy} gmin"
    share = n(100 * t.pictured("Opole") / total, 1)
    installed = [value > 0 for value in t.values("ets_instalacje", t.year)]
    yield claim(
        f"W {t.year} r. na instalacje w Opolu przypadało {t.shown('Opole')} t CO₂e, czyli {share}% "
        f"całości. W {t.gminy - some} gminach takich instalacji nie było",
        true=sum(installed) == some,
    )
    yield claim(
        "Zero nie znaczy „bez emisji”: znaczy, że w gminie nie było instalacji objętej systemem",
        true="nie było w gminie instalacji objętej EU ETS" in t.indicator.note,
    )
    yield f"stan z {day(date.fromisoformat(t.source('Transaction Log').state))}"
    (lay,) = (r.text for r in t.view.remarks if "Brzezie leżało" in r.text)
    yield claim(
        "dla wszystkich lat: Elektrownia Opole do 31 grudnia 2016 r. leżała w gminie Dobrzeń Wielki",
        true="w Dobrzeniu Wielkim do 31.12.2016" in lay and "w całym szeregu" in lay,
    )
    first, second = (b.year for b in t.view.breaks if b.kind is BreakKind.SCOPE)
    yield f"Zakres systemu zmienił się w {first} i {second} r."


@proof(TEN, 7)
def _(t: Told) -> Iterator[str]:
    assert t.view.area
    yield (
        f"Stan klęski żywiołowej we wrześniu {t.year} r.: {n(t.view.area.value)} z {t.gminy} gmin"
    )
    outside = {row.gmina.name for row in t.view.rows if row.value == 0}
    yield claim("Poza nim były Opole i Izbicko", true=outside == {"Opole", "Izbicko"})
    yield f"Stan po ostatniej zmianie, {day(date.fromisoformat(t.source('PAP').state))}"
    act = t.dataset.sources["DU_2024_1365"]
    since = date.fromisoformat(act.state)
    first = t.dataset.series["kleska_2024_16_09"][t.year]
    named = [t.dataset.gminy[code].name for code, cell in first.items() if cell.value]
    assert act.dataset.startswith("Dz.U. 2024 poz. 1365")
    yield (
        f"Pierwsze rozporządzenie, od {day(since).removesuffix(f' {t.year} r.')} "
        f"(Dz.U. 2024 poz. 1365), obejmowało z naszych gmin {listed(named)}"
    )
    yield claim(
        "nie znaleziono w źródłach wspólnego projektu", true=not t.dataset.joint_projects("powodz")
    )


@proof(TEN, 8)
def _(t: Told) -> Iterator[str]:
    yield f"Miejsca w żłobkach są w {t.above_zero()} z {t.gminy} gmin"
    places = t.dataset.indicators["zlobki_miejsca"]
    total = format_with_unit(t.area(places.code, t.year), places)
    state = date.fromisoformat(t.source("Rejestr żłobków").state)
    assert (state.year, state.month) == (t.year, 6)
    yield (
        f"W czerwcu {t.year} r. w rejestrze było {total}, z tego "
        f"{n(t.value('Opole', places.code, t.year))} w Opolu. Na 1000 mieszkańców: {t.whole} "
        f"w Aglomeracji, {t.shown('Opole')} w Opolu"
    )
    yield f"stan rejestru z {day(state)}"
    none = [row.gmina.name for row in t.view.rows if row.value == 0]
    entries = [t.value(name, "zlobki_placowki", t.year) for name in none]
    yield claim(f"Wpisu nie miały {listed(none)}", true=not any(entries))
    assert t.indicator.formula
    yield (
        f"Przeliczamy na wszystkich mieszkańców z 31 grudnia {t.year - t.indicator.formula.lag} r."
    )
    yield f"Mediana {t.gminy} gmin to {t.median}"


@proof(TEN, 9)
def _(t: Told) -> Iterator[str]:
    yield f"Spis miłośników: {t.whole} zamków i ruin w {t.above_zero()} z {t.gminy} gmin"
    yield claim(
        f"Najwięcej w gminie Krapkowice: {t.shown('Krapkowice')}",
        true=[row.gmina.name for row in t.view.highest] == ["Krapkowice"],
    )
    note = t.dataset.indicators["dwory_palace"].note
    yield claim("zero znaczy „brak w spisie”", true="0 znaczy: brak w wykazie" in note)
    state = date.fromisoformat(f"{t.source('zamkisp.pl').state}-01")
    yield f"{format_date(state, 'LLLL y', locale='pl')} r., spis nieurzędowy"
    manors = t.values("dwory_palace", t.year)
    yield f"Dworów i pałaców ({n(sum(manors))} w {sum(v > 0 for v in manors)} gminach)"
    (project,) = map(t.from_projects, t.dataset.joint_projects("kultura"))
    assert project.status.startswith("wniosek; wybór niepewny")
    yield (
        f"W dziedzinie kultury źródła opisują 1 wspólny projekt z udziałem {len(project.members())} "
        "gmin"
    )


@proof(TEN, 10)
def _(t: Told) -> Iterator[str]:
    there, back = (t.dataset.indicators[code] for code in ("mig_z_opola", "mig_do_opola"))
    assert all("dolną granicą" in indicator.note for indicator in (there, back))
    yield claim(
        f"W {t.year} r. z Opola do gmin Aglomeracji przemeldowało się co najmniej "
        f"{format_with_unit(t.area(there.code, t.year), there)}, w przeciwną stronę co najmniej "
        f"{n(t.area(back.code, t.year))}. Najwięcej do Chrząstowic: {t.shown('Chrząstowice')}",
        true=[row.gmina.name for row in t.view.highest] == ["Chrząstowice"],
    )
    secret = [row.gmina.name for row in t.view.without_value[Status.CONFIDENTIAL]]
    other = [row.gmina.name for row in t.view.without_value[Status.NOT_APPLICABLE]]
    assert "Komórek poniżej 3 osób GUS nie publikuje" in there.note
    yield claim(
        "Obie sumy są dolną granicą, bo GUS nie publikuje komórek poniżej 3 osób: na tej mapie nie "
        f"ma wartości dla gmin {listed(secret)}, a Opola ona nie dotyczy",
        true=other == ["Opole"],
    )
    yield f"migracje wewnętrzne między gminami, {t.year} r."


# Powiększenie Opola 2017: co się zmieniło


@proof(BORDER, 1)
def _(t: Told) -> Iterator[str]:
    assert t.step.selection.common
    assert t.view.vintage.label == f"granice do 31.12.{t.year}"
    yield f"{t.year}: Opole w starych granicach, {t.shown('Opole')} mieszkańców"
    people = format_with_unit(t.sum(GAVE, "ludnosc", t.year), t.indicator)
    yield f"W gminach {listed(GAVE)} mieszkało 31 grudnia {t.year} r. razem {people}"
    yield f"To granice do 31 grudnia {t.year} r."
    yield (
        f"Na następnym obrazie będzie rok {t.year + 1}; skala kół jest wspólna dla wszystkich lat"
    )
    copied = re.search(
        r"PRG ([0-9]{4}) .*mniej dokładne \(około ([0-9]+) m\)", t.view.vintage.source
    )
    assert copied
    yield f"z kopii rejestru z {copied[1]} r. i są mniej dokładne (około {copied[2]} m)"


def moved_land(t: Told) -> dict[str, float]:
    """Return km² as data/breaks.csv states them, what Opole gained and what each neighbour lost."""
    found = {}
    for name in FIVE:
        (told,) = t.dataset.breaks_of("ludnosc", t.gmina(name).teryt6)[:1]
        area = re.search(r"([0-9]+,[0-9]) km2", told.text)
        assert told.kind is BreakKind.BORDERS
        assert area
        found[name] = float(area[1].replace(",", "."))
        before, after = (v.areas()[t.gmina(name).teryt6] for v in t.dataset.vintages)
        assert abs(after - before) == pytest.approx(found[name], abs=0.12)
    return found


@proof(BORDER, 2)
def _(t: Told) -> Iterator[str]:
    land = moved_land(t)
    opole, *others = (t.view.vintage.frame.geometry[t.gmina(name).teryt6] for name in FIVE)
    assert all(opole.touches(other) for other in others)
    yield f"{day(t.moved)} Opole powiększyło się o {n(land['Opole'], 1)} km²"
    gained = t.sum(["Opole"], "ludnosc", t.year) - t.sum(["Opole"], "ludnosc", t.year - 1)
    lost = t.sum(GAVE, "ludnosc", t.year - 1) - t.sum(GAVE, "ludnosc", t.year)
    less = format_with_unit(lost - gained, t.indicator)
    yield (
        f"Na koniec {t.year} r. miało o {n(gained)} mieszkańców więcej, a {len(GAVE)} sąsiednie "
        f"gminy o {n(lost)} mniej niż rok wcześniej. Razem ubyło {less}"
    )
    parts = [f"{n(land[name], 1)} km² gminy {name}" for name in GAVE]
    yield f"Do Opola włączono {listed(parts)}"
    yield f"ich suma to {n(sum(land[name] for name in GAVE), 1)} km²"
    assert "data/breaks.csv" in t.step.note
    yield f"Różnica między końcem {t.year - 1} i końcem {t.year} r."


@proof(BORDER, 3)
def _(t: Told) -> Iterator[str]:
    assert t.step.selection.common
    yield f"{t.year}: Dobrzeń Wielki, {t.shown('Dobrzeń Wielki')} zł dochodów na mieszkańca"
    yield claim(
        "Dochody własne budżetu gminy: "
        f"{millions(t.value('Dobrzeń Wielki', 'dochody_wlasne', t.year))}. Na mieszkańca to "
        f"najwyższa wartość w Aglomeracji w {t.year} r.; mediana {t.gminy} gmin wynosiła "
        f"{t.median} zł",
        true=[row.gmina.name for row in t.view.highest] == ["Dobrzeń Wielki"],
    )
    yield "klasy są wspólne dla wszystkich lat"
    yield claim("ludność z 31 grudnia", true="ludność 31 grudnia" in t.indicator.note)


@proof(BORDER, 4)
def _(t: Told) -> Iterator[str]:
    place = t.gmina("Dobrzeń Wielki")
    yield f"{t.year}: w nowych granicach {t.shown(place.name)} zł na mieszkańca"
    now, then = (
        millions(t.value(place.name, "dochody_wlasne", year)) for year in (t.year, t.year - 1)
    )
    breaks = t.dataset.breaks_of("dochody_wlasne", place.teryt6)
    yield claim(
        f"Dochody własne gminy Dobrzeń Wielki: {now} wobec {then} rok wcześniej. To inny teren "
        "i inna liczba mieszkańców, szereg jest przerwany",
        true=[b.year for b in breaks] == [t.year],
    )
    rows = {row.gmina.name: row.rank for row in t.view.rows}
    yield claim(
        f"W {t.year} r. była to {rows[place.name]}. wartość wśród {t.gminy} gmin, "
        "po Opolu i Gogolinie",
        true=list(rows)[:3] == ["Opole", "Gogolin", place.name],
    )
    assert "data/remarks.csv" in t.step.note
    told = [r.text for r in t.dataset.remarks if r.teryt6 == t.gmina("Opole").teryt6]
    assert any("Elektrownia Opole (Brzezie)" in r and "w Dobrzeniu Wielkim" in r for r in told)


@proof(BORDER, 5)
def _(t: Told) -> Iterator[str]:
    assert {row.gmina.name for row in t.view.broken} == set(FIVE)
    yield f"Porównanie wprost: {len(t.view.broken)} przerwanych szeregów"
    rising = sorted(FIVE, key=t.pictured)
    yield ", ".join(f"{name} {format_change(t.pictured(name), 1)}%" for name in rising)
    others = [row.value or 0.0 for row in t.view.rows if row.gmina.name not in FIVE]
    yield claim(
        f"między {t.step.selection.base} a {t.year} r. W pozostałych {len(others)} gminach, "
        "których granic nie zmieniono, było to "
        f"od {format_change(min(others), 1)}% do {format_change(max(others), 1)}%",
        true=untouched(t) == len(others),
    )
    yield f"Dla {len(t.view.broken)} gmin z przerwanym szeregiem"


def untouched(t: Told) -> int:
    """Return how many gminy have the same borders before and after."""
    before, after = (vintage.frame.geometry for vintage in t.dataset.vintages)
    return sum(before[code].equals(after[code]) for code in t.dataset.gminy)


def same_land(t: Told, names: Iterable[str]) -> bool:
    """Tell whether gminy cover the same land together before and after."""
    codes = [t.gmina(name).teryt6 for name in names]
    before, after = (
        shapely.union_all(vintage.frame.loc[codes].geometry.to_numpy())
        for vintage in t.dataset.vintages
    )
    return bool(before.equals(after))


@proof(BORDER, 6)
def _(t: Told) -> Iterator[str]:
    yield claim(
        f"Te same {len(FIVE)} gmin razem: dochody własne większe o {t.shown(UNIT)}%",
        true=t.pictured(UNIT) > 0,
    )
    base = t.step.selection.base or 0
    then, now = (t.sum(FIVE, "dochody_wlasne", year) for year in (base, t.year))
    assert n(100 * (now - then) / then, 1) == t.shown(UNIT)
    yield (
        f"Opole i {len(GAVE)} gminy liczone łącznie – miało {millions(then)} w {base} r. "
        f"i {millions(now)} w {t.year} r."
    )
    yield claim("ten sam teren przed zmianą i po niej", true=same_land(t, FIVE))
    yield claim("Ich łączny szereg nie jest przerwany", true=not t.view.breaks)
    yield f"Na mapie jest wtedy {len(t.view.rows)} jednostek"
    before, after = (t.area("dochody_wlasne", year) for year in (base, t.year))
    yield claim(
        f"Dla wszystkich {t.gminy} gmin suma wzrosła z {n(before / 1e6, 1)} do {millions(after)}, "
        f"o {t.whole}%",
        true=after > before,
    )


@proof(BORDER, 7)
def _(t: Told) -> Iterator[str]:
    base, code = t.step.selection.base or 0, "bezrobotni_zarejestrowani"
    less = n(-t.pictured(UNIT), 1)
    yield f"Terytorium stałe: bezrobotnych o {less}% mniej niż w {base} r."
    years = (base, t.moved.year - 1, t.moved.year, t.year)
    counts = [f"{n(t.sum(FIVE, code, year))} w {year} r." for year in years]
    yield claim(
        f"Zarejestrowanych było {listed(counts)} Spadek objął wszystkie {len(t.view.rows)} jednostek",
        true=all(value < 0 for value in t.view.values) and len(t.view.values) == len(t.view.rows),
    )
    merged = territory.constant(t.dataset)
    unit = t.view.selected
    assert unit
    spans = {
        c: [y for y, cells in series.items() if cells[unit.gmina.teryt6].value is not None]
        for c, series in merged.series.items()
    }
    longest = max(map(len, spans.values()))
    broken = [t.dataset.breaks_of(code, t.gmina(name).teryt6) for name in FIVE]
    assert all([b.year for b in breaks] == [t.moved.year] for breaks in broken)
    yield claim(
        f"To najdłuższy szereg w danych dla terytorium stałego, od {spans[code][0]} r.; osobno "
        f"szeregi {len(FIVE)} gmin są w {t.moved.year} r. przerwane",
        true=[c for c, years in spans.items() if len(years) == longest] == [code],
    )
    assert t.view.area
    yield f"W całej Aglomeracji spadek wyniósł {n(-t.view.area.value, 1)}%"
    yield claim("Stan na 31 grudnia", true="stan 31 grudnia" in t.indicator.name)


@proof(BORDER, 8)
def _(t: Told) -> Iterator[str]:
    base, people = t.step.selection.base or 0, t.dataset.indicators["ludnosc"]
    whole = same_land(t, [g.name for g in t.dataset.gminy.values()])
    crossed = t.dataset.breaks_of_group("ludnosc", set(t.dataset.gminy))
    yield claim(
        "Obrys Aglomeracji bez zmian, jej sumy bez przerwy",
        true=whole and not any(b.between(base, t.year) for b in crossed),
    )
    then, now = (format_with_unit(t.area("ludnosc", year), people) for year in (base, t.year))
    yield (
        f"W {t.gminy} gminach mieszkały {then} w {base} r. i {now} w {t.year} r. ({t.whole}%), "
        f"na terytorium stałym także {t.shown(UNIT)}%"
    )
    yield claim(
        "jej zewnętrzna granica jest ta sama, a sumy całości sprzed "
        f"{t.moved.year} r. można zestawiać z późniejszymi",
        true=whole,
    )
    five = [format_with_unit(t.sum(FIVE, "ludnosc", year), people) for year in (base, t.year)]
    yield f"Terytorium stałe liczyło {listed(five)}"
    yield f"Nie zmieniły się też granice pozostałych {untouched(t)} gmin"
    since, census = t.recalculated()
    yield (
        f"Inna przerwa leży między {since - 1} a {since} r.: od {since} r. ludność jest "
        f"przeliczona do spisu z {census} r."
    )


@proof(BORDER, 9)
def _(t: Told) -> Iterator[str]:
    yield (
        f"Dobrzeń Wielki w {t.year} r.: {t.shown('Dobrzeń Wielki')} zł dochodów własnych "
        f"na mieszkańca, mediana {t.gminy} gmin: {t.median} zł"
    )
    since, census = t.recalculated()
    yield claim(
        f"Szereg gminy Dobrzeń Wielki od {t.moved.year} r. ma te same granice, ale od {since} r. "
        f"dzielimy przez ludność przeliczoną do spisu z {census} r.",
        true=t.dataset.vintage(t.moved.year) is t.dataset.vintage(t.year),
    )
    years = (t.moved.year - 1, t.moved.year)
    then = [build_view(t.dataset, replace(t.step.selection, year=year)) for year in years]
    yield claim(
        f"Klasy są te same co na obrazach z {years[0]} i {years[1]} r.",
        true=all(view.classes == t.view.classes for view in then),
    )


# The stories as files


@pytest.fixture(scope="module")
def stories(dataset: Dataset) -> Mapping[str, Story]:
    return {file.stem: read_story(file.read_bytes(), file.name, dataset) for file in files(SHIPPED)}


STEPS = list(PROOFS)


@pytest.fixture(params=STEPS, ids=lambda step: f"{step[0]}-{step[1]}")
def place(request: pytest.FixtureRequest) -> tuple[str, int]:
    return (str(request.param[0]), int(request.param[1]))


@pytest.fixture
def step(stories: Mapping[str, Story], place: tuple[str, int]) -> Step:
    story, number = place
    return stories[story].steps[number - 1]


def test_three_stories_are_shipped_and_have_no_faults(stories: Mapping[str, Story]) -> None:
    assert {code: story.title for code, story in stories.items()} == TITLES
    assert [len(stories[code].steps) for code in (AO, TEN, BORDER)] == [8, 10, 9]


@pytest.mark.parametrize("code", TITLES)
def test_saving_a_story_again_changes_nothing(stories: Mapping[str, Story], code: str) -> None:
    told = json.loads((SHIPPED / FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    assert told == written(stories[code])


@pytest.mark.parametrize("code", TITLES)
def test_no_picture_comes_twice(stories: Mapping[str, Story], code: str) -> None:
    addresses = [step.selection.address() for step in stories[code].steps]
    assert len(set(addresses)) == len(addresses)
    assert all("rok=" in address for address in addresses)


def test_no_part_of_an_address_gave_way(
    dataset: Dataset, stories: Mapping[str, Story], place: tuple[str, int]
) -> None:
    code, number = place
    told = json.loads((SHIPPED / FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    selection, notes = read_query(told["kroki"][number - 1]["obraz"], dataset)
    assert notes == []
    assert selection == stories[code].steps[number - 1].selection


def test_the_last_row_can_read_it(step: Step) -> None:
    assert 0 < len(step.title) <= 60
    assert 0 < len(step.text) <= 200
    assert "Pytanie do sali: " in step.note
    assert step.note.endswith("?")


MISPRINTS = {
    "two spaces": r"  ",
    "a straight quote": r"[\"']",
    "a hyphen as a dash or minus": r"(?<!\w)-|-(?!\w)|\d-\d",
    "a dash without its spaces": r"\w–[^\W\d]|[^\W\d]–\w|(?<=\D)–(?=\d)",
    "a space before punctuation": r"\s[.,;:?!)%”]",
    "a lone letter at the end of a line": r"(?<![^\s(„–])[aiouwz] ",
    "a number apart from its unit": r"\d (?!(?:i|a|z|w|do|od|lub)\b)\w",
    "a decimal point": r"\d\.\d",
    "a year without its letter": r"\b(?:w|z|do|od)\s(?:19|20)\d\d(?![\d,–]|\s(?:r\.|i|a|do|oraz))",
}


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_it_is_well_set(stories: Mapping[str, Story], misprint: str) -> None:
    for story in stories.values():
        for step in story.steps:
            for text in (step.title, step.text, step.note):
                found = re.search(MISPRINTS[misprint], text, re.IGNORECASE)
                assert not found, f"{misprint}: {text[max(found.start() - 20, 0) :]}"
                assert text.count("„") == text.count("”")


# What they say


def test_all_is_proved(dataset: Dataset, step: Step, place: tuple[str, int]) -> None:
    told = Told(dataset, step)
    assert unproved(told.words, PROOFS[place](told)) == []


OFFICES = {
    "GUS BDL": "GUS",
    "Komisja Europejska, EU Transaction Log": "Komisja Europejska",
    "PAP, IAR (doniesienia o rozporządzeniach)": "PAP",
    "wolontariusze (PLRailMap)": "PLRailMap",
    "Ministerstwo Edukacji (SIO)": "Ministerstwo Edukacji",
    "zamkisp.pl (spis miłośniczy)": "zamkisp.pl",
}


def test_the_speaker_knows_who_published_it_and_what_to_warn_of(
    dataset: Dataset, step: Step
) -> None:
    told = Told(dataset, step)
    for source in told.view.sources:
        assert OFFICES.get(source.office, source.office) in step.note
    if told.indicator.kind is Kind.COUNT:
        assert re.search(r"\b(koła|kół|kołami)\b", step.note, re.IGNORECASE)
    if "dochody" in told.indicator.code:
        assert "powiatu" in step.note or "cenach bieżących" in step.note
    if told.indicator.origin is Origin.INVENTORY:
        assert "spis" in step.note.lower()


def test_each_picture_has_values_and_shows_the_gmina_that_is_spoken_of(
    dataset: Dataset, step: Step
) -> None:
    view = Told(dataset, step).view
    assert len(view.values) >= 6
    if view.selected:
        name = "terytorium stałe" if step.selection.constant else view.selected.gmina.name
        assert name.lower()[:3] in f"{step.title} {step.text}".lower()


def test_ten_pictures_go_through_the_domains(
    dataset: Dataset, stories: Mapping[str, Story]
) -> None:
    steps = stories[TEN].steps
    views = [Told(dataset, step).view for step in steps]
    without_a_map = {"technologie"}
    told = {view.domain.code for view in views if view.domain}
    assert told >= {c for c, d in dataset.domains.items() if d.cooperation} - without_a_map - {
        "sport_turystyka"
    }
    assert steps[-1].title.endswith("?")
    assert {view.indicator.kind for view in views if view.indicator} >= {
        Kind.COUNT,
        Kind.DENSITY,
        Kind.FLAG,
        Kind.RATE,
        Kind.SHARE,
    }


@pytest.mark.parametrize("first", [1, 3])
def test_paging_shows_the_border_move(stories: Mapping[str, Story], first: int) -> None:
    before, after = (stories[BORDER].steps[n].selection for n in (first - 1, first))
    assert (before.year, after.year) == (2016, 2017)
    assert replace(before, year=2017) == after
    assert before.common


# The proofs themselves


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("W Opolu jest 5 szkół", "5"),
        ("W siedmiu gminach nie ma szkoły", "siedmiu"),
        ("Jedna trzecia gmin ma szkołę", "trzecia"),
        ("Większość gmin ma szkołę", "Większość"),
        ("Opole ma najwięcej szkół", "najwięcej"),
    ],
)
def test_what_has_no_proof_is_found(said: str, fault: str) -> None:
    assert fault in " ".join(unproved(said, []))
    assert unproved(said, [said]) == []


def test_a_proof_holds_for_whole_numbers_and_one_place() -> None:
    said = "15 gmin, 1\xa005 gmin, −5 gmin, 5 gmin"
    assert unproved(said, ["5 gmin"]) == unproved("15 gmin, 1\xa005 gmin, −5 gmin,  ■ ", [])
    assert "not said: 5 gmin" in unproved(said, ["5 gmin", "5 gmin"])


def test_no_digit_can_be_another(dataset: Dataset, step: Step, place: tuple[str, int]) -> None:
    told = Told(dataset, step)
    phrases = list(PROOFS[place](told))
    for digit in re.finditer("[0-9]", told.words):
        other = str((int(digit[0]) + 1) % 10)
        assert unproved(told.words[: digit.start()] + other + told.words[digit.end() :], phrases)


def is_refused(dataset: Dataset, step: Step, place: tuple[str, int]) -> bool:
    told = Told(dataset, step)
    try:
        return bool(unproved(told.words, PROOFS[place](told)))
    except AssertionError:
        return True


def altered(dataset: Dataset, code: str) -> Dataset:
    """Return a copy in which every value of an indicator is another one."""
    flag = dataset.indicators[code].kind is Kind.FLAG

    def other(cell: Cell, year: int) -> Cell:
        if cell.value is None:
            return cell
        value = 1 - cell.value if flag else (1.3 + year % 5 / 10) * cell.value + 1.3
        return cell._replace(value=value)

    series = {
        year: {teryt6: other(cell, year) for teryt6, cell in cells.items()}
        for year, cells in dataset.series[code].items()
    }
    return with_cells(dataset, code, series)


def test_other_data_refuse_every_step(dataset: Dataset, step: Step, place: tuple[str, int]) -> None:
    assert step.selection.indicator
    assert is_refused(altered(dataset, step.selection.indicator), step, place)


@pytest.mark.parametrize(
    ("file", "old", "new", "refused"),
    [
        ("stats.csv", "166101,ludnosc,2024,125492", "166101,ludnosc,2024,125493", (AO, 1)),
        ("projects.csv", "1100000.00,990000.00", "1100000.00,890000.00", (AO, 6)),
        ("gminy.csv", "2014-03-19", "2014-03-20", (AO, 2)),
    ],
)
def test_one_changed_figure_in_a_file_is_noticed(
    folder: Path,
    stories: Mapping[str, Story],
    file: str,
    old: str,
    new: str,
    refused: tuple[str, int],
) -> None:
    edit(folder / file, old, new)
    step = stories[refused[0]].steps[refused[1] - 1]
    assert is_refused(load(folder), step, refused)
