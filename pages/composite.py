"""The composite index: choose components, then the direction and the weight of each."""

from dataclasses import replace

import streamlit as st

from ao_dash.analysis.composite import SYNTHESIS_WORDS
from ao_dash.mapview.query import YEAR_PARAMETER
from ao_dash.model.dataset import Dataset
from ao_dash.screens.composite import spec as specs
from ao_dash.screens.composite.spec import COMPONENTS, METHOD, Component, CompositeSpec
from ao_dash.web.ui import controls, frame

WORDS = {"+": "więcej = lepiej", "-": "mniej = lepiej"}


def choices(dataset: Dataset, spec: CompositeSpec) -> None:
    """Draw the widgets."""
    names = {code: dataset.indicators[code].short for code in specs.offered(dataset)}
    codes = [i.code for i in spec.components]
    label = f"Składniki (2 do {specs.MAX_COMPONENTS})"
    controls.several(label, names, codes, COMPONENTS, write=spec.of, year=spec.year)
    for component in spec.components:
        tune(spec, component, names[component.code])
    methods = {method.value: word for method, word in SYNTHESIS_WORDS.items()}
    controls.select("Metoda", methods, spec.method, METHOD)
    years = {str(year): str(year) for year in specs.years(dataset, codes)[::-1]}
    controls.select("Rok", years, spec.year, YEAR_PARAMETER)


def tune(spec: CompositeSpec, component: Component, name: str) -> None:
    """Draw the direction and the weight of one component; both are part of one parameter."""
    sign, weight = st.columns([5, 4], vertical_alignment="bottom")
    with sign:
        controls.select(
            name,
            WORDS,
            "+" if component.stimulant else "-",
            COMPONENTS,
            key=f"kierunek-{component.code}",
            write=lambda given: spec.listed(replace(component, stimulant=given == "+")),
        )
    with weight:
        controls.number(
            f"Waga: {name}",
            component.weight,
            (specs.MIN_WEIGHT, specs.MAX_WEIGHT),
            COMPONENTS,
            key=f"waga-{component.code}",
            write=lambda given: spec.listed(replace(component, weight=round(given, 3))),
        )


frame.show("syntetyczny", choices, maps=1)
