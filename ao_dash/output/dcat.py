"""The catalogue of downloads: DCAT-AP for portals of open data, schema.org for search engines.

Addresses begin with the one of the dashboard where it is known; else they are relative to the
document that they stand in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ao_dash.mapview.formula_text import span_text
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Series
from ao_dash.output.files.csv import LICENCES
from ao_dash.output.files.document import Imprint
from ao_dash.output.package import filed_indicators

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_CONTEXT: Mapping[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"

# media type and, where the EU has one, the code of the format; by what the name of a file ends with
_FORMATS: Mapping[str, tuple[str, str]] = {
    "csv.gz": ("text/csv", "CSV"),
    "parquet": ("application/vnd.apache.parquet", ""),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "geojson": ("application/geo+json", "GEOJSON"),
    "json": ("application/json", "JSON"),
}


@dataclass(frozen=True)
class Entry:
    """One dataset of the catalogue.

    ``titles``, which go behind the name of the area, and ``descriptions`` are by language
    (pl, en). ``files`` are names below the address
    for programs. ``years`` are the first and the last, ``frequency`` and ``themes`` codes of the
    authority tables of the EU, ``licences`` names as the table of sources has them; ``modified``
    is the day of the last edition that changed any figure, where that is remembered.
    """

    code: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    files: tuple[str, ...]
    licences: tuple[str, ...]
    frequency: str
    themes: tuple[str, ...]
    years: tuple[int, int] | None = None
    modified: date | None = None


def entries(dataset: Dataset) -> tuple[Entry, ...]:
    """Return what the catalogue lists, in its order."""
    of_data = (_figures, _of_gminy, _regional, _flows, _indicators, _borders)
    return (*(entry(dataset) for entry in of_data), _projects())


def _table_files(code: str, *more: str) -> tuple[str, ...]:
    return (f"{code}.csv.gz", f"{code}.parquet", *more)


def _figures(dataset: Dataset) -> Entry:
    series = [dataset.series[code] for code in filed_indicators(dataset)]
    number = len(dataset.gminy)
    return Entry(
        code="wszystko",
        titles={
            "pl": "wszystkie wartości gmin",
            "en": "all figures of the municipalities",
        },
        descriptions={
            "pl": f"Wskaźniki {number} gmin z jednostką, statusem, źródłem, przerwami i uwagami; "
            "obliczone z wzorem.",
            "en": f"Indicators of {number} municipalities with unit, status, source, breaks in "
            "series and remarks; derived ones with their formula.",
        },
        files=_table_files("wszystko", "wszystko.xlsx"),
        licences=_licences(dataset, series),
        frequency="ANNUAL",
        themes=("REGI", "SOCI", "ECON"),
        years=_years(series),
        modified=_modified(dataset),
    )


def _of_gminy(dataset: Dataset) -> Entry:
    return replace(
        _figures(dataset),
        code="gminy",
        titles={
            "pl": "skoroszyt każdej gminy",
            "en": "a workbook for each municipality",
        },
        descriptions={
            "pl": "Wartości jednej gminy we wszystkich latach, z pozycją i wartością całości.",
            "en": "Figures of one municipality in all years, with its rank and the whole area.",
        },
        files=tuple(f"gminy/{teryt6}.xlsx" for teryt6 in dataset.gminy),
    )


def _regional(dataset: Dataset) -> Entry:
    series = [dataset.regional[c] for c in filed_indicators(dataset) if c in dataset.regional]
    return Entry(
        code="wszystko-regiony",
        titles={
            "pl": "wartości powiatów, województwa i Polski",
            "en": "figures of counties, the voivodeship and Poland",
        },
        descriptions={
            "pl": "Wartości ogłoszone dla regionów, w których leżą gminy.",
            "en": "Figures published for the regions that the municipalities are in.",
        },
        files=_table_files("wszystko-regiony"),
        licences=_licences(dataset, series),
        frequency="ANNUAL",
        themes=("REGI", "SOCI"),
        years=_years(series),
        modified=_modified(dataset),
    )


def _flows(dataset: Dataset) -> Entry:
    years = sorted({year for _, year in dataset.flows})
    sources = {table.source for table in dataset.flows.values()}
    return Entry(
        code="wszystko-przeplywy",
        titles={
            "pl": "dojazdy do pracy i przemeldowania między gminami",
            "en": "commuting and moves between municipalities",
        },
        descriptions={
            "pl": "Liczba osób dla pary miejsc; pary, której nie ma, źródło nie podało.",
            "en": "Persons by pair of places; a pair not there was not published.",
        },
        files=_table_files("wszystko-przeplywy"),
        licences=_named(dataset, sources),
        frequency="IRREG",
        themes=("REGI", "TRAN", "SOCI"),
        years=(years[0], years[-1]) if years else None,
    )


def _indicators(dataset: Dataset) -> Entry:
    return Entry(
        code="wszystko-wskazniki",
        titles={"pl": "spis wskaźników", "en": "list of indicators"},
        descriptions={
            "pl": f"{len(filed_indicators(dataset))} wskaźników: jednostka, wzór, lata.",
            "en": "Indicators: unit, formula, years, how to read them.",
        },
        files=_table_files("wszystko-wskazniki", "wskazniki.json"),
        licences=_named(dataset, dataset.sources),
        frequency="IRREG",
        themes=("REGI",),
    )


def _borders(dataset: Dataset) -> Entry:
    sources = "; ".join(dict.fromkeys(v.source for v in dataset.vintages))
    return Entry(
        code="granice",
        titles={"pl": "granice gmin", "en": "borders of the municipalities"},
        descriptions={
            "pl": f"Granice w każdym ze stanów. {sources}",
            "en": "Simplified borders, a file for each state of them.",
        },
        files=tuple(f"granice/{vintage.code}.geojson" for vintage in dataset.vintages),
        licences=(sources,),
        frequency="IRREG",
        themes=("REGI",),
    )


def _projects() -> Entry:
    return Entry(
        code="projekty",
        titles={"pl": "wspólne projekty gmin", "en": "joint projects"},
        descriptions={
            "pl": "Projekty słowami źródeł i kto w nich uczestniczy.",
            "en": "Projects in the words of their sources, and who takes part.",
        },
        files=("projekty.json",),
        licences=("źródło każdego projektu jest w pliku",),
        frequency="IRREG",
        themes=("REGI", "GOVE"),
    )


def _years(series: Iterable[Series]) -> tuple[int, int] | None:
    years = [year for one in series for year, known in one.counts.items() if known]
    return (min(years), max(years)) if years else None


def _modified(dataset: Dataset) -> date | None:
    return next((e.made for e in dataset.editions if e.of_indicators), None)


def _licences(dataset: Dataset, series: Iterable[Series]) -> tuple[str, ...]:
    return _named(dataset, {code for one in series for code in one.figures.source_codes()})


def _named(dataset: Dataset, sources: Iterable[str]) -> tuple[str, ...]:
    known = set(sources)
    return tuple(dict.fromkeys(s.licence for c, s in dataset.sources.items() if c in known))


def catalogue(dataset: Dataset, imprint: Imprint, folder: str) -> bytes:
    """Return the catalogue as JSON-LD.

    Parameters
    ----------
    dataset, imprint
        The data; the day and the address of the dashboard.
    folder
        The address for programs without the server, e.g. ``/api/v1``.
    """
    root, listed = f"{imprint.base.rstrip('/')}{folder}", entries(dataset)
    described = {
        "@context": _CONTEXT,
        "@id": f"{root}/katalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _texts(
            _titled(dataset, {"pl": "dane pulpitu", "en": "data of the dashboard"})
        ),
        "dct:description": _texts(
            {
                "pl": "Wskaźniki, przepływy, granice i wspólne projekty gmin.",
                "en": "Indicators, flows, borders and joint projects of the municipalities.",
            }
        ),
        "dct:publisher": _publisher(dataset, root),
        "dct:language": _language(),
        "dct:spatial": _area(dataset),
        "foaf:homepage": {"@id": f"{imprint.base.rstrip('/')}/"},
        "dcat:themeTaxonomy": {"@id": f"{_EU}/data-theme"},
        "dcat:dataset": [_dataset(dataset, entry, root) for entry in listed],
    }
    if dataset.editions:
        described["dct:modified"] = _typed(dataset.editions[0].made.isoformat(), "xsd:date")
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _dataset(dataset: Dataset, entry: Entry, root: str) -> dict[str, Any]:
    found = {
        "@id": f"{root}/katalog.jsonld#{entry.code}",
        "@type": "dcat:Dataset",
        "dct:identifier": entry.code,
        "dct:title": _texts(_titled(dataset, entry.titles)),
        "dct:description": _texts(entry.descriptions),
        "dct:publisher": {"@id": _publisher(dataset, root)["@id"]},
        "dct:language": _language(),
        "dct:spatial": _area(dataset),
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/{entry.frequency}"},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/{code}"} for code in entry.themes],
        "dcat:keyword": _texts({"pl": "gminy", "en": "municipalities"}),
        "dcat:distribution": [_distribution(dataset, entry, name, root) for name in entry.files],
    }
    if entry.years:
        first, last = (_typed(str(year), "xsd:gYear") for year in entry.years)
        period = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
        found["dct:temporal"] = period
    if entry.modified:
        found["dct:modified"] = _typed(entry.modified.isoformat(), "xsd:date")
    return found


def _distribution(dataset: Dataset, entry: Entry, name: str, root: str) -> dict[str, Any]:
    ending = name.split(".", 1)[1]
    media, code = _FORMATS[ending]
    found = {
        "@id": f"{root}/katalog.jsonld#{name}",
        "@type": "dcat:Distribution",
        "dct:title": _texts(
            {code: f"{title} ({name})" for code, title in _titled(dataset, entry.titles).items()}
        ),
        "dcat:accessURL": {"@id": f"{root}/{name}"},
        "dcat:downloadURL": {"@id": f"{root}/{name}"},
        "dcat:mediaType": {"@id": f"{_IANA}/{media}", "@type": "dct:MediaType"},
        "dct:license": _licence(entry.licences),
    }
    if code:
        found["dct:format"] = {"@id": f"{_EU}/file-type/{code}"}
    if ending.endswith("gz"):
        found["dcat:compressFormat"] = {"@id": f"{_IANA}/application/gzip"}
    return found


def _licence(names: Sequence[str]) -> dict[str, Any]:
    """Return the licence; where sources have several, a document that lists them."""
    found: dict[str, Any] = {"@type": "dct:LicenseDocument", "dct:title": "; ".join(names)}
    return found | ({"@id": LICENCES[names[0]]} if len(names) == 1 and names[0] in LICENCES else {})


def publisher(dataset: Dataset) -> dict[str, str]:
    """Return who publishes, by language."""
    area = dataset.area
    return {
        "pl": f"Autorzy pulpitu {area.genitive}",
        "en": f"The authors of the {area.name} dashboard",
    }


def _publisher(dataset: Dataset, root: str) -> dict[str, Any]:
    named = {"@type": "foaf:Agent", "foaf:name": _texts(publisher(dataset))}
    return {"@id": f"{root}/katalog.jsonld#wydawca", **named}


def _language() -> dict[str, str]:
    return {"@id": f"{_EU}/language/POL"}


def _area(dataset: Dataset) -> dict[str, Any]:
    """Return where the data are about: the name and the box around the newest borders."""
    west, south, east, north = _box(dataset)
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{lon:.4f} {lat:.4f}" for lon, lat in corners)
    box = _typed(f"POLYGON(({ring}))", _WKT)
    return {
        "@type": "dct:Location",
        "rdfs:label": _texts({"pl": dataset.area.name}),
        "dcat:bbox": box,
    }


def _box(dataset: Dataset) -> tuple[float, float, float, float]:
    west, south, east, north = map(float, dataset.vintages[-1].frame.total_bounds)
    return west, south, east, north


def _typed(text: str, kind: str) -> dict[str, str]:
    return {"@value": text, "@type": kind}


def _titled(dataset: Dataset, by_language: Mapping[str, str]) -> dict[str, str]:
    """Return titles that begin with the name of the area."""
    return {code: f"{dataset.area.name}: {text}" for code, text in by_language.items()}


def _texts(by_language: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": code} for code, text in by_language.items()]


@cached_per_dataset
def schema_org(dataset: Dataset, site: str, folder: str) -> str:
    """Return the figures as a ``Dataset`` of schema.org: JSON that may stand in a page.

    Parameters
    ----------
    dataset
        The data that every visitor shares.
    site
        The origin of the dashboard; without it there are no addresses of files.
    folder
        The address for programs without the server.
    """
    entry = _figures(dataset)
    titles = _titled(dataset, entry.titles)
    west, south, east, north = _box(dataset)
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": titles["pl"],
        "alternateName": titles["en"],
        "description": entry.descriptions["pl"],
        "inLanguage": "pl",
        "isAccessibleForFree": True,
        "license": [_work(name) for name in entry.licences],
        "creator": [{"@type": "Organization", "name": name} for name in _offices(dataset)],
        "publisher": {"@type": "Organization", "name": publisher(dataset)["pl"]},
        "dateModified": entry.modified.isoformat() if entry.modified else None,
        "temporalCoverage": span_text(*entry.years).replace("–", "/") if entry.years else None,
        "spatialCoverage": {
            "@type": "Place",
            "name": dataset.area.name,
            "geo": {"@type": "GeoShape", "box": f"{south:.4f} {west:.4f} {north:.4f} {east:.4f}"},
        },
    }
    if site:
        described["url"] = f"{site}/"
        described["distribution"] = list(_downloads(entry, f"{site}{folder}"))
    text = json.dumps({k: v for k, v in described.items() if v is not None}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _work(licence: str) -> object:
    return LICENCES.get(licence, {"@type": "CreativeWork", "name": licence})


def _offices(dataset: Dataset) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.office for source in dataset.sources.values()))


def _downloads(entry: Entry, root: str) -> Iterator[dict[str, str]]:
    for name in entry.files:
        media = _FORMATS[name.split(".", 1)[1]][0]
        found = {"@type": "DataDownload", "encodingFormat": media}
        yield {**found, "contentUrl": f"{root}/{name}"}
