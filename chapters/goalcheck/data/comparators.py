"""What a target asks for: more than, at least, about. One meaning for grades, chances and words."""

from __future__ import annotations

from goalcheck.words.numbers import digits_of

COMPARATOR_WORDS = {">": "more than", ">=": "at least", "=": "", "~": "about"}


def tolerance(target: float) -> float:
    """Return the tolerance of an "about" target: half a unit of its last printed digit.

    Parameters
    ----------
    target : float
        In the unit of the indicator.

    Examples
    --------
    >>> tolerance(17), tolerance(7.5), tolerance(260)
    (0.5, 0.05, 0.5)
    """
    return 0.5 * 10 ** -digits_of(target)


def met_from(target: float) -> float:
    """Return the lowest value that meets an "about" target of which more is better.

    Examples
    --------
    >>> met_from(17), met_from(7.5)
    (16.5, 7.45)
    """
    return target - tolerance(target)


def meets(value: float, comparator: str, target: float, *, higher_is_better: bool = True) -> bool:
    """Tell whether a value meets a target.

    Parameters
    ----------
    value, target : float
        In the unit of the indicator.
    comparator : {">", ">=", "=", "~"}
        `=` is read as "strive for": at least the target. `~` ("about") is met from half a unit of
        the target's last printed digit before it.
    higher_is_better : bool
        False for ranks and other counts where less is more.

    Raises
    ------
    ValueError
        If the comparator is none of the four.

    Examples
    --------
    >>> meets(8536.9, ">", 8000), meets(16.0, "~", 17), meets(16.6, "~", 17)
    (True, False, True)
    """
    if comparator not in (">", ">=", "=", "~"):
        raise ValueError(f"comparator {comparator!r}: expected one of >, >=, =, ~")
    gap = value - target if higher_is_better else target - value
    if comparator == ">":
        return gap > 0
    return gap >= -tolerance(target) if comparator == "~" else gap >= 0


def way_gone(start: float, now: float, target: float) -> float:
    """Return how much of the way from a start to a target has been gone, in percent.

    Parameters
    ----------
    start, now, target : float
        In the unit of the indicator.

    Raises
    ------
    ValueError
        If there was no way to go.

    Examples
    --------
    >>> way_gone(6000, 7500, 8000)
    75.0
    """
    if start == target:
        raise ValueError(f"no way to go: the start is the target, {target:g}")
    return 100 * (now - start) / (target - start)
