"""The composite index: choose ingredients, then the direction and the weight of each."""

from dataclasses import replace

import streamlit as st

from ao_dash.analysis.composite import SYNTHESIS_WORDS
from ao_dash.model.dataset import Dataset
from ao_dash.screens.composite import recipe as recipes
from ao_dash.screens.composite.recipe import (
    MAX_COMPONENTS,
    MAX_WEIGHT,
    MIN_WEIGHT,
    Component,
    CompositeSpec,
)
from ao_dash.web.ui import controls, frame

WORDS = {"+": "więcej = lepiej", "-": "mniej = lepiej"}


def choices(dataset: Dataset, recipe: CompositeSpec) -> None:
    """Draw the widgets."""
    names = {code: dataset.indicators[code].short for code in recipes.offered(dataset)}
    codes = [i.code for i in recipe.ingredients]
    label = f"Składniki (2 do {MAX_COMPONENTS})"
    controls.several(label, names, codes, "skladniki", MAX_COMPONENTS, write=recipe.of)
    for ingredient in recipe.ingredients:
        tune(recipe, ingredient, names[ingredient.code])
    methods = {method.value: word for method, word in SYNTHESIS_WORDS.items()}
    controls.select("Metoda", methods, recipe.method.value, "synteza")
    years = {str(year): str(year) for year in recipes.years(dataset, codes)[::-1]}
    controls.select("Rok", years, str(recipe.year), "rok")


def tune(recipe: CompositeSpec, own: Component, name: str) -> None:
    """Draw the direction and the weight of one ingredient; both are part of one parameter."""
    sign, weight = st.columns([5, 4], vertical_alignment="bottom")
    with sign:
        controls.select(
            name,
            WORDS,
            "+" if own.stimulant else "-",
            "skladniki",
            key=f"kierunek-{own.code}",
            write=lambda given: recipe.listed(replace(own, stimulant=given == "+")),
        )
    with weight:
        controls.number(
            f"Waga: {name}",
            own.weight,
            (MIN_WEIGHT, MAX_WEIGHT),
            "skladniki",
            key=f"waga-{own.code}",
            write=lambda given: recipe.listed(replace(own, weight=round(given, 3))),
        )


frame.show("syntetyczny", choices, maps=1)
