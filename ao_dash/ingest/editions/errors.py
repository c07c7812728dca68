"""What can stop a refresh: named errors whose text says in Polish what happened and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from ao_dash.model.faults import shorten


class RefreshError(Exception):
    """A refresh ended without a change; the data in use are as they were."""


class AddressError(RefreshError):
    """The address of the bank is not one that may be asked."""

    def __init__(self, base: str) -> None:
        super().__init__(
            f"Adres banku danych „{shorten(base)}” nie jest adresem http:// ani https://. "
            "Popraw AO_BDL_URL."
        )


class KeyFormatError(RefreshError):
    """The key cannot be sent: it holds a space, a line end or a letter beyond ASCII."""

    def __init__(self) -> None:
        super().__init__(
            "Klucz do banku danych zawiera odstęp, koniec wiersza albo polską literę. "
            "Skopiuj go ponownie do AO_BDL_KEY."
        )


class ProxyError(RefreshError):
    """The settings of the network cannot be used."""

    def __init__(self) -> None:
        super().__init__(
            "Ustawienia sieci są niepoprawne: sprawdź zmienne HTTP_PROXY, HTTPS_PROXY, ALL_PROXY "
            "i SSL_CERT_FILE."
        )


class CacheError(RefreshError):
    """Answers of the bank cannot be kept."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"Nie można pisać w folderze odpowiedzi „{shorten(folder)}” ({why}). "
            "Wskaż inny w AO_CACHE_DIR."
        )


class ForbiddenError(RefreshError):
    """The bank does not let us ask at all, so nothing more is asked."""

    def __init__(self, path: str, status: int) -> None:
        super().__init__(
            f"Bank danych nie pozwala na zapytania: na „{path}” odpowiedział kodem {status}. "
            "Sprawdź klucz AO_BDL_KEY albo uruchom komendę bez niego."
        )


class NothingConfirmedError(RefreshError):
    """Every variable was refused; ``reasons`` are lines about them (Polish)."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            "Bank danych nie potwierdził żadnej zmiennej: dane bez zmian.\n" + "\n".join(reasons)
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
    """The bank did not answer properly, however often it was asked; ``answered``: it was there."""

    def __init__(self, path: str, attempts: int, last: str, answered: bool) -> None:  # noqa: FBT001
        self.answered = answered
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
