"""The screen of two or four maps side by side."""

from ao_dash.model.dataset import Dataset
from ao_dash.screens.small_multiples.screen import MAPS, NUMBER, NUMBERS, MapsChoice
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: MapsChoice) -> None:
    """Draw the widgets; the indicator and the year of a map are one parameter."""
    words = {str(n): word for n, word in zip(NUMBERS, ("dwie", "cztery"), strict=True)}
    controls.select("Ile map", words, choice.number, NUMBER)
    for n, (parameter, (code, year)) in enumerate(zip(MAPS, choice.maps, strict=False), 1):
        controls.indicator(dataset, code, dataset.mapped, parameter, f"Mapa {n}")
        write = f"{code}:{{}}".format
        controls.year(dataset, code, year, parameter, f"Rok: mapa {n}", write=write)


frame.show("mapy", choices, maps=NUMBERS[-1])
