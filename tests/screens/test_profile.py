from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.analysis.adjacency import shared_borders
from ao_dash.datafolder.load import SHIPPED
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_brief, format_number
from ao_dash.model.project import TAKES_PART
from ao_dash.screens import registry
from ao_dash.screens.blocks import (
    Card,
    Cards,
    Gallery,
    Heading,
    Link,
    Links,
    Page,
    Table,
    Text,
    sent,
)
from ao_dash.screens.profile.screen import COLUMNS, SCREEN, ProfileChoice
from ao_dash.screens.profile.standing import base_years
from tests.support.data import BY_NAME, lines, shipped_dataset
from tests.support.pages import blocks, reading, titled

chosen = reading(SCREEN, ProfileChoice)


def shown(dataset: Dataset, **query: str) -> Page:
    choice, notes = chosen(**query)
    assert not notes
    return SCREEN.page(dataset, choice)


def cards(page: Page) -> dict[str, Card]:
    found = [c for g in blocks(page, Gallery) for c in g.cards]
    return {card.title: card for card in found}


def card(dataset: Dataset, indicator: str, **query: str) -> Card:
    domain = dataset.indicators[indicator].domain
    return cards(shown(dataset, dziedzina=domain, **query))[dataset.indicators[indicator].name]


def text(page: Page, title: str) -> str:
    return " ".join(titled(page, Text, title).sentences)


def test_it_is_found_by_its_code() -> None:
    assert registry.find("profil") is SCREEN


def test_the_usual_neighbours_share_the_longest_borders(dataset: Dataset) -> None:
    borders = shared_borders(dataset.vintages[-1])
    for gmina in dataset.gminy:
        choice, notes = chosen(gmina=gmina)
        longest = sorted(borders[gmina], key=lambda code: -borders[gmina][code])[:2]
        assert (choice.beside, choice.usual, notes) == (tuple(longest), True, [])
        assert "obok" not in choice.query()


@pytest.mark.parametrize(
    ("query", "gmina", "beside", "base", "notes"),
    [
        ({}, "160901", 2, 2020, 0),
        ({"gmina": "S166101"}, "166101", 2, 2020, 0),
        ({"gmina": "999999"}, "160901", 2, 2020, 1),
        ({"gmina": "160903", "obok": "160913"}, "160903", 1, 2020, 0),
        ({"gmina": "160903", "obok": "160903,160913"}, "160903", 1, 2020, 1),
        ({"gmina": "160903", "obok": "160903"}, "160903", 2, 2020, 1),
        ({"gmina": "160903", "obok": "160913,166101,160901"}, "160903", 2, 2020, 1),
        ({"gmina": "160903", "obok": "x"}, "160903", 2, 2020, 1),
        ({"od": "2017"}, "160901", 2, 2017, 0),
        ({"od": "1066"}, "160901", 2, 2020, 1),
        ({"od": "dawno"}, "160901", 2, 2020, 1),
        ({"dziedzina": "x"}, "160901", 2, 2020, 1),
        ({"dziedzina": "wszystkie"}, "160901", 2, 2020, 0),
    ],
)
def test_what_the_address_says_is_taken_or_gives_way_with_a_note(
    dataset: Dataset, query: dict[str, str], gmina: str, beside: int, base: int, notes: int
) -> None:
    choice, told = chosen(**query)
    assert (choice.gmina, len(choice.beside), choice.base) == (gmina, beside, base)
    assert choice.domain is None
    assert len(told) == notes


@given(
    gmina=st.sampled_from([*BY_NAME.values(), "", "?"]),
    obok=st.lists(st.sampled_from([*BY_NAME.values(), "?"]), max_size=4),
    od=st.deferred(lambda: st.sampled_from([*map(str, base_years(shipped_dataset())), "", "0"])),
    dziedzina=st.sampled_from([*(line["domain"] for line in lines("domains.csv")), "", "?"]),
)
@settings(max_examples=60, deadline=None)
def test_the_address_restores_the_choice(
    dataset: Dataset, gmina: str, obok: list[str], od: str, dziedzina: str
) -> None:
    query = {"gmina": gmina, "obok": ",".join(obok), "od": od, "dziedzina": dziedzina}
    choice, _ = chosen(**query)
    assert chosen(**choice.query()) == (choice, [])


