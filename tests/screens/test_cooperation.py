from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.model.dataset import Dataset
from ao_dash.screens import registry
from ao_dash.screens.blocks import Block, Choice, Heading, Link, Page, Table, Text, sent
from ao_dash.screens.cooperation import filters as cooperation
from ao_dash.screens.cooperation.filters import NO_PROGRAMME, NOT_FOUND, WHY_NO_SUM
from ao_dash.screens.cooperation.screen import (
    COLUMNS,
    SCREEN,
    CooperationChoice,
    page,
    table,
    years,
)
from tests.support.data import BY_NAME, lines, shipped_dataset
from tests.support.pages import reading
from tests.support.projects import NAMED, PROJECTS
from tests.support.text import plain

GOGOLIN, TULOWICE = BY_NAME["Gogolin"], BY_NAME["Tułowice"]
DOMAINS = [line["domain"] for line in lines("domains.csv") if line["cooperation"] == "1"]
CHOICES = st.deferred(
    lambda: st.builds(
        CooperationChoice,
        domain=st.none() | st.sampled_from(DOMAINS),
        programme=st.none() | st.sampled_from(list(cooperation.programmes(shipped_dataset()))),
        since=st.none() | st.integers(2013, 2018),
        until=st.none() | st.integers(2018, 2025),
        gmina=st.none() | st.sampled_from(list(shipped_dataset().gminy)),
        project=st.none() | st.sampled_from(list(shipped_dataset().projects)),
        least=st.integers(1, 4),
    )
)


read = reading(SCREEN, CooperationChoice)


def shown(**query: str) -> Page:
    choice, notes = read(**query)
    assert notes == []
    return page(shipped_dataset(), choice)


def blocks(shown: Page) -> Iterator[Block]:
    for place in shown.places.values():
        yield from place


def tables(shown: Page) -> dict[str, Table]:
    return {plain(b.title): b for b in blocks(shown) if isinstance(b, Table)}


def titled(shown: Page, start: str) -> Table:
    return next(found for title, found in tables(shown).items() if title.startswith(start))


def said(cell: object) -> str:
    if isinstance(cell, Choice | Link):
        return cell.text
    return str(cell[0] if isinstance(cell, tuple) else cell)


def everything_said(shown: Page) -> str:
    return plain(json.dumps(sent(shown), ensure_ascii=False))


# the address


def test_the_screen_is_found_by_its_code() -> None:
    assert registry.find("wspolpraca") is SCREEN
    assert SCREEN.columns == COLUMNS


@given(CHOICES)
def test_the_address_restores_the_choice(choice: CooperationChoice) -> None:
    assert read(**choice.query()) == (choice, [])
    assert set(choice.query()) <= set(SCREEN.parameters)


@pytest.mark.parametrize(
    ("query", "choice", "note"),
    [
        (
            {"dziedzina": "kontekst"},
            CooperationChoice(),
            "Dziedzina „kontekst” z adresu nie istnieje",
        ),
        ({"program": "x"}, CooperationChoice(), "Program „x” z adresu nie istnieje"),
        ({"projekt": "P99"}, CooperationChoice(), "Projekt „P99” z adresu nie istnieje"),
        ({"gmina": "0"}, CooperationChoice(), "Gmina „0” z adresu nie istnieje"),
        ({"od": "1999"}, CooperationChoice(), "Rok „1999” leży poza latami projektów (2013–2025)"),
        ({"do": "kiedyś"}, CooperationChoice(), "Rok „kiedyś” leży poza latami"),
        ({"od": "2020", "do": "2016"}, CooperationChoice(since=2016, until=2020), "zamieniono"),
        ({"wiezi": "0"}, CooperationChoice(), "musi być od 1 do 4, a nie „0”; pokazano 3"),
        ({"wiezi": "-1"}, CooperationChoice(), "a nie „-1”"),
    ],
)
def test_what_is_unknown_gives_way(
    query: dict[str, str], choice: CooperationChoice, note: str
) -> None:
    found, notes = read(**query)
    assert found == choice
    assert len(notes) == 1
    assert note in notes[0]


def test_years_are_those_of_the_projects(dataset: Dataset) -> None:
    assert (years(dataset)[0], years(dataset)[-1]) == (2013, 2025)
    assert not years(replace(dataset, projects={}))


