from __future__ import annotations

import ast
import inspect
import math
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.project import TAKES_PART, Part, Participation, Project
from ao_dash.screens.cooperation import filters
from ao_dash.screens.cooperation import screen as projects_table
from ao_dash.screens.cooperation.filters import (
    NO_PROGRAMME,
    NOT_FOUND,
    PART_WORDS,
    WHY_NO_SUM,
    chosen,
    collective,
    domains_without,
    grant_text,
    mark,
    matrix,
    partners,
    period,
    programme_code,
    programmes,
    safe_link,
    sentence,
    strength,
    ties,
    undated,
    unnamed,
    value_text,
)
from ao_dash.screens.cooperation.screen import COLUMNS, project_rows
from tests.support.data import BY_NAME, lines, shipped_dataset
from tests.support.projects import NAMED, PROJECTS
from tests.support.text import plain

YEARS = st.integers(2005, 2030)


def all_projects() -> tuple[Project, ...]:
    return tuple(shipped_dataset().projects.values())


SOME_PROJECTS = st.deferred(
    lambda: st.lists(st.sampled_from(all_projects()), unique_by=lambda p: p.code)
)


def codes(projects: tuple[Project, ...]) -> list[str]:
    return [project.code for project in projects]


def made(**fields: object) -> Project:
    """A project that no file holds."""
    return replace(shipped_dataset().projects["P01"], **fields)  # type: ignore[arg-type]


# programmes


def test_programmes_are_the_texts_before_the_bracket(dataset: Dataset) -> None:
    assert dict(programmes(dataset)) == {
        "feo-2021-2027": "FEO 2021-2027",
        "interreg-europe": "Interreg Europe",
        "interreg-v-a-republika-czeska-polska": "Interreg V-A Republika Czeska-Polska",
        "po-infrastruktura-i-srodowisko-2014-2020": "PO Infrastruktura i Środowisko 2014-2020",
        "po-pomoc-techniczna-2007-2013": "PO Pomoc Techniczna 2007-2013",
        "rpo-wo-2014-2020": "RPO WO 2014-2020",
        NO_PROGRAMME: "nie podano",
    }
    assert list(programmes(dataset))[-1] == NO_PROGRAMME


def test_every_project_is_in_one_programme(dataset: Dataset) -> None:
    found = Counter(programme_code(project) for project in all_projects())
    texts = [line["programme"] for line in PROJECTS.values()]
    assert set(found) == set(programmes(dataset))
    assert found["rpo-wo-2014-2020"] == sum(text.startswith("RPO WO") for text in texts) == 18
    assert found["feo-2021-2027"] == sum(text.startswith("FEO") for text in texts) == 4
    assert found[NO_PROGRAMME] == texts.count("") == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", NO_PROGRAMME),
        ("  ", NO_PROGRAMME),
        ("—", NO_PROGRAMME),
        ("()", NO_PROGRAMME),
        ("(EFRR)", "efrr"),
        ("Łącząc Europę", "laczac-europe"),
        ("RPO WO 2014–2020 (EFS)", "rpo-wo-2014-2020"),
    ],
)
def test_codes_of_programmes_are_ascii_and_total(text: str, code: str) -> None:
    assert programme_code(made(programme=text)) == code


def test_no_programme_means_no_code_to_offer(dataset: Dataset) -> None:
    stated = {code: p for code, p in dataset.projects.items() if p.programme}
    assert NO_PROGRAMME not in programmes(replace(dataset, projects=stated))


# periods


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2013-06", "2014-09", (2013, 2014)),
        ("2016", "2017", (2016, 2017)),
        ("2016-12-21", "2023-06-29", (2016, 2023)),
        ("2016-12-20 (umowa)", "", (2016, 2016)),
        ("", "2020", (2020, 2020)),
        ("", "", None),
        ("wkrótce", "nie wiadomo", None),
        ("20161", "", None),
        ("٢٠١٦", "", None),
    ],
)
def test_years_are_as_stated(start: str, end: str, years: tuple[int, int] | None) -> None:
    assert period(made(start=start, end=end)) == years


