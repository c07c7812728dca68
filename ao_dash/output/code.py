"""An address as a QR code."""

from __future__ import annotations

import segno


def code_rows(address: str) -> tuple[str, ...]:
    """Return the rows of the QR code of an address from the top: „1” is dark, „0” is light.

    Raises
    ------
    ValueError
        If it is too long for one.
    """
    return tuple("".join(map(str, row)) for row in segno.make_qr(address, error="m").matrix)
