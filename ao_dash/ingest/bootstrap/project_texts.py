"""What the source material notes of projects, said for readers.

The notes were made while searching: they hold guesses, numbers as typed by a machine, and where on
a page something was found. Each such text has its place here; others are taken as they are.
"""

from __future__ import annotations

import re

_EDITED = {
    # titles
    "E-COOL - Postawy przedsiębiorcze i kreatywne u młodych ludzi (...)": (
        "E-COOL - Postawy przedsiębiorcze i kreatywne u młodych ludzi"
    ),
    "Infrastruktura transportu miejskiego w Opolu i 7 gminach AO (tytuł polski niewidoczny; "
    "Kohesio Q7375128)": "Infrastruktura transportu miejskiego w Opolu i 7 gminach AO",
    "Wspólny projekt kształcenia zawodowego miasta Opola, powiatu opolskiego i powiatu "
    "krapkowickiego (tytuł nieznany)": (
        "Wspólny projekt kształcenia zawodowego miasta Opola, powiatu opolskiego i powiatu "
        "krapkowickiego"
    ),
    # kinds, leads, programmes, roles
    "partnerski - plan": "partnerski, plan",
    "pojedyncza gmina + NGO": "pojedyncza gmina i organizacja społeczna",
    "partnerski (powiat + AO)": "partnerski (powiat i AO)",
    "Miasto Opole (wg opisu na stronie miasta; lider nie nazwany wprost)": (
        "Miasto Opole (według strony miasta)"
    ),
    "FEO 2021-2027 (program nie nazwany w fragmencie)": "FEO 2021-2027 (nie potwierdzono)",
    "FEO 2021-2027 (przypisanie z identyfikatora Kohesio i treści; niepotwierdzone)": (
        "FEO 2021-2027 (nie potwierdzono)"
    ),
    "współpraca - źródło mówi zbiorczo '21 gmin zrzeszonych', bez nazw": (
        "współpraca: źródło mówi zbiorczo '21 gmin zrzeszonych', bez nazw"
    ),
    "pilotaż (Action Plan)": "pilotaż (plan działań)",
    # states
    "zakończony (2018: 'pierwsza część' opisana jako zbudowana)": (
        "zakończony (w 2018 'pierwsza część' opisana jako zbudowana)"
    ),
    "umowa 2020-11-30; później zwiększone dofinansowanie (rpo.opolskie.pl ?p=49006)": (
        "umowa 2020-11-30; później zwiększono dofinansowanie"
    ),
    "zakończony (otwarcie ścieżki: rpo.opolskie.pl ?p=49126)": "zakończony (ścieżkę otwarto)",
    "w realizacji w 2018; stan dziś niesprawdzony": "w realizacji w 2018",
    "zakończony ('realizowany był')": "zakończony",
    "zakończony ('mieliśmy wspólny projekt')": "zakończony",
    "zakończony (nastąpił etap II) - data końca niesprawdzona": "zakończony (nastąpił etap II)",
    "wniosek; wybór niepewny (opolskie.pl 2017-06-06 wymienia Stobrawską Strefę bez części)": (
        "wniosek; wyboru nie potwierdzono"
    ),
    "w realizacji / planowany (opis w czasie przyszłym)": "planowany lub w realizacji",
    "plan z 2018; wynik nieznany (skład zbliżony do późniejszego P04)": (
        "plan z 2018; dalszy los nieznany"
    ),
    "2018-10-17 (wybór; rok z kontekstu)": "2018-10-17 (wybór)",
    "2017 (data z porównania z P15)": "2017 (w przybliżeniu)",
    # notes
    "wkład własny 110000 zł; produkty: Strategia, Program rozwoju gospodarczego, Studium "
    "komunikacyjne, Koncepcja sieci optycznej, studium dziedzictwa kulturowego": (
        "wkład własny 110 000 zł; produkty: strategia, program rozwoju gospodarczego, studium "
        "komunikacyjne, koncepcja sieci optycznej, studium dziedzictwa kulturowego"
    ),
    "partnerzy: Gmina Dobrzeń Wielki, Gmina Popielów, Samorząd Województwa; roboty także w "
    "Krasiejowie (gm. Ozimek). Strona podaje 1649425.39 zł jako wkład 'Gminy Popielów' - to "
    "różnica całej wartości i dotacji, więc zapewne wkład całego partnerstwa. Spadek CO2 4,47 "
    "Mg/rok": (
        "partnerzy: Gmina Dobrzeń Wielki, Gmina Popielów, Samorząd Województwa; roboty także w "
        "Krasiejowie (gmina Ozimek); spadek emisji 4,47 t CO2 rocznie"
    ),
    "UE 73,74%; w prasie: 50 mln zł (2018-07 powiatopolski.pl/3967), 47 mln zł w tym prawie 39 "
    "mln UE (radio.opole.pl 2019-01-16), 49 mln zł, blisko 80% (radio.opole.pl 2020-01-10). "
    "Efekty: 38,52 km, 6 Bike&Ride (160 stanowisk), 4 Park&Ride (66 miejsc), 3 centra "
    "przesiadkowe": (
        "udział UE 73,74%; prasa podawała wartość od 47 do 50 mln zł; efekty: 38,52 km ścieżek, 6 "
        "Bike&Ride (160 stanowisk), 4 Park&Ride (66 miejsc), 3 centra przesiadkowe"
    ),
    "koszty kwalifikowalne 61518791.34; kwoty sprzed zwiększenia dofinansowania": (
        "koszty kwalifikowalne 61 518 791,34 zł; kwoty sprzed zwiększenia dofinansowania"
    ),
    "SPRZECZNOŚĆ: wartości wg wniosku; po zakończeniu prasa podaje ponad 20 mln zł, w tym 12 mln "
    "UE (Popielów >12 mln, Lewin Brzeski >5,5 mln, województwo >2,6 mln)": (
        "kwoty według wniosku; po zakończeniu prasa podaje ponad 20 mln zł, w tym 12 mln zł z UE"
    ),
    "strona nie podaje poddziałania; dofinansowanie = 85% kosztów kwalifikowalnych; spadek 111,12 "
    "t CO2/rok": (
        "dofinansowanie to 85% kosztów kwalifikowalnych; spadek emisji 111,12 t CO2 rocznie"
    ),
    "kwoty zaokrąglone w źródle ('przekracza 30 mln zł', '25,5 mln zł'); centra przesiadkowe Opole "
    "Zachodnie i Grotowice; tytuł opisowy za artykułem": (
        "kwoty zaokrąglone w źródle ('przekracza 30 mln zł', '25,5 mln zł'); centra przesiadkowe "
        "Opole Zachodnie i Grotowice; tytuł opisowy"
    ),
    "kwoty zaokrąglone w źródle ('ponad 114 mln', 'blisko 69 mln'); 61 autobusów; w tytule AO, ale "
    "jako realizujący podani tylko Opole/MZK": (
        "kwoty zaokrąglone w źródle ('ponad 114 mln', 'blisko 69 mln'); 61 autobusów; realizuje "
        "Opole (MZK)"
    ),
    "207 nowych miejsc: Opole 125, Łubniany 20, Ozimek 22, Walce 40; wartość nie widoczna w "
    "zapisanym fragmencie": "207 nowych miejsc: Opole 125, Łubniany 20, Ozimek 22, Walce 40",
    "40 miejsc; program i poddziałanie nie nazwane w zapisanym fragmencie (jest: EFS)": "40 miejsc",
    "w 2015 zapowiadany pod nazwą 'Kształcenie zawodowe dla rynku pracy' - tożsamość "
    "niepotwierdzona; radio podaje 'kilkudziesięciu tysięcy złotych', co wygląda na pomyłkę": (
        "tytuł opisowy"
    ),
    "obszar: AO; gminy nie wyliczone": "obszar: AO; gmin nie wyliczono",
    "gminy nie wyliczone": "gmin nie wyliczono",
    "gminy nie podane": "gmin nie podano",
    "działania edukacyjne Uniwersytet Opolski i Fundacja Geko; grupa docelowa też mieszkańcy gmin "
    "AO": (
        "działania edukacyjne: Uniwersytet Opolski i Fundacja Geko; grupa docelowa: także "
        "mieszkańcy gmin AO"
    ),
    "85% z 818333.03 to 695583.08 - w źródle 695 853,03 (przestawione cyfry?)": (
        "dofinansowanie według źródła; 85% wartości to 695 583,08 zł"
    ),
    "budżet całego konsorcjum (10 partnerów), nie AO; partner czeski podaje 2044484 EUR "
    "(kap.kr-jihomoravsky.cz)": (
        "budżet całego konsorcjum (10 partnerów); partner czeski podaje 2 044 484 EUR"
    ),
    "budżet całego konsorcjum; pilotaż metodologii w gm. Gogolin": (
        "budżet całego konsorcjum; pilotaż metodologii w gminie Gogolin"
    ),
    "lider niepodany wprost; partnerzy: Miasto Ołomuniec, Regionalna Agencja Rozwoju Moraw "
    "Środkowych": (
        "lidera źródło nie nazywa wprost; partnerzy: Miasto Ołomuniec, Regionalna Agencja Rozwoju "
        "Moraw Środkowych"
    ),
    "8 partnerów: 7 gmin i MZK Opole; 5 autobusów elektrycznych; integracja taryfowa, 'mobilność "
    "jako usługa', ITS; tytuł, daty i kwoty nie mieszczą się w zapisanym fragmencie": (
        "8 partnerów: 7 gmin i MZK Opole; 5 autobusów elektrycznych; integracja taryfowa, "
        "'mobilność jako usługa', ITS; tytuł opisowy"
    ),
    "horyzont do 2030; wszystkie 21 gmin wymienione z nazwy w harmonogramie konsultacji": (
        "horyzont do 2030; wszystkie 21 gmin wymieniono z nazwy w harmonogramie konsultacji"
    ),
}

_QUOTED = re.compile(r"'([^']+)'")


def edited(text: str) -> str:
    """Return a text of the source material in the words of the dashboard, quotations as „…”.

    >>> edited("zakończony ('realizowany był')")
    'zakończony'
    >>> edited("'ponad 4 mln zł'; partnerzy także 8 parafii")
    '„ponad 4 mln zł”; partnerzy także 8 parafii'
    """
    text = re.sub(r"\bwg\b", "według", _EDITED.get(text, text))
    return _QUOTED.sub(r"„\1”", text)
