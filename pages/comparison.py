"""The screen that compares two to six units."""

from ao_dash.model import unit
from ao_dash.model.dataset import Dataset
from ao_dash.model.group import like_code, like_name
from ao_dash.screens.comparison.screen import UNITS, ComparisonChoice
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: ComparisonChoice) -> None:
    """Draw the widgets."""
    names = {code: u.name for code, u in unit.units(dataset, choice.year).items()}
    own = (unit.find(dataset, choice.year, code) for code in choice.units)
    names |= {u.code: u.name for u in own if u}
    names |= {like_code(code): like_name(gmina) for code, gmina in dataset.gminy.items()}
    controls.several("Co porównać (2 do 6)", names, choice.units, UNITS)
    controls.indicator(dataset, choice.indicator, dataset.mapped)
    controls.year(dataset, choice.indicator, choice.year)


frame.show("porownanie", choices)
