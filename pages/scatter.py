"""The screen that sets two indicators against each other."""

from ao_dash.mapview.selection import TYPES
from ao_dash.model.dataset import Dataset
from ao_dash.screens.scatter import screen as relation
from ao_dash.screens.scatter.screen import ScatterChoice
from ao_dash.screens.shared.figures import offered
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: ScatterChoice) -> None:
    """Draw the widgets."""
    codes = offered(dataset) or dataset.mapped
    label = "Pierwszy wskaźnik (w prawo)"
    controls.indicator(dataset, choice.first, codes, label=label)
    controls.year(dataset, choice.first, choice.year, label="Rok pierwszego")
    controls.indicator(dataset, choice.second, codes, relation.SECOND, "Drugi wskaźnik (w górę)")
    controls.year(dataset, choice.second, choice.second_year, relation.SECOND_YEAR, "Rok drugiego")
    types = {kind.value: kind.value for kind in relation.types_of(dataset, choice.year)}
    label = f"Tylko gminy typu (w {choice.year} r.)"
    controls.several(label, types, choice.types, TYPES)


frame.show("zaleznosci", choices, maps=1)
