"""A story (opowieść): pictures in an order, with words; one file that people share."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_years
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.numbers import SIGN, STEP, counted
from ao_dash.model.plain_text import has_barred
from ao_dash.model.words import slug
from ao_dash.screens.shown import Shown, plain, read_address, selection_of
from ao_dash.screens.story.figures import filled

_KIND = "/opowiesc"  # what a dashboard calls itself stands before it
FORMAT = f"pulpit{_KIND}"
VERSION = 2
"""The version that is written; files of the first have pictures of the map only."""
MOST_BYTES = 256_000
MOST_STEPS = 40
LENGTHS: Mapping[str, int] = {"tytul": 90, "tekst": 240, "notatka": 2000, "obraz": 1500}
"""Texts of a step by name, each with the most characters it may have."""

_STORY = {"format", "wersja", "tytul", "kroki"}
_WORDS = ("tytul", "tekst", "notatka")
_REQUIRED = {"tytul", "obraz"}
_LINES = {"notatka"}  # may have several lines


@dataclass(frozen=True)
class Step:
    """One picture of a story: of the map, or of another screen.

    ``title`` and ``text`` are for the audience, ``note`` for the speaker alone; all may be empty.
    """

    shown: Shown
    title: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Story:
    """Steps in their order, at least one."""

    title: str
    steps: tuple[Step, ...]


def read_story(content: bytes, name: str, dataset: Dataset) -> Story:
    """Read a story file.

    Parameters
    ----------
    content
        JSON in UTF-8: ``format``, ``wersja``, ``tytul`` and ``kroki``, each of which has the texts
        of :data:`LENGTHS`. ``obraz`` is the address of a screen without the server, such as
        ``przeplywy?gmina=020101``, or what follows ``?`` in the address of the map; a placeholder
        in the other texts, ``{ludnosc@2024:020101}``, gives way to its number.
    name
        The file's name, for messages.
    dataset
        What the pictures must exist in.

    Raises
    ------
    DataFaults
        With every fault found, in Polish.
    """
    told = _decoded(content, name)
    faults = _story_faults(told, name)
    steps: list[Step] = []
    listed = told.get("kroki")
    for number, given in enumerate(listed[:MOST_STEPS] if isinstance(listed, list) else (), 1):
        step, found = _step(given, Fault(name, "", "", number, counted="krok"), dataset)
        faults += found
        steps += [step] if step else []
    if faults:
        raise DataFaults(faults)
    return Story(told["tytul"].strip(), tuple(steps))


def single(shown: Shown) -> Story:
    """Return one picture as a story that adds no words."""
    return Story("", (Step(shown),))


def of_years(dataset: Dataset, selection: Selection) -> Story:
    """Return the picture of every year as a story that adds no words, all in the same classes."""
    common = replace(selection, common=True)
    steps = (Step(view.selection) for view in build_years(dataset, common))
    return Story("", tuple(steps))


def written(story: Story) -> dict[str, Any]:
    """Return a story as the values of its file."""
    return {
        "format": FORMAT,
        "wersja": VERSION,
        "tytul": story.title,
        "kroki": [
            {
                "tytul": step.title,
                "tekst": step.text,
                "notatka": step.note,
                "obraz": step.shown.address(),
            }
            for step in story.steps
        ],
    }


def file_name(story: Story) -> str:
    """Return an ASCII name, without extension, of a file that holds the story or its one picture.

    E.g. ``ao_opowiesc_powiekszenie_miasta_2017`` or ``ao_raport_ludnosc_2024``.
    """
    if story.title:
        letters = "".join(filter(str.isascii, slug(story.title)))
        return f"ao_opowiesc_{'_'.join(re.findall('[a-z0-9]+', letters))[:60]}".rstrip("_")
    first = story.steps[0].shown
    if isinstance(first, Selection):
        return f"ao_raport_{first.indicator or first.domain}_{first.year}".lower()
    return f"ao_raport_{first.screen.code}"


def _decoded(content: bytes, name: str) -> dict[str, Any]:
    """Return the values of a file that has the form of a story at all."""
    if len(content) > MOST_BYTES:
        remedy = "Opowieść to kilka kilobajtów: wybierz plik zapisany przez pulpit"
        raise DataFaults([Fault(name, f"plik jest większy niż {MOST_BYTES // 1000} kB", remedy)])
    remedy = "Wybierz plik .json zapisany na ekranie Opowieść"
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except _TwiceError as error:
        fault = Fault(name, "pole występuje dwa razy", "Usuń jedno z nich", column=str(error))
        raise DataFaults([fault]) from error
    except (ValueError, RecursionError) as error:
        raise DataFaults([Fault(name, "to nie jest plik JSON w UTF-8", remedy)]) from error
    if not isinstance(told, dict) or not str(told.get("format")).endswith(_KIND):
        raise DataFaults([Fault(name, "to nie jest plik opowieści tego pulpitu", remedy)])
    if told.get("wersja") not in range(1, VERSION + 1) or isinstance(told["wersja"], bool):
        remedy = "Zaktualizuj pulpit albo zapisz opowieść w tej wersji pulpitu"
        rule = f"pulpit zna wersje pliku od 1 do {VERSION}"
        value = str(told.get("wersja", ""))
        raise DataFaults([Fault(name, rule, remedy, column="wersja", value=value)])
    return told


class _TwiceError(ValueError):
    """A name stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _TwiceError(next(name for name, count in counts.items() if count > 1))
    return told


