"""The screen about one gmina."""

from ao_dash.mapview.selection import EVERY_DOMAIN
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import counted
from ao_dash.screens.profile.screen import BESIDE, Choice
from ao_dash.screens.profile.standing import base_years
from ao_dash.web.ui import controls, frame

INDICATOR = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")


def choices(dataset: Dataset, choice: Choice) -> None:
    """Draw the widgets."""
    controls.gmina(dataset, choice.gmina)
    gminy = sorted(dataset.gminy.values(), key=lambda g: polish_key(g.name))
    others = {g.teryt6: g.name for g in gminy if g.teryt6 != choice.gmina}
    controls.several("Obok (do 2 gmin)", others, choice.beside, "obok", BESIDE)
    domains = {code: domain.short for code, domain in dataset.domains.items()}
    domain = choice.domain or EVERY_DOMAIN
    controls.select("Dziedzina", {EVERY_DOMAIN: "Wszystkie"} | domains, domain, "dziedzina")
    years = {
        str(year): f"{year} ({counted(number, INDICATOR)})"
        for year, number in sorted(base_years(dataset).items(), reverse=True)
        if number or year == choice.base
    }
    controls.select("Zmiana od roku", years, str(choice.base), "od")


frame.show("profil", choices)
