"""A code or a name in a row, and the gmina it means; always exact, never by likeness."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType


class Outcome(StrEnum):
    """What became of a row."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    DUPLICATE = "duplicate"
    OUTSIDE = "outside"
    HIGHER = "higher"
    PART = "part"
    REMARK = "remark"


OUTCOME_WORDS = {
    Outcome.MATCHED: "dopasowano",
    Outcome.AMBIGUOUS: "niejednoznaczne",
    Outcome.UNMATCHED: "nie rozpoznano gminy",
    Outcome.DUPLICATE: "gmina powtórzona",
    Outcome.OUTSIDE: "gmina spoza Aglomeracji",
    Outcome.HIGHER: "powiat, województwo lub suma",
    Outcome.PART: "miasto lub obszar wiejski w gminie",
    Outcome.REMARK: "dopisek bez wartości",
}


@dataclass(frozen=True)
class Place:
    """What a key means. ``kind`` is the seventh digit of TERYT, or "" if the key has none.

    ``teryt6`` is set for gminy of the area; for an ambiguous key it is "".
    """

    outcome: Outcome
    teryt6: str = ""
    kind: str = ""
    note: str = ""


_KINDS = {"1": GminaType.URBAN, "2": GminaType.RURAL, "3": GminaType.MIXED}
_PARTS = {"4", "5", "8", "9"}
_CODE = re.compile(r"(\d{4}|\d{6,7}|\d{11,12})(?:[.,]0+)?")
_LEADING = re.compile(r"(\d{6,7}|\d{12})\s*[-–:,.]?\s+\D.*")
_LOST = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_TYPE_MARK = re.compile(r"\s*\((?:([1-589])|[^()]*)\)$")
_PART_MARK = re.compile(r"\s*[-,]\s*(miasto|obszar wiejski|wies)$")
_GMINA = re.compile(
    r"(?:gmina i miasto|miasto i gmina|m\. ?i ?gm?\.|miasto-gmina|"
    r"gmina (?:miejsko-wiejska|miejska|wiejska)|gmina|gm\.|gm|g\.) +"
)
_TOWN = re.compile(r"(?:miasto na prawach powiatu|miasto|m\.) *")
_HIGHER = re.compile(
    r"(?:polska|ogolem|razem|suma|srednia|mediana|lacznie|ao|aglomeracja opolska|"
    r"(?:powiaty?|pow\.|wojewodztwo|woj\.|podregion|region|makroregion|subregion)\b.*)"
)
_VOIVODESHIPS = frozenset(
    (
        *("dolnoslaskie", "kujawsko-pomorskie", "lubelskie", "lubuskie", "lodzkie", "malopolskie"),
        *("mazowieckie", "opolskie", "podkarpackie", "podlaskie", "pomorskie", "slaskie"),
        *("swietokrzyskie", "warminsko-mazurskie", "wielkopolskie", "zachodniopomorskie"),
    )
)