def test_a_card_says_the_published_figures(dataset: Dataset) -> None:
    stats = pd.read_csv(SHIPPED / "stats.csv", dtype={"teryt6": str})
    rows = stats[(stats.indicator == "ludnosc") & (stats.year == 2024)]
    people = dict(zip(rows.teryt6, rows.value, strict=True))
    shown_card = card(dataset, "ludnosc", gmina="160903", obok="166101,160913")
    share = 100 * people["160903"] / sum(people.values())
    assert (shown_card.figure, shown_card.unit) == ("9\xa0145", "osób")
    assert (shown_card.year, shown_card.source) == ("2024", "GUS BDL")
    assert shown_card.rank == f"{1 + sum(v > people['160903'] for v in people.values())}. z 21"
    facts = dict(shown_card.facts)
    assert facts["Cały obszar"] == f"{share:.1f}% sumy".replace(".", ",")
    assert facts["Opole"].replace("\xa0", "") == str(int(people["166101"]))
    assert facts["Turawa"].replace("\xa0", "") == str(int(people["160913"]))
    low, high = min(people.values()), max(people.values())
    assert shown_card.place == pytest.approx((people["160903"] - low) / (high - low), abs=1e-4)
    assert len(shown_card.dots) == 21
    assert [name for _, name in shown_card.others] == ["Opole", "Turawa"]


def test_a_line_is_parted_at_breaks_and_missing_years(dataset: Dataset) -> None:
    moved = card(dataset, "ludnosc", gmina="160903")
    assert [len(piece) for piece in moved.line] == [2, 3, 5]  # 2015-16, 2017-19, 2020-24
    assert [year for _, year, _ in moved.breaks] == ["2017", "2020"]
    assert [len(piece) for piece in card(dataset, "ludnosc", gmina="160913").line] == [5, 5]
    gap = card(dataset, "saldo_migracji", gmina="160913")  # 2015 was never published
    assert [len(piece) for piece in gap.line] == [7, 9]
    assert moved.span == ("2015: 14\xa0552", "2024: 9\xa0145")


def test_two_years_are_told_in_words(dataset: Dataset) -> None:
    two = card(dataset, "urodzenia", gmina="160913")
    assert two.line == []
    assert "W 2020 r." in dict(two.facts)


def test_a_break_stands_instead_of_a_change(dataset: Dataset) -> None:
    facts = dict(card(dataset, "dochody_wlasne", gmina="160903", od="2016").facts)
    assert facts["Zmiana od 2016 r."] == "przerwa w szeregu w 2017 r."
    facts = dict(card(dataset, "dochody_wlasne", gmina="160903", od="2017").facts)
    assert facts["Zmiana od 2017 r."].endswith("%")


def test_changes_have_the_unit_that_does_not_mislead(dataset: Dataset) -> None:
    def change(indicator: str, od: str) -> str:
        return dict(card(dataset, indicator, gmina="160913", od=od).facts)[f"Zmiana od {od} r."]

    assert change("ludnosc", "2020").endswith("%")
    assert change("wydatki_inwestycyjne_do_dochodow", "2020").endswith("p.p.")
    assert not change("e8_szkoly", "2021").endswith("%")  # a handful of schools
    assert not change("saldo_migracji", "2020").endswith("%")


def test_the_only_gmina_of_its_type_has_no_median_of_it(dataset: Dataset) -> None:
    facts = dict(card(dataset, "ludnosc", gmina="166101").facts)
    assert facts["Mediana gmin miejskich"] == "jedyna tego typu"


