"""The composite index: choose ingredients, then the direction and the weight of each."""

from dataclasses import replace

import streamlit as st

from ao_dash.analysis.composite import SYNTHESIS_WORDS
from ao_dash.mapview.query import YEAR_PARAMETER
from ao_dash.model.dataset import Dataset
from ao_dash.screens.composite import recipe as recipes
from ao_dash.screens.composite.recipe import INGREDIENTS, METHOD, Component, CompositeSpec
from ao_dash.web.ui import controls, frame

WORDS = {"+": "więcej = lepiej", "-": "mniej = lepiej"}


def choices(dataset: Dataset, recipe: CompositeSpec) -> None:
    """Draw the widgets."""
    names = {code: dataset.indicators[code].short for code in recipes.offered(dataset)}
    codes = [i.code for i in recipe.ingredients]
    label = f"Składniki (2 do {recipes.MAX_COMPONENTS})"
    controls.several(label, names, codes, INGREDIENTS, write=recipe.of)
    for ingredient in recipe.ingredients:
        tune(recipe, ingredient, names[ingredient.code])
    methods = {method.value: word for method, word in SYNTHESIS_WORDS.items()}
    controls.select("Metoda", methods, recipe.method, METHOD)
    years = {str(year): str(year) for year in recipes.years(dataset, codes)[::-1]}
    controls.select("Rok", years, recipe.year, YEAR_PARAMETER)


def tune(recipe: CompositeSpec, component: Component, name: str) -> None:
    """Draw the direction and the weight of one ingredient; both are part of one parameter."""
    sign, weight = st.columns([5, 4], vertical_alignment="bottom")
    with sign:
        controls.select(
            name,
            WORDS,
            "+" if component.stimulant else "-",
            INGREDIENTS,
            key=f"kierunek-{component.code}",
            write=lambda given: recipe.listed(replace(component, stimulant=given == "+")),
        )
    with weight:
        controls.number(
            f"Waga: {name}",
            component.weight,
            (recipes.MIN_WEIGHT, recipes.MAX_WEIGHT),
            INGREDIENTS,
            key=f"waga-{component.code}",
            write=lambda given: recipe.listed(replace(component, weight=round(given, 3))),
        )


frame.show("syntetyczny", choices, maps=1)
