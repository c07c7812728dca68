"""Entries of the catalogue: what is told of an indicator, a domain, a gmina, a source, a project.

Names are Polish, as in the columns of files. The types are what the description of the addresses
is made from, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind, Origin, Polarity
from ao_dash.model.project import Part
from ao_dash.model.series import BreakKind

Text = Annotated[str, Field(description="tekst; pusty, gdy nie ma czego podać")]
Code = Annotated[str, Field(description="kod, ten sam w adresach i plikach", min_length=1)]
Codes = Annotated[tuple[str, ...], Field(description="kody")]
Teryt = Annotated[str, Field(description="pierwsze sześć cyfr kodu TERYT gminy, * to każda gmina")]
Amount = Annotated[float | None, Field(description="kwota według źródła; nie należy sumować")]


@dataclass(frozen=True)
class BreakEntry:
    """Wartości z tego roku i późniejszych nie należy porównywać z wcześniejszymi."""

    teryt6: Teryt
    rok: int
    rodzaj: BreakKind
    opis: Text


@dataclass(frozen=True)
class IndicatorEntry:
    """Wskaźnik. ``najnowszy_rok`` to najnowszy z największą liczbą wartości."""

    kod: Code
    nazwa: Text
    skrot: Text
    jednostka: Text
    dziedzina: Code
    rodzaj: Kind
    biegunowosc: Polarity
    ze_znakiem: Annotated[bool, Field(description="czy wartości bywają ujemne")]
    miejsca_po_przecinku: Annotated[int, Field(ge=0)]
    pochodzenie: Origin
    wzor: Text
    na_mapie: Annotated[bool, Field(description="czy można o niego pytać w adresie mapy")]
    lata: Annotated[tuple[int, ...], Field(description="lata, z których jest jakaś wartość")]
    najnowszy_rok: int | None
    zrodla: Codes
    przerwy: tuple[BreakEntry, ...]
    zmienna_bdl: Text
    uwagi: Text


@dataclass(frozen=True)
class Indicators:
    """Wskaźniki w kolejności pliku danych."""

    wskazniki: tuple[IndicatorEntry, ...]


@dataclass(frozen=True)
class DomainEntry:
    """Dziedzina z porozumienia albo, gdy ``wspolpraca`` to fałsz, grupa obok nich."""

    kod: Code
    nazwa: Text
    skrot: Text
    wspolpraca: bool
    pozniej: Annotated[str, Field(description="co mówi o niej późniejszy dokument")]
    brakuje: Annotated[str, Field(description="czego brakuje w danych")]
    zrodlo: Text
    wskazniki: Codes
    projekty: Annotated[tuple[str, ...], Field(description="kody wspólnych projektów")]


@dataclass(frozen=True)
class Domains:
    """Dziedziny w kolejności porozumienia."""

    dziedziny: tuple[DomainEntry, ...]


@dataclass(frozen=True)
class TypeEntry:
    """Typ gminy od dnia; pierwszy na liście jest też typem wcześniejszym."""

    od: date
    typ: GminaType


@dataclass(frozen=True)
class GminaEntry:
    """Gmina aglomeracji."""

    teryt6: Teryt
    nazwa: Text
    powiat: Text
    w_aglomeracji_od: date
    typy: tuple[TypeEntry, ...]
    zrodlo: Text


@dataclass(frozen=True)
class Gminy:
    """Gminy w kolejności alfabetycznej."""

    gminy: tuple[GminaEntry, ...]


@dataclass(frozen=True)
class SourceEntry:
    """Skąd są wartości: urząd, zbiór, stan i licencja."""

    kod: Code
    urzad: Text
    zbior: Text
    stan: Text
    licencja: Text


@dataclass(frozen=True)
class Sources:
    """Źródła."""

    zrodla: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class ParticipantEntry:
    """Gmina w projekcie; ``liczona``, gdy bierze udział z nazwy."""

    teryt6: Teryt
    udzial: Part
    liczona: bool
    rola: Annotated[str, Field(description="rola słowami źródła")]
    zrodlo: Text


@dataclass(frozen=True)
class ProjectEntry:
    """Projekt słowami źródeł; ``wspolny`` to fałsz dla jednego podmiotu i dla samego planu."""

    kod: Code
    tytul: Text
    dziedziny: Codes
    wspolny: bool
    rodzaj: Text
    lider: Text
    program: Text
    poczatek: Text
    koniec: Text
    wartosc: Amount
    dofinansowanie_ue: Amount
    waluta: Text
    stan: Text
    stan_na: Text
    zrodlo: Text
    uwagi: Text
    gminy: tuple[ParticipantEntry, ...]


@dataclass(frozen=True)
class Projects:
    """Projekty w kolejności pliku danych."""

    projekty: tuple[ProjectEntry, ...]


@dataclass(frozen=True)
class VintageEntry:
    """Stan granic; ``od`` jest puste dla najstarszego i dla terytorium stałego."""

    kod: Code
    od: date | None
    opis: Text
    zrodlo: Text


@dataclass(frozen=True)
class Vintages:
    """Stany granic od najstarszego, na końcu terytorium stałe."""

    granice: tuple[VintageEntry, ...]