def test_periods_of_the_data_agree_with_the_file() -> None:
    for project in all_projects():
        line = PROJECTS[project.code]
        stated = [int(text[:4]) for text in (line["start"], line["end"]) if text]
        assert period(project) == ((stated[0], stated[-1]) if stated else None)


@pytest.mark.parametrize(
    ("start", "end", "span", "kept"),
    [
        ("2016", "2018", (2018, 2020), True),
        ("2016", "2018", (2010, 2016), True),
        ("2016", "2018", (2017, 2017), True),
        ("2016", "2018", (2010, 2030), True),
        ("2016", "2018", (2019, 2020), False),
        ("2016", "2018", (2010, 2015), False),
        ("2016", "", (2020, 2021), True),
        ("2016", "", (2010, 2015), False),
        ("", "2016", (2010, 2011), True),
        ("", "2016", (2017, 2018), False),
        ("", "", (1990, 1990), True),
        ("2016", "2018", (2020, 2018), True),
    ],
)
def test_only_stated_dates_leave_a_project_out(
    start: str, end: str, span: tuple[int, int], kept: bool
) -> None:
    project = made(start=start, end=end)
    dataset = replace(shipped_dataset(), projects={"P01": project})
    assert bool(chosen(dataset, span=span)) is kept


def test_those_kept_without_dates_are_counted(dataset: Dataset) -> None:
    shown = chosen(dataset, span=(2018, 2018))
    # by hand: joint, no dates; P15 and P21 begin before 2018 and state no end
    assert codes(undated(shown, (2018, 2018))) == ["P05", "P14", "P15", "P20", "P21", "P27", "P28"]
    assert codes(undated(chosen(dataset))) == ["P05", "P14", "P20", "P27", "P28"]


@given(YEARS, YEARS)
def test_a_period_splits_projects_without_losing_any(
    dataset: Dataset, one: int, other: int
) -> None:
    span = (one, other)
    shown = chosen(dataset, span=span, joint_only=False)
    doubtful = undated(shown, span)
    for project in all_projects():
        years = period(project)
        sure = years is not None and any(
            min(span) <= year <= max(span) for year in range(years[0], years[1] + 1)
        )
        assert sure == (project in shown and project not in doubtful)
        if years is None:
            assert project in doubtful


# the choice


def test_the_usual_choice_is_every_joint_project(dataset: Dataset) -> None:
    joint = [code for code, line in PROJECTS.items() if line["joint"] == "1"]
    assert codes(chosen(dataset)) == joint
    assert len(joint) == 21
    assert codes(chosen(dataset, joint_only=False)) == list(PROJECTS)


@pytest.mark.parametrize("code", [*(line["domain"] for line in lines("domains.csv")), "nieznana"])
def test_a_domain_is_chosen_by_its_code(dataset: Dataset, code: str) -> None:
    hand = [
        line["project"]
        for line in PROJECTS.values()
        if line["joint"] == "1" and code in line["domains"].split(";")
    ]
    assert codes(chosen(dataset, domain=code)) == hand


def test_filters_are_joined(dataset: Dataset) -> None:
    found = chosen(dataset, "przyroda", "rpo-wo-2014-2020", (2019, 2021))
    assert codes(found) == ["P15", "P16", "P19", "P20"]
    assert chosen(dataset, programme="nieznany") == ()
    assert codes(chosen(dataset, programme=NO_PROGRAMME)) == ["P30"]


def test_what_is_not_joint_is_marked() -> None:
    marks = {project.code: mark(project) for project in all_projects() if mark(project)}
    assert set(marks) == {code for code, line in PROJECTS.items() if line["joint"] == "0"}
    assert [code for code, word in marks.items() if word == "plan"] == ["P29"]
    assert set(marks.values()) == {"plan", "niewspólny"}


