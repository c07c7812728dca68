"""How two indicators go together over the gminy, and what may be said of it in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.model.numbers import GMINA, counted, format_number, round_half_up

MIN_UNITS = 3
"""Fewer pairs always lie on a line."""

MODERATE, STRONG = 0.4, 0.6
"""From which size of r a correlation is called moderate and strong.

Evans, Straightforward Statistics for the Behavioral Sciences (1996), his „very weak” and „very
strong” joined to their neighbours. Among 21 units chance alone exceeds 0.43 once in twenty times.
"""

APART = 0.1
"""From which difference Pearson and Spearman are said to differ.

It parts the first of Anscombe's four sets (The American Statistician, 1973), a cloud around a
line (0.00), from the curve and the two outliers (0.13, 0.17, 0.32).
"""

CHANCE = 0.05
"""From which p a result is said to be possible by chance."""

_NO_CAUSE = (
    "Korelacja nie dowodzi przyczyny: obie wartości mogą zależeć od czegoś trzeciego, "
    "na przykład od odległości od miasta."
)


@dataclass(frozen=True)
class Correlation:
    """Correlation of ``n`` pairs.

    Coefficients lie between -1 and 1; each p-value is two-sided, for independent pairs: Pearson's
    from the exact distribution for normal figures, Spearman's from the t distribution, which is
    rough for ``n`` below ten.
    """

    n: int
    pearson: float
    pearson_p: float
    spearman: float
    spearman_p: float


def correlation(x: Sequence[float], y: Sequence[float]) -> Correlation | None:
    """Correlate two indicators.

    Parameters
    ----------
    x, y
        Finite figures of the same units in the same order; their own units do not matter.

    Returns
    -------
    Correlation | None
        ``None`` if there are fewer than three pairs or one side does not vary.

    Raises
    ------
    ValueError
        If the sides differ in length.
    """
    if len(x) != len(y):
        message = f"{len(x)} values cannot be paired with {len(y)}"
        raise ValueError(message)
    if len(x) < MIN_UNITS or constant(x) or constant(y):
        return None
    from scipy import stats  # noqa: PLC0415 - a second and a half to load

    pearson, spearman = stats.pearsonr(x, y), stats.spearmanr(x, y)
    return Correlation(
        len(x),
        float(pearson.statistic),
        float(pearson.pvalue),
        float(spearman.statistic),
        float(spearman.pvalue),
    )


def constant(values: Sequence[float]) -> bool:
    """Tell whether values vary by no more than the noise of floating point."""
    return max(values) - min(values) <= 1e-12 * max(map(abs, values))


def caution(found: Correlation) -> tuple[str, ...]:
    """Say in Polish what a correlation means and what it does not.

    Words follow the rounded numbers that are shown beside them, so that they never contradict
    each other.
    """
    few = (
        f"{counted(found.n, GMINA)} to niewiele: jedna gmina może zmienić wynik, a wartość p jest "
        "tylko orientacyjna, bo gminy położone blisko siebie bywają podobne."
    )
    return (_strength(found), *_differing(found), *_by_chance(found), few, _NO_CAUSE)


def p_text(p: float) -> str:
    r"""Return a p-value to three digits.

    >>> p_text(0.0496), p_text(0.0002)
    ('p = 0,050', 'p < 0,001')
    """
    shown = round_half_up(p, 3)
    return f"p = {format_number(shown, 3)}" if shown else f"p < {format_number(0.001, 3)}"


def below(p: float, limit: float) -> bool:
    """Tell whether a p-value as :func:`p_text` shows it is below ``limit``."""
    return round_half_up(p, 3) < limit


def _strength(found: Correlation) -> str:
    shown = round_half_up(found.pearson, 2)
    size = abs(shown)
    word = "silna" if size >= STRONG else "umiarkowana" if size >= MODERATE else "słaba"
    limits = (
        f"słaba: |r| poniżej {format_number(MODERATE, 1)}; umiarkowana: od "
        f"{format_number(MODERATE, 1)}; silna: od {format_number(STRONG, 1)}"
    )
    coefficient = f"r Pearsona = {format_number(shown, 2)}, {p_text(found.pearson_p)}; {limits}"
    if not shown:
        return f"Korelacja jest {word} ({coefficient}): nie widać zależności liniowej."
    side, other = ("dodatnia", "wyższa") if shown > 0 else ("ujemna", "niższa")
    return (
        f"Korelacja jest {word} i {side} ({coefficient}): "
        f"gdzie pierwsza wartość jest wyższa, tam druga bywa {other}."
    )


def _differing(found: Correlation) -> tuple[str, ...]:
    pearson, spearman = round_half_up(found.pearson, 2), round_half_up(found.spearman, 2)
    if round_half_up(abs(pearson - spearman), 2) < APART:
        return ()
    words = (
        f"Współczynniki Pearsona ({format_number(pearson, 2)}) i Spearmana "
        f"({format_number(spearman, 2)}) różnią się: zależność może być krzywoliniowa albo wynik "
        "zależy od gminy odstającej, często od największego miasta. Sprawdź to na wykresie."
    )
    return (words,)


def _by_chance(found: Correlation) -> tuple[str, ...]:
    if below(found.pearson_p, CHANCE):
        return ()
    limit = format_number(CHANCE, 2)
    return (f"Wartość p nie jest mniejsza niż {limit}: korelacja może być dziełem przypadku.",)
