"""The screen on the quality of the data."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.quality import screen as quality
from ao_dash.screens.quality.screen import Quality
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: Quality) -> None:
    """Draw the widgets."""
    domains = {"": "Wszystkie dziedziny", **quality.domains(dataset)}
    controls.select("Dziedzina", domains, choice.domain or "", "dziedzina", write=optional)
    codes = quality.offered(dataset, choice.domain)
    names = {"": "przegląd wszystkich", **{c: dataset.indicators[c].short for c in codes}}
    key = f"wskaznik-{choice.domain}"
    value = choice.indicator or ""
    controls.select("Wskaźnik", names, value, "wskaznik", key=key, write=optional)


def optional(code: object) -> str | None:
    """Leave a parameter out of the address where nothing is chosen."""
    return str(code) or None


frame.show("jakosc", choices)