# the matrix


def test_the_matrix_counts_the_lines_of_the_files() -> None:
    hand = Counter(
        (line["teryt6"], domain)
        for line in NAMED
        for domain in PROJECTS[line["project"]]["domains"].split(";")
    )
    matrix = titled(shown(), "Gminy i dziedziny")
    assert len(matrix.rows) == 1 + 21
    assert len(matrix.columns) == 1 + 10 + 1
    for key, row in list(zip(matrix.keys, matrix.rows, strict=True))[1:]:
        for domain, cell in zip(DOMAINS, row[1:-1], strict=True):
            number = hand[key, domain]
            assert said(cell) == (str(number) if number else "–")
            if number:
                assert isinstance(cell, Choice)
                assert cell.level == min(number, 4)
                assert cell.parameters == {"gmina": key, "dziedzina": domain, "projekt": ""}
        assert said(row[-1]) == str(
            len({line["project"] for line in NAMED if line["teryt6"] == key})
        )


def test_the_first_row_counts_projects_without_names_too() -> None:
    whole = titled(shown(), "Gminy i dziedziny").rows[0]
    joint = [line for line in PROJECTS.values() if line["joint"] == "1"]
    hand = [sum(code in line["domains"].split(";") for line in joint) for code in DOMAINS]
    assert [said(cell) for cell in whole[1:-1]] == [str(n) if n else "–" for n in hand]
    assert said(whole[-1]) == "21"


def test_a_domain_does_not_empty_the_matrix_and_a_programme_does_filter_it() -> None:
    def numbers(**query: str) -> list[list[str]]:
        return [[said(c) for c in row] for row in titled(shown(**query), "Gminy i dz").rows]

    assert numbers(dziedzina="kultura") == numbers()
    assert numbers(program=NO_PROGRAMME) != numbers()


def test_the_chosen_cell_is_marked_and_its_projects_come_first() -> None:
    made = shown(gmina=GOGOLIN, dziedzina="srodowisko")
    matrix = titled(made, "Gminy i dziedziny")
    picked = [c for row in matrix.rows for c in row if isinstance(c, Choice) and c.chosen]
    assert [c.label for c in picked] == ["Gogolin, Ochrona środowiska: 3\xa0wspólne projekty"]
    assert matrix.chosen == GOGOLIN
    own = titled(made, "Gogolin, Ochrona środowiska: 3 wspólne projekty z nazwy")
    assert own.anchor == picked[0].to == "wykaz"
    codes = [row[0].parameters["projekt"] for row in own.rows if isinstance(row[0], Choice)]
    assert sorted(codes) == ["P04", "P23", "P27"]


@given(CHOICES)
@settings(max_examples=40, deadline=None)
def test_any_choice_makes_a_page_and_every_projects_is_listed_once(
    dataset: Dataset, choice: CooperationChoice
) -> None:
    made = page(dataset, choice)
    json.dumps(sent(made))
    listed = [
        row[0].parameters["projekt"]
        for found in tables(made).values()
        if found.wordy
        for row in found.rows
        if isinstance(row[0], Choice)
    ]
    span = choice.period
    found = cooperation.chosen(dataset, choice.domain, choice.programme, span, joint_only=False)
    assert sorted(listed) == sorted(project.code for project in found)
    anchors = [b.anchor for b in blocks(made) if isinstance(b, Table | Text) and b.anchor]
    assert len(anchors) == len(set(anchors))
    assert "wykaz" in anchors
    assert len(made.maps) == 1


# the map


def test_without_a_project_the_map_shows_how_many_and_the_ties() -> None:
    (picture,) = shown().maps
    assert picture["form"] == "named"
    named = [step[0] for step in picture["legend"]["steps"]]
    assert [plain(n) for n in named] == [
        "1 projekt",
        "2 projekty",
        "3 projekty",
        "4 projekty",
        "5 i więcej",
    ]
    hand = Counter(line["teryt6"] for line in NAMED)
    for row in picture["rows"]:
        assert row[4] == min(hand[row[0]], 5) - 1
    assert picture["listed"] == "Wspólne projekty"