class Gazetteer:
    """The gminy of a dataset, their neighbours and their powiaty, to be found by code or name."""

    def __init__(self, dataset: Dataset) -> None:
        self._gminy = dataset.gminy
        self._names = {folded(g.name): code for code, g in dataset.gminy.items()}
        features = dataset.context.get("context", {}).get("features", [])
        self._around = {folded(str(f["properties"]["name"])) for f in features}
        self._powiaty = {folded(g.powiat) for g in dataset.gminy.values()}
        self._known: dict[str, Place] = {}

    def is_member(self, text: str) -> bool:
        """Tell whether ``text`` means a gmina of the area."""
        return self.find(text).outcome is Outcome.MATCHED

    def find(self, text: str) -> Place:
        """Return what ``text``, a cleaned cell with a code or a name, means.

        It may be TERYT of 6 or 7 digits, an identifier of BDL of 12 (also without the leading zero
        that spreadsheets take), or a name in any case, with or without Polish letters, „gmina”
        and the type in brackets.
        """
        if text not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> Place:
        bare = re.sub(r"(?<=\d)[ _\-](?=\d)", "", text)
        code = _CODE.fullmatch(bare) or _LEADING.fullmatch(text)
        if code:
            return self._by_code(code[1])
        if _LOST.fullmatch(text):
            note = "arkusz zniszczył kod (postać naukowa); zmień komórki na tekst i wpisz go znowu"
            return Place(Outcome.UNMATCHED, note=note)
        if not any(map(str.isalpha, text)):
            return Place(Outcome.UNMATCHED)
        return self._by_name(folded(text))

    def _by_code(self, digits: str) -> Place:
        code = _teryt(digits)
        teryt6, kind = code[:6], code[6:]
        if len(code) < 6 or teryt6.endswith("00") or kind == "0":
            return Place(Outcome.HIGHER, note=self._city_note(code))
        if teryt6 not in self._gminy:
            return Place(Outcome.OUTSIDE)
        if kind in _PARTS:
            return Place(Outcome.PART, teryt6, kind)
        return Place(Outcome.MATCHED, teryt6, kind)

    def _city_note(self, code: str) -> str:
        """Tell that a powiat of one city is, as land, the same as its gmina."""
        # powiat codes from 61 on are cities with the rights of a powiat
        cities = (t for t in self._gminy if t[:4] == code[:4] and t[2:4] > "60")
        return "; ".join(
            f"to samo co gmina {self._gminy[t].name}, jeśli wpiszesz kod {t}" for t in cities
        )

    def _by_name(self, name: str) -> Place:
        mark = _TYPE_MARK.search(name)
        kind = mark[1] or "" if mark else ""
        name = name[: mark.start()] if mark else name
        if name in self._names:
            return self._named(name, kind)
        if name in _VOIVODESHIPS or name in self._powiaty or _HIGHER.fullmatch(name):
            return Place(Outcome.HIGHER, note=self._powiat_note(name))
        part = _PART_MARK.search(name)
        if part and name[: part.start()] in self._names:
            return self._part(name[: part.start()])
        return self._prefixed(name, kind)

    def _powiat_note(self, name: str) -> str:
        bare = re.sub(r"^(?:powiat|pow\.) (?:m\.|miasto) *", "", name)
        code = self._names.get(bare, "") if bare != name else ""
        return self._city_note(code[:4]) if code else ""

    def _prefixed(self, name: str, kind: str) -> Place:
        bare = _GMINA.sub("", name, count=1) if _GMINA.match(name) else name
        if bare in self._names:
            return self._named(bare, kind)
        town = _TOWN.sub("", name, count=1) if _TOWN.match(name) else name
        if town != name and town in self._names:
            return self._town(town)
        if bare in self._around or town in self._around:
            return Place(Outcome.OUTSIDE)
        return Place(Outcome.UNMATCHED)

    def _named(self, name: str, kind: str) -> Place:
        outcome = Outcome.PART if kind in _PARTS else Outcome.MATCHED
        return Place(outcome, self._names[name], kind)

    def _part(self, name: str) -> Place:
        teryt6 = self._names[name]
        outcome = Outcome.MATCHED if self._is_town(teryt6) else Outcome.PART
        return Place(outcome, teryt6)

    def _town(self, name: str) -> Place:
        """Return what a town alone means: not its gmina, unless the gmina is that town."""
        teryt6 = self._names[name]
        if self._is_town(teryt6):
            return Place(Outcome.MATCHED, teryt6)
        note = f"samo miasto czy cała gmina {self._gminy[teryt6].name}? Wpisz kod TERYT"
        return Place(Outcome.AMBIGUOUS, note=note)

    def _is_town(self, teryt6: str) -> bool:
        return all(kind is GminaType.URBAN for _, kind in self._gminy[teryt6].types)

    def suggestion(self, text: str) -> str:
        """Say which gmina an unmatched name may mean; it is for the person to mend."""
        near = difflib.get_close_matches(folded(text)[:60], self._names, n=1, cutoff=0.75)
        if not near:
            return ""
        return f"czy chodzi o gminę {self._gminy[self._names[near[0]]].name}? Popraw nazwę"

    def fits(self, teryt6: str, kind: str, year: int) -> bool:
        """Tell whether the seventh digit is the type that the gmina had in ``year``."""
        return _KINDS.get(kind) is self._gminy[teryt6].type_in(year)


def _teryt(digits: str) -> str:
    """Return 4, 6 or 7 digits of TERYT.

    An identifier of BDL is macroregion (2), voivodeship (2), region (1), subregion (2), powiat
    (2), gmina (2) and type (1); without subregion it is a larger unit than a powiat.

    >>> _teryt("011212161011"), _teryt("31600000000"), _teryt("1605032")
    ('1261011', '1600000', '1605032')
    """
    if len(digits) < 11:
        return digits
    bdl = digits.zfill(12)
    return bdl[2:4] + bdl[7:12]
