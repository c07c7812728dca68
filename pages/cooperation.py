"""The screen of joint projects of the gminy."""

from ao_dash.mapview.query import GMINA_PARAMETER
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import counted
from ao_dash.screens.cooperation import filters, network
from ao_dash.screens.cooperation import screen as cooperation
from ao_dash.screens.cooperation.screen import CooperationChoice
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: CooperationChoice) -> None:
    """Draw the widgets; "" is the code of no choice."""
    domains = {"": "wszystkie", **cooperation.domains(dataset)}
    controls.select("Dziedzina", domains, choice.domain, cooperation.DOMAIN)
    programmes = {"": "wszystkie", **filters.programmes(dataset)}
    controls.select("Program", programmes, choice.programme, cooperation.PROGRAMME)
    years = {str(year): str(year) for year in cooperation.years(dataset)}
    controls.select("Od roku", {"": "od początku", **years}, choice.since, cooperation.SINCE)
    controls.select("Do roku", {"": "do końca", **years}, choice.until, cooperation.UNTIL)
    gminy = {g.teryt6: g.name for g in dataset.gminy.values()}
    gminy = {"": "żadna nie jest wyróżniona", **gminy}
    controls.select("Gmina", gminy, choice.gmina, GMINA_PARAMETER)
    projects = sorted(dataset.projects.values(), key=lambda p: polish_key(p.title))
    titles = {"": "żaden: mapa współpracy", **{p.code: p.title for p in projects}}
    controls.select("Projekt", titles, choice.project, cooperation.PROJECT)
    ties = {str(n): f"co najmniej {counted(n, filters.JOINT)}" for n in network.thresholds(dataset)}
    controls.select("Więzi na mapie", ties, choice.least, cooperation.LEAST)


frame.show("wspolpraca", choices, maps=1)
