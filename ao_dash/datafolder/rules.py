"""What is demanded of the cells of the small tables, and how to mend a breach, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.datafolder.schema import AWAITED, FIRST_YEAR, LAST_YEAR
from ao_dash.model.flow import LEAST, FlowKind
from ao_dash.model.indicator import FILED_ORIGINS, Kind, Polarity
from ao_dash.model.project import Part
from ao_dash.model.series import BreakKind, Status
from ao_dash.model.station import POLLUTANTS


@dataclass(frozen=True)
class Rule:
    """What a cell must be (Polish) and how to mend it (Polish)."""

    text: str
    remedy: str


REFERENCE = "unknown "  # prefix of the rule of a reference, followed by its name

RULES: Mapping[str, Rule] = {
    "teryt6": Rule("kod TERYT gminy ma sześć cyfr", "Wpisz sześć cyfr, np. 020101"),
    "text": Rule("komórka nie może być pusta", "Wpisz tekst"),
    "code": Rule("kod to litery, cyfry i podkreślenia", "Popraw kod, np. ludnosc"),
    "date": Rule("to nie jest data", "Wpisz datę jako RRRR-MM-DD"),
    "year": Rule(
        f"rok musi być liczbą od {FIRST_YEAR} do {LAST_YEAR}", "Wpisz rok czterema cyframi"
    ),
    "flag": Rule("dozwolone są 0 i 1", "Wpisz 0 (nie) albo 1 (tak)"),
    "flag or blank": Rule("dozwolone są 0, 1 i puste", "Wpisz 1 (tak) albo zostaw puste"),
    "variable": Rule(
        "numer zmiennej BDL to najwyżej dziewięć cyfr", "Wpisz numer albo zostaw puste"
    ),
    "divisor": Rule("dzielnik to liczba całkowita", "Wpisz np. 10 albo zostaw puste"),
    "years": Rule("lata rozdziela odstęp", "Wpisz np. 2015 2016 albo zostaw puste"),
    "type": Rule("nieznany typ gminy", "Wpisz miejska, miejsko-wiejska albo wiejska"),
    "domain": Rule("kod dziedziny to małe litery i podkreślenia", "Popraw kod, np. transport"),
    "domains": Rule("dziedziny rozdziela średnik", "Wpisz kody, np. transport;srodowisko"),
    "kind": Rule("nieznany rodzaj wskaźnika", f"Wpisz jeden z: {', '.join(Kind)}"),
    "polarity": Rule("nieznana biegunowość", f"Wpisz jedną z: {', '.join(Polarity)}"),
    "decimals": Rule("miejsca po przecinku to cyfra od 0 do 6", "Wpisz cyfrę"),
    "origin": Rule(
        "nieznane pochodzenie",
        f"Wpisz jedno z: {', '.join((*FILED_ORIGINS, AWAITED))}",
    ),
    "break": Rule("nieznany rodzaj przerwy", f"Wpisz jeden z: {', '.join(BreakKind)}"),
    "amount": Rule("kwota nie jest liczbą", "Wpisz cyfry z kropką dziesiętną albo zostaw puste"),
    "currency": Rule("waluta to trzy wielkie litery", "Wpisz PLN, EUR albo zostaw puste"),
    "part": Rule("nieznany rodzaj udziału", f"Wpisz jeden z: {', '.join(Part)}"),
    "number": Rule(
        "wartość nie jest liczbą",
        "Wpisz cyfry z kropką dziesiętną, bez odstępów: najwyżej 13 przed kropką i 30 po niej",
    ),
    "too small": Rule("tak małej liczby nie da się pokazać", "Wpisz 0 albo zmień jednostkę"),
    "negative": Rule(
        "wartość nie może być ujemna", "Popraw ją albo wpisz signed 1 w indicators.csv"
    ),
    "over hundred": Rule(
        "udział nie może przekraczać 100", "Popraw go albo zmień kind w indicators.csv"
    ),
    "not a flag": Rule("odpowiedź to 1 (tak) albo 0 (nie)", "Popraw wartość"),
    "not whole": Rule(
        "to, co się liczy w całości, nie ma ułamka", "Popraw wartość albo jednostkę wskaźnika"
    ),
    "too many": Rule("tyle nie zmieści się w żadnej gminie", "Popraw wartość albo jednostkę"),
    "leap": Rule(
        "wartość jest setki razy większa albo mniejsza niż poprzednia tej gminy",
        "Sprawdź jednostkę, np. tysiące",
    ),
    "future": Rule("tego roku jeszcze nie było", "Popraw rok"),
    "region": Rule(
        "region to PL, dwie cyfry województwa albo cztery cyfry powiatu gminy z gminy.csv",
        "Wpisz np. PL, 02 albo 0201",
    ),
    "area": Rule("kod obszaru to wielkie litery i cyfry", "Wpisz np. GZM"),
    "members": Rule("gminy obszaru rozdziela odstęp", "Wpisz kody TERYT, np. 020101 020102"),
    "flow": Rule("nieznany rodzaj przepływu", f"Wpisz jeden z: {', '.join(FlowKind)}"),
    "end": Rule("gmina stoi na początku albo na końcu przepływu", "Wpisz from albo to"),
    "other end": Rule(
        "drugi koniec to wszystkie miejsca, obszar albo sześć cyfr gminy",
        "Wpisz all, area albo kod TERYT",
    ),
    "place": Rule(
        "miejsce to PL, cztery cyfry powiatu albo sześć cyfr gminy", "Wpisz np. 0201 albo 020101"
    ),
    "degrees": Rule("to nie są stopnie z kropką dziesiętną", "Wpisz np. 17.925"),
    "unknown end": Rule(
        "nieznany koniec przepływu", "Dodaj go do flow_ends.csv (gminę obszaru do gminy.csv)"
    ),
    "flow outside": Rule("żaden koniec nie leży w obszarze", "Usuń wiersz albo popraw kod"),
    "unpublished cell": Rule(
        "tak małych przepływów urząd nie publikuje (dojazdy od "
        f"{LEAST[FlowKind.COMMUTING]} osób, przemeldowania od {LEAST[FlowKind.MOVES]})",
        "Popraw liczbę albo usuń wiersz",
    ),
    "one source": Rule(
        "przepływy jednego rodzaju i roku mają jedno źródło", "Podaj to samo źródło w każdym"
    ),
    "end in the area": Rule("gmina leży w obszarze", "Usuń wiersz: jej nazwa jest w gminy.csv"),
    "point abroad": Rule("punkt leży poza Polską", "Zamień długość z szerokością albo popraw je"),
    "not the sum of flows": Rule(
        "wartość nie jest sumą przepływów z flows.csv", "Popraw wartość albo przepływy"
    ),
    "pollutant": Rule("nieznane zanieczyszczenie", f"Wpisz jedno z: {', '.join(POLLUTANTS)}"),
    "averaging": Rule("pomiar jest godzinowy albo dobowy", "Wpisz 1g albo 24g"),
    "whole": Rule("to nie jest liczba całkowita", "Wpisz same cyfry"),
    REFERENCE + "areas": Rule("nieznany obszar", "Dodaj go do areas.csv"),
    REFERENCE + "air_stations": Rule("nieznana stacja", "Dodaj ją do air_stations.csv"),
    "status": Rule("nieznany status", f"Wpisz jeden z: {', '.join(Status)}"),
    "vintage": Rule("kod granic to małe litery, cyfry i podkreślenia", "Popraw kod"),
    "file": Rule("to nie jest nazwa pliku GeoJSON", "Wpisz nazwę, np. gminy.geojson"),
    "no type": Rule("gmina nie ma typu", "Dodaj jej wiersz do gmina_types.csv"),
    "edition": Rule(
        "to samo wydanie ma w innym wierszu inny dzień albo inną komendę",
        "Wpisz w obu ten sam dzień i tę samą komendę",
    ),
    "duplicate": Rule("wiersz powtarza klucz innego wiersza", "Usuń powtórzenie"),
    "value without status": Rule(
        "status ok wymaga wartości", "Wpisz wartość albo zmień status na missing"
    ),
    "status without value": Rule(
        "przy tym statusie nie może być wartości", "Usuń wartość albo zmień status na ok"
    ),
    "formula": Rule("wzoru nie da się odczytać", "Użyj postaci a / b, 1000 * a / b lub a / b@-1"),
    "formula origin": Rule(
        "wzór ma tylko wskaźnik o pochodzeniu derived", "Dodaj wzór albo zmień pochodzenie"
    ),
    "unknown input": Rule(
        "wzór lub waga wskazuje nieznany albo obliczany wskaźnik", "Wskaż wskaźnik opublikowany"
    ),
    "derived in stats": Rule(
        "wskaźnik jest obliczany wzorem, nie może mieć wartości w pliku", "Usuń wiersz"
    ),
    "awaited in stats": Rule(
        f"wskaźnik czeka na wartości (origin {AWAITED}), a ma je w pliku",
        "Zmień origin w indicators.csv, np. na published",
    ),
    "break of all": Rule(
        "„*” zamiast wskaźnika może mieć tylko przerwa borders", "Wpisz kod wskaźnika"
    ),
    "unknown domain in list": Rule("nieznana dziedzina na liście", "Użyj kodów z domains.csv"),
    REFERENCE + "gminy": Rule("nieznana gmina", "Dodaj ją do gminy.csv albo popraw kod"),
    REFERENCE + "domains": Rule("nieznana dziedzina", "Dodaj ją do domains.csv albo popraw kod"),
    REFERENCE + "indicators": Rule(
        "nieznany wskaźnik", "Dodaj go do indicators.csv albo popraw kod"
    ),
    REFERENCE + "units": Rule(
        "nieznana jednostka", "Dodaj do units.csv jej formy po liczbach albo popraw jednostkę"
    ),
    REFERENCE + "sources": Rule("nieznane źródło", "Dodaj je do sources.csv albo popraw kod"),
    REFERENCE + "projects": Rule("nieznany projekt", "Dodaj go do projects.csv albo popraw kod"),
}