@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_ties_of_the_map_are_those_of_the_files(least: int) -> None:
    pairs = Counter(
        tuple(sorted((one["teryt6"], other["teryt6"])))
        for one, other in combinations(NAMED, 2)
        if one["project"] == other["project"]
    )
    made = shown(wiezi=str(least))
    (picture,) = made.maps
    hand = {pair for pair, number in pairs.items() if number >= least}
    assert {(a, b) for a, b, _ in picture["ties"]} == hand
    widths = {pairs[a, b]: width for a, b, width in picture["ties"]}
    assert sorted(widths.values()) == [widths[n] for n in sorted(widths)]
    assert len(titled(made, "Pary gmin").rows) == len(hand)
    told = next(b for b in blocks(made) if isinstance(b, Text) and b.title == "Sieć współpracy")
    if least == 2:
        assert "Pokazano 98 par z co najmniej 2 wspólnymi projektami; pozostałe (102)" in plain(
            told.sentences[0]
        )
    assert "190 z 200 par" in plain(told.sentences[1])


def test_a_project_is_shown_by_parts() -> None:
    (picture,) = shown(projekt="P03").maps
    assert "ties" not in picture
    assert [step[:3] for step in picture["legend"]["steps"]] == [
        ("partner", "partner", 8),
        ("nie wymieniona z nazwy", "nie wymieniona z nazwy", 13),
    ]
    steps = shown(projekt="P23").maps[0]["legend"]["steps"]
    assert {step[0]: step[2] for step in steps} == {
        "miejsce realizacji": 1,
        "wzmiankowany": 8,
        "nie wymieniona z nazwy": 12,
    }
    assert shown(projekt="P24").maps[0]["legend"]["steps"][0][:3] == (
        "nie wymieniona z nazwy",
        "nie wymieniona z nazwy",
        21,
    )


@pytest.mark.parametrize("code", PROJECTS)
def test_gminy_of_every_project_are_the_lines_of_the_file(dataset: Dataset, code: str) -> None:
    made = shown(projekt=code)
    hand = {d["teryt6"] for d in lines("project_gminy.csv") if d["project"] == code}
    found = tables(made).get("Kto bierze udział w projekcie")
    assert set(found.keys if found else ()) == hand
    (picture,) = made.maps
    plain_index = len(picture["colours"]) - 1
    assert {row[0] for row in picture["rows"] if row[4] != plain_index} == hand
    facts = tables(made)[plain(dataset.projects[code].title)]
    assert {said(row[0]): said(row[1]) for row in facts.rows}["Uwagi"] == (
        PROJECTS[code]["note"] or "brak"
    )


# words


def test_ways_of_being_named_are_told_apart() -> None:
    text = everything_said(shown())
    assert "planowany: 1 projekt, zbiorczo: 1 projekt, wzmiankowany: 2 projekty" in text
    assert "Dla 7 wspólnych projektów źródła nie podają z nazwy" in text
    assert "Bez podanych lat jest 5 wspólnych projektów" in text
    assert plain(WHY_NO_SUM) in text
    assert f"Transfer nowych technologii, Ochrona przeciwpowodziowa: {NOT_FOUND}" in text


def test_undated_projects_stay_and_are_told_when_years_are_chosen() -> None:
    text = everything_said(shown(od="2024"))
    assert "wybór lat ich nie ukrywa" in text


def test_a_domain_without_a_project_blames_no_gmina() -> None:
    made = shown(dziedzina="powodz", gmina=GOGOLIN)
    (heading,) = made.places["heading"]
    assert isinstance(heading, Heading)
    assert heading.notice == [f"Ochrona przeciwpowodziowa: {NOT_FOUND}."]
    text = everything_said(made)
    assert "W źródłach nie znaleziono takiego projektu" in text
    assert "wszystkie podpisały porozumienie" in text
    assert {row[5] for row in made.maps[0]["rows"]} == {
        "w źródłach nie znaleziono wspólnego projektu z jej nazwą"
    }


def test_a_gmina_sees_what_counts_and_what_does_not() -> None:
    rows = titled(shown(gmina=GOGOLIN), "Gogolin: udział w projektach").rows
    told = [
        (row[0].parameters["projekt"], row[1], row[2]) for row in rows if isinstance(row[0], Choice)
    ]
    assert {code: kind for code, _, kind in told} == {
        "P04": "tak",
        "P23": "tak",
        "P01": "tak",
        "P27": "tak",
        "P30": "nie",
        "P22": "nie",
        "P06": "nie: niewspólny",
        "P29": "nie: plan",
    }
    assert [kind for _, _, kind in told] == sorted(
        (k for _, _, k in told), key=lambda k: k != "tak"
    )


