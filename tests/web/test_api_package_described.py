"""What describes the downloads keeps to its standard, and to the downloads."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, URIRef
from rdflib.term import Literal
from starlette.testclient import TestClient

from ao_dash.model.dataset import Dataset
from ao_dash.output.dcat import schema_org
from ao_dash.web.api import API
from ao_dash.web.api.application import application
from ao_dash.web.api.package import CATALOGUE, DESCRIPTOR
from ao_dash.web.api.table import operations
from ao_dash.web.server import html
from tests.support.api import CLIENT, read

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph:DeprecationWarning"
)  # rdflib's own
SITE = "https://mapa.example.pl"


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    found: dict[str, Any] = read(DESCRIPTOR)
    return found


@pytest.fixture(scope="module")
def rows(package: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Read each file by its description alone."""
    found = {}
    for one in package["resources"]:
        content = CLIENT.get(f"{API}/{one['path']}").content
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        text = gzip.decompress(content).decode(one["encoding"])
        reader = csv.DictReader(
            io.StringIO(text, newline=""), delimiter=one["dialect"]["delimiter"]
        )
        assert reader.fieldnames == [field["name"] for field in one["schema"]["fields"]]
        found[one["name"]] = list(reader)
    return found


def faults_of(field: Mapping[str, Any], cells: list[str]) -> list[str]:
    """Return the cells that break the type or a constraint of their field."""
    types = {"string": str, "integer": int, "number": float}
    limits = field.get("constraints", {})
    found = []
    for cell in set(cells):
        if not cell:
            found += ["empty"] * bool(limits.get("required"))
            continue
        try:
            value = types[field["type"]](cell)
        except ValueError:
            found.append(cell)
            continue
        wrong = "enum" in limits and cell not in limits["enum"]
        wrong |= "pattern" in limits and not re.fullmatch(limits["pattern"], cell)
        if "minimum" in limits:
            wrong |= not limits["minimum"] <= value <= limits["maximum"]
        found += [cell] * wrong
    return found


def test_files_are_as_the_package_describes_them(
    package: Mapping[str, Any], rows: Mapping[str, list[dict[str, str]]]
) -> None:
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert all(re.fullmatch(r"[-a-zA-Z0-9._]+", one["name"]) for one in package["licenses"])
    assert all(one["title"] for one in package["sources"])
    for one in package["resources"]:
        schema, read_rows = one["schema"], rows[one["name"]]
        assert read_rows
        for field in schema["fields"]:
            assert field["description"]
            assert faults_of(field, [row[field["name"]] for row in read_rows]) == []
        keys = {tuple(row[name] for name in schema["primaryKey"]) for row in read_rows}
        assert len(keys) == len(read_rows)
        for reference in schema.get("foreignKeys", ()):
            (name,), to = reference["fields"], reference["reference"]
            known = {row[to["fields"][0]] for row in rows[to["resource"]]}
            assert {row[name] for row in read_rows} <= known


def test_a_constraint_that_does_not_hold_is_found() -> None:
    status = {"type": "string", "constraints": {"required": True, "enum": ["ok"]}}
    assert sorted(faults_of(status, ["ok", "nie", ""])) == ["empty", "nie"]
    year = {"type": "integer", "constraints": {"minimum": 1990, "maximum": 2049}}
    assert sorted(faults_of(year, ["2020", "1900", "b.d."])) == ["1900", "b.d."]


def graph_of(site: str) -> Graph:
    client = TestClient(application(operations(), site))
    content = client.get(CATALOGUE).text
    return Graph().parse(data=content, format="json-ld", publicID=f"{SITE}{CATALOGUE}")


@pytest.mark.parametrize("site", ["", SITE])
def test_the_catalogue_has_what_dcat_ap_demands(site: str) -> None:
    """Mandatory and recommended properties, by hand: the shapes of DCAT-AP are not at hand."""
    graph = graph_of(site)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    files = set(graph.subjects(RDF.type, DCAT.Distribution))
    assert set(graph.objects(catalogue, DCAT.dataset)) == datasets
    demanded: dict[Any, tuple[URIRef, ...]] = {}
    demanded[catalogue] = (DCTERMS.title, DCTERMS.description, DCTERMS.publisher)
    of_datasets = (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCAT.keyword)
    more = (DCTERMS.spatial, DCTERMS.accrualPeriodicity, DCAT.distribution)
    demanded |= dict.fromkeys(datasets, (*of_datasets, *more))
    demanded |= dict.fromkeys(files, (DCAT.accessURL, DCTERMS.license, DCAT.mediaType))
    for subject, properties in demanded.items():
        for name in properties:
            assert list(graph.objects(subject, name)), (subject, name)
    for subject in {catalogue} | datasets:
        languages = {t.language for t in graph.objects(subject, DCTERMS.title)
                     if isinstance(t, Literal)}  # fmt: skip
        assert languages == {"pl", "en"}
    titles = [str(title) for file in files for title in graph.objects(file, DCTERMS.title)]
    assert len(set(titles)) == len(titles)
    (publisher,) = set(graph.objects(None, DCTERMS.publisher))
    assert (publisher, RDF.type, FOAF.Agent) in graph
    assert not list(graph.objects(None, DCAT.contactPoint))


def test_every_download_of_the_catalogue_answers_as_it_says() -> None:
    graph = graph_of("")
    for file, address in graph.subject_objects(DCAT.downloadURL):
        assert isinstance(address, URIRef)
        if "/gminy/" in address and not address.endswith("/166101.xlsx"):
            continue  # made alike, and slowly
        answer = CLIENT.get(address.removeprefix(SITE))
        assert answer.status_code == 200, address
        (media,) = graph.objects(file, DCAT.mediaType)
        packed = list(graph.objects(file, DCAT.compressFormat))
        served = str((packed or [media])[0]).removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        assert answer.headers["content-type"].partition(";")[0] == served


def test_the_catalogue_says_when_figures_were_last_modified(dataset: Dataset) -> None:
    graph, made = graph_of(""), dataset.editions[0].made
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    told = dict(graph.subject_objects(DCTERMS.modified))
    assert {value.toPython() for value in told.values() if isinstance(value, Literal)} == {made}
    figures = {subject.partition("#")[2] for subject in map(str, told) if subject != str(catalogue)}
    assert figures == {"wszystko", "gminy", "wszystko-regiony"}
    assert json.loads(schema_org(dataset, "", API))["dateModified"] == made.isoformat()


def test_addresses_are_whole_where_the_site_is_known() -> None:
    assert (
        f'"{SITE}{API}/wszystko.csv.gz"'
        in TestClient(application(operations(), SITE)).get(CATALOGUE).text
    )
    assert "http://testserver" not in CLIENT.get(CATALOGUE).text


def test_the_first_page_describes_the_data(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AO_SITE", SITE)
    (element,) = html._dataset()
    text = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(text)
    said = json.loads(text)
    assert (said["@type"], said["@context"]) == ("Dataset", "https://schema.org/")
    assert 50 <= len(said["description"]) <= 5000
    assert said["url"] == f"{SITE}/"
    first, last = map(int, said["temporalCoverage"].split("/"))
    years = [year for code in dataset.indicators for year in dataset.years(code)]
    assert (first, last) == (min(years), max(years))
    for one in said["distribution"]:
        assert CLIENT.get(one["contentUrl"].removeprefix(SITE)).status_code == 200
    alone = json.loads(schema_org(dataset, "", API))
    assert not {"url", "distribution"} & set(alone)
