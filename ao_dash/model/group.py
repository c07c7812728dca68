"""Groups of gminy that a person puts together, and those that are ready."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina, polish_key
from ao_dash.model.numbers import named_or_counted
from ao_dash.model.similar import like
from ao_dash.model.words import slug

FOUNDERS = "zalozyciele"
_WITHOUT, _POWIAT, _LIKE = "bez-", "powiat-", "podobne-"

SEPARATOR = "."
NAME_PATTERN = r"[^\W\d_][\w \-]{0,39}"
"""A name begins with a letter, so that no spreadsheet takes it for a formula."""

_CODES = r"S?[0-9]{6}(\.S?[0-9]{6})*"
PATTERN = rf"({NAME_PATTERN}:)?{_CODES}|[a-z0-9-]+|podobne-S[0-9]{6}"
"""What a group looks like in an address: a ready one, or codes parted by dots after its name."""

_OWN = re.compile(rf"((?P<name>{NAME_PATTERN}):)?(?P<codes>{_CODES})")
_UNNAMED = "wybrane: "


@dataclass(frozen=True)
class Group:
    """Gminy seen together: ``members`` are their ``teryt6``, in the order of the alphabet.

    ``code`` is what restores it in an address, ``name`` is that of a ready group or the one a
    person gave, and otherwise says who its members are.
    """

    code: str
    name: str
    members: tuple[str, ...]

    @property
    def called(self) -> str:
        """The name, where words beside it say that it is a group."""
        return self.name.removeprefix(_UNNAMED)

    def __str__(self) -> str:
        """Return :attr:`code`."""
        return self.code


@cached_per_dataset
def ready_groups(dataset: Dataset) -> dict[str, Group]:
    """Return the groups that are always there, by code.

    The area without its core, the gminy of each powiat that has several, and those who founded
    the area where others came later.
    """
    gminy, area = dataset.gminy.values(), dataset.area
    since = [gmina.member_since for gmina in gminy if gmina.member_since]
    found = [
        (
            f"{_WITHOUT}{slug(area.core_genitive)}",
            f"{area.short} bez {area.core_genitive}",
            [g for g in gminy if g.teryt6[-6:] not in area.core_codes],
        ),
        (FOUNDERS, "założyciele", [g for g in gminy if since and g.member_since == min(since)]),
    ]
    for powiat in sorted({gmina.powiat for gmina in gminy}, key=polish_key):
        members = [gmina for gmina in gminy if gmina.powiat == powiat]
        name = f"powiat {powiat} w {area.short}"
        found.append((f"{_POWIAT}{members[0].teryt6[:4]}", name, members))
    return {
        code: Group(code, name, tuple(gmina.teryt6 for gmina in members))
        for code, name, members in found
        if 1 < len(members) < len(gminy)
    }


def read_group(text: str, dataset: Dataset) -> tuple[Group | None, list[str]]:
    """Return the group of an address, if any member of it exists, and the codes that do not."""
    if text in (ready := ready_groups(dataset)):
        return ready[text], []
    similar = text.removeprefix(_LIKE)
    if similar != text and similar in dataset.gminy:
        name = like_name(dataset.gminy[similar])
        return Group(text, name, own_group(dataset, like(dataset, similar)).members), []
    own = _OWN.fullmatch(text)
    if own is None:
        return None, [text]
    codes = dict.fromkeys(own["codes"].split(SEPARATOR))
    members = [code for code in dataset.gminy if code in codes]
    unknown = [code for code in codes if code not in dataset.gminy]
    return (own_group(dataset, members, own["name"] or "") if members else None), unknown


def like_code(teryt6: str) -> str:
    """Return the code of the group of gminy that are most like another one."""
    return f"{_LIKE}{teryt6}"


def like_name(gmina: Gmina) -> str:
    """Return the name of that group."""
    return f"gminy podobne do: {gmina.name}"


def own_group(dataset: Dataset, members: Collection[str], name: str = "") -> Group:
    """Return a group of gminy of ``dataset``; without a name it is called after its members."""
    ordered = tuple(code for code in dataset.gminy if code in members)
    code = SEPARATOR.join(ordered)
    if name:
        return Group(f"{name}:{code}", name, ordered)
    names = [dataset.gminy[one].name for one in ordered]
    return Group(code, f"{_UNNAMED}{named_or_counted(names)}", ordered)


def register_members(dataset: Dataset, group: Group) -> tuple[str, ...]:
    """Return the gminy of the register in a group, where ``dataset`` may have merged some."""
    units = (dataset.gminy[code] for code in group.members)
    return tuple(code for unit in units for code in unit.of_register)
