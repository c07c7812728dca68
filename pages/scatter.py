"""The screen that sets two indicators against each other."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.scatter import screen as relation
from ao_dash.screens.scatter.screen import Relation
from ao_dash.screens.shared.figures import offered
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: Relation) -> None:
    """Draw the widgets."""
    codes = offered(dataset) or dataset.mapped
    names = {code: dataset.indicators[code].short for code in codes}
    controls.select("Pierwszy wskaźnik (w prawo)", names, choice.first, "wskaznik")
    controls.year(dataset, choice.first, choice.year, label="Rok pierwszego")
    controls.select("Drugi wskaźnik (w górę)", names, choice.second, "drugi")
    controls.year(dataset, choice.second, choice.second_year, "rok2", "Rok drugiego")
    types = {kind.value: kind.value for kind in relation.types_of(dataset, choice.year)}
    label = f"Tylko gminy typu (w {choice.year} r.)"
    controls.several(label, types, choice.types, "typ", len(types))


frame.show("zaleznosci", choices, maps=1)
