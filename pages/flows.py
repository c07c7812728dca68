"""The screen of flows between gminy: who works, or has moved, where."""

from ao_dash.mapview.query import GMINA_PARAMETER
from ao_dash.model.dataset import Dataset
from ao_dash.screens.flows import choice as flows
from ao_dash.screens.flows import sentences
from ao_dash.screens.flows.choice import Direction, FlowChoice, Picture
from ao_dash.web.ui import controls, frame


def choices(dataset: Dataset, choice: FlowChoice) -> None:
    """Draw the widgets."""
    known = {code: sentences.title(table) for code, table in flows.table_codes(dataset).items()}
    if not known:
        return
    controls.select("Przepływ", known, choice.table, flows.TABLE)
    controls.select("Obraz", sentences.PICTURES, choice.picture, flows.PICTURE)
    gminy = {g.teryt6: g.name for g in dataset.gminy.values()}
    gminy = {"": "wszystkie", **gminy}
    controls.select("Gmina", gminy, choice.gmina, GMINA_PARAMETER)
    if choice.picture is Picture.LEANING:
        return
    offered = list(Direction) if choice.gmina else [Direction.BOTH, Direction.NET]
    ways = {way.value: sentences.DIRECTIONS[way] or "oba kierunki" for way in offered}
    key = f"{flows.DIRECTION.name}-{len(ways)}"
    controls.select("Kierunek", ways, choice.direction, flows.DIRECTION, key=key)
    least = {n: f"od {n} osób" if n else "wszystkie" for n in flows.THRESHOLDS}
    controls.slider("Próg", least, choice.least, flows.LEAST)
    controls.switch("Także pięć miejsc spoza obszaru", flows.OUTSIDE, on=choice.outside)


frame.show("przeplywy", choices, maps=1)
