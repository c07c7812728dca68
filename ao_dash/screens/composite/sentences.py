"""What the screen of a composite index says about its scores, in Polish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ao_dash.analysis.composite import SHIFT, SYNTHESIS_WORDS, Stability, Synthesis
from ao_dash.mapview import sentences
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Polarity
from ao_dash.model.numbers import GMINA, counted
from ao_dash.model.series import ANY
from ao_dash.screens.composite.scoring import ScoredComponent, Scores, lacking, remarks_of, shorts
from ao_dash.screens.composite.spec import CompositeSpec, usual

COMPONENT = ("składnik", "składniki", "składników", "składnika")

_METHODS = {
    Synthesis.HELLWIG: (
        "Wzorzec Hellwiga: wynik mówi, jak blisko gmina jest wzorca, czyli najlepszych wartości "
        "wszystkich składników naraz. Wzorzec ma 1; wynik może być ujemny, a zero nie jest granicą "
        "między dobrym a złym."
    ),
    Synthesis.UNITARISATION: (
        "Unitaryzacja zerowana: w każdym składniku najgorsza gmina ma 0, najlepsza 1, a wynik jest "
        "średnią ważoną. Jedna skrajna wartość ściska różnice między pozostałymi gminami."
    ),
    Synthesis.TOPSIS: (
        "TOPSIS: wynik mówi, czy gmina jest bliżej wartości najlepszych (1), czy najgorszych (0). "
        "Zależy od tego, gdzie skala składnika ma zero: składnik o wartościach dodatnich "
        "i ujemnych waży w nim inaczej niż składnik o samych dodatnich."
    ),
}

_CHOICE = (
    "Wskaźnik syntetyczny jest wyborem, a nie pomiarem: wynik zależy od składników, kierunków, "
    "wag i metody, które wybrał układający."
)
_OWN_SCALE = (
    "Wynik porównuje gminy tylko między sobą. Wyników różnych lat, metod i przepisów nie należy "
    "zestawiać: każdy ma własną skalę."
)


def direction(stimulant: bool) -> str:  # noqa: FBT001 - the word for one of two
    """Return the word for what is better."""
    return "więcej" if stimulant else "mniej"


def subtitle(view: View, spec: CompositeSpec, found: Scores) -> str:
    """Return the method, year, offices and borders in one line."""
    number = counted(len(found.parts), COMPONENT)
    return f"{number} · {SYNTHESIS_WORDS[spec.method]} · {sentences.subtitle(view)}"


def sentence(view: View, found: Scores) -> str:
    """Say the picture in words."""
    start = f"{sentences.dated_title(view)}:"
    if found.problem:
        return f"{start} {found.problem}"
    high, low = found.placed[0][1], found.placed[-1][1]
    if high == low:
        return f"{start} wszystkie gminy z kompletem wartości mają ten sam wynik."
    top, bottom = (
        f"{sentences.names(rows)} ({sentences.value_text(rows[0], view.indicator)})"
        for rows in (view.highest, view.lowest)
    )
    text = (
        f"{start} najwyższy wynik: {top}, najniższy: {bottom}; "
        f"mediana {len(view.values)} gmin: {sentences.median_text(view)}."
    )
    absent = [name for names in lacking(found).values() for name in names]
    return f"{text} Bez wyniku: {', '.join(absent)}." if absent else text


def notices(spec: CompositeSpec, found: Scores) -> list[str]:
    """Return what a reader must know first: other years, gminy without a score, idle parts."""
    older = tuple(part for part in found.parts if part.year != spec.year)
    lines = []
    if older:
        lines.append(f"Za {spec.year} r. nie ma wartości, wzięto wcześniejsze: {shorts(older)}.")
    lines += [
        f"Bez wyniku: {', '.join(names)}; brak wartości: {shorts(parts)}."
        for parts, names in lacking(found).items()
    ]
    if not found.problem:
        lines += [
            f"„{part.indicator.short}” ma w każdej gminie tę samą wartość, więc nie wpływa na "
            "wynik; jego wagę przejęły pozostałe składniki."
            for part in found.parts
            if not part.share
        ]
    return lines


def firmness(found: Scores) -> list[str]:
    """Say how many places hold, and which part matters most."""
    if sum(part.share > 0 for part in found.parts) == 1:
        return ["Gminy różni tylko jeden składnik: nie ma czego pominąć ani przeważyć."]
    firm = [place for _, _, place in found.placed]

    def held(ends: Callable[[Stability], tuple[int, int]]) -> str:
        number = sum(p.place - 1 <= ends(p)[0] and ends(p)[1] <= p.place + 1 for p in firm)
        return f"{number} z {len(firm)} {GMINA[2]}"

    text = (
        f"Gdy waga dowolnego składnika zmieni się o {SHIFT * 100:.0f}%, swoje miejsce "
        f"z dokładnością do ±1 zachowuje {held(lambda place: place.by_weight)}; gdy dowolny "
        f"składnik zostanie pominięty \N{EN DASH} {held(lambda place: place.by_omission)}."
    )
    return [text, _mover(found)]


def _mover(found: Scores) -> str:
    """Name the parts without which most gminy move farthest."""
    movers = Counter(p.mover for _, _, p in found.placed if p.mover is not None)
    if not movers:
        return "Pominięcie żadnego składnika nie zmienia żadnego miejsca."
    times = max(movers.values())
    most = sorted(n for n, moved in movers.items() if moved == times)
    shown = ", ".join(f"„{found.parts[n].indicator.short}”" for n in most)
    gminy = counted(times, ("gminy", "gmin", "gmin", "gminy"))
    one = f"składnika {shown}: to jego pominięcie"
    several = f"składników {shown}: pominięcie każdego z nich"
    said = one if len(most) == 1 else several
    return f"Najwięcej zależy od {said} najbardziej zmienia miejsce {gminy}."


def directions(found: Scores) -> list[str]:
    """Say which directions are a choice of whoever made the spec, not of the data."""
    return list(filter(None, map(_direction, found.parts)))


def _direction(part: ScoredComponent) -> str:
    short, stimulant = part.indicator.short, part.component.stimulant
    default = usual(part.indicator).stimulant
    if part.indicator.polarity is Polarity.NEUTRAL:
        return (
            f"„{short}” nie ma w danych kierunku: to, że {direction(stimulant)} znaczy lepiej, "
            "jest wyborem układającego wskaźnik."
        )
    if stimulant != default:
        return (
            f"„{short}”: kierunek odwrócił układający wskaźnik; zwykle lepiej znaczy "
            f"{direction(default)}."
        )
    return ""


def cautions(spec: CompositeSpec) -> list[str]:
    """Say what the figures are and are not."""
    return [
        _CHOICE,
        "Gminy o zbliżonych wynikach nie różnią się w istotny sposób, choć mają różne miejsca.",
        _METHODS[spec.method],
        _OWN_SCALE,
    ]


def remarks(dataset: Dataset, found: Scores) -> list[str]:
    """Return breaks and remarks on the figures, those of one gmina with its name."""
    lines = [
        remark.text
        if remark.teryt6 == ANY
        else f"{dataset.gminy[remark.teryt6].name}: {remark.text}"
        for remark in remarks_of(found)
    ]
    breaks = [f"{p.indicator.short}, {p.year}: {b.text}" for p in found.parts for b in p.breaks]
    return list(dict.fromkeys(lines + breaks))
