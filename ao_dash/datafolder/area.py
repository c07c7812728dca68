"""``area.toml``: what the area is called and what it lies around."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ao_dash.datafolder.schema import AREA_CODE
from ao_dash.model.area import AREA_TOLERANCE, Area, Core
from ao_dash.model.faults import Fault
from ao_dash.model.region import VOIVODESHIP

FILE = "area.toml"

_Text = Annotated[str, Field(pattern=r"^\S(.*\S)?$", max_length=120)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Name(_Form):
    nominative: _Text
    genitive: _Text
    locative: _Text
    short: Annotated[_Text, Field(max_length=20)]


class _Core(_Form):
    teryt6: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    genitive: _Text


class _File(_Form):
    code: Annotated[str, Field(pattern=f"^{AREA_CODE}$")]
    name: _Name
    core: list[_Core] = []
    area_tolerance: Annotated[float, Field(gt=0, le=1)] = AREA_TOLERANCE
    voivodeships: dict[Annotated[str, Field(pattern=r"^[0-9]{2}$")], _Text] = {}


_REMEDIES = {
    "missing": "Dopisz to pole",
    "extra_forbidden": "Usuń to pole albo popraw jego nazwę",
    "string_type": "Wpisz tekst w cudzysłowie",
    "string_pattern_mismatch": "Popraw zapis według README.md folderu danych",
    "string_too_long": "Skróć tekst",
}


def read_area(root: Path, members: Collection[str]) -> tuple[Area | None, list[Fault]]:
    """Read the file of the area in the folder ``root``.

    Parameters
    ----------
    root
        A data folder.
    members
        Codes of its gminy; none if they could not be read, and then nothing is compared with them.

    Returns
    -------
    tuple[Area | None, list[Fault]]
        The area, and all faults; no area if there is any.
    """
    try:
        text = (root / FILE).read_text(encoding="utf-8-sig")
        given = _File.model_validate(tomllib.loads(text), strict=True)
    except FileNotFoundError:
        return None, [Fault(FILE, "brak pliku", "Dodaj plik albo odtwórz folder danych")]
    except OSError as error:
        rule = "pliku nie da się odczytać"
        return None, [Fault(FILE, rule, f"Sprawdź uprawnienia ({error.strerror})")]
    except ValidationError as error:
        return None, list(_form_faults(error))
    except ValueError as error:  # neither UTF-8 nor TOML
        return None, [Fault(FILE, f"plik nie jest w formacie TOML ({error})", "Popraw zapis pliku")]
    faults = list(_member_faults(given, members)) if members else []
    name = given.name
    core = tuple(Core(town.teryt6, town.genitive) for town in given.core)
    forms = (name.nominative, name.genitive, name.locative, name.short)
    area = Area(given.code, *forms, core, given.voivodeships, given.area_tolerance)
    return None if faults else area, faults


def _form_faults(error: ValidationError) -> Iterator[Fault]:
    for one in error.errors():
        place = ".".join(str(part) for part in one["loc"] if part != "[key]")
        remedy = _REMEDIES.get(one["type"], "Popraw zapis według README.md folderu danych")
        value = one["input"] if isinstance(one["input"], str | int | float) else ""
        yield Fault(FILE, "pole ma inną postać", remedy, column=place, value=str(value))


def _member_faults(given: _File, members: Collection[str]) -> Iterator[Fault]:
    for town in given.core:
        if town.teryt6 not in members:
            remedy = "Dodaj gminę do gminy.csv albo popraw kod"
            yield Fault(FILE, "nie ma takiej gminy", remedy, column="core", value=town.teryt6)
    for code in sorted({code[:VOIVODESHIP] for code in members} - set(given.voivodeships)):
        remedy = "Dopisz nazwę, np. „województwo śląskie”"
        yield Fault(FILE, "brak nazwy województwa", remedy, column="voivodeships", value=code)
