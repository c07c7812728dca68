from __future__ import annotations

import dataclasses
from statistics import mean, pstdev
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ao_dash.analysis.composite import Synthesis, places
from ao_dash.mapview.view import View, build_view, view_of
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.series import Cell, Status
from ao_dash.screens.blocks import Bars, Page, Ranges, Table, Text, sent
from ao_dash.screens.composite import screen as synthesis
from ao_dash.screens.composite import spec as specs
from ao_dash.screens.composite.scoring import picture, score
from ao_dash.screens.composite.screen import COLUMNS, SCREEN
from ao_dash.screens.composite.spec import Component, CompositeSpec
from tests.support.data import shipped_dataset, with_cells
from tests.support.pages import blocks, reading

USUAL = [Component(code, code != "bezrobotni_1000") for code in specs.DEFAULT_COMPONENTS]


chosen = reading(SCREEN, CompositeSpec)


def texts(page: Page) -> str:
    return str(sent(page))


# The spec in the address


def test_a_first_visit_has_a_recipe_with_all_values_in_one_year(dataset: Dataset) -> None:
    spec, notes = chosen()
    assert notes == []
    assert spec == CompositeSpec(tuple(USUAL), Synthesis.HELLWIG, 2024)
    assert all(dataset.known(i.code, spec.year) == len(dataset.gminy) for i in spec.components)
    assert all(dataset.indicators[i.code].polarity is not Polarity.NEUTRAL for i in spec.components)


@pytest.mark.parametrize("method", Synthesis)
def test_the_address_restores_the_recipe(method: Synthesis) -> None:
    spec = CompositeSpec(
        (
            Component("gestosc", stimulant=False, weight=0.5),
            Component("lesistosc", stimulant=True, weight=99.999),
        ),
        method,
        2025,
        "166101",
    )
    assert chosen(**spec.query()) == (spec, [])


def test_the_recipe_of_a_file_is_an_address() -> None:
    spec, _ = chosen(skladniki="dochody_wlasne_os:+:2,bezrobotni_1000:-:1", gmina="166101")
    query = {name: values[0] for name, values in parse_qs(spec.text).items()}
    assert chosen(**query) == (dataclasses.replace(spec, gmina=None), [])


@pytest.mark.parametrize(
    ("part", "component"),
    [
        ("bezrobotni_1000", Component("bezrobotni_1000", stimulant=False)),
        ("bezrobotni_1000:", Component("bezrobotni_1000", stimulant=False)),
        ("bezrobotni_1000::3", Component("bezrobotni_1000", stimulant=False, weight=3.0)),
        ("bezrobotni_1000:+", Component("bezrobotni_1000", stimulant=True)),
        ("bezrobotni_1000: :2", Component("bezrobotni_1000", stimulant=True, weight=2.0)),
        ("gestosc", Component("gestosc", stimulant=True)),
        ("gestosc:-:0.25", Component("gestosc", stimulant=False, weight=0.25)),
        ("gestosc:−:100", Component("gestosc", stimulant=False, weight=100.0)),
    ],
)
def test_parts_may_be_short(part: str, component: Component) -> None:
    spec, notes = chosen(skladniki=f"lesistosc,{part}")
    assert spec.components[1] == component
    assert notes == []


@pytest.mark.parametrize(
    ("part", "note"),
    [
        ("nie_ma_mnie", "Składnik „nie_ma_mnie” z adresu nie istnieje; pominięto."),
        ("<script>alert(1)</script>", "nie istnieje"),
        ("ludnosc:+:1", "Składnik „Ludność” jest liczbą bezwzględną"),
        ("kleska_2024", "ma tylko wartości „tak” i „nie”; pominięto"),
        ("gestosc:*", "Kierunek „*” składnika „Gęstość zaludnienia” to nie + ani -"),
        ("gestosc:+:0", "Waga „0” składnika"),
        ("gestosc:+:-1", "Waga „-1” składnika"),
        ("gestosc:+:101", "Waga „101” składnika"),
        ("gestosc:+:nan", "Waga „nan” składnika"),
        ("gestosc:+:1e2", "Waga „1e2” składnika"),
        ("gestosc:+:٣", "Waga „٣” składnika"),
        ("gestosc:+:1:x", "jest za długa; wzięto jej początek"),
        ("lesistosc:-", "Składnik „Lesistość” jest w adresie dwa razy; wzięto pierwszy."),
    ],
)
def test_each_part_that_gives_way_is_told(part: str, note: str) -> None:
    spec, notes = chosen(skladniki=f"lesistosc,urbanizacja,{part}")
    assert len(notes) == 1
    assert note in notes[0]
    assert spec.components[0] == Component("lesistosc", stimulant=True)
    assert all(i.weight == 1 for i in spec.components)
    assert chosen(**spec.query()) == (spec, [])


