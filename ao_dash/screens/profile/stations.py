"""Stations in a gmina, as tables: where trains stop and what is measured in the air."""

from __future__ import annotations

from collections.abc import Iterable

from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina
from ao_dash.model.numbers import format_number
from ao_dash.model.station import (
    PARTLY_MEASURED,
    POLLUTANTS,
    AirMean,
    AirStation,
    mean_decimals,
    mean_text,
)
from ao_dash.screens.blocks import Table

_RAIL_DOMAIN, _AIR_DOMAIN = "transport", "srodowisko"
_AVERAGED = {"1g": "godzinowy", "24g": "dobowy"}


def stations(dataset: Dataset, gmina: Gmina, domain: str | None) -> list[Table]:
    """Return the tables that belong to ``domain``, or to any if ``None``, and have rows."""
    made = {_RAIL_DOMAIN: _rail(dataset, gmina), _AIR_DOMAIN: _air(dataset, gmina)}
    return [table for of, table in made.items() if domain in (None, of) and table.rows]


def _rail(dataset: Dataset, gmina: Gmina) -> Table:
    found = [one for one in dataset.rail_stations if one.teryt6 in gmina.of_register]
    rows = [(s.name, str(s.year), format_number(s.stops), s.carriers) for s in found]
    text = "Ile razy w roku zatrzymał się pociąg pasażerski."
    return Table(
        "Stacje i przystanki kolejowe",
        f"{text} {_sources(dataset, (one.source for one in found))}",
        ("Stacja", "Rok", "Zatrzymania", "Przewoźnicy"),
        rows,
        numeric=(1, 2),
        shut=True,
    )


def _air(dataset: Dataset, gmina: Gmina) -> Table:
    found = [one for one in dataset.air_stations.values() if one.teryt6 in gmina.of_register]
    years = sorted({mean.year for one in found for mean in one.means})
    rows = [row for station in found for row in _series(station, years)]
    text = (
        f"Średnie roczne. Gwiazdka: {PARTLY_MEASURED}. Pomiaru godzinowego i dobowego "
        "nie łączy się w jeden szereg; puste pole: nie mierzono."
    )
    return Table(
        "Stacje pomiaru powietrza",
        f"{text} {_sources(dataset, (mean.source for one in found for mean in one.means))}",
        ("Stacja", "Zanieczyszczenie", "Pomiar", "Jednostka", *map(str, years)),
        rows,
        numeric=tuple(range(4, 4 + len(years))),
        shut=True,
    )


def _series(station: AirStation, years: list[int]) -> Iterable[tuple[str, ...]]:
    """Yield a row for each pollutant and way of measuring."""
    series: dict[tuple[str, str, str], dict[int, AirMean]] = {}
    for mean in station.means:
        key = (mean.pollutant, mean.averaging, mean.unit)
        series.setdefault(key, {})[mean.year] = mean
    for (pollutant, averaging, unit), means in series.items():
        digits = mean_decimals(means.values())
        texts = (mean_text(means[year], digits) if year in means else "" for year in years)
        yield station.address, POLLUTANTS[pollutant], _AVERAGED[averaging], unit, *texts


def _sources(dataset: Dataset, codes: Iterable[str]) -> str:
    named = (dataset.sources[code] for code in dict.fromkeys(codes))
    return f"Źródło: {'; '.join(f'{one.office}, {one.dataset}' for one in named)}."