# the matrix


def test_cells_known_by_hand(dataset: Dataset) -> None:
    cells = matrix(dataset, all_projects())
    assert cells[BY_NAME["Gogolin"], "srodowisko"] == ("P04", "P23", "P27")
    assert cells[BY_NAME["Dąbrowa"], "przyroda"] == ("P19",)
    assert cells[BY_NAME["Tułowice"], "transport"] == ("P03", "P28")
    # Tułowice joined after the first project; the plan of mobility only mentions it
    assert (BY_NAME["Tułowice"], "planowanie") not in cells
    assert not [cell for cell in cells if cell[1] in ("technologie", "powodz", "kontekst")]


def test_the_matrix_holds_the_participations_by_name(dataset: Dataset) -> None:
    hand = {
        (line["teryt6"], domain, line["project"])
        for line in NAMED
        for domain in PROJECTS[line["project"]]["domains"].split(";")
    }
    cells = matrix(dataset, all_projects())
    assert {(*cell, code) for cell, found in cells.items() for code in found} == hand
    assert sum(map(len, cells.values())) == len(hand)


@given(SOME_PROJECTS)
def test_the_matrix_of_some_projects_is_a_part_of_the_whole(
    dataset: Dataset, some: list[Project]
) -> None:
    whole, cells = matrix(dataset, all_projects()), matrix(dataset, some)
    kept = {project.code for project in some}
    for cell, found in whole.items():
        assert set(cells.get(cell, ())) == set(found) & kept
    assert all(cells.values())
    assert cells == matrix(dataset, [project for project in some if project.joint])


def test_cells_come_in_the_order_of_gminy_and_domains(dataset: Dataset) -> None:
    gminy, domains = list(dataset.gminy), list(dataset.domains)
    cells = list(matrix(dataset, all_projects()))
    assert cells == sorted(cells, key=lambda cell: (gminy.index(cell[0]), domains.index(cell[1])))


def test_the_matrix_agrees_with_the_members_of_the_main_screen(dataset: Dataset) -> None:
    cells = matrix(dataset, all_projects())
    for code in dataset.domains:
        assert {t: found for (t, c), found in cells.items() if c == code} == dataset.members(code)


# who is outside the matrix


def test_collective_mentioned_and_planned_are_told() -> None:
    found = {part: codes(projects) for part, projects in collective(all_projects()).items()}
    assert found == {
        Part.PLANNED: ["P29"],
        Part.COLLECTIVE: ["P22"],
        Part.MENTIONED: ["P23", "P30"],
    }
    assert collective([]) == {}


def test_projects_whose_gminy_no_source_names(dataset: Dataset) -> None:
    named = {line["project"] for line in NAMED}
    assert codes(unnamed(all_projects())) == ["P15", "P16", "P22", "P24", "P25", "P26", "P30"]
    assert set(codes(unnamed(all_projects()))) == set(codes(chosen(dataset))) - named


def test_domains_without_a_project_blame_no_gmina(dataset: Dataset) -> None:
    assert [domain.code for domain in domains_without(dataset)] == ["technologie", "powodz"]
    assert NOT_FOUND == "nie znaleziono wspólnego projektu w źródłach"
    none = replace(dataset, projects={})
    assert [d.code for d in domains_without(none)] == [
        code for code, domain in dataset.domains.items() if domain.cooperation
    ]


# partners


def test_the_lead_is_first_and_the_rest_alphabetical(dataset: Dataset) -> None:
    rows = partners(dataset, dataset.projects["P27"])
    assert [row.name for row in rows] == [
        "Opole",
        "Chrząstowice",
        "Gogolin",
        "Komprachcice",
        "Krapkowice",
        "Murów",
        "Popielów",
        "Prószków",
    ]
    assert (rows[0].part, rows[0].word, rows[0].role) == (Part.LEAD, "lider", "lider")


