"""Whatever the shipped stories say is so.

A number in their words is a placeholder (filled from the data), is made here from the data
(``made``), or is declared as stated by a source that is not in the data (``STATED``); dates and
years are the words of whoever wrote them. A comparison is a claim about placeholders (``CLAIMS``),
or declared.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import FlowKind
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind, Origin
from ao_dash.model.numbers import format_change, format_number
from ao_dash.model.series import BreakKind
from ao_dash.screens.leaves import heading
from ao_dash.screens.shown import ScreenChoice, read_address
from ao_dash.screens.story.figures import PLACEHOLDER, figure
from ao_dash.screens.story.shipped import FOLDER, files, read_stories
from ao_dash.screens.story.story import Step, Story, read_story, written
from tests.support.data import BY_NAME, edit
from tests.support.story_files import encoded

AO, TEN, BORDER = "czym-jest-ao", "dziesiec-obrazow", "powiekszenie-opola-2017"
WORK = "kto-dokad-jezdzi"
TITLES = {
    AO: "Czym jest Aglomeracja Opolska",
    TEN: "Aglomeracja Opolska w dziesięciu obrazach",
    BORDER: "Powiększenie Opola 2017: co się zmieniło",
    WORK: "Kto dokąd jeździ do pracy",
}
STEPS = [(AO, n) for n in range(1, 9)] + [(TEN, n) for n in range(1, 11)]
STEPS += [(BORDER, n) for n in range(1, 10)] + [(WORK, n) for n in range(1, 8)]
Place = tuple[str, int]
GAVE = ("Dobrzeń Wielki", "Dąbrowa", "Komprachcice", "Prószków")
FIVE = "166101+160903+160902+160904+160910"

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
BARE = re.compile(rf"[0-9]+|\b({IN_LETTERS}|{COMPARED})\b", re.IGNORECASE)
MONTHS = (
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|"
    "grudnia"
)
DATES = re.compile(
    rf"\b[0-9]{{1,2}} ({MONTHS})\b|\b(19|20)[0-9]{{2}}(?=–| r\.| a | i |[:;),.])|(?<=[0-9]–)20[0-9]{{2}}"
    r"|\bDz\.U\. 20[0-9]{2} poz\. [0-9]+|\bna 10(00| tys\.)|\brok 20[0-9]{2}",
    re.IGNORECASE,
)
"""Days, years, acts, and the units of rates."""

# What is said of the picture in comparing words: phrase, placeholder, sign, placeholder or number.
CLAIMS: Mapping[Place, list[tuple[str, str, str, str]]] = {
    (TEN, 1): [("na pół: tyle samo leży powyżej niej, co poniżej", ":ile>78", "=", ":ile<77")],
    (TEN, 2): [
        ("Ludność wzrosła", ":ile>0", ">", "0"),
        ("Najwięcej w Chrząstowicach", ":160901", "=", ":max"),
        ("W całej Aglomeracji ubyło", ":AO", "<", "0"),
    ],
    (TEN, 3): [("obejmuje wszystkie 21 gmin", "ludnosc@2024:AO", ">", "ludnosc@2024:AO-166101")],
    (TEN, 4): [
        ("Najwięcej jest ich w Opolu", ":166101", "=", ":max"),
        ("z nazwy wszystkie", ":ile", "=", "21"),
        ("Zero znaczy: w spisie nie ma stacji", ":ile=0", "=", "5"),
    ],
    (TEN, 5): [
        ("ponad połowę powierzchni", ":ile>50", "=", "4"),
        ("Najwyższa lesistość", ":160906", "=", ":max"),
        ("ponad 50% to Ozimek i Turawa", ":ile>50", "=", "4"),
    ],
    (TEN, 8): [("Przeliczamy na wszystkich mieszkańców", ":ile", "=", "21")],
    (TEN, 9): [
        ("Najwięcej w gminie Krapkowice", ":160502", "=", ":max"),
        ("zero znaczy „brak w spisie”", ":min", "=", "0"),
    ],
    (TEN, 10): [("Najwięcej do Chrząstowic", ":160901", "=", ":max")],
    (WORK, 2): [("To najwięcej spośród gmin Aglomeracji", ":160903", "=", ":max")],
    (WORK, 3): [("przekracza 50%", ":ile>50", "=", "13")],
    (WORK, 4): [("Więcej osób przyjeżdża, niż wyjeżdża", ":ile>100", "=", "4")],
    (BORDER, 2): [
        ("mieszkańców więcej", "ludnosc@2017-2016:166101", ">", "0"),
        ("mniej niż rok wcześniej", f"ludnosc@2017-2016:{FIVE[7:]}", "<", "0"),
        ("Razem ubyło", f"ludnosc@2017-2016:{FIVE}", "<", "0"),
    ],
    (BORDER, 3): [("najwyższa wartość w Aglomeracji", ":160903", "=", ":max")],
    (BORDER, 6): [
        ("dochody własne większe", ":S166101", ">", "0"),
        ("suma wzrosła", ":AO", ">", "0"),
        ("Te same 5 gmin razem", ":S166101", "=", f"dochody_wlasne@2017/2016:{FIVE}"),
    ],
    (BORDER, 7): [
        ("mniej niż w 2003 r.", ":S166101", "<", "0"),
        ("Spadek objął wszystkie", ":max", "<", "0"),
        ("W całej Aglomeracji spadek wyniósł", ":AO", "<", "0"),
    ],
}

# What the data do not hold: a source says it, or it is how the sentence is meant.
STATED: Mapping[Place, tuple[str, ...]] = {
    (WORK, 1): ("poniżej 10 osób", "każda suma jest dolnym oszacowaniem"),
    (WORK, 3): ("co najmniej 15% zatrudnionych mieszkańców",),
    (WORK, 4): (
        "przyjeżdżających na 100 wyjeżdżających",
        "powyżej 100 znaczy",
        "więcej osób, niż z niej wyjeżdżało",
        "Obie liczby są dolnymi oszacowaniami",
        "poniżej 10 osób",
        "miejsc pracy przybywa",
    ),
    (WORK, 6): ("największy opublikowany przepływ", "większą część", "nie tylko z Opolem"),
    (WORK, 2): ("jedno miejsce",),
    (WORK, 7): ("dwiema metodami", "Lat 2011 i 2016 nie zestawiamy", "pracowników najemnych"),
    (AO, 4): ("wzrost konkurencyjności",),
    (AO, 5): ("Każda gmina podpisała wszystkie dziedziny",),
    (AO, 7): ("71,8 mln euro", "88 718 560 euro"),
    (AO, 8): ("2 powiaty",),
    (TEN, 6): (
        "Zero nie znaczy „bez emisji”",
        "dla wszystkich lat",
        "zmienił się w 2008 i 2013 r.",
    ),
    (TEN, 7): ("Pierwsze rozporządzenie",),
    (TEN, 10): ("co najmniej", "co najmniej", "Obie sumy", "poniżej 3 osób"),
    (BORDER, 1): ("dla wszystkich lat", "mniej dokładne (około 400 m)"),
    (BORDER, 3): ("klasy są wspólne dla wszystkich lat",),
}


def land(dataset: Dataset) -> dict[str, float]:
    """Return km² that Opole gained and each neighbour lost, as data/breaks.csv states them."""
    found = {}
    for name in ("Opole", *GAVE):
        (told,) = dataset.breaks_of("ludnosc", BY_NAME[name])[:1]
        area = re.search(r"([0-9]+,[0-9]) km2", told.text)
        assert told.kind is BreakKind.BORDERS
        assert area
        found[name] = float(area[1].replace(",", "."))
    return found


def same_borders(dataset: Dataset, codes: list[str] | None = None) -> bool:
    """Tell whether gminy (all of them, if none are named) cover the same land before and after."""
    before, after = (
        shapely.union_all(vintage.frame.loc[codes or list(dataset.gminy)].geometry.to_numpy())
        for vintage in dataset.vintages
    )
    return bool(before.equals(after))


def untouched(dataset: Dataset) -> int:
    before, after = (vintage.frame.geometry for vintage in dataset.vintages)
    return sum(before[code].equals(after[code]) for code in dataset.gminy)


def types_in(dataset: Dataset, year: int) -> tuple[int, ...]:
    kinds = [gmina.type_in(year) for gmina in dataset.gminy.values()]
    return tuple(map(kinds.count, (GminaType.URBAN, GminaType.MIXED, GminaType.RURAL)))


def made(dataset: Dataset, place: Place) -> list[str]:
    """Return the phrases with numbers of a step that no placeholder knows, made from the data."""
    gminy, projects = dataset.gminy.values(), dataset.projects
    first = min(gmina.member_since for gmina in gminy if gmina.member_since)
    founders = sum(gmina.member_since == first for gmina in gminy)
    powiaty = [gmina.powiat for gmina in gminy]
    joint = {code: len(dataset.joint_projects(code)) for code in dataset.domains}
    domains = [code for code, domain in dataset.domains.items() if domain.cooperation]
    own = sum(p.kind == "własny AO" for p in dataset.joint_projects("przyroda").values())
    (u0, m0, r0), (u1, m1, r1), (u2, m2, r2) = (types_in(dataset, y) for y in (2017, 2023, 2024))
    kilometres, number = land(dataset), format_number
    taken = [f"{number(kilometres[name], 1)} km² gminy {name}" for name in GAVE]
    start = next(
        iter(sorted((p.start, code) for code, p in projects.items() if p.joint and p.start))
    )
    places = re.match(r"([0-9]+) nowych miejsc", projects["P10"].note)
    assert places
    stated = re.search(r"wkład własny ([0-9 ]+) zł", projects["P01"].note)
    assert stated
    own_share = int(stated[1].replace(" ", ""))
    others = sorted(
        row.value or 0.0
        for row in build_view(dataset, picture(dataset, (BORDER, 5))[1]).rows
        if row.gmina.name not in ("Opole", *GAVE)
    )
    return {
        (AO, 1): [f"w pozostałych {len(gminy) - 1} gminach"],
        (AO, 2): [f"Porozumienie {founders} gmin", f"Stowarzyszenie założyło {founders} gmin"],
        (AO, 3): [
            f"miejsko-wiejskich było {m0}",
            f"miasto Opole i {r2} gmin wiejskich",
            f"{u0} miasto, {m0} gmin miejsko-wiejskich i {r0} wiejskich",
            f"odpowiednio {u1}, {m1} i {r1}",
            f"jest {u2}, {m2} i {r2}",
        ],
        (AO, 5): [
            f"wymienia {len(domains)} dziedzin współpracy",
            f"W {sum(joint[code] > 0 for code in domains)} z nich",
            f"{joint['przyroda']} wspólnych projektów",
            f"Przy {own} z nich",
        ],
        (AO, 6): [
            "Pierwszy wspólny projekt" if start[1] == "P01" else "",
            "„Pierwszy” znaczy: o najwcześniejszym początku" if start[1] == "P01" else "",
            f"{number(float(projects['P01'].value) / 1e6, 1)} mln zł",
            f"{number(float(projects['P01'].eu_grant) / 1000)} tys. zł dotacji",
            f"wkład własny wynosił {own_share // 1000} tys. zł",
        ],
        (AO, 7): [
            f"{places[1]} nowych miejsc",
            *(f"{n} {k}" for n, k in re.findall(r"(\w+) ([0-9]+)(?:[,;]|$)", projects["P10"].note)),
        ],
        (AO, 8): [
            f"{powiaty.count('opolski')} gmin Aglomeracji",
            f"krapkowicki ({powiaty.count('krapkowicki')} gmin)",
        ],
        (TEN, 2): ["te same" if dataset.vintage(2020) is dataset.vintage(2024) else ""],
        (TEN, 4): [f"{joint['transport']} wspólnych projektów"],
        (TEN, 5): [f"{joint['przyroda']} wspólnych projektów"],
        (TEN, 9): [
            f"{joint['kultura']} wspólny projekt",
            f"z udziałem {len(next(iter(dataset.joint_projects('kultura').values())).members())} gmin",
        ],
        (BORDER, 2): [
            f"o {number(kilometres['Opole'], 1)} km²",
            f"{len(GAVE)} sąsiednie gminy",
            f"{', '.join(taken[:-1])} i {taken[-1]}",
            f"ich suma to {number(sum(kilometres[name] for name in GAVE), 1)} km²",
        ],
        (BORDER, 5): [
            f"{len(GAVE) + 1} przerwanych szeregów",
            f"W pozostałych {untouched(dataset)} gminach, których granic nie zmieniono",
            f"od {format_change(others[0], 1)}% do {format_change(others[-1], 1)}%",
            f"Dla {len(GAVE) + 1} gmin z przerwanym szeregiem",
        ],
        (BORDER, 6): [
            f"i {len(GAVE)} gminy liczone łącznie",
            "ten sam teren" if same_borders(dataset, FIVE.split("+")) else "",
            f"Dla wszystkich {len(gminy)} gmin",
        ],
        (BORDER, 7): [longest_series(dataset), f"szeregi {len(GAVE) + 1} gmin"],
        (BORDER, 8): [
            "Obrys Aglomeracji bez zmian" if same_borders(dataset) else "",
            "jej zewnętrzna granica jest ta sama" if same_borders(dataset) else "",
            f"W {len(gminy)} gminach",
            f"Nie zmieniły się też granice pozostałych {untouched(dataset)} gmin",
        ],
        (BORDER, 9): [
            "ma te same granice" if dataset.vintage(2017) is dataset.vintage(2024) else "",
            "Klasy są te same co na obrazach z 2016 i" if common_classes(dataset) else "",
        ],
    }.get(place, [])


def longest_series(dataset: Dataset) -> str:
    merged = territory.constant(dataset)
    lengths = {
        code: sum(cells["S166101"].value is not None for cells in series.values())
        for code, series in merged.series.items()
    }
    longest, second, third = sorted(lengths, key=lambda code: -lengths[code])[:3]
    assert (longest, second) == ("mieszkania_oddane", "bezrobotni_zarejestrowani")
    assert lengths[second] > lengths[third]
    return "Dłuższy szereg dla terytorium stałego mają tylko mieszkania oddane do użytkowania"


def common_classes(dataset: Dataset) -> bool:
    selection = picture(dataset, (BORDER, 9))[1]
    views = [build_view(dataset, replace(selection, year=year)) for year in (2016, 2017, 2024)]
    return all(view.classes == views[0].classes for view in views)


def raw(code: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SHIPPED / FOLDER / f"{code}.json").read_text("utf-8"))
    return content


def picture(dataset: Dataset, place: Place) -> tuple[dict[str, str], Any]:
    """Return a step as it stands in the file, and its selection."""
    told = raw(place[0])["kroki"][place[1] - 1]
    selection, notes = read_address(told["obraz"], dataset)
    assert notes == []
    return told, selection


@pytest.fixture(scope="module")
def stories(dataset: Dataset) -> Mapping[str, Story]:
    return {file.stem: read_story(file.read_bytes(), file.name, dataset) for file in files(SHIPPED)}


@pytest.fixture(params=STEPS, ids=lambda step: f"{step[0]}-{step[1]}")
def place(request: pytest.FixtureRequest) -> Place:
    return (str(request.param[0]), int(request.param[1]))


@pytest.fixture
def step(stories: Mapping[str, Story], place: Place) -> Step:
    return stories[place[0]].steps[place[1] - 1]


def of_the_map(step: Step) -> Selection:
    assert isinstance(step.shown, Selection), "the shipped stories that these tests know"
    return step.shown


@pytest.fixture
def shown(dataset: Dataset, step: Step) -> View:
    if not isinstance(step.shown, Selection):
        pytest.skip("no picture of the map")
    return build_view(dataset, of_the_map(step))


# What they say


def words(told: Mapping[str, str]) -> str:
    return "\n".join(told[field] for field in ("tytul", "tekst", "notatka"))


def unproved(said: str, phrases: list[str]) -> list[str]:
    """Return what is left of numbers and comparisons, and phrases that are not said."""
    left = PLACEHOLDER.sub("■", said.replace("\N{NO-BREAK SPACE}", " "))
    faults = []
    for phrase in sorted(phrases, key=len, reverse=True):
        pattern = rf"(?<![\w,]){re.escape(phrase.replace(chr(160), ' '))}(?!\w|,[0-9])"
        left, found = re.subn(pattern, " ■ ", left, count=1)
        faults += [] if found and phrase else [f"not said: {phrase}"]
    return faults + [m[0] for m in BARE.finditer(DATES.sub("■", left))]


def test_every_number_and_comparison_is_from_the_data_or_declared(
    dataset: Dataset, place: Place
) -> None:
    told, _ = picture(dataset, place)
    claimed = [phrase for phrase, *_ in CLAIMS.get(place, ())]
    phrases = [*made(dataset, place), *claimed, *STATED.get(place, ())]
    assert unproved(words(told), phrases) == []


@pytest.mark.parametrize("place", CLAIMS, ids=str)
def test_what_is_compared_is_so(dataset: Dataset, place: Place) -> None:
    _, selection = picture(dataset, place)
    signs = {"=": operator.eq, ">": operator.gt, "<": operator.lt}
    for phrase, left, sign, right in CLAIMS[place]:
        one, other = (
            float(side) if side.isdigit() else figure(side, selection, dataset).value
            for side in (left, right)
        )
        assert signs[sign](round(one, 6), round(other, 6)), phrase


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


def test_other_figures_make_other_words(folder: Path) -> None:
    edit(folder / "stats.csv", "166101,ludnosc,2024,125492", "166101,ludnosc,2024,125493")
    told = read_stories(load(folder)).told[AO].steps[0]
    assert "125\xa0493\xa0osoby" in told.text
    assert told.title.startswith("323\xa0178\xa0")


# The stories as files


def test_four_stories_are_shipped_and_have_no_faults(stories: Mapping[str, Story]) -> None:
    assert {code: story.title for code, story in stories.items()} == TITLES
    assert [(code, len(stories[code].steps)) for code in TITLES] == [
        (AO, 8),
        (TEN, 10),
        (BORDER, 9),
        (WORK, 7),
    ]


@pytest.mark.parametrize("code", TITLES)
def test_saving_a_story_again_changes_nothing(
    dataset: Dataset, stories: Mapping[str, Story], code: str
) -> None:
    saved = written(stories[code])
    assert read_story(encoded(saved), "", dataset) == stories[code]
    assert [s["obraz"] for s in saved["kroki"]] == [s["obraz"] for s in raw(code)["kroki"]]
    addresses = [step.shown.address() for step in stories[code].steps]
    assert len(set(addresses)) == len(addresses)
    assert all("rok=" in address or "przeplyw=dojazdy-2016" in address for address in addresses)


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


OFFICES = {
    "GUS BDL": "GUS",
    "Komisja Europejska, EU Transaction Log": "Komisja Europejska",
    "PAP, IAR (doniesienia o rozporządzeniach)": "PAP",
    "wolontariusze (PLRailMap)": "PLRailMap",
    "Ministerstwo Edukacji (SIO)": "Ministerstwo Edukacji",
    "zamkisp.pl (spis miłośniczy)": "zamkisp.pl",
}


def test_the_speaker_knows_who_published_it_and_what_to_warn_of(step: Step, shown: View) -> None:
    for source in shown.sources:
        assert OFFICES.get(source.office, source.office) in step.note
    assert shown.indicator
    if shown.indicator.kind is Kind.COUNT:
        assert re.search(r"\b(koła|kół|kołami)\b", step.note, re.IGNORECASE)
    if "dochody" in shown.indicator.code:
        assert "powiatu" in step.note or "cenach bieżących" in step.note
    if shown.indicator.origin is Origin.INVENTORY:
        assert "spis" in step.note.lower()


def test_flows_are_those_that_the_steps_speak_of(
    dataset: Dataset, stories: Mapping[str, Story]
) -> None:
    lines, leaning = (step.shown for step in stories[WORK].steps[4:6])
    assert isinstance(lines, ScreenChoice)
    assert isinstance(leaning, ScreenChoice)
    assert "Krapkowice" in heading(lines.page(dataset)).subtitle
    (coloured,) = leaning.page(dataset).maps
    persons = dataset.flows[FlowKind.COMMUTING, 2016].persons
    names = {gmina.name: code for code, gmina in dataset.gminy.items()}
    strongest = {
        name: max((n, to) for (of, to), n in persons.items() if of == code)[1]
        for name, code in names.items()
    }
    to_krapkowice = [name for name, to in strongest.items() if to == names["Krapkowice"]]
    assert sorted(to_krapkowice) == ["Gogolin", "Strzeleczki", "Walce"]
    assert strongest["Izbicko"] == "161105"  # Strzelce Opolskie
    legend = [label for label, *_ in coloured["legend"]["steps"]]
    assert "Krapkowice do 50%" in legend
    assert "Strzelce Opolskie do 50%" in legend


def test_each_picture_has_values_and_shows_the_gmina_that_is_spoken_of(
    step: Step, shown: View
) -> None:
    assert len(shown.values) >= 6
    if shown.selected:
        name = "terytorium stałe" if of_the_map(step).territory else shown.selected.gmina.name
        assert name.lower()[:3] in f"{step.title} {step.text}".lower()


def test_ten_pictures_go_through_the_domains(
    dataset: Dataset, stories: Mapping[str, Story]
) -> None:
    views = [build_view(dataset, of_the_map(step)) for step in stories[TEN].steps]
    cooperation = {c for c, domain in dataset.domains.items() if domain.cooperation}
    told = {view.domain.code for view in views if view.domain}
    assert told >= cooperation - {"technologie", "sport_turystyka"}  # no map, no picture
    assert stories[TEN].steps[-1].title.endswith("?")
    kinds = {view.indicator.kind for view in views if view.indicator}
    assert kinds >= {Kind.COUNT, Kind.DENSITY, Kind.FLAG, Kind.RATE, Kind.SHARE}


@pytest.mark.parametrize("first", [1, 3])
def test_paging_shows_the_border_move(stories: Mapping[str, Story], first: int) -> None:
    before, after = (of_the_map(stories[BORDER].steps[n]) for n in (first - 1, first))
    assert (before.year, after.year) == (2016, 2017)
    assert replace(before, year=2017) == after
    assert before.common
