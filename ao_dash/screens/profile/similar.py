"""The gminy that are most like the one of a profile, and ways to see it beside them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from ao_dash.model.group import like_code, own_group
from ao_dash.model.numbers import counted, format_number
from ao_dash.model.similar import Likeness, usual_traits
from ao_dash.screens.blocks import Link, Links, Table
from ao_dash.screens.profile.cards import NONE, Profile

_NAMED = 2  # indicators of a line
_BESIDE = 3  # of them by name in a comparison, beside all of them together and the area
_BY = ("wskaźnika", "wskaźników", "wskaźników", "wskaźnika")


def similar(profile: Profile, traits: Sequence[str]) -> list[Table | Links]:
    """Return the most similar gminy with the recipe, and links to see them together."""
    dataset = profile.dataset
    if not profile.like:
        return []
    used = traits or usual_traits(dataset)
    names = ", ".join(dataset.indicators[code].short for code in used)
    text = (
        f"Według {counted(len(used), _BY)}: {names}. Każdy jest wzięty z najnowszego pełnego roku "
        "i przeliczony na odchylenia standardowe wśród gmin; odległość to pierwiastek ze średniej "
        "kwadratów różnic (0: takie same, 1: różnią się przeciętnie o jedno odchylenie)."
    )
    columns = ("Gmina", "Typ", "Odległość", "Najbliżej", "Najdalej")
    table = Table(
        "Gminy podobne", text, columns, [_row(profile, one) for one in profile.like], (2,)
    )
    return [table, _links(profile, traits)]


def _row(profile: Profile, one: Likeness) -> tuple[Link | str, ...]:
    dataset = profile.dataset
    gmina = dataset.gminy[one.teryt6]
    ordered = sorted(one.apart, key=one.apart.__getitem__)
    near, far = (
        ", ".join(dataset.indicators[code].short for code in codes)
        for codes in (ordered[:_NAMED], ordered[: -_NAMED - 1 : -1])
    )
    name = Link(gmina.name, f"/profil?{urlencode({'gmina': gmina.teryt6})}")
    return (name, gmina.types[-1][1].value, format_number(one.distance, 2), near, far or NONE)


def _links(profile: Profile, traits: Sequence[str]) -> Links:
    dataset, gmina = profile.dataset, profile.gmina
    codes = [one.teryt6 for one in profile.like]
    group = like_code(gmina.teryt6)
    if traits:
        group = own_group(dataset, codes, f"Podobne do {gmina.name}").code
    together = own_group(dataset, [gmina.teryt6, *codes], f"{gmina.name} i podobne").code
    units = ",".join([gmina.teryt6, group, dataset.area.code, *codes[:_BESIDE]])
    return Links(
        "Razem z nimi:",
        [
            Link("na wykresie", f"/porownanie?{urlencode({'jednostki': units})}"),
            Link("na mapie", f"/?{urlencode({'gmina': gmina.teryt6, 'grupa': group})}"),
            Link("w zestawieniu", f"/zestawienie?{urlencode({'grupa': together})}"),
        ],
    )
