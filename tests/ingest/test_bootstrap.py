"""The build on a small source made here: three gminy, one of which grew."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ao_dash.datafolder.schema import TABLES
from ao_dash.ingest.bootstrap import borders
from ao_dash.ingest.bootstrap.editions import first_edition
from ao_dash.ingest.bootstrap.facts import facts_tables, read_source
from ao_dash.ingest.bootstrap.flows import flow_tables
from ao_dash.ingest.bootstrap.folder import build_data
from ao_dash.ingest.bootstrap.statistics import complete_figures
from ao_dash.model.dataset import Dataset
from tests.support.data import edit, lines


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.strip() + "\n", encoding="utf-8")


def box(west: int, south: int, east: int, north: int) -> shapely.Polygon:
    """A box around Opole, in steps of 0.01 degree, with a vertex at every step."""
    ring = [(x, south) for x in range(west, east)] + [(east, y) for y in range(south, north)]
    ring += [(x, north) for x in range(east, west, -1)] + [
        (west, y) for y in range(north, south, -1)
    ]
    return shapely.Polygon([(round(17.5 + x / 100, 7), round(50.4 + y / 100, 7)) for x, y in ring])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source of the form of the real one."""
    root = tmp_path / "source"
    faces = gpd.GeoDataFrame(
        {
            "teryt6_2014": ["166101", "160902", "160902", "160104"],
            "teryt6_2017": ["166101", "166101", "160902", "160104"],
        },
        geometry=[box(0, 0, 10, 10), box(10, 0, 15, 10), box(15, 0, 20, 10), box(0, 10, 20, 20)],
        crs=4326,
    )
    (root / "boundaries").mkdir(parents=True)
    faces.to_file(root / "boundaries/ao_faces_2014_2017.geojson")
    near = shapely.transform(box(20, 0, 30, 20), lambda xy: xy + 1e-7)  # off by the last digit
    register = gpd.GeoDataFrame(
        {
            "JPT_KOD_JE": ["1661011", "1609022", "1601042", "1605013"],
            "JPT_NAZWA_": ["A", "B", "C", "D"],
        },
        geometry=[box(0, 0, 15, 10), box(15, 0, 20, 10), box(0, 10, 20, 20), near],
        crs=4326,
    )
    (root / "added").mkdir()
    register.to_file(root / "added/prg_gminy_opolskie_2025.geojson")
    towns = gpd.GeoDataFrame(
        {
            "name": ["Wieś"],
            "type": ["village"],
            "gmina": ["C"],
            "teryt_gminy": ["1601042"],
            "prng_id": ["1"],
        },
        geometry=[shapely.Point(17.55, 50.55)],
        crs=4326,
    )
    towns.to_file(root / "boundaries/settlements_ao_prng.geojson")
    return root


VALUES = pd.DataFrame(
    [
        ("166101", "ludzie", "2016", "10.0", "S"),
        ("166101", "ludzie", "2017", "12.50", "S"),
        ("160902", "ludzie", "2017", "3", "S"),
        ("160902", "mig_do_opola", "2023", "20", "WI_MIG_2023"),
        ("166101", "zamki", "2020", "0", "S"),
    ],
    columns=["teryt6", "indicator", "year", "value", "source"],
)
MEMBERS = ("166101", "160902", "160903")


def test_every_figure_stays_and_every_gap_gets_a_row() -> None:
    made = complete_figures(VALUES, ["zamki", "ludzie", "mig_do_opola"], MEMBERS)
    assert list(dict.fromkeys(made["indicator"])) == ["zamki", "ludzie", "mig_do_opola"]
    columns = ["teryt6", "indicator", "year", "value", "status", "source"]
    rows = {tuple(row[:3]): row[3:] for row in made[columns].to_numpy().tolist()}
    assert rows["166101", "ludzie", "2017"] == ["12.5", "ok", "S"]
    assert rows["166101", "zamki", "2020"] == ["0", "ok", "S"]
    assert rows["160902", "ludzie", "2016"] == ["", "missing", "S"]
    assert rows["160903", "mig_do_opola", "2023"] == ["", "confidential", "WI_MIG_2023"]
    assert rows["166101", "mig_do_opola", "2023"] == ["", "not_applicable", "WI_MIG_2023"]
    assert len(rows) == 12


