"""What a target asks for: more than, at least, about, at most. One meaning for grades and chances.

The words of plans: 以上, 不低于 and 达到 are `>=` (达到, “to reach”, is written `=`), 超过, 逾 and 突破 are
`>`, 左右 and 约 are `~`. “To reach” is never “exactly”: more of what is wanted is no miss.
"""

from __future__ import annotations

COMPARATORS = (">", ">=", "=", "~", "<", "<=")
COMPARATOR_WORDS = {
    ">": "more than",
    ">=": "at least",
    "=": "",
    "~": "about",
    "<": "under",
    "<=": "at most",
}

# Which way is better says the comparator itself, except of "to reach" and "about".
MORE_IS_BETTER = {">": True, ">=": True, "<": False, "<=": False}

# "About" is met from three percent of the target before it. No rule says how wide 左右 is. Half a
# unit of the last printed digit is too narrow for round numbers (of 260 it would be 0.2 percent)
# and, of a digit like the 7 of 17, close to three percent; so that is what all get.
ABOUT = 0.03


def tolerance(target: float) -> float:
    """Return how far before an "about" target counts as reaching it: three percent of it.

    Parameters
    ----------
    target : float
        In the unit of the indicator.

    Examples
    --------
    >>> round(tolerance(17), 2), round(tolerance(260), 1)
    (0.51, 7.8)
    """
    return ABOUT * abs(target)


def met_from(target: float) -> float:
    """Return the lowest value that meets an "about" target of which more is better.

    Examples
    --------
    >>> round(met_from(17), 2), round(met_from(7.5), 3)
    (16.49, 7.275)
    """
    return target - tolerance(target)


def meets(
    value: float,
    comparator: str,
    target: float,
    *,
    higher_is_better: bool = True,
    about: float | None = None,
) -> bool:
    """Tell whether a value meets a target.

    Parameters
    ----------
    value, target : float
        In the unit of the indicator.
    comparator : {">", ">=", "=", "~", "<", "<="}
        `=` is read as "to reach": at least the target, or at most where less is better. `~`
        ("about") is met from `tolerance` before it.
    higher_is_better : bool
        False for ranks, emissions and other counts where less is more.
    about : float, optional
        Another tolerance for `~`, in the unit of the indicator.

    Raises
    ------
    ValueError
        If the comparator is none of these, or contradicts the direction.

    Examples
    --------
    >>> meets(8536.9, ">", 8000), meets(16.0, "~", 17), meets(16.6, "~", 17)
    (True, False, True)
    >>> meets(23, "<=", 25, higher_is_better=False), meets(9.9, "<", 10, higher_is_better=False)
    (True, True)
    """
    if comparator not in COMPARATORS:
        raise ValueError(f"comparator {comparator!r}: expected one of {', '.join(COMPARATORS)}")
    if MORE_IS_BETTER.get(comparator, higher_is_better) != higher_is_better:
        better = "more" if higher_is_better else "less"
        raise ValueError(f"comparator {comparator!r} contradicts that {better} is better")
    gap = value - target if higher_is_better else target - value
    if comparator in (">", "<"):
        return gap > 0
    slack = (tolerance(target) if about is None else about) if comparator == "~" else 0
    return gap >= -slack


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
