"""What a row says of its place, and the gmina it means: code, powiat and name have to agree.

A gmina is found exactly, by code or by name, never by likeness.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from ao_dash.ingest.spreadsheet.footnotes import without_marks
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType


class Outcome(StrEnum):
    """What became of a row."""

    MATCHED = "matched"
    CONFLICT = "conflict"
    UNMATCHED = "unmatched"
    OUTSIDE = "outside"
    HIGHER = "higher"
    PART = "part"
    REMARK = "remark"
    YEARLESS = "yearless"


OUTCOME_WORDS = {
    Outcome.MATCHED: "dopasowano",
    Outcome.CONFLICT: "niejednoznaczne: kod, powiat i nazwa się nie zgadzają",
    Outcome.UNMATCHED: "nie rozpoznano gminy",
    Outcome.OUTSIDE: "gmina spoza obszaru",
    Outcome.HIGHER: "powiat, województwo lub suma",
    Outcome.PART: "miasto, wieś lub dzielnica, a nie cała gmina",
    Outcome.REMARK: "dopisek bez wartości",
    Outcome.YEARLESS: "roku nie da się odczytać",
}


@dataclass(frozen=True)
class Place:
    """What a key means. ``kind`` is the seventh digit of TERYT, or "" if the key has none.

    ``teryt6`` is set for gminy of the area and parts of them. With ``HIGHER`` it is set for a
    powiat that is one town, as land the same as its gmina.
    """

    outcome: Outcome
    teryt6: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Key:
    """What the cells of a row say of its place, each "" if there is none.

    ``code`` is TERYT or an identifier of BDL, ``kind`` words or the digit of a column of types.
    """

    code: str = ""
    name: str = ""
    powiat: str = ""
    voivodeship: str = ""
    kind: str = ""

    def __str__(self) -> str:
        """Return the words of the key."""
        words = (self.code, self.name or self.powiat or self.voivodeship)
        return " ".join(filter(None, words))


_VOIVODESHIPS = (
    *("dolnoslaskie", "kujawsko-pomorskie", "lubelskie", "lubuskie", "lodzkie", "malopolskie"),
    *("mazowieckie", "opolskie", "podkarpackie", "podlaskie", "pomorskie", "slaskie"),
    *("swietokrzyskie", "warminsko-mazurskie", "wielkopolskie", "zachodniopomorskie"),
)
_VOIVODESHIP_CODES = {name: f"{2 * n:02}" for n, name in enumerate(_VOIVODESHIPS, 1)}
_STARTS = frozenset(_VOIVODESHIP_CODES.values())
_TYPES = {"1": GminaType.URBAN, "2": GminaType.RURAL, "3": GminaType.MIXED}
_PARTS = {"4", "5", "8", "9"}
_KIND_WORDS = {
    "1": ("gmina miejska", "miejska", "gm", "m", "m.", "miasto na prawach powiatu"),
    "2": ("gmina wiejska", "wiejska", "gw", "w", "w."),
    "3": (
        *("gmina miejsko-wiejska", "miejsko-wiejska", "gmw", "mw", "m-w", "m-w.", "m.-w."),
        *("miasto i gmina", "gmina i miasto"),
    ),
    "4": ("miasto", "miasto w gminie miejsko-wiejskiej", "w tym miasto"),
    "5": ("obszar wiejski", "wies", "obszar wiejski w gminie miejsko-wiejskiej", "w tym wies"),
    "9": ("delegatura", "dzielnica", "solectwo", "osiedle"),
    "0": ("powiat", "wojewodztwo", "podregion", "region", "makroregion", "kraj", "polska"),
}
_KINDS = {word: digit for digit, words in _KIND_WORDS.items() for word in (digit, *words)}
_DASH = r" *[-\u2013\u2014,] *"
_BEFORE_CODE = re.compile(r"(?:pl|teryt|lau|gm\.?)[ _:]*(?=\d)", re.IGNORECASE)
_GAPS = re.compile(r"(?<=\d)[ ._/\-\u2013](?=\d)")
_FLOAT = re.compile(r"(\d+)[.,]0+")
_POWER = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d+)", re.IGNORECASE)
_ROUNDED = re.compile(r"\d{6}0{5,6}")  # the same after the spreadsheet was opened again
_CODE_FIRST = re.compile(r"(\d{5,7}|\d{11,12})(?:\s*[-\u2013:,.]?\s+|\s*[-\u2013:]\s*)(\D.*)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\D)")  # the place in a list, before the name
_CODE_LAST = re.compile(r"(\D+?)[\s,(\[\-]+(\d{6,7}|\d{12})[)\]]?")
_TYPE_MARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]$")
_TYPE_TAIL = re.compile(
    rf"(?:{_DASH}| )(?:(?:gm\.|gmina) *(?:m-w|m\.-w\.|m|w|(?:miejsko-)?wiej\w*|miej\w*)\.?"
    rf"|miasto i gmina|gmina i miasto)$"
)
_KIND_TAIL = re.compile(rf"(?:{_DASH}| )(m-w|m\.-w\.|mw|w|(?:miejsko-)?wiejska)\.?$")
_PART_TAIL = re.compile(
    rf"(?:{_DASH}| )(?:w tym )?(m\.?|miasto|obszar wiejski|wies|gmina|miasto na prawach powiatu)$"
)
_PART_ALONE = re.compile(r"(?:w tym:? *|- *)?(?:miasto|wies|obszar wiejski|tereny wiejskie)")
_GMINA = re.compile(
    r"(?:gmina i miasto|miasto i gmina|m\. ?i ?gm?\.|miasto-gmina|miasto/gmina|"
    r"(?:urzad (?:gminy i miasta|miasta i gminy|gminy|miasta|miejski)(?: we?)?|ug|um|umig|ugim) |"
    r"(?:gmina|gm?\.) ?(?:m-w|m|w|miejsko-wiejska|miejska|wiejska)\b\.?|gmina|gm\.|gm|g\.)[ :]*"
)
_TOWN = re.compile(r"(?:miasto na prawach powiatu|miasto|m\.) *")
_POWIAT = re.compile(r"(?:powiat\w*|pow\.?|p\.)[ :]+|[ (]*(?:ziemski|grodzki)\)?")
_ADJECTIVE = re.compile(r"[\w-]+[sc]ki")
_HIGHER = re.compile(
    r"(?:polska|ogolem|razem|suma|srednia|mediana|lacznie|total|kraj|"
    r"powiaty?|pow\.|wojewodztwo|woj\.|podregion|region|makroregion|subregion|w tym|z tego|pl\d+)"
    r"(?![\w-]).*"
)
_LIKE = 0.75


def teryt(text: str) -> str:
    """Return 4, 6 or 7 digits of TERYT as ``text`` has them, or "" if it is no code.

    An identifier of BDL is macroregion (2), voivodeship (2), region (1), subregion (2), powiat
    (2), gmina (2) and type (1); without subregion it is a larger unit than a powiat. First zeros
    may be missing, and gaps, a fraction of zeros or a power of ten that lost nothing do no harm.

    >>> teryt("011212161011"), teryt("30200000000"), teryt("02 05 03-2"), teryt("026101.0")
    ('1261011', '0200000', '0205032', '026101')
    >>> teryt("20101"), teryt("201011"), teryt("1,11632E+11"), teryt("45.5")
    ('020101', '201011', '', '')
    """
    bare = _BEFORE_CODE.sub("", text, count=1)
    power, whole = _POWER.fullmatch(bare), _FLOAT.fullmatch(bare)
    if power:
        bare = power[1] + (power[2] or "") if len(power[2] or "") == int(power[3]) else ""
    digits = whole[1] if whole else _GAPS.sub("", bare)
    parted = len(digits) < len(bare) and not whole
    if not (digits.isascii() and digits.isdigit()) or (parted and len(digits) < 6):
        return ""
    if len(digits) in (11, 12):
        bdl = digits.zfill(12)
        digits = bdl[2:4] + bdl[7:12]
    elif len(digits) in (3, 5) or (len(digits) == 6 and digits[:2] not in _STARTS):
        digits = f"0{digits}"
    real = digits[:2] in _STARTS or not digits.strip("0")
    return digits if len(digits) in (4, 6, 7) and real else ""


class Gazetteer:
    """The gminy of a dataset, their neighbours and their powiaty, to be found by code or name."""

    def __init__(self, dataset: Dataset) -> None:
        self._gminy = dataset.gminy
        self._names = {folded(g.name): code for code, g in dataset.gminy.items()}
        features = dataset.context.get("context", {}).get("features", [])
        around = [(folded(str(f["properties"]["name"])), f["properties"]) for f in features]
        self._around = frozenset(name for name, _ in around)
        # powiat codes from 61 on are cities with the rights of a powiat
        self._cities = {t[:4]: t for t in dataset.gminy if t[2:4] > "60"}
        self._powiaty = {name: str(p.get("teryt6", ""))[:4] for name, p in around}
        self._powiaty |= {name: code[:4] for name, code in self._names.items()}
        self._adjectives = {folded(g.powiat): t[:4] for t, g in dataset.gminy.items()
                            if t[:4] not in self._cities}  # fmt: skip
        self._powiaty |= self._adjectives
        area = dataset.area
        code, short, named = (re.escape(folded(n)) for n in (area.code, area.short, area.name))
        self._whole = re.compile(rf"{code}|{short}|{named}(?![\w-]).*")
        self._home = {code[:2] for code in dataset.gminy}
        self._known: dict[Key, Place] = {}

    def find(self, key: Key) -> Place:
        """Return what a row's key means: everything it says has to agree."""
        if key not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[key] = self._find(key)
        return self._known[key]

    def member(self, text: str) -> str:
        """Return the gmina of the area that a cell alone means, a code or a name, or ""."""
        place = self.find(Key(code=text) if teryt(text) else Key(name=text))
        return place.teryt6 if place.outcome is Outcome.MATCHED else ""

    def is_member(self, text: str) -> bool:
        """Tell whether a cell alone means a gmina of the area."""
        return self.member(text) != ""

    def is_powiat(self, text: str) -> bool:
        """Tell whether a cell is the adjective that a powiat of the area is called by."""
        return _POWIAT.sub("", folded(text)).strip() in self._adjectives

    def powiat(self, text: str) -> str:
        """Return the code of a powiat, „?” if it is none of those around, "" for nothing."""
        name = _POWIAT.sub("", folded(text)).strip()
        code = teryt(name) or next(iter(re.findall(r"(?<!\d)\d{4}(?!\d)", name)), "")
        words = set(re.findall(r"[^\W\d_]+", name))
        if code or not words:
            return code[:4]
        city = next((c for c, teryt6 in self._cities.items() if self._is_city(teryt6, words)), "")
        return city or self._powiaty.get(name, "?")

    def _is_city(self, teryt6: str, words: Collection[str]) -> bool:
        """Tell whether a powiat in any words is the city, and not a town called like it."""
        adjectives = any(word.endswith("skie") for word in words)
        return folded(self._gminy[teryt6].name) in words and not adjectives

    def voivodeship(self, text: str) -> str:
        """Return the code of a voivodeship by name or number, "" if it is none."""
        name = re.sub(r"^(?:wojewodztwo|woj\.?) *", "", folded(text))
        found = re.fullmatch(r"(\d{1,2})(?:0{5})?(?:[ .-]+\D*)?", name)
        code = found[1].zfill(2) if found else _VOIVODESHIP_CODES.get(name, "")
        return code if code in _STARTS else ""

    def _find(self, key: Key) -> Place:
        key = self._parted(key)
        place = self._by_code(key) if key.code else self._by_words(key)
        if place.outcome not in (Outcome.MATCHED, Outcome.UNMATCHED):
            return place
        elsewhere = self._elsewhere(key, place.teryt6)
        if elsewhere and place.outcome is Outcome.MATCHED:
            known = key.code or self.powiat(key.powiat) in {t[:4] for t in self._gminy}
            return Place(Outcome.CONFLICT if known else Outcome.OUTSIDE, note=elsewhere)
        if elsewhere and key.name:
            return Place(Outcome.OUTSIDE)
        return place if place.outcome is Outcome.UNMATCHED else self._of_kind(place, key.kind)

    def _elsewhere(self, key: Key, teryt6: str) -> str:
        """Return what says that a row is about another place than ``teryt6``, or any of ours."""
        voivodeship, powiat = self.voivodeship(key.voivodeship), self.powiat(key.powiat)
        if voivodeship and voivodeship not in self._home:
            return f"w pliku stoi województwo {key.voivodeship}"
        if powiat and powiat not in ({teryt6[:4]} if teryt6 else {t[:4] for t in self._gminy}):
            return f"w pliku stoi powiat {key.powiat}"
        return ""

    def _parted(self, key: Key) -> Key:
        """Return the key with what stood together in one cell: code, name, powiat, voivodeship."""
        for text in (key.code, key.name):
            first, last = _CODE_FIRST.fullmatch(text), _CODE_LAST.fullmatch(text)
            if first and (text == key.code or not key.code):
                key = replace(key, code=first[1], name=key.name if text == key.code else first[2])
            elif last and not key.code and teryt(last[2]):
                key = replace(key, code=last[2], name=last[1])
        key = replace(key, name=_NUMBERED.sub("", key.name, count=1))
        pieces = [piece for p in re.split(r"[,/();|>]", key.name) if (piece := p.strip())]
        if len(pieces) < 2:
            return key
        for piece in pieces[:]:
            if self.voivodeship(piece) and not piece.isdigit():
                key = replace(key, voivodeship=key.voivodeship or piece)
                pieces.remove(piece)
            elif self._tells_powiat(piece):
                key = replace(key, powiat=key.powiat or piece)
                pieces.remove(piece)
        if len(pieces) > 1 and "/" in key.name:  # the name in two languages
            known = [p for p in pieces if self._by_name(p).outcome is not Outcome.UNMATCHED]
            pieces = known if len(known) == 1 else pieces
        return replace(key, name=pieces[0]) if len(pieces) == 1 else key

    def _tells_powiat(self, piece: str) -> bool:
        """Tell whether a piece of a name says where the place is."""
        words = folded(piece)
        alike = _POWIAT.match(words) or _ADJECTIVE.fullmatch(words)
        return bool(alike) or words in self._around

    def _by_code(self, key: Key) -> Place:
        code = teryt(without_marks(key.code)[0])
        if not code or (_ROUNDED.fullmatch(key.code) and self.is_member(key.name)):
            return self._without_code(key)
        if len(code) < 6 or code[4:6] == "00" or code[6:] == "0":
            return Place(Outcome.HIGHER, self._cities.get(code[:4], ""))
        place = Place(Outcome.MATCHED, code[:6], code[6:])
        if place.teryt6 not in self._gminy:
            return Place(Outcome.OUTSIDE)
        if place.kind in _PARTS:
            what = "obszaru wiejskiego" if place.kind == "5" else "miasta lub dzielnicy"
            return replace(place, outcome=Outcome.PART, note=f"kod {what} wewnątrz gminy")
        return self._if_named(place, key.name) if key.name else place

    def _if_named(self, place: Place, name: str) -> Place:
        """Return what a code of a gmina means beside a name, which has to agree."""
        named = self._by_name(name)
        if named.outcome is Outcome.PART and named.teryt6 == place.teryt6:
            return named
        if named.teryt6 != place.teryt6 and not self._resembles(name, named, place.teryt6):
            note = f"kod wskazuje gminę {self._gminy[place.teryt6].name}, nazwa inną"
            return Place(Outcome.CONFLICT, note=note)
        return place

    def _without_code(self, key: Key) -> Place:
        """Return what the words of a row mean whose code is none, or was spoilt."""
        place = self._by_words(replace(key, name=key.name or key.code))
        if not (_POWER.fullmatch(key.code) or _ROUNDED.fullmatch(key.code)):
            return place
        note = "arkusz zniszczył kod (postać naukowa); zmień komórki na tekst i wpisz go znowu"
        return replace(place, note=note)

    def _resembles(self, name: str, named: Place, teryt6: str) -> bool:
        """Tell whether a name that nobody else has is a shortened or misspelt one of the code's."""
        mine, theirs = folded(self._gminy[teryt6].name), folded(without_marks(name)[0])
        if named.outcome is Outcome.CONFLICT:
            return mine in theirs
        if named.outcome is not Outcome.UNMATCHED:
            return False
        words, wholes = re.split(r"[ .-]+", theirs.strip(". ")), re.split(r"[ -]+", mine)
        short = len(words) <= len(wholes) and all(map(str.startswith, wholes, words))
        return short or difflib.SequenceMatcher(None, mine, theirs).ratio() >= _LIKE

    def _by_words(self, key: Key) -> Place:
        if key.name:
            return self._by_name(key.name)
        powiat = self.powiat(key.powiat)
        if powiat:
            return Place(Outcome.HIGHER, self._cities.get(powiat, ""))
        return Place(Outcome.HIGHER if key.voivodeship else Outcome.UNMATCHED)

    def _by_name(self, text: str) -> Place:
        name = folded(without_marks(text)[0]).strip(" .:;")
        mark = _TYPE_MARK.search(name)
        kind = mark[1] if mark else ""
        name = _TYPE_TAIL.sub("", name[: mark.start()] if mark else name)
        tail = _KIND_TAIL.search(name)
        if tail and _GMINA.sub("", name[: tail.start()], count=1) in self._names:
            kind, name = tail[1], name[: tail.start()]
        if name in self._names:
            return self._named(name, kind)
        if _PART_ALONE.fullmatch(name):
            return Place(Outcome.PART)
        higher = _HIGHER.fullmatch(name) or self._whole.fullmatch(name)
        if higher or name in _VOIVODESHIP_CODES or self.is_powiat(text):
            return Place(Outcome.HIGHER, self._cities.get(self.powiat(name), ""))
        part = _PART_TAIL.search(name)
        if part and name[: part.start()] in self._names:
            return self._part(name[: part.start()], part[1])
        return self._prefixed(name, kind)

    def _prefixed(self, name: str, kind: str) -> Place:
        bare = _GMINA.sub("", name, count=1) if _GMINA.match(name) else name
        if bare in self._names:
            return self._named(bare, kind)
        town = _TOWN.sub("", name, count=1) if _TOWN.match(name) else name
        if town != name and town in self._names:
            return self._town(town)
        around = bare in self._around or town in self._around
        return Place(Outcome.OUTSIDE if around else Outcome.UNMATCHED)

    def _named(self, name: str, kind: str) -> Place:
        return self._of_kind(Place(Outcome.MATCHED, self._names[name]), kind)

    def _part(self, name: str, what: str) -> Place:
        teryt6 = self._names[name]
        whole = self._is_town(teryt6) or what == "gmina"
        return Place(Outcome.MATCHED if whole else Outcome.PART, teryt6)

    def _town(self, name: str) -> Place:
        """Return what a town alone means: not its gmina, unless the gmina is that town."""
        teryt6 = self._names[name]
        if self._is_town(teryt6):
            return Place(Outcome.MATCHED, teryt6)
        note = f"samo miasto czy cała gmina {self._gminy[teryt6].name}? Wpisz kod TERYT"
        return Place(Outcome.CONFLICT, note=note)

    def _is_town(self, teryt6: str) -> bool:
        return all(kind is GminaType.URBAN for _, kind in self._gminy[teryt6].types)

    def _of_kind(self, place: Place, words: str) -> Place:
        """Return the place as a column of types has it; a type the gmina never had is a part."""
        digit = _KINDS.get(folded(words).strip("()"), "")
        if digit == "0":
            return Place(Outcome.HIGHER, self._cities.get(place.teryt6[:4], ""))
        held = {kind for _, kind in self._gminy[place.teryt6].types}
        other = digit in ("1", "2") and GminaType.MIXED in held and _TYPES[digit] not in held
        if (digit in _PARTS or other) and not self._is_town(place.teryt6):
            return replace(place, outcome=Outcome.PART, kind=digit)
        return replace(place, kind=place.kind or digit)

    def suggestion(self, text: str) -> str:
        """Say which gmina an unmatched name may mean; it is for the person to mend."""
        bare = _GMINA.sub("", folded(text)[:60], count=1)
        near = difflib.get_close_matches(bare, self._names, n=1, cutoff=_LIKE)
        if not near:
            return ""
        return f"czy chodzi o gminę {self._gminy[self._names[near[0]]].name}? Popraw nazwę"

    def fits(self, teryt6: str, kind: str, year: int) -> bool:
        """Tell whether the seventh digit is the type that the gmina had in ``year``."""
        return _TYPES.get(kind) is self._gminy[teryt6].type_in(year)