def test_a_flag_is_a_word_without_rank_or_strip(dataset: Dataset) -> None:
    flag = card(dataset, "kleska_2024", gmina="160903")
    assert (flag.figure, flag.rank, flag.place, flag.line) == ("tak", "", None, [])
    assert dict(flag.facts)["Cały obszar"] == "„tak” w 19 z 21 gmin"


def test_a_missing_figure_is_a_word(dataset: Dataset) -> None:
    absent = card(dataset, "mig_do_opola", gmina="166101")
    assert (absent.figure, absent.absent, absent.place) == ("nie dotyczy", True, None)
    assert "Zmiana od 2020 r." not in dict(absent.facts)


def test_every_title_leads_to_its_map(dataset: Dataset) -> None:
    for title, one in cards(shown(dataset, gmina="166101")).items():
        if one.href:
            query = {name: value[0] for name, value in parse_qs(urlsplit(one.href).query).items()}
            selection, notes = parse(query, dataset)
            assert not notes
            assert selection.indicator is not None
            assert dataset.indicators[selection.indicator].name == title
            assert (selection.gmina, str(selection.year)) == ("166101", one.year)


def test_the_table_says_what_the_cards_say(dataset: Dataset) -> None:
    page = shown(dataset, gmina="160903")
    twin = titled(page, Table, "Wszystkie wskaźniki")
    rows = {row[0]: dict(zip(twin.columns, row, strict=True)) for row in twin.rows}
    assert twin.shut
    assert list(rows) == [i.name for i in dataset.indicators.values() if i.name in cards(page)]
    for title, one in cards(page).items():
        row = rows[title]
        assert row["Rok"] == one.year
        exact = row["Wartość"]
        if one.figure.endswith(("mln", "mld")):  # which the table has to the last digit
            exact = format_brief(float("".join(str(exact).split()).replace(",", ".")))
        assert one.figure in (exact, f"{exact}%")
        assert (one.rank or "–") == row["Miejsce"]
        facts = dict(one.facts)
        assert row["Popielów"] == facts["Popielów"]
        assert row["Opole"] == facts["Opole"]


def test_the_lines_have_a_table(dataset: Dataset) -> None:
    page = shown(dataset, gmina="160903")
    years = titled(page, Table, "Przez lata")
    rows = {row[0]: row for row in years.rows}
    for title, one in cards(page).items():
        told = [text for piece in one.line for _, _, text in piece]
        for year, value in (text.split(": ") for text in told):
            assert rows[title][years.columns.index(year)] == value


def test_projects_are_those_that_name_the_gmina(dataset: Dataset) -> None:
    for teryt6 in dataset.gminy:
        expected = [
            p.title
            for p in dataset.projects.values()
            if p.joint and any(r.teryt6 == teryt6 and r.part in TAKES_PART for r in p.gminy)
        ]
        found = titled(shown(dataset, gmina=teryt6, dziedzina="kultura"), Table, "Wspólne projekty")
        assert [row[0] for row in found.rows] == expected


def test_types_and_borders_have_their_dates(dataset: Dataset) -> None:
    told = text(shown(dataset, gmina="160912", dziedzina="kultura"), "Granice i typ w czasie")
    assert "gmina wiejska do 31.12.2017, gmina miejsko-wiejska od 1.01.2018" in told
    assert "Granice: bez zmian" in told
    told = text(shown(dataset, gmina="160903", dziedzina="kultura"), "Granice i typ w czasie")
    assert "27,5 km2 włączone do Opola 1.01.2017" in told
    assert "90,9\xa0km² (granice do 31.12.2016); 63,4\xa0km² (granice od 1.01.2017)" in told


def test_the_heading_says_who_it_is(dataset: Dataset) -> None:
    page = shown(dataset, gmina="160912", dziedzina="technologie")
    heading, identity = page.places["heading"][:2]
    assert isinstance(heading, Heading)
    assert heading.title == "Profil gminy: Tułowice"
    assert isinstance(identity, Cards)
    assert [c[1] for c in identity.cards][-2:] == ["miejsko-wiejska", "od 19.03.2014"]