def test_too_few_components_are_made_up_for() -> None:
    spec, notes = chosen(skladniki="gestosc")
    assert [i.code for i in spec.components] == ["gestosc", specs.DEFAULT_COMPONENTS[0]]
    assert "co najmniej 2 składniki; dodano: „Dochody własne na mieszkańca”" in notes[0]
    spec, notes = chosen(skladniki="x")
    assert spec.components == tuple(USUAL)
    assert len(notes) == 2


def test_a_long_address_makes_neither_a_long_recipe_nor_many_notes(dataset: Dataset) -> None:
    spec, notes = chosen(skladniki=",".join(specs.offered(dataset)))
    assert [i.code for i in spec.components] == list(specs.offered(dataset)[: specs.MAX_COMPONENTS])
    assert notes == ["Wskaźnik może mieć najwyżej 8 składników; dalsze części adresu pominięto."]
    _, notes = chosen(skladniki=",".join(f"x{n}" for n in range(100_000)))
    assert len(notes) < 20


@given(st.text(alphabet=st.sampled_from("abc:,+- 019.–<'\n"), max_size=60) | st.text(max_size=40))
@example("gestosc:+:1,gestosc,:::,,lesistosc:-:1e999")
def test_no_address_breaks_the_screen(text: str) -> None:
    spec, notes = chosen(skladniki=text, synteza=text, rok=text, gmina=text)
    assert specs.MIN_COMPONENTS <= len(spec.components) <= specs.MAX_COMPONENTS
    assert chosen(**spec.query()) == (spec, [])
    assert all(len(note) < 300 for note in notes)


def test_only_figures_that_do_not_grow_with_the_gmina_are_offered(dataset: Dataset) -> None:
    kinds = {dataset.indicators[code].kind for code in specs.offered(dataset)}
    assert kinds == {Kind.RATE, Kind.DENSITY, Kind.SHARE}
    assert len(specs.offered(dataset)) == 54


def test_years_are_those_up_to_which_every_component_has_values(dataset: Dataset) -> None:
    codes = ["saldo_migracji_1000", "dochody_wlasne_os"]
    assert specs.years(dataset, codes) == tuple(range(2015, 2025))
    assert chosen(skladniki=",".join(codes))[0].year == 2023
    assert specs.years(dataset, ["podmioty_regon_1000", *codes]) == (2025,)
    spec, notes = chosen(skladniki=",".join(codes), rok="2014")
    assert spec.year == 2023
    assert "nie da się podać za rok „2014”; podano 2023" in notes[0]


# Widgets write the spec


def test_a_changed_component_takes_its_own_place() -> None:
    spec, _ = chosen(skladniki="gestosc:+:1,lesistosc:-:2")
    other = Component("gestosc", stimulant=False, weight=3.5)
    assert spec.listed(other) == "gestosc:-:3.5,lesistosc:-:2"
    assert spec.of(["lesistosc", "urbanizacja"]) == "lesistosc:-:2,urbanizacja"


# The scores


def test_scores_agree_with_hellwig_by_hand(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="dochody_wlasne_os:+:3,bezrobotni_1000:-:1", rok="2024")
    own = {
        t: (
            dataset.series["dochody_wlasne_os"][2024][t].value,
            dataset.series["bezrobotni_1000"][2024][t].value,
        )
        for t in dataset.gminy
    }
    incomes = [float(a or 0) for a, _ in own.values()]
    jobless = [float(b or 0) for _, b in own.values()]
    distance = {
        t: (
            0.75 * ((float(a or 0) - max(incomes)) / pstdev(incomes)) ** 2
            + 0.25 * ((float(b or 0) - min(jobless)) / pstdev(jobless)) ** 2
        )
        ** 0.5
        for t, (a, b) in own.items()
    }
    far = mean(distance.values()) + 2 * pstdev(distance.values())
    found = {one.gmina.teryt6: one.score for one in score(dataset, spec).gminy}
    assert found == pytest.approx({t: 1 - d / far for t, d in distance.items()})


def test_an_component_takes_its_newest_earlier_year_and_the_screen_says_so(
    dataset: Dataset,
) -> None:
    spec, _ = chosen(skladniki="saldo_migracji_1000,dochody_wlasne_os", rok="2024")
    page = SCREEN.page(dataset, spec)
    told = "Za 2024 r. nie ma wartości, wzięto wcześniejsze: Saldo migracji na 1000 mieszkańców (2023)."
    assert told in texts(page)
    rows = SCREEN.table(dataset, spec)
    years = rows.groupby("skladnik")["rok_skladnika"].unique().map(list).to_dict()
    assert years == {"dochody_wlasne_os": [2024], "saldo_migracji_1000": [2023]}
    assert set(rows["rok"]) == {2024}