def test_a_lead_that_is_no_gmina_is_not_among_them(dataset: Dataset) -> None:
    project = dataset.projects["P02"]
    rows = partners(dataset, project)
    assert project.lead == "Powiat Opolski"
    assert [(row.name, row.word, row.role) for row in rows] == [
        ("Dobrzeń Wielki", "partner", "partner"),
        ("Ozimek", "miejsce realizacji", "miejsce realizacji (Krasiejów)"),
        ("Popielów", "partner", "partner"),
    ]
    assert rows[1].source == "https://powiatopolski.pl/3570/rowerem-po-powiecie-opolskim.html"


@pytest.mark.parametrize("code", PROJECTS)
def test_partners_are_the_lines_of_the_file(dataset: Dataset, code: str) -> None:
    project = dataset.projects[code]
    rows = partners(dataset, project)
    hand = [line for line in lines("project_gminy.csv") if line["project"] == project.code]
    assert Counter((r.teryt6, r.part.value, r.role, r.source) for r in rows) == Counter(
        (line["teryt6"], line["part"], line["role"], line["source"]) for line in hand
    )
    rest = [row.name for row in rows if row.part is not Part.LEAD]
    assert rest == sorted(rest, key=polish_key)


def test_every_part_has_its_own_word() -> None:
    assert set(PART_WORDS) == set(Part)
    assert len(set(PART_WORDS.values())) == len(Part)


# ties


def test_ties_known_by_hand(dataset: Dataset) -> None:
    found = ties(all_projects())
    pair = (BY_NAME["Dobrzeń Wielki"], BY_NAME["Popielów"])
    assert found[pair] == ("P01", "P02", "P10", "P21")
    # the first project alone ties 20 gminy with one another
    assert len(ties([dataset.projects["P01"]])) == math.comb(20, 2) == 190
    assert len(found) == 200
    assert strength(found)[BY_NAME["Tułowice"]] == 10
    assert strength(found)[BY_NAME["Prószków"]] == 20


@given(SOME_PROJECTS)
def test_ties_are_those_of_the_file_and_symmetric(some: list[Project]) -> None:
    kept = {project.code for project in some}
    hand: dict[frozenset[str], set[str]] = {}
    for one, other in combinations(NAMED, 2):
        if one["project"] == other["project"] and one["project"] in kept:
            pair = frozenset((one["teryt6"], other["teryt6"]))
            hand.setdefault(pair, set()).add(one["project"])
    found = ties(some)
    assert {frozenset(pair): set(shared) for pair, shared in found.items()} == hand
    assert all(one < other for one, other in found)
    assert ties(reversed(some)).keys() == found.keys()


def test_what_is_not_joint_ties_nobody(dataset: Dataset) -> None:
    alone = made(joint=False)
    assert ties([alone]) == matrix(dataset, [alone]) == {}
    assert unnamed([alone]) == ()


@given(SOME_PROJECTS)
def test_strength_counts_different_partners(some: list[Project]) -> None:
    found = ties(some)
    hand = {
        teryt6: len({other for pair in found if teryt6 in pair for other in pair} - {teryt6})
        for teryt6 in {t for pair in found for t in pair}
    }
    assert strength(found) == hand
    assert sum(hand.values()) == 2 * len(found)


# the sentence


