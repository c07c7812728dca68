"""The catalogue says what the dataset holds."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import shapely
from pyproj import Geod

from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.project import TAKES_PART
from ao_dash.output import catalogue
from ao_dash.web.api import API
from tests.support.api import CLIENT, read


def test_indicators_tell_years_sources_and_breaks(dataset: Dataset) -> None:
    found = {one.kod: one for one in catalogue.indicators(dataset).wskazniki}
    assert list(found) == list(dataset.indicators)
    assert [code for code, one in found.items() if one.na_mapie] == list(dataset.mapped)
    for code, one in found.items():
        assert one.lata == dataset.years(code)
        assert set(one.zrodla) <= set(dataset.sources)
        assert one.dziedzina in dataset.domains
        assert bool(one.wzor) is (dataset.indicators[code].formula is not None)
    assert {b.rok for b in found["ludnosc"].przerwy} == {2017, 2020}
    assert found["ludnosc"].najnowszy_rok == 2024


def test_domains_tell_their_indicators_and_projects(dataset: Dataset) -> None:
    found = catalogue.domains(dataset).dziedziny
    assert sum(one.wspolpraca for one in found) == 10
    assert sum(len(one.wskazniki) for one in found) == len(dataset.indicators)
    for one in found:
        assert list(one.projekty) == list(dataset.joint_projects(one.kod))


@pytest.mark.parametrize(
    ("year", "numbers"), [(2014, (1, 7, 13)), (2018, (1, 8, 12)), (2024, (1, 9, 11))]
)
def test_types_of_gminy_have_their_dates(year: int, numbers: tuple[int, int, int]) -> None:
    held: Counter[str] = Counter()
    for gmina in read(f"{API}/gminy.json")["gminy"]:
        since = [t["typ"] for t in gmina["typy"] if t["od"] <= f"{year}-12-31"]
        held[since[-1] if since else gmina["typy"][0]["typ"]] += 1
    assert (held[GminaType.URBAN], held[GminaType.MIXED], held[GminaType.RURAL]) == numbers


def test_a_member_that_came_later_says_so() -> None:
    since = {one["nazwa"]: one["w_aglomeracji_od"] for one in read(f"{API}/gminy.json")["gminy"]}
    assert since["Tułowice"] == "2014-03-19"
    assert Counter(since.values()).most_common(1)[0] == ("2013-10-16", 20)


def test_sources_name_their_licence(dataset: Dataset) -> None:
    found = read(f"{API}/zrodla.json")["zrodla"]
    assert [one["kod"] for one in found] == list(dataset.sources)
    assert all(one["urzad"] for one in found)


def test_projects_count_only_who_takes_part_by_name(dataset: Dataset) -> None:
    for one in catalogue.projects(dataset).projekty:
        project = dataset.projects[one.kod]
        counted = {p.teryt6 for p in one.gminy if p.liczona}
        assert counted == (project.members() if project.joint else set())
        assert {p.teryt6 for p in one.gminy if p.udzial in TAKES_PART} == project.members()
        assert (one.wartosc is None) is (project.value == "")


def test_borders_are_those_of_their_date() -> None:
    listed = read(f"{API}/granice.json")["granice"]
    assert [one["kod"] for one in listed] == ["do_2016", "od_2017", "staly"]
    assert [one["od"] for one in listed] == [None, "2017-01-01", None]
    areas = {}
    for one in listed:
        found = CLIENT.get(f"{API}/granice/{one['kod']}.geojson").json()
        shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in found["features"]}
        signed = {
            code: Geod(ellps="GRS80").geometry_area_perimeter(shape)[0] / 1e6
            for code, shape in shapes.items()
        }
        assert min(signed.values()) > 0  # outer rings go counterclockwise
        areas[one["kod"]] = signed
    assert len(areas["do_2016"]) == len(areas["od_2017"]) == 21
    assert len(areas["staly"]) == 17
    assert areas["do_2016"]["166101"] == pytest.approx(96.5, abs=0.5)
    assert areas["od_2017"]["166101"] == pytest.approx(149, abs=0.5)
    totals = [sum(one.values()) for one in areas.values()]
    assert totals == pytest.approx([totals[0]] * 3)


def test_dates_are_dates(dataset: Dataset) -> None:
    for gmina in catalogue.gminy(dataset).gminy:
        assert isinstance(gmina.w_aglomeracji_od, date | None)