def test_a_domain_without_indicators_says_so(dataset: Dataset) -> None:
    page = shown(dataset, gmina="160912", dziedzina="technologie")
    assert not cards(page)
    title = "Dziedziny bez wskaźnika w podziale na gminy"
    assert text(page, title) == (
        f"Transfer nowych technologii: {dataset.domains['technologie'].missing}"
    )


@pytest.mark.parametrize("gmina", BY_NAME.values())
def test_the_message_is_small(dataset: Dataset, gmina: str) -> None:
    page = shown(dataset, gmina=gmina)
    text = json.dumps(sent(page), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 1_200 * len(dataset.indicators)


def test_rows_hold_every_year(dataset: Dataset) -> None:
    choice, _ = chosen(gmina="160903", od="2017")
    rows = SCREEN.table(dataset, choice)
    assert list(rows.columns) == list(COLUMNS)
    people = rows[rows.wskaznik == "ludnosc"].set_index("rok").to_dict("index")
    assert list(people) == list(dataset.years("ludnosc"))
    newest, last = people[2024], people[2019]
    assert last["zmiana"] == last["wartosc"] - people[2017]["wartosc"]
    assert pd.isna(people[2020]["zmiana"])  # recalculated to the census
    assert people[2017]["przerwa"]
    assert newest["udzial_ao"] == pytest.approx(100 * newest["wartosc"] / newest["wartosc_ao"])
    assert (newest["obok_1"], newest["wartosc_obok_2"]) == ("Popielów", 125492)


def test_one_gmina_beside_leaves_the_second_column_empty(dataset: Dataset) -> None:
    choice, _ = chosen(gmina="160903", obok="166101", dziedzina="transport")
    rows = SCREEN.table(dataset, choice)
    assert set(rows.dziedzina) == {"transport"}
    assert (rows.obok_2 == "").all()
    assert rows.wartosc_obok_2.isna().all()


@pytest.mark.parametrize(
    ("query", "text", "href"),
    [
        ({"gmina": "160903"}, "Profil gminy: Dobrzeń Wielki", "/profil?gmina=160903&wskaznik={}"),
        (
            {"gmina": "S166101", "teren": "staly"},
            "Profil gminy: Opole",
            "/profil?gmina=S166101&wskaznik={}",
        ),
    ],
)
def test_the_map_leads_to_the_profile_of_the_selected_gmina(
    view: Callable[..., View], dataset: Dataset, query: dict[str, str], text: str, href: str
) -> None:
    shown = view(**query)
    assert shown.indicator
    code = shown.indicator.code
    assert message(shown)["profile"] == {"text": text, "href": href.format(code)}
    choice, notes = chosen(gmina=query["gmina"], wskaznik=code)
    assert text.endswith(dataset.gminy[choice.gmina].name)
    assert not notes


def test_the_indicator_one_came_with_stands_first_and_goes_on(dataset: Dataset) -> None:
    choice, notes = chosen(gmina="160903", wskaznik="lesistosc", dziedzina="oswiata")
    assert not notes
    assert choice.query()["wskaznik"] == "lesistosc"
    places = SCREEN.page(dataset, choice).places
    first, second = (one for one in places["sheet"] if isinstance(one, Gallery))
    assert [card.title for card in first.cards] == ["Lesistość"]
    assert second.title == dataset.domains["oswiata"].short
    (links,) = (one for one in places["heading"] if isinstance(one, Links))
    assert all(
        "wskaznik=lesistosc" in link.href for link in links.links[:2] if isinstance(link, Link)
    )


def test_without_a_selected_gmina_the_map_leads_to_no_profile(view: Callable[..., View]) -> None:
    assert message(view())["profile"] is None


def test_stations_of_a_gmina_are_those_of_the_files(dataset: Dataset) -> None:
    def tables(gmina: str, **query: str) -> dict[str, Table]:
        page = shown(dataset, gmina=gmina, **query)
        made = [b for b in page.places["sheet"] if isinstance(b, Table)]
        return {b.title: b for b in made if b.title.startswith("Stacje")}

    rail, air = tables("160505").values()
    stops = {r["name"]: r["stops"] for r in lines("rail_stations.csv") if r["teryt6"] == "160505"}
    assert {str(row[0]): str(row[2]).replace("\xa0", "") for row in rail.rows} == stops
    held = [r["station"] for r in lines("air_stations.csv") if r["teryt6"] == "160505"]
    means = [r for r in lines("air_means.csv") if r["station"] in held]
    cells = [str(cell) for row in air.rows for cell in row[4:] if cell]
    assert len(cells) == len(means)
    assert sum(cell.endswith("*") for cell in cells) == sum(
        float(r["completeness"]) < 75 for r in means
    )
    (dust,) = [
        row for row in air.rows if row[1:3] == ("pył PM10", "dobowy") and "Piastów" in str(row[0])
    ]
    newest = next(r for r in means if r["pollutant"] == "PM10" and r["year"] == "2017")
    assert dust[air.columns.index("2017")] == f"{float(newest['mean']):.1f}".replace(".", ",")
    assert list(tables("160505", dziedzina="srodowisko")) == [air.title]
    assert not tables("160903", dziedzina="kultura")


def test_every_mean_and_station_of_the_source_is_there(dataset: Dataset) -> None:
    means = [mean for one in dataset.air_stations.values() for mean in one.means]
    assert (len(means), len(dataset.air_stations), len(dataset.rail_stations)) == (224, 10, 42)
    stops: dict[str, int] = {}
    for one in dataset.rail_stations:
        stops[one.teryt6] = stops.get(one.teryt6, 0) + one.stops
    sums = dataset.series["zatrzymania_pociagow"][2021].numbers()
    assert {code: stops.get(code, 0) for code in dataset.gminy} == sums


def test_two_stations_are_not_the_whole_area(dataset: Dataset) -> None:
    said = text(shown(dataset, gmina="160505", dziedzina="srodowisko"), "")
    assert "Pył PM10" not in said
    assert len(dataset.series["pm10_srednia"][2017].numbers()) == 2


def test_what_sets_a_gmina_apart_equals_a_second_computation(dataset: Dataset) -> None:
    """High and low are thirds of the ranking; no count, no change over a break is named."""
    for teryt6 in dataset.gminy:
        choice, _ = SCREEN.chosen({"gmina": teryt6}, dataset)
        (text,) = (
            b for b in blocks(SCREEN.page(dataset, choice), Text) if b.title.startswith("Co wyr")
        )
        rows = SCREEN.table(dataset, choice)
        by_name = {dataset.indicators[code].short: code for code in dataset.indicators}
        for line in text.sentences:
            label, _, said = line.partition(": ")
            named = re.findall(r"(?:^|; )(.+?) \(([^()]*), (\d+)\.\sz\s(\d+)\)(?=;|\.$)", said)
            assert 1 <= len(named) <= 3
            for name, value, rank, of in named:
                of_it = rows[rows.wskaznik == by_name[name]]
                row = of_it[of_it.rok == dataset.newest_full_year(by_name[name])].iloc[0]
                high = "Wysoko" in label or "wyższa" in label
                assert (3 * int(rank) <= int(of)) if high else (3 * (int(of) - int(rank)) < int(of))
                assert dataset.indicators[by_name[name]].kind.value not in ("count", "flag")
                if label.startswith("Zmiana"):
                    assert not np.isnan(row.zmiana)
                else:
                    assert (row.miejsce, row.z_ilu) == (int(rank), int(of))
                    digits = dataset.indicators[by_name[name]].decimals
                    assert value.rstrip("%") == format_number(row.wartosc, digits)
