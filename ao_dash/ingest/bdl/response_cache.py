"""Answers of the bank kept on disk, so that a stopped run goes on and an idle one asks little."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ao_dash.ingest.editions import atomic

Answer = Mapping[str, Any]
"""A JSON object as it came."""


class Store:
    """Answers by address, each with the stamp of the state of the bank it belongs to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, address: str, stamp: str) -> Answer | None:
        """Return the answer of ``address`` if it was kept under the same ``stamp``.

        A damaged file is no answer; asking again replaces it.
        """
        try:
            kept = json.loads(self._file(address).read_bytes())
            if kept["address"] == address and kept["stamp"] == stamp:
                answer = kept["answer"]
                return answer if isinstance(answer, dict) else None
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def keep(self, address: str, stamp: str, answer: Answer) -> None:
        """Keep an answer in place of an older one of the same address."""
        content = {"address": address, "stamp": stamp, "answer": answer}
        atomic.write(
            self._file(address), json.dumps(content, ensure_ascii=False).encode(), durable=False
        )

    def forget(self, address: str) -> None:
        """Drop the answer of ``address``, for it turned out to be wrong."""
        self._file(address).unlink(missing_ok=True)

    def _file(self, address: str) -> Path:
        name = hashlib.sha256(address.encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"