def test_the_sentence_of_everything(dataset: Dataset) -> None:
    assert plain(sentence(dataset, all_projects())) == (
        "Pokazano 21 wspólnych projektów; z nazwy bierze udział 21 gmin; w 7 projektach źródła "
        "nie podają z nazwy, które gminy uczestniczą; najwięcej wspólnych projektów w jednej "
        "parze gmin: 4 (Dobrzeń Wielki i Popielów, Łubniany i Popielów, Murów i Popielów)."
    )


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (
            ["P05"],
            (
                "Pokazano 1 wspólny projekt; z nazwy biorą udział 2 gminy; najwięcej wspólnych "
                "projektów w jednej parze gmin: 1 (Lewin Brzeski i Popielów)."
            ),
        ),
        (["P14"], "Pokazano 1 wspólny projekt; z nazwy bierze udział 1 gmina."),
        (
            ["P24", "P25"],
            "Pokazano 2 wspólne projekty; źródła nie podają z nazwy, które gminy uczestniczą.",
        ),
        (
            ["P21", "P24"],
            (
                "Pokazano 2 wspólne projekty; z nazwy biorą udział 4 gminy; w 1 projekcie źródła "
                "nie podają z nazwy, które gminy uczestniczą; najwięcej wspólnych projektów w "
                "jednej parze gmin: 1 (6 par)."
            ),
        ),
        (["P29", "P31"], "Żaden wspólny projekt ze źródeł nie odpowiada wyborowi."),
        ([], "Żaden wspólny projekt ze źródeł nie odpowiada wyborowi."),
    ],
)
def test_the_sentence_keeps_its_grammar(dataset: Dataset, kept: list[str], text: str) -> None:
    assert plain(sentence(dataset, [dataset.projects[code] for code in kept])) == text


@given(SOME_PROJECTS)
def test_any_projects_can_be_said_in_one_sentence(dataset: Dataset, some: list[Project]) -> None:
    text = sentence(dataset, some)
    assert text.endswith(".")
    assert text.count(".") == 1


# links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.pl/x?id=1&y=2#z", "https://a.pl/x?id=1&y=2#z"),
        (" http://ok ; http://b", "http://ok"),
        ("http://a.pl; http://b.pl", "http://a.pl"),
        ("http://a.pl/x;y=1", "http://a.pl/x;y=1"),
        ("HTTPS://A.PL", "HTTPS://A.PL"),
        ("http://a.pl:8080/x (dostęp 2020)", "http://a.pl:8080/x"),
        ("https://gmina-łubniany.pl/ścieżka", "https://gmina-łubniany.pl/ścieżka"),
        ("Monitor Polski, poz. 1 ; https://b.pl", "https://b.pl"),
        ("javascript:alert(1) ; https://b.pl", "https://b.pl"),
        ("", None),
        ("Monitor Polski", None),
        ("javascript:alert('http://a.pl')", None),
        ("java\nscript:alert(1)//http://a.pl", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.pl", None),
        ("//a.pl", None),
        ("http:", None),
        ("http://", None),
        ("http:///x", None),
        ("http://[::1", None),
        ("http:\\\\a.pl", None),
        ("http://a.pl\\@evil.example", None),
        ("http://opole.pl@evil.example", None),
        ("http://opole.pl:80@evil.example/", None),
        ('http://a.pl/"onmouseover="alert(1)', None),
        ("http://a.pl/<script>", None),
        ("http://a.pl/\u202egpj.exe", None),
        ("http://a.pl/\u200b", None),
        ("http://a.pl/\x00", None),
    ],
)
def test_links_lead_to_the_web_only(text: str, link: str | None) -> None:
    assert safe_link(text) == link


@given(st.text())
def test_whatever_the_text_a_link_is_http(text: str) -> None:
    for source in (text, f"http://{text}", f"{text} ; https://a.pl"):
        link = safe_link(source)
        if link is not None:
            assert link.lower().startswith(("http://", "https://"))
            assert not set(link) & set(' \t\r\n"<>\\')
            assert link in source


def test_every_source_of_the_data_has_a_link(dataset: Dataset) -> None:
    for project in all_projects():
        assert safe_link(project.source) == project.source
        assert all(safe_link(row.source) == row.source for row in project.gminy)
    for gmina in dataset.gminy.values():
        assert safe_link(gmina.source) == gmina.source.split(" ; ")[0]


# money


