"""What can become of a target: the codes of the results, and the words that pages have for them."""

from __future__ import annotations

from goalcheck.words.dates import date_words

MET, MISSED = "met", "missed"
PROBABLY_MET, PROBABLY_MISSED = "probably_met", "probably_missed"
AT_TARGET_EARLIER, BELOW_TARGET_EARLIER = "at_target_earlier", "below_target_earlier"
NOT_DECIDED = "not_decided"
RESULTS = (
    MET, MISSED, PROBABLY_MET, PROBABLY_MISSED, AT_TARGET_EARLIER, BELOW_TARGET_EARLIER, NOT_DECIDED,
)  # fmt: skip

# In their newest figure these stand at their target, and those do not; of the rest nothing is said.
REACHED = (MET, PROBABLY_MET, AT_TARGET_EARLIER)
NOT_REACHED = (MISSED, PROBABLY_MISSED, BELOW_TARGET_EARLIER)
DECIDED = (*REACHED, *NOT_REACHED)
# Only these rest on a figure of the promised period itself, so only they score a forecast of it.
SCORABLE = (MET, MISSED, PROBABLY_MET, PROBABLY_MISSED)

# The one table of words for pages; a year is added to "earlier" ones where it is known.
WORDS = {
    MET: "met",
    MISSED: "missed",
    PROBABLY_MET: "probably met",
    PROBABLY_MISSED: "probably missed",
    AT_TARGET_EARLIER: "at target",
    BELOW_TARGET_EARLIER: "below target",
    NOT_DECIDED: "not decided",
}
LESS_IS_BETTER = {BELOW_TARGET_EARLIER: "not yet at target"}


def result_words(result: str, period: str = "", *, higher_is_better: bool = True) -> str:
    """Return what a page calls a result.

    Parameters
    ----------
    result : str
        One of `RESULTS`.
    period : str
        Of the figure that decides; "in an earlier year" if it is not given.
    higher_is_better : bool
        A count that is to fall is not “below” its target but “not yet at” it.

    Examples
    --------
    >>> result_words("probably_met"), result_words("at_target_earlier", "2024")
    ('probably met', 'at target in 2024')
    >>> result_words("below_target_earlier", "2023", higher_is_better=False)
    'not yet at target in 2023'
    >>> result_words("below_target_earlier", "2024-06-30")
    'below target on 30 June 2024'
    """
    words = WORDS[result] if higher_is_better else LESS_IS_BETTER.get(result, WORDS[result])
    if result not in (AT_TARGET_EARLIER, BELOW_TARGET_EARLIER):
        return words
    day = len(period) == len("2024-06-30")
    return f"{words} {'on' if day else 'in'} {date_words(period) if period else 'an earlier year'}"
