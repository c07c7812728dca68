"""What a profile says beside its figures: who the gmina is, its projects, its borders in time."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from ao_dash.analysis.adjacency import drawn_areas, shared_borders
from ao_dash.mapview import sentences
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina
from ao_dash.model.numbers import (
    GMINA,
    capitalized,
    counted,
    format_number,
    format_value,
    join_unit,
    unit_after,
)
from ao_dash.model.project import TAKES_PART, Part, Project
from ao_dash.model.series import BreakKind
from ao_dash.screens.blocks import (
    Cards,
    Heading,
    Link,
    Links,
    Table,
    TableCell,
    Text,
    sources_block,
)
from ao_dash.screens.cooperation.filters import (
    NOT_STATED,
    WHY_NO_SUM,
    Partner,
    partners,
    safe_link,
    value_text,
)
from ao_dash.screens.profile.cards import Profile, offices
from ao_dash.screens.profile.standing import newest_of, standings

_PEOPLE, _LAND = "ludnosc", "powierzchnia_km2"  # indicators that the heading shows if there are any
_NAMED = 5  # more names than this are counted instead
_INDICATOR = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")
_MOVED_KM2 = 0.05  # drawn lines that differ by less did not move


def heading(profile: Profile) -> Heading:
    """Return the title of the profile, with whom the gmina stands beside."""
    gmina, beside = profile.gmina, [f"obok: {names}"] if (names := _beside(profile)) else []
    if profile.group:
        parts = [counted(len(gmina.members), GMINA), *beside]
        return Heading(f"Profil grupy gmin: {gmina.name}", " · ".join(parts))
    parts = [f"TERYT {gmina.teryt6}", f"powiat {gmina.powiat}", *beside]
    return Heading(f"Profil gminy: {gmina.name}", " · ".join(parts))


def _beside(profile: Profile) -> str:
    return " i ".join(gmina.name for gmina in profile.beside)


def identity(profile: Profile) -> Cards:
    """Return who the gmina is: people, land, type, membership."""
    gmina, cards = profile.gmina, []
    dataset = profile.dataset
    known = [code for code in (_PEOPLE, _LAND) if code in standings(dataset)]
    for record in (newest_of(dataset, gmina, code) for code in known):
        indicator, value = record.indicator, record.cell.value
        if value is not None:
            figure, unit = (
                format_value(value, indicator),
                unit_after(value, indicator, indicator.decimals),
            )
            dated = " · ".join([str(record.year), *offices(dataset, record)])
            cards.append((indicator.short, figure, unit, dated))
    if profile.group:
        return Cards([*cards, ("Gminy w grupie", format_number(len(gmina.members)), "", "")])
    since, kind = gmina.types[-1]
    held = f"od {_day(since)}" if len(gmina.types) > 1 else "bez zmian w latach danych"
    cards.append(("Typ gminy", kind.value, "", held))
    if gmina.member_since:
        cards.append((capitalized(dataset.area.within), f"od {_day(gmina.member_since)}", "", ""))
    return Cards(cards)


def links(profile: Profile, indicator: str | None) -> Links:
    """Return ways to the same gmina on other screens, with the indicator that was chosen."""
    same = {"wskaznik": indicator} if indicator else {}
    gmina = profile.gmina
    whose = profile.group.code if profile.group else gmina.teryt6
    codes = [whose, *(g.teryt6 for g in profile.beside), profile.dataset.area.code]
    units = {"jednostki": ",".join(codes)}
    found = [
        Link("Na mapie", f"/?{urlencode(profile.on_map | same)}"),
        Link("Na wykresie z sąsiadami", f"/porownanie?{urlencode(units | same)}"),
    ]
    if _moved(profile.dataset, gmina) and not profile.group:
        unit = territory.counterpart(territory.constant(profile.dataset), gmina.teryt6)
        query = urlencode({"teren": territory.Territory.CONSTANT.value, "gmina": unit})
        found.append(Link("Terytorium stałe na mapie", f"/?{query}"))
    return Links("", found)


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    more = len(names) - _NAMED
    text = ", ".join(names[:_NAMED])
    return f"{text} i jeszcze {counted(more, _INDICATOR)}" if more > 0 else text


def projects(dataset: Dataset, gmina: Gmina) -> list[Table | Text]:
    """Return the joint projects that name the gmina as taking part, and what else names it.

    Of several gminy together, those that name any of them.
    """
    title, own, dataset = "Wspólne projekty", gmina.of_register, dataset.origin or dataset
    joint = [project for project in dataset.projects.values() if project.joint]
    named = [project for project in joint if not project.members().isdisjoint(own)]
    titles = [
        f"„{project.title}”"
        for project in joint
        if project not in named and any(row.teryt6 in own for row in project.gminy)
    ]
    whom, whose = ("gminy", "żadnej z tych gmin") if gmina.members else ("gminę", "tej gminy")
    said = f"Źródła tylko wzmiankują {whom} albo mówią o gminach zbiorczo"
    mentions = [f"{said}: {', '.join(titles)}."] if titles else []
    if not named:
        none = f"Wspólnego projektu z udziałem {whose} z nazwy nie znaleziono w źródłach."
        return [Text(title, [none, *mentions])]
    columns = ("Projekt", "Rola", "Pozostałe gminy", "Lider", "Program", "Wartość", "Źródło")
    rows = [_project(dataset, own, project) for project in named]
    text = " ".join([*mentions, WHY_NO_SUM])
    return [Table(title, text, columns, rows, numeric=(5,))]


def _project(dataset: Dataset, own: tuple[str, ...], project: Project) -> tuple[TableCell, ...]:
    rows = [row for row in partners(dataset, project) if row.part in TAKES_PART]
    taking = [row for row in rows if row.teryt6 in own]
    others = [row.name for row in rows if row.teryt6 not in own]
    roles = [_role(row) if len(own) == 1 else f"{row.name}: {_role(row)}" for row in taking]
    address = safe_link(project.source)
    host = urlsplit(address).hostname if address else None
    leads = [row.name for row in taking if row.part is Part.LEAD]
    lead = ("ta gmina" if len(own) == 1 else leads[0]) if leads else project.lead
    return (
        project.title,
        "; ".join(roles),
        ", ".join(others) or "źródła nie wymieniają innych",
        lead or NOT_STATED,
        project.programme or NOT_STATED,
        value_text(project),
        Link(host, address) if address and host else NOT_STATED,
    )


def _role(row: Partner) -> str:
    said = row.role.startswith(row.word) or not row.role
    return (row.role if said else f"{row.word}: {row.role}") or row.word


def in_time(dataset: Dataset, gmina: Gmina) -> Text:
    """Say how the type and the borders of the gmina changed, and whom it borders on."""
    lines = [_types(dataset, gmina), *_borders(dataset, gmina), _around(dataset, gmina)]
    return Text("Granice i typ w czasie", lines, listed=True)


def _types(dataset: Dataset, gmina: Gmina) -> str:
    if gmina.members:
        names = [(dataset.origin or dataset).gminy[code].name for code in gmina.members]
        return f"Gminy grupy: {', '.join(names)}."
    first = gmina.types[0][1]
    if len(gmina.types) == 1:
        return f"Typ: gmina {first}, bez zmian w latach objętych danymi."
    ends = gmina.types[1][0] - timedelta(days=1)
    later = [f"gmina {kind} od {_day(since)}" for since, kind in gmina.types[1:]]
    return f"Typ: gmina {first} do {_day(ends)}, {', '.join(later)}."


def _borders(dataset: Dataset, gmina: Gmina) -> list[str]:
    areas = [
        (vintage.label, km2)
        for vintage in dataset.vintages
        if (km2 := drawn_areas(vintage).get(gmina.teryt6)) is not None
    ]
    lines = _moved(dataset, gmina)
    if max(km2 for _, km2 in areas) - min(km2 for _, km2 in areas) < _MOVED_KM2:
        return lines or ["Granice: bez zmian w latach objętych danymi."]
    drawn = "; ".join(
        f"{join_unit(format_number(km2, 1), 'km²')} ({label})" for label, km2 in areas
    )
    return [*lines, f"Powierzchnia obliczona z granic na mapie: {drawn}."]


def _moved(dataset: Dataset, gmina: Gmina) -> list[str]:
    """Return what is known of moved borders, each once."""
    texts = (
        b.text for b in dataset.breaks if b.kind is BreakKind.BORDERS and b.teryt6 == gmina.teryt6
    )
    return list(dict.fromkeys(texts))


def _around(dataset: Dataset, gmina: Gmina) -> str:
    vintage = dataset.vintages[-1]
    lengths = shared_borders(vintage).get(gmina.teryt6, {})
    if not lengths:
        return "Nie graniczy z żadną gminą obszaru."
    names = [
        f"{dataset.gminy[code].name} ({join_unit(format_number(km, 1), 'km')})"
        for code, km in lengths.items()
    ]
    text = f"Graniczy z {counted(len(names), _WITH)} obszaru"
    return f"{text} (długość wspólnej granicy na mapie): {', '.join(names)}."


_WITH = ("gminą", "gminami", "gminami", "gminy")


def broken(profile: Profile) -> list[Text]:
    """List the breaks within the series that are shown, with the indicators they concern."""
    found: dict[str, tuple[set[int], list[str]]] = {}
    for record in profile.records:
        years = [year for year, _ in record.points]
        for b in record.breaks:
            if years and b.between(years[0], years[-1]):
                when, names = found.setdefault(b.text, (set(), []))
                when.add(b.year)
                names.append(record.indicator.short)
    ordered = sorted(found.items(), key=lambda item: min(item[1][0]))
    lines = [
        f"{', '.join(map(str, sorted(when)))}: {text} Dotyczy: {_listed(names)}."
        for text, (when, names) in ordered
    ]
    lead = "Linia jest przerwana tam, gdzie wartości nie są porównywalne."
    return [Text("Przerwy w szeregach", [lead, *lines], listed=True)] if lines else []


def sources(profile: Profile) -> Text:
    """Name every source of the figures: office, dataset, state, licence; borders last."""
    dataset = profile.dataset
    named = dataset.sources_of(
        cell for r in profile.records for cell in (r.cell, *r.around.values())
    )
    return sources_block(sentences.source_lines(named, dataset.vintages[-1:]))


def reading(profile: Profile) -> Text:
    """Say how to read a card."""
    names = f", kreski to {_beside(profile)}" if profile.beside else ""
    text = (
        f"Pasek ustawia {profile.rows} od najniższej wartości (po lewej) do najwyższej: duży punkt "
        f"to {profile.gmina.name}{names}. Miejsce 1 ma najwyższa wartość. "
        "Linia to kolejne lata; pionowa kreska oznacza przerwę w szeregu, przez którą wartości "
        f"się nie porównuje. Zmiana jest liczona od {profile.base} r. Tytuł karty prowadzi na "
        "mapę wskaźnika."
    )
    return Text("Jak czytać karty", [text])


def _day(when: date) -> str:
    return f"{when.day}.{when.month:02}.{when.year}"