def test_the_first_edition_is_of_the_newest_source() -> None:
    header = list(TABLES["regional"].columns)
    indicators = pd.DataFrame({"indicator": ["ludzie"], "short": ["Ludzie"]})
    states = ["2000-2017", "eksport 2021-06-24/25, 2021-07-03", "2021-08", "2022"]
    tables = {
        "stats": complete_figures(VALUES.head(3), ["ludzie"], MEMBERS),
        "regional": pd.DataFrame([("PL", "ludzie", "2015", "4", "S")], columns=header),
        "indicators": indicators,
        "sources": pd.DataFrame({"state": states}),
    }
    (row,) = first_edition(tables)["editions"].to_dict("records")
    assert (row["edition"], row["made"]) == ("0", "2021-08-01")
    assert (row["years"], row["new"], row["changed"]) == ("2015 2016 2017", "4", "0")
    with pytest.raises(ValueError, match="no state"):
        first_edition({**tables, "sources": tables["sources"].tail(1)})


@pytest.mark.parametrize(
    "catalogue", [["ludzie", "mig_do_opola"], [*set(VALUES["indicator"]), "x"]]
)
def test_an_indicator_known_to_one_side_only_stops_the_build(catalogue: list[str]) -> None:
    with pytest.raises(ValueError, match="differ"):
        complete_figures(VALUES, catalogue, MEMBERS)


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("lider", "lead"),
        ("lider (plan)", "planned"),
        ("partner", "partner"),
        ("partner (plan)", "planned"),
        ("uczestnik", "partner"),
        ("uczestnik spotkania partnerów", "mentioned"),
        ("objęta dokumentem (wymieniona z nazwy)", "mentioned"),
        ("współpraca: źródło mówi zbiorczo o 21 gminach", "collective"),
        ("miejsce realizacji (Arboretum)", "site"),
        ("pilotaż (dwa miejsca)", "site"),
        ("beneficjent", "beneficiary"),
    ],
)
def test_roles_are_sorted_and_their_words_kept(source: Path, role: str, part: str) -> None:
    write(
        source / "facts/gminy.csv",
        "teryt6,name,powiat,member_since,source\n166101,A,a,2013-10-16,s",
    )
    write(
        source / "facts/gmina_types.csv", "teryt6,name,type,valid_from\n166101,A,miejska,2012-09-01"
    )
    head = "project_id,title,domains,kind,lead,programme,start,end,value,eu_grant,currency,status,status_as_of,source,note"
    write(source / "facts/projects.csv", f"{head}\nP1,T,transport,partnerski - plan,,,,,,,,,,u,")
    write(
        source / "facts/project_gminy.csv",
        f'project_id,teryt6,gmina,role,source\nP1,166101,A,"{role}",u',
    )
    made = facts_tables(source)
    assert made["project_gminy"][["part", "role"]].to_numpy().tolist() == [[part, role]]
    assert made["projects"].loc[0, "joint"] == "0"


def test_one_coverage_of_faces_gives_both_vintages(source: Path) -> None:
    made = borders.build_borders(source)
    old, new = (
        made.layers[f"gminy_{code}"].set_index("teryt6").geometry for code in ("do_2016", "od_2017")
    )
    assert shapely.coverage_is_valid(old.to_numpy())
    assert shapely.coverage_is_valid(new.to_numpy())
    assert old["160104"].equals(new["160104"])
    assert new["166101"].area > old["166101"].area
    assert list(made.layers["context"]["teryt6"]) == ["160501"]
    assert not made.layers["powiaty"].geometry.is_empty.all()


