"""What is computed once for a dataset, and is forgotten with it.

A cache beside the datasets would keep one alive that nobody has any more: the figures a visitor
has brought must go when the visitor goes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from ao_dash.model.dataset import Dataset

P = ParamSpec("P")
R = TypeVar("R")


def cached_per_dataset(
    function: Callable[Concatenate[Dataset, P], R],
) -> Callable[Concatenate[Dataset, P], R]:
    """Return ``function``, a pure one whose results stay with the dataset they are made of.

    Other arguments must be hashable; the newest :data:`MAX_RESULTS` results are kept.
    """

    @functools.wraps(function)
    def remembered(dataset: Dataset, /, *args: P.args, **kwargs: P.kwargs) -> R:
        known = dataset.memory.get(function)
        if known is None:
            known = functools.lru_cache(MAX_RESULTS)(functools.partial(function, dataset))
            known = dataset.memory.setdefault(function, known)
        result: R = known(*args, **kwargs)
        return result

    return remembered


MAX_RESULTS = 64
"""Results of one function kept for one dataset."""
