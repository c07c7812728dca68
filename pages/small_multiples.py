"""The screen of two or four maps side by side."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.small_multiples.screen import NUMBERS, Atlas
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, atlas: Atlas) -> None:
    """Draw the widgets."""
    words = {str(n): word for n, word in zip(NUMBERS, ("dwie", "cztery"), strict=True)}
    controls.select("Ile map", words, str(len(atlas.maps)), "ile")
    for n, (code, year) in enumerate(atlas.maps, 1):
        pick(dataset, f"mapa{n}", f"Mapa {n}", code, year)


def pick(dataset: Dataset, parameter: str, label: str, code: str, year: int) -> None:
    """Draw the indicator and the year of one map; both are one parameter."""
    names = controls.indicator_names(dataset)
    controls.select(label, names, code, parameter)
    own = f"Rok: {label[0].lower()}{label[1:]}"
    controls.year(dataset, code, year, parameter, own, write=lambda chosen: f"{code}:{chosen}")


frame.show("mapy", choices, maps=NUMBERS[-1])
