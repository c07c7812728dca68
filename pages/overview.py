"""The screen of many indicators over all gminy."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.overview import columns as overview
from ao_dash.screens.overview.columns import OverviewChoice
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: OverviewChoice) -> None:
    """Draw the widgets."""
    domains = {code: domain.short for code, domain in dataset.domains.items()}
    names = {overview.CHOSEN: "najważniejsze z każdej"} | domains
    offered = {code: names[code] for code in overview.offered(dataset)}
    controls.select("Dziedzina", offered, choice.domain, overview.DOMAIN)
    short = {code: dataset.indicators[code].short for code in dataset.mapped}
    label = "Albo wskaźniki po kolei"
    controls.several(label, short, choice.indicators, overview.INDICATORS)
    controls.group(dataset, choice.group, "Gminy", "wszystkie")


frame.show("zestawienie", choices)