def test_a_break_between_the_years_of_components_is_told(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="przyrost_naturalny_1000,saldo_migracji_1000", rok="2023")
    page = SCREEN.page(dataset, spec)
    assert "Przyrost naturalny na 1000 mieszkańców, 2020: Współczynniki za 2020" in texts(page)


def test_gminy_without_a_value_have_no_score_and_are_named(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="e8_mat_srednia,dochody_wlasne_os", rok="2024")
    found = score(dataset, spec)
    absent = [one.gmina.name for one in found.gminy if one.score is None]
    assert absent == ["Izbicko", "Popielów", "Walce"]
    page = SCREEN.page(dataset, spec)
    assert "Bez wyniku: Izbicko, Popielów, Walce; brak wartości: Egzamin" in texts(page)
    (shown,) = page.maps
    hatched = [row[1] for row in shown["rows"] if row[7] == list(Status).index(Status.MISSING)]
    assert hatched == absent
    rows = SCREEN.table(dataset, spec)
    assert rows[rows["gmina"] == "Walce"]["wynik"].isna().all()
    assert len(rows) == 42


def changed(code: str, value: float) -> Dataset:
    """Give every gmina the same value of an indicator."""
    cells = dict.fromkeys(shipped_dataset().gminy, Cell(value, Status.OK, ()))
    years = dict.fromkeys(shipped_dataset().series[code], cells)
    return with_cells(shipped_dataset(), code, years)


RECIPE = CompositeSpec(
    (Component("gestosc", stimulant=True), Component("dochody_wlasne_os", stimulant=True)),
    Synthesis.HELLWIG,
    2024,
)


def test_an_component_that_tells_nothing_is_left_out_and_told() -> None:
    data = changed("gestosc", 5.0)
    page = SCREEN.page(data, RECIPE)
    assert "„Gęstość zaludnienia” ma w każdej gminie tę samą wartość" in texts(page)
    assert "Gminy różni tylko jeden składnik" in texts(page)
    rows = SCREEN.table(data, RECIPE)
    assert rows.groupby("skladnik")["udzial"].first().to_dict() == {
        "gestosc": 0,
        "dochody_wlasne_os": 100,
    }


def test_nothing_that_varies_is_a_calm_message() -> None:
    data = changed("gestosc", 5.0)
    spec = dataclasses.replace(RECIPE, components=(RECIPE.components[0],) * 2)
    page = SCREEN.page(data, spec)
    assert "wszystkie gminy mają tę samą wartość" in texts(page)
    assert blocks(page, Bars) == []
    assert page.maps[0]["form"] == "empty"


def test_too_few_gminy_are_a_calm_message(dataset: Dataset) -> None:
    cells = {t: Cell(None, Status.MISSING, ()) for t in dataset.gminy}
    cells["166101"] = Cell(1.0, Status.OK, ())
    one = with_cells(dataset, "gestosc", {2024: cells})
    page = SCREEN.page(one, RECIPE)
    assert "Wartości wszystkich składników: 1\\xa0gmina" in texts(page)
    assert SCREEN.table(one, RECIPE)["wynik"].isna().all()


# What is shown


@pytest.mark.parametrize("method", Synthesis)
def test_map_ranking_ranges_table_and_rows_say_the_same(
    dataset: Dataset, method: Synthesis
) -> None:
    spec, _ = chosen(synteza=method.value)
    page, found = SCREEN.page(dataset, spec), score(dataset, spec)
    (bars,), (ranges,) = blocks(page, Bars), blocks(page, Ranges)
    table = next(t for t in blocks(page, Table) if isinstance(t, Table))
    assert isinstance(bars, Bars)
    assert isinstance(ranges, Ranges)
    names = [one.gmina.name for one in found.gminy]
    assert [bar.name.partition(" ")[2] for bar in bars.bars] == names
    assert [r.name for r in ranges.ranges] == [row[0] for row in table.rows] == names
    mapped = {row[1]: (row[6], row[5]) for row in page.maps[0]["rows"]}
    assert {str(row[0]): (int(str(row[1])), row[2]) for row in table.rows} == mapped
    rows = SCREEN.table(dataset, spec).drop_duplicates("teryt6").set_index("gmina")
    assert {n: int(p) for n, p in rows["miejsce"].items()} == {n: p for n, (p, _) in mapped.items()}
    for one, _, place in found.placed:
        row = rows.loc[one.gmina.name]
        assert (row["miejsce_wagi_od"], row["miejsce_wagi_do"]) == place.by_weight
        assert (row["miejsce_bez_od"], row["miejsce_bez_do"]) == place.by_omission
    for r in ranges.ranges:
        assert 0 <= min(*r.inner, *r.outer) <= r.place <= max(*r.inner, *r.outer) <= 1


