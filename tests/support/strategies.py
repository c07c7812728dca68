"""What a person can choose, for tests by example."""

from __future__ import annotations

from hypothesis import strategies as st

from ao_dash.analysis.classes import Method
from ao_dash.mapview.selection import EVERY_DOMAIN, Selection, parse
from ao_dash.model import territory
from ao_dash.model.gmina import GminaType
from ao_dash.model.measure import base_years, offered_changes
from tests.support.data import shipped_dataset


def selected(**query: str) -> Selection:
    """Return what an address asks of the shipped data; nothing of it may give way."""
    selection, notes = parse(query, shipped_dataset())
    assert not notes
    return selection


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any selection a person can make."""
    domain = draw(st.sampled_from([EVERY_DOMAIN, *shipped_dataset().domains]))
    merged = draw(st.booleans())
    data = territory.constant(shipped_dataset()) if merged else shipped_dataset()
    offered = data.mapped if domain == EVERY_DOMAIN else data.of_domain(domain)
    query = {"dziedzina": domain} | ({"teren": "staly"} if merged else {})
    if offered:
        code = draw(st.sampled_from(offered))
        year = draw(st.sampled_from(data.years(code)))
        query |= {"wskaznik": code, "rok": str(year)}
        changes, bases = offered_changes(data.indicators[code]), base_years(data, code, year)
        if changes and bases and draw(st.booleans()):
            query |= {"zmiana": draw(st.sampled_from(changes)).value}
            query |= {"od": str(draw(st.sampled_from(bases)))}
    if draw(st.integers(0, 3)) == 0:
        query["skala"] = "lata"
    query["typ"] = ",".join(draw(st.sets(st.sampled_from([t.value for t in GminaType]))))
    method = draw(st.sampled_from(Method))
    query["metoda"] = method.value
    if method is Method.CUSTOM:
        bounds = draw(st.lists(st.integers(-9999, 9999), min_size=1, max_size=8, unique=True))
        query["klasy"] = ",".join(map(str, sorted(bounds)))
    else:
        query["klasy"] = str(draw(st.integers(2, 9)))
    if domain in shipped_dataset().domains and shipped_dataset().domains[domain].cooperation:
        query["projekty"] = draw(st.sampled_from("01"))
    if draw(st.booleans()):
        query["gmina"] = draw(st.sampled_from(list(data.gminy)))
    return selected(**query)
