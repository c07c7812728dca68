"""What can stop a refresh: named errors whose text says in Polish what happened and what to do."""

from __future__ import annotations

from ao_dash.model.faults import shorten


class RefreshError(Exception):
    """A refresh ended without a change; the data in use are as they were."""


class AddressError(RefreshError):
    """The address of the bank is not one that may be asked."""

    def __init__(self, base: str) -> None:
        super().__init__(
            f"Adres banku danych „{shorten(base)}” nie zaczyna się od http:// ani https://. "
            "Popraw AO_BDL_URL."
        )


class NothingToAskError(RefreshError):
    """There is no indicator that the bank could serve."""

    def __init__(self, domain: str | None) -> None:
        where = f" w dziedzinie „{shorten(domain)}”" if domain else ""
        super().__init__(
            f"Nie ma wskaźników z Banku Danych Lokalnych{where}. Kody dziedzin są w domains.csv."
        )


class LimitReachedError(RefreshError):
    """The bank's limit of requests leaves no room for so long that waiting makes no sense."""

    def __init__(self, seconds: float, until: str) -> None:
        self.seconds = seconds
        super().__init__(
            f"Limit zapytań do banku danych jest wyczerpany do {until}. Pobrane odpowiedzi są "
            "zachowane: uruchom komendę ponownie po tej godzinie, dokończy pobieranie. Większy "
            "limit daje bezpłatny klucz, AO_BDL_KEY."
        )


class UnreachableError(RefreshError):
    """The bank did not answer properly, however often it was asked."""

    def __init__(self, path: str, attempts: int, last: str) -> None:
        super().__init__(
            f"Bank danych nie odpowiedział na „{path}” mimo {attempts} prób (ostatnio: {last}). "
            "Sprawdź połączenie i uruchom komendę ponownie: pobrane odpowiedzi są zachowane."
        )


class RefusedError(RefreshError):
    """The bank refused a request."""

    def __init__(self, path: str, status: int, said: str) -> None:
        self.status = status
        self.said = said
        reason = f": {shorten(said)}" if said else ""
        super().__init__(f"Bank danych odrzucił zapytanie „{path}” (kod {status}{reason}).")


class NotJsonError(RefreshError):
    """Something else than JSON came, e.g. the page of a proxy or of a maintenance break."""

    def __init__(self, path: str, begins: str) -> None:
        super().__init__(
            f"Na zapytanie „{path}” zamiast danych przyszła strona: „{shorten(begins)}”. Sprawdź, "
            "czy adres jest właściwy i czy dostępu nie przejmuje pośrednik sieci."
        )


class AnswerError(RefreshError):
    """An answer does not have the documented form, or is only a part of one."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"Odpowiedź na „{path}” jest niepoprawna: {why}.")


class SwapError(RefreshError):
    """The new folder cannot take the place of the old one."""


class BusyError(RefreshError):
    """Another refresh is under way."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Inna komenda odświeża już folder {name}. Poczekaj, aż skończy.")