def test_money_is_as_stated(dataset: Dataset) -> None:
    assert plain(value_text(dataset.projects["P02"])) == "10 996 169,22 PLN"
    assert plain(grant_text(dataset.projects["P02"])) == "9 346 743,83 PLN"
    assert plain(value_text(dataset.projects["P03"])) == "15 622 839,00 EUR"
    # rounded by the source: no decimals are made up
    assert plain(value_text(dataset.projects["P07"])) == "30 000 000 PLN"
    assert value_text(dataset.projects["P10"]) == "nie podano"
    assert grant_text(dataset.projects["P29"]) == "nie podano"
    assert plain(value_text(made(value="5", currency=""))) == "5 (waluty nie podano)"


@given(st.integers(0, 10**11), st.integers(0, 99))
def test_no_digit_of_an_amount_is_lost(whole: int, part: int) -> None:
    stated = f"{whole}.{part:02d}"
    text = plain(value_text(made(value=stated)))
    assert text.replace(" ", "").removesuffix("PLN").replace(",", ".") == stated


def test_nothing_is_added_up() -> None:
    tree = ast.parse(inspect.getsource(filters) + inspect.getsource(projects_table))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not called & {"sum", "fsum", "agg", "cumsum", "groupby", "reduce", "accumulate"}
    assert "nie są sumowane" in WHY_NO_SUM


# tables


def test_the_table_of_projects_says_what_the_file_says(dataset: Dataset) -> None:
    frame = project_rows(dataset, all_projects()).drop_duplicates("projekt", ignore_index=True)
    assert list(frame.columns) == list(COLUMNS)
    assert frame["wartosc"].dtype == frame["dofinansowanie_ue"].dtype == "float64"
    same = {
        "projekt": "project",
        "tytul": "title",
        "rodzaj": "kind",
        "lider": "lead",
        "program": "programme",
        "poczatek": "start",
        "koniec": "end",
        "waluta": "currency",
        "status": "status",
        "stan_na": "status_as_of",
        "zrodlo": "source",
        "uwagi": "note",
    }
    for got, line in zip(frame.to_dict("records"), PROJECTS.values(), strict=True):
        assert {ours: got[ours] for ours in same} == {o: line[theirs] for o, theirs in same.items()}
        assert got["wspolny"] == {"1": "tak", "0": "nie"}[line["joint"]]
        for ours, theirs in {"wartosc": "value", "dofinansowanie_ue": "eu_grant"}.items():
            amount = line[theirs]
            assert got[ours] == float(amount) if amount else math.isnan(got[ours])
    assert frame["dziedziny"][1] == "Transport zbiorowy; Ochrona środowiska"


def test_the_table_of_participations_has_a_row_for_each_line(dataset: Dataset) -> None:
    frame = project_rows(dataset, all_projects())
    frame = frame[frame["teryt6"] != ""]
    columns = ["projekt", "teryt6", "udzial", "rola", "zrodlo_udzialu"]
    got = Counter(frame[columns].itertuples(index=False, name=None))
    hand = Counter(
        (d["project"], d["teryt6"], PART_WORDS[Part(d["part"])], d["role"], d["source"])
        for d in lines("project_gminy.csv")
    )
    assert got == hand
    assert len(frame) == 140
    names = {line["teryt6"]: line["name"] for line in lines("gminy.csv")}
    assert list(frame["gmina"]) == [names[teryt6] for teryt6 in frame["teryt6"]]
    assert list(frame["tytul"]) == [PROJECTS[code]["title"] for code in frame["projekt"]]


def test_a_table_of_nothing_keeps_its_columns(dataset: Dataset) -> None:
    assert project_rows(dataset, []).shape == (0, len(COLUMNS))


def test_a_gmina_named_twice_in_a_project_counts_once(dataset: Dataset) -> None:
    teryt6 = BY_NAME["Opole"]
    rows = tuple(Participation(teryt6, part, part.value, "http://a.pl") for part in TAKES_PART)
    project = made(gminy=rows)
    assert matrix(dataset, [project])[teryt6, "transport"] == ("P01",)
    assert ties([project]) == {}
    assert len(partners(dataset, project)) == len(rows)