def _story_faults(told: Mapping[str, Any], name: str) -> list[Fault]:
    whole = Fault(name, "", "")
    faults = _unknown(told, _STORY, whole)
    faults += _text_faults(told.get("tytul"), "tytul", LENGTHS["tytul"], whole)
    steps = told.get("kroki")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        rule = f"opowieść ma od 1 do {counted(MOST_STEPS, STEP)}"
        remedy = "Dodaj krok na ekranie z obrazem albo podziel opowieść na dwie"
        faults.append(replace(whole, column="kroki", rule=rule, remedy=remedy))
    return faults


def _step(given: object, place: Fault, dataset: Dataset) -> tuple[Step | None, list[Fault]]:
    """Return a step, unless it has faults; they all say its ``place``."""
    if not isinstance(given, dict):
        remedy = "Zapisz krok jako obiekt z tytułem i obrazem"
        return None, [replace(place, rule="krok nie jest obiektem", remedy=remedy)]
    faults = _unknown(given, set(LENGTHS), place)
    address = given.get("obraz")
    found = _text_faults(address, "obraz", LENGTHS["obraz"], place)
    shown, notes = read_address(str(address), dataset) if not found else (None, [])
    texts: dict[str, str] = {}
    for column in _WORDS:
        text = given.get(column, None if column in _REQUIRED else "")
        texts[column], wrong = _words(text, replace(place, column=column), shown, dataset)
        faults += wrong
    remedy = "Otwórz ten obraz w pulpicie i dodaj krok jeszcze raz"
    rules = [str(note).removesuffix(".") for note in notes]
    faults += found
    faults += [replace(place, column="obraz", rule=rule, remedy=remedy) for rule in rules]
    if faults or shown is None:
        return None, faults
    return Step(plain(shown), texts["tytul"], texts["tekst"], texts["notatka"]), []


def _words(
    text: object, place: Fault, shown: Shown | None, dataset: Dataset
) -> tuple[str, list[Fault]]:
    """Return a text of a step with its figures filled in, as long as it may be on the screen."""
    wrong: list[str] = []
    if isinstance(text, str) and shown is not None:
        text, wrong = filled(text, selection_of(shown, dataset), dataset)
    remedy = "Popraw zapis liczby według data/README.md albo wpisz liczbę"
    faults = [replace(place, rule=rule, remedy=remedy) for rule in wrong]
    faults += _text_faults(text, place.column, LENGTHS[place.column], place)
    return "" if faults else str(text).strip(), faults


def _unknown(given: Mapping[str, Any], known: set[str], place: Fault) -> list[Fault]:
    remedy = "Usuń je; nowsza wersja pulpitu może je znać"
    return [
        replace(place, column=column, rule="nieznane pole", remedy=remedy)
        for column in given
        if column not in known
    ]


def _text_faults(text: object, column: str, most: int, place: Fault) -> list[Fault]:
    place = replace(place, column=column)
    if not isinstance(text, str):
        rule = "brakuje tekstu" if text is None else "to nie jest tekst"
        return [replace(place, rule=rule, remedy="Wpisz tekst w cudzysłowie")]
    if column in _REQUIRED and not text.strip():
        return [replace(place, rule="tekst jest pusty", remedy="Wpisz go")]
    if len(text) > most:
        rule = f"tekst ma więcej niż {counted(most, SIGN)}"
        return [replace(place, rule=rule, remedy="Skróć go", value=text)]
    if has_barred(text, lines=column in _LINES):
        rule = "tekst ma znaki sterujące lub odwracające kierunek pisma"
        return [replace(place, rule=rule, remedy="Wpisz go jeszcze raz bez nich")]
    return []