@pytest.mark.parametrize("method", Synthesis)
def test_gminy_of_one_place_have_one_score(dataset: Dataset, method: Synthesis) -> None:
    found = score(dataset, chosen(synteza=method.value)[0])
    values = {place.place: value for _, value, place in found.placed}
    assert all(values[place.place] == value for _, value, place in found.placed)
    assert list(values) == sorted(values)
    assert list(values.values()) == sorted(values.values(), reverse=True)


def test_a_negative_score_is_drawn_to_the_left_of_zero(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="dochody_wlasne_os,obciazenie_demograficzne")
    page, found = SCREEN.page(dataset, spec), score(dataset, spec)
    (bars,) = blocks(page, Bars)
    assert isinstance(bars, Bars)
    assert found.placed[-1][1] < 0
    for bar, (_, value, _) in zip(bars.bars, found.placed, strict=True):
        assert bar.start is not None
        assert bar.end is not None
        assert 0 <= bar.end <= 1
        assert (bar.end < bar.start) == (value < 0)
    assert bars.bars[-1].text.startswith("\N{MINUS SIGN}0,1")
    assert "pokazano" not in texts(page)


def test_a_choice_of_direction_is_said_to_be_one(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="gestosc,bezrobotni_1000:+:1,lesistosc:-,zgony_1000")
    told = texts(SCREEN.page(dataset, spec))
    assert "„Gęstość zaludnienia” nie ma w danych kierunku: to, że więcej znaczy lepiej" in told
    assert "„Lesistość” nie ma w danych kierunku: to, że mniej znaczy lepiej" in told
    assert "„Bezrobotni na 1000 mieszkańców”: kierunek odwrócił układający" in told
    assert (
        "„Zgony na 1000 mieszkańców”" not in told.partition("Kierunki")[2].partition("Wartości")[0]
    )


def test_only_topsis_warns_of_its_zero(dataset: Dataset) -> None:
    warned = {
        m for m in Synthesis if "ma zero" in texts(SCREEN.page(dataset, chosen(synteza=m.value)[0]))
    }
    assert warned == {Synthesis.TOPSIS}


def test_sentences_count_what_the_table_shows(dataset: Dataset) -> None:
    spec, _ = chosen()
    found = score(dataset, spec)
    near = sum(
        p.by_weight[0] >= p.place - 1 and p.by_weight[1] <= p.place + 1 for _, _, p in found.placed
    )
    assert f"zachowuje {near} z 21 gmin" in texts(SCREEN.page(dataset, spec))


def test_rows_have_the_documented_columns_and_the_recipe(dataset: Dataset) -> None:
    spec, _ = chosen(synteza="unitaryzacja", gmina="166101")
    rows = SCREEN.table(dataset, spec)
    assert list(rows.columns) == list(COLUMNS)
    assert len(rows) == 21 * 4
    assert set(rows["przepis"]) == {spec.text}
    assert rows.groupby("gmina")["udzial"].sum().round(9).eq(100).all()
    assert places(rows.drop_duplicates("gmina")["wynik"].to_numpy()) == tuple(
        rows.drop_duplicates("gmina")["miejsce"]
    )


def test_every_source_is_named(dataset: Dataset) -> None:
    spec, _ = chosen(skladniki="e8_mat_srednia,dochody_wlasne_os")
    sources = next(
        t
        for t in blocks(SCREEN.page(dataset, spec), Text)
        if isinstance(t, Text) and t.title == "Źródła"
    )
    offices = {text.partition(":")[0] for text in sources.sentences}
    assert {"CKE / OKE", "GUS BDL"} <= offices


def test_a_view_of_given_figures_is_like_any_other(dataset: Dataset, view: object) -> None:
    spec, _ = chosen(gmina="166101")
    shown = picture(dataset, spec, score(dataset, spec))
    assert isinstance(shown, View)
    assert shown.selected is not None
    assert shown.counts == tuple(shown.classes.counts(shown.values)) if shown.classes else False
    bare = view_of(dataset, shown.selection, None)
    assert bare.indicator is None
    assert build_view(dataset, shown.selection).rows == bare.rows


def test_the_selected_gmina_stands_out_everywhere(dataset: Dataset) -> None:
    page = synthesis.page(dataset, chosen(gmina="166101")[0])
    assert page.maps[0]["selected"] == "166101"
    for kind in (Bars, Ranges):
        assert [b.chosen for b in blocks(page, kind) if isinstance(b, Bars | Ranges)] == ["166101"]
