"""Figures that can honestly be set against each other, declared: left, right, why they may differ.

Only the same quantity is compared, published twice or to be had from other published figures.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """``left`` against ``scale * (sum of terms / below - change)``.

    ``terms`` are signs with codes; ``below`` is a code with the years its value is taken later
    (negative: earlier), ``None`` for no divisor. ``why`` says in Polish why they may differ.
    ``middle`` says that the publisher divides by a population between those of this and of the
    previous 31 December, which can be checked; ``other_day`` that the two were taken on
    different days.
    """

    code: str
    left: str
    terms: tuple[tuple[int, str], ...]
    why: str
    below: tuple[str, int] | None = None
    scale: float = 1.0
    change: bool = False
    middle: bool = False
    other_day: bool = False

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of everything compared, each once."""
        below = (self.below[0],) if self.below else ()
        return tuple(dict.fromkeys((self.left, *(code for _, code in self.terms), *below)))


_SUM = "Powinny się zgadzać co do jednostki: to ta sama wielkość ogłoszona na dwa sposoby."
_MIDDLE = (
    "GUS dzieli przez ludność z połowy roku, a my przez ludność 31 grudnia; różnica jest "
    "wyjaśniona, gdy ogłoszona wartość leży między wynikami dla ludności z początku i z końca roku."
)


def _per_1000(code: str) -> Check:
    return Check(
        code=f"{code}_1000",
        left=f"{code}_1000",
        terms=((1, code),),
        why=_MIDDLE,
        below=("ludnosc", 0),
        scale=1000.0,
        middle=True,
    )


CHECKS: tuple[Check, ...] = (
    Check("saldo", "saldo_migracji", ((1, "zameldowania"), (-1, "wymeldowania")), _SUM),
    Check(
        "saldo_2", "saldo_migracji", ((1, "saldo_migracji_wewn"), (1, "saldo_migracji_zagr")), _SUM
    ),
    Check("przyrost", "przyrost_naturalny", ((1, "urodzenia"), (-1, "zgony")), _SUM),
    Check(
        "przyrost_1000_2",
        "przyrost_naturalny_1000",
        ((1, "urodzenia_1000"), (-1, "zgony_1000")),
        "Powinny się zgadzać w granicach zaokrągleń: wszystkie trzy są na tych samych mieszkańców.",
    ),
    Check(
        "psp",
        "psp_zdarzenia",
        ((1, "psp_pozary"), (1, "psp_miejscowe_zagrozenia"), (1, "psp_alarmy_falszywe")),
        _SUM,
    ),
    Check(
        "psp_1000",
        "psp_zdarzenia_1000_gus",
        ((1, "psp_zdarzenia"),),
        "GUS nie mówi w tablicy, przez którą ludność dzieli; my dzielimy przez ludność 31 grudnia.",
        below=("ludnosc", 0),
        scale=1000.0,
    ),
    _per_1000("saldo_migracji"),
    _per_1000("przyrost_naturalny"),
    _per_1000("urodzenia"),
    _per_1000("zgony"),
    Check(
        "zmiana_ludnosci",
        "zmiana_ludnosci_1000",
        ((1, "ludnosc"),),
        "Ludność jest z późniejszego eksportu niż ten wskaźnik, a jego mianownika GUS w tablicy "
        "nie podaje.",
        below=("ludnosc", -1),
        scale=1000.0,
        change=True,
    ),
    Check(
        "gestosc",
        "gestosc",
        ((1, "ludnosc"),),
        "Powierzchnia z wykazu na 1 stycznia następnego roku, czyli na dzień po stanie ludności.",
        below=("powierzchnia_km2", 1),
    ),
    Check(
        "spis",
        "ludnosc_NSP2021",
        ((1, "ludnosc"),),
        "Spis podaje stan z 31 marca 2021 r., a ludność stan z 31 grudnia: między nimi ludzie "
        "rodzili się, umierali i przeprowadzali, a GUS korygował wyniki. Samych liczb nie da się "
        "uzgodnić z danych, które mamy.",
        other_day=True,
    ),
)
"""Every comparison; one whose indicators the data lack is left out."""