def test_a_source_that_is_no_coverage_stops_the_build(source: Path) -> None:
    path = source / "boundaries/ao_faces_2014_2017.geojson"
    faces = gpd.read_file(path)
    faces["geometry"] = [box(0, 0, 11, 10), *faces.geometry[1:]]
    faces.to_file(path)
    with pytest.raises(ValueError, match="not one coverage"):
        borders.build_borders(source)


def test_a_broken_source_writes_nothing(source: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build_data(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_shipped_tables_have_the_declared_columns(dataset: Dataset) -> None:
    for table in TABLES.values():
        header = (dataset.root / table.file).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == list(table.columns)


def real_source() -> Path | None:
    found = Path(__file__).resolve().parents[3] / "shared" / "data"
    return found if (found / "stats/stats_long.csv").is_file() else None


beside = pytest.mark.skipif(
    real_source() is None, reason="the source material is not beside the checkout"
)


CELLS = "from,to,value,year,source,from_name,to_name,cells_summed"
COUNTRY = (
    ("010101", "Wieś", "1", "0101", 0),
    ("010102", "Wieś", "2", "0101", 10),
    ("010103", "Gród", "1", "0101", 20),
    ("020101", "Wieś", "3", "0201", 30),
)


def test_an_end_without_a_code_is_found_by_its_powiat(source: Path) -> None:
    write(
        source / "flows/commuting_within.csv",
        f"{CELLS}\n166101,166101,40,2016,S,Opole,Opole,2\n160902,166101,30,2016,S,D,Opole,1",
    )
    write(
        source / "flows/commuting_outside.csv",
        f"{CELLS}\n,166101,20,2016,S,Wieś (Powiat pierwszy),Opole,1"
        "\n,166101,12,2016,S,Gród (Powiat pierwszy),Opole,1"
        "\n010103,166101,10,2016,S,Gród,Opole,1"
        "\n166101,010101,11,2016,S,Opole,Wieś,1\n166101,020101,11,2016,S,Opole,Wieś,1",
    )
    write(
        source / "stats/flows_migration_2023.csv",
        "from_teryt6,from,to_teryt6,to,persons_published\n160902,D,166101,Opole,5",
    )
    write(
        source / "country/powiaty.csv",
        "code,name,kind\n0101,pierwszy,powiat\n0201,drugi,powiat\n0301,pierwszy,powiat",
    )
    names = ["teryt6", "name", "type", "powiat"]
    columns = dict(zip(names, zip(*(row[:4] for row in COUNTRY), strict=True), strict=True))
    shapes = [box(west, 0, west + 10, 10) for *_, west in COUNTRY]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame.to_file(source / "country/borders_country_mixed.geojson")
    made = flow_tables(source, ["166101", "160902"])
    cells = made["flows"][["flow", "from", "to", "persons"]].to_numpy().tolist()
    assert ["dojazdy", "0101", "166101", 20] in cells
    assert ["dojazdy", "010103", "166101", 22] in cells  # one place said in two ways
    assert ["dojazdy", "166101", "166101", 40] in cells
    assert ["przemeldowania", "160902", "166101", 5] in cells
    assert len(cells) == 7
    ends = made["flow_ends"].set_index("code")
    assert ends["name"].to_dict() == {
        "0101": "Wieś (powiat pierwszy)",
        "010101": "Wieś (miasto)",
        "010103": "Gród",
        "020101": "Wieś (gmina miejsko-wiejska)",
    }
    west = ends["lon"].to_dict()
    assert 17.5 < west["0101"] < 17.7 < west["010103"] < 17.8 < west["020101"]
    edit(source / "flows/commuting_outside.csv", "Gród (Powiat pierwszy)", "Gród (Powiat trzeci)")
    with pytest.raises(ValueError, match="Gród"):
        flow_tables(source, ["166101", "160902"])


NOTED = re.compile(
    r"""\d{4,}\.\d\d(?!\d)  # an amount as a machine writes it
    | (?<![\d.,/:–-])\d{5,}(?=\s*(zł|EUR|osób|km))  # a number without its thousands
    | \?\s*\)|\?p=|['<>]|\bP\d\d\b|\(\.\.\.\)
    | SPRZECZN|fragmen|z\ kontekstu|niesprawdz|niewidoczn|zapewne|wygląda\ na|tożsamość|Kohesio\ Q""",
    re.VERBOSE,
)
"""What somebody noted while searching, and nobody else needs to read."""
FOR_MACHINES = {
    "project",
    "source",
    "formula",
    "bdl_id",
    "bdl_words",
    "bdl_units",
    "value",
    "eu_grant",
}


def test_no_text_of_the_data_is_a_note_of_who_searched(dataset: Dataset) -> None:
    tables = [read_source(dataset.root, f.name) for f in dataset.root.glob("*.csv")]
    columns = [table[name] for table in tables for name in table if name not in FOR_MACHINES]
    texts = {text for column in columns for text in column.unique()}
    assert [text for text in texts if NOTED.search(text)] == []


@beside
def test_the_catalogue_says_what_the_source_says(dataset: Dataset) -> None:
    source = real_source()
    assert source
    parts = [
        pd.read_csv(source / part / "indicators.csv", dtype=str, keep_default_na=False)
        for part in ("stats", "added")
    ]
    for row in pd.concat(parts).to_dict("records"):
        one, words = dataset.indicators[row["indicator"]], row["origin"]
        inventory = words.startswith("third-party")
        origin = "published" if words.startswith("published") else "compiled"
        assert one.origin.value == ("inventory" if inventory else origin)
        # people by age and sex stand with the other figures of population
        assert one.domain == row["domain"] or row["indicator"].startswith("ludnosc_")
    for row in parts[0].to_dict("records"):
        assert dataset.indicators[row["indicator"]].bdl_variable == row["bdl_variable"]
    moved = pd.read_csv(source / "facts/border_changes.csv", dtype=str)
    texts = {(b.teryt6, str(b.year), b.text) for b in dataset.breaks if b.kind == "borders"}
    notes = moved["note"] + ": przerwa w szeregu."
    assert texts == set(zip(moved["teryt6"], moved["year"], notes, strict=True))
    domains = pd.read_csv(source / "facts/domains.csv", dtype=str, keep_default_na=False)
    for row in domains.to_dict("records"):
        domain = dataset.domains[row["code"]]
        said = (row["name_pl"], row["short_pl"], row["source"])
        assert (domain.name, domain.short, domain.source) == said


@beside
def test_shipped_data_are_what_the_build_makes(dataset: Dataset, tmp_path: Path) -> None:
    source = real_source()
    assert source
    # a table written by hand is what its folder has; one that is not there is the project's
    by_hand = shutil.copy(dataset.root / "remarks.csv", tmp_path)
    edit(Path(by_hand), "Opole jest miastem", "Opole to miasto")
    build_data(source, tmp_path)
    edit(Path(by_hand), "Opole to miasto", "Opole jest miastem")

    def contents(folder: Path) -> dict[str, str]:
        written_by_hand = {folder / "README.md", *(folder / "opowiesci").glob("*")}
        files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p not in written_by_hand]
        return {
            str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
        }

    assert contents(tmp_path) == contents(dataset.root)
    parts = (source / part / "stats_long.csv" for part in ("stats", "added"))
    raw = pd.concat(pd.read_csv(part, dtype={"teryt6": str}) for part in parts)
    for row in raw.itertuples():
        cell = dataset.series[str(row.indicator)][int(str(row.year))][str(row.teryt6)]
        assert cell.value == row.value
        assert cell.sources == (row.source,)
    published = sum(
        cell.value is not None
        for code, years in dataset.series.items()
        if not dataset.indicators[code].formula
        for cells in years.values()
        for cell in cells.values()
    )
    assert published == len(raw) == 5639 + 1284
    around = pd.read_csv(source / "added/regional.csv", dtype={"unit": str})
    for row in around.itertuples():
        cell = dataset.regional[str(row.indicator)][int(str(row.year))][str(row.unit)]
        assert (cell.value, cell.sources) == (row.value, (row.source,))
    assert len(around) == 1304 == len(lines("regional.csv"))
