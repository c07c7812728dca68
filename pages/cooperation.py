"""The screen of joint projects of the gminy."""

from collections.abc import Mapping

from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import counted
from ao_dash.screens.cooperation import filters, network
from ao_dash.screens.cooperation import screen as partnership
from ao_dash.screens.cooperation.screen import Partnership
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: Partnership) -> None:
    """Draw the widgets."""
    optional("Dziedzina", "wszystkie", partnership.domains(dataset), choice.domain, "dziedzina")
    programmes = filters.programmes(dataset)
    optional("Program", "wszystkie", programmes, choice.programme, "program")
    years = {str(year): str(year) for year in partnership.years(dataset)}
    optional("Od roku", "od początku", years, choice.since, "od")
    optional("Do roku", "do końca", years, choice.until, "do")
    gminy = {g.teryt6: g.name for g in dataset.gminy.values()}
    optional("Gmina", "żadna nie jest wyróżniona", gminy, choice.gmina, "gmina")
    titles = sorted(dataset.projects.values(), key=lambda p: polish_key(p.title))
    named = {p.code: p.title for p in titles}
    optional("Projekt", "żaden: mapa współpracy", named, choice.project, "projekt")
    ties = {str(n): f"co najmniej {counted(n, filters.JOINT)}" for n in network.thresholds(dataset)}
    controls.select("Więzi na mapie", ties, str(choice.least), "wiezi")


def optional(
    label: str, without: str, options: Mapping[str, str], value: str | int | None, parameter: str
) -> None:
    """Draw a choice that may be left open."""
    chosen = "" if value is None else str(value)
    controls.select(
        label, {"": without, **options}, chosen, parameter, write=lambda code: str(code) or None
    )


frame.show("wspolpraca", choices, maps=1)