def test_strength_of_a_gmina() -> None:
    rows = titled(shown(), "Z kim współpracuje").rows
    row = next(row for row in rows if row[0] == "Tułowice")
    assert [plain(said(c)) for c in row[1:3]] == ["2", "10"]
    first = next(row for row in rows if row[0] == "Popielów")
    assert plain(said(first[-1])) == "4 wspólne projekty: Dobrzeń Wielki, Łubniany, Murów"


def test_what_is_not_joint_stands_apart_and_is_marked() -> None:
    apart = titled(shown(), "Projekty niewspólne i plany (10)")
    assert apart.shut
    marks = Counter(said(row[1]).split("\n")[0] for row in apart.rows)
    assert marks == {"projekt niewspólny": 9, "plan": 1}


def test_amounts_have_no_order_and_no_sum() -> None:
    listed = titled(shown(), "Wspólne projekty (21)")
    assert listed.columns[listed.still[0]] == "Kwoty według źródła"
    assert len(listed.rows) == 21
    row = next(r for r in listed.rows if said(r[0]).startswith("Czas na przesiadkę"))
    assert (
        said(row[5]).replace("\N{NO-BREAK SPACE}", " ")
        == "wartość: 73 754 605,05 PLN\nz UE: 33 487 035,58 PLN"
    )


# hostile files


def test_texts_stay_texts_and_links_stay_on_the_web(dataset: Dataset) -> None:
    bad = "<img src=x onerror=alert(1)>"
    evil = replace(
        dataset.projects["P04"],
        title=bad,
        note="<script>alert(1)</script>",
        source="javascript:alert(1)",
        lead="=cmd()",
    )
    hostile = replace(dataset, projects={**dataset.projects, "P04": evil})
    made = SCREEN.page(hostile, CooperationChoice(project="P04"))
    links = [
        cell
        for b in blocks(made)
        if isinstance(b, Table)
        for row in b.rows
        for cell in row
        if isinstance(cell, Link)
    ]
    assert links
    assert all(link.href.startswith(("http://", "https://")) for link in links)
    facts = {said(row[0]): row[1] for row in tables(made)[bad].rows}
    assert facts["Źródło"] == "javascript:alert(1)"


def test_without_projects_the_screen_still_stands(dataset: Dataset) -> None:
    none = replace(dataset, projects={})
    made = SCREEN.page(none, CooperationChoice())
    json.dumps(sent(made))
    assert "Żaden wspólny projekt ze źródeł nie odpowiada wyborowi." in everything_said(made)
    assert table(none, CooperationChoice()).shape == (0, len(COLUMNS))


# rows


def test_rows_are_the_lines_of_the_files(dataset: Dataset) -> None:
    frame = table(dataset, CooperationChoice())
    assert list(frame.columns) == list(COLUMNS)
    hand = Counter((d["project"], d["teryt6"], d["role"]) for d in lines("project_gminy.csv"))
    silent = set(PROJECTS) - {code for code, _, _ in hand}
    hand.update((code, "", "") for code in silent)
    got = Counter(frame[["projekt", "teryt6", "rola"]].itertuples(index=False, name=None))
    assert got == hand
    counted = frame[frame["liczony"] == "tak"]
    assert Counter(zip(counted["projekt"], counted["teryt6"], strict=True)) == Counter(
        (line["project"], line["teryt6"]) for line in NAMED
    )
    assert set(frame["liczony"]) == {"tak", "nie"}
    assert not frame.drop(columns=["wartosc", "dofinansowanie_ue"]).isna().any().any()


def test_rows_follow_the_filters_and_not_what_is_looked_at(dataset: Dataset) -> None:
    assert set(table(dataset, CooperationChoice(domain="kultura"))["projekt"]) == {
        "P21",
        "P31",
        "P32",
    }
    looked = table(dataset, CooperationChoice(gmina=TULOWICE, project="P01", least=4))
    assert looked.equals(table(dataset, CooperationChoice()))
