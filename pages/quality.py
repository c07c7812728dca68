"""The screen on the quality of the data."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.quality import screen as quality
from ao_dash.screens.quality.screen import QualityChoice
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: QualityChoice) -> None:
    """Draw the widgets."""
    domains = {"": "Wszystkie dziedziny", **quality.domains(dataset)}
    controls.select("Dziedzina", domains, choice.domain, quality.DOMAIN)
    codes = quality.offered(dataset, choice.domain)
    names = {"": "przegląd wszystkich", **{c: dataset.indicators[c].short for c in codes}}
    key = f"wskaznik-{choice.domain}"
    controls.select("Wskaźnik", names, choice.indicator, quality.INDICATOR_PARAMETER, key=key)


frame.show("jakosc", choices)
