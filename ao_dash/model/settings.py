"""Settings: every environment variable ``AO_…`` of the dashboard, declared once and read here."""

from __future__ import annotations

import difflib
import functools
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Secret, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ao_dash.model.faults import DataFaults, Fault

PREFIX = "AO_"
SHIPPED = Path(__file__).resolve().parents[2] / "data"
"""The data folder that comes with the project."""

BDL = "https://bdl.stat.gov.pl/api/v1"
PRG = "https://mapy.geoportal.gov.pl/wss/service/PZGIK/PRG/WFS/AdministrativeBoundaries"
"""The service (WFS 2.0.0) of the register of borders."""

_ORIGIN = r"^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$"
_KEY = r"^[!-~]{1,200}$"
_ADDRESS = r"^https?://[^\s/][^\s]*$"


def _user_cache() -> Path:
    """Return the folder of the user; one without a home, as in a container, has a temporary one."""
    try:
        return Path.home() / ".cache" / "ao_dash"
    except RuntimeError:
        user = os.getuid() if hasattr(os, "getuid") else 0
        return Path(tempfile.gettempdir()) / f"ao_dash_{user}"


Folder = Annotated[Path, AfterValidator(Path.resolve)]
Sites = Annotated[
    tuple[Annotated[str, Field(pattern=_ORIGIN)], ...],
    NoDecode,  # words, not JSON
    BeforeValidator(lambda text: tuple(dict.fromkeys(text.split()))),
]
"""Origins: scheme, host, perhaps a port; no path and no wildcard, which browsers read otherwise."""


class Settings(BaseSettings):
    """What the environment sets; a variable that is empty is as good as none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        str_strip_whitespace=True,
        validate_default=False,
    )

    data_dir: Folder = Field(default=SHIPPED, description="folder danych", examples=["/srv/dane"])
    extra_dir: Folder | None = Field(
        default=None,
        description="folder plików urzędu, które widzą wszyscy",
        examples=["/srv/pliki"],
    )
    cache_dir: Folder = Field(
        default_factory=_user_cache,
        description="folder odpowiedzi urzędów i liczników zapytań; domyślnie `~/.cache/ao_dash`, "
        "a bez katalogu domowego w folderze tymczasowym",
        examples=["/var/cache/pulpit"],
    )
    site: str = Field(
        default="",
        pattern=_ORIGIN,
        description="adres serwera pulpitu, bez ścieżki: początek adresów w plikach, obraz "
        "w odnośnikach i kod QR są tylko z nim",
        examples=["https://pulpit.gmina.pl"],
    )
    embed_sites: Sites = Field(
        default=(),
        description="witryny, które mogą pokazać pulpit u siebie, po spacji",
        examples=["https://www.gmina.pl https://bip.gmina.pl"],
    )
    api_sites: Sites = Field(
        default=(),
        description="witryny, których skrypty mogą czytać API, po spacji",
        examples=["https://dane.gmina.pl"],
    )
    bdl_key: Secret[Annotated[str, Field(pattern=_KEY)]] | None = Field(
        default=None,
        description="klucz API BDL; bez niego limity są niższe: 100 zapytań na kwadrans",
        examples=["klucz bez odstępów i polskich liter"],
    )
    bdl_url: str = Field(
        default=BDL,
        pattern=_ADDRESS,
        description="adres API BDL, np. serwera pośredniczącego",
        examples=[BDL],
    )
    prg_url: str = Field(
        default=PRG, pattern=_ADDRESS, description="adres usługi WFS granic", examples=[PRG]
    )
    log: Literal["text", "json"] = Field(
        default="text",
        description="postać dziennika; w `json` ma też wiersz o każdym pytaniu",
        examples=["json", "text"],
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="port miar dla Prometheusa; bez niego ich nie ma",
        examples=[9100],
    )
    metrics_host: str = Field(
        default="127.0.0.1",
        description="adres, na którym są miary; nie powinien być widoczny z internetu",
        examples=["0.0.0.0"],  # noqa: S104  an example of what may be wished
    )
    drain_seconds: int = Field(
        default=0,
        ge=0,
        le=60,
        description="ile sekund po SIGTERM pulpit przyjmuje jeszcze pytania, a `/readyz` odmawia",
        examples=[5],
    )


@dataclass(frozen=True)
class Setting:
    """One setting as a person reads it: variable, value (a secret is masked), origin, meaning."""

    name: str
    value: str
    given: bool
    meaning: str


def settings() -> Settings:
    """Return the settings as the environment is now.

    Raises
    ------
    DataFaults
        With every value that is wrong.
    """
    return _read(tuple(map(os.environ.get, _watched())))


@functools.cache
def _watched() -> Sequence[str]:
    """Return the variables whose change changes the settings."""
    return ["HOME", *map(variable, Settings.model_fields)]


@functools.lru_cache(maxsize=4)
def _read(_environment: Sequence[str | None]) -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise DataFaults(_fault(str(one["loc"][0]), one["input"]) for one in found) from None


def _fault(field: str, value: Any) -> Fault:
    declared = Settings.model_fields[field]
    remedy = f"Wpisz np. {' albo '.join(map(str, declared.examples or ()))}"
    shown = "" if _is_secret(declared) else str(value)
    return Fault(variable(field), "wartość nie ma wymaganej postaci", remedy, value=shown)


def _is_secret(declared: FieldInfo) -> bool:
    return "Secret" in str(declared.annotation)


def variable(field: str) -> str:
    """Return the environment variable of a field of :class:`Settings`."""
    return f"{PREFIX}{field.upper()}"


def described(used: Settings) -> list[Setting]:
    """Return every setting with its value, in the order of declaration."""
    return [
        Setting(variable(name), shown(getattr(used, name)), name in used.model_fields_set, meaning)
        for name, declared in Settings.model_fields.items()
        if (meaning := declared.description)
    ]


def shown(value: Any) -> str:
    """Return a value as it is written in the environment; "" for none.

    >>> shown(("https://a.pl", "https://b.pl"))
    'https://a.pl https://b.pl'
    """
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


def unknown_notes() -> list[str]:
    """Return a sentence about each variable ``AO_…`` that sets nothing, as one with a typo."""
    known = [variable(name) for name in Settings.model_fields]
    strange = sorted(n for n in os.environ if n.startswith(PREFIX) and n.upper() not in known)
    return [
        " ".join([f"{name}: nie ma takiego ustawienia.", *(f"Może {one}?" for one in near)])
        for name in strange
        for near in [difflib.get_close_matches(name, known, n=1)]
    ]
