"""The screen about one gmina."""

from ao_dash.mapview.query import GMINA_PARAMETER
from ao_dash.mapview.selection import EVERY_DOMAIN
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import counted
from ao_dash.screens.profile.screen import (
    BASE,
    DOMAIN,
    OTHERS,
    TRAITS,
    ProfileChoice,
    offered_traits,
)
from ao_dash.screens.profile.standing import base_years
from ao_dash.web.ui import controls, frame

INDICATOR = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")


def choices(dataset: Dataset, choice: ProfileChoice) -> None:
    """Draw the widgets."""
    ordered = sorted(choice.of(dataset).gminy.values(), key=lambda g: polish_key(g.name))
    gminy = {g.teryt6: g.name for g in ordered}
    if choice.group is None:
        controls.select("Gmina", gminy, choice.gmina, GMINA_PARAMETER)
    controls.group(dataset, choice.group, "Zamiast gminy grupa", "żadna")
    others = {code: name for code, name in gminy.items() if code != choice.gmina}
    controls.several("Obok (do 2 gmin)", others, choice.beside, OTHERS)
    domains = {code: domain.short for code, domain in dataset.domains.items()}
    domain = choice.domain or EVERY_DOMAIN
    controls.select("Dziedzina", {EVERY_DOMAIN: "Wszystkie"} | domains, domain, DOMAIN)
    years = {
        str(year): f"{year} ({counted(number, INDICATOR)})"
        for year, number in sorted(base_years(dataset).items(), reverse=True)
        if number or year == choice.base
    }
    controls.select("Zmiana od roku", years, choice.base, BASE)
    if choice.group:
        return
    traits = {code: dataset.indicators[code].short for code in offered_traits(dataset)}
    controls.several("Podobne według wskaźników", traits, choice.traits, TRAITS)


frame.show("profil", choices)
