"""Was the promise kept? A promise without a pass mark, under three readings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from goalcheck.data.histories import editions
from goalcheck.data.package import Package
from goalcheck.data.records import Target
from goalcheck.targets.grades import tally
from goalcheck.targets.results import MET, MISSED, NOT_DECIDED, NOT_REACHED
from goalcheck.targets.scorecard import Scored, scored, table
from goalcheck.words.lists import listed
from goalcheck.words.numbers import ordinal

YES, NO, OPEN = "yes", "no", "cannot be said"
PROBABLY_YES, PROBABLY_NO = "probably yes", "probably not"
# What had been passed before the plan was set tests nothing.
NO_TEST = "no test"

# "Among the world's hubs" is read as one of the first so many places.
FIRST_PLACES = 10

# The columns of an empty table are those of a full one.
HUB_COLUMNS = [
    "indicator", "name", "set_edition", "set_rank", "then_edition", "then_rank", "edition", "rank", "new_method", "source_id",
]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One way to read the promise: by what, and what it answers."""

    by: str
    question: str
    answer: str
    because: str


# --- what is counted ------------------------------------------------------------------------------


def core_plan(book: Package) -> str:
    """Return the plan whose numbers stand for the promise: the source with most core targets.

    Of the sources known on the as-of date, the one that set targets for most core indicators;
    of several the newest.

    Raises
    ------
    LookupError
        If no source had set a core target for the promised year.

    Examples
    --------
    >>> core_plan(book)
    'plan-2021'
    """
    counts: Counter[str] = Counter()
    newest: dict[str, pd.Timestamp] = {}
    for one in book.targets(place=book.place, as_of=book.as_of):
        if one.year == book.target_year and book.indicator(one.indicator).role == "core":
            counts[one.source_id] += 1
            newest[one.source_id] = one.announced
    if not counts:
        raise LookupError(
            f"no source known on {book.as_of:%Y-%m-%d} set {book.place} a core target for "
            f"{book.target_year}"
        )
    return max(counts, key=lambda source: (counts[source], newest[source]))


def plan_day(book: Package) -> pd.Timestamp:
    """Return the day on which the core plan was announced.

    Examples
    --------
    >>> f"{plan_day(book):%Y-%m-%d}"
    '2021-03-31'
    """
    plan = core_plan(book)
    return min(one.announced for one in book.targets(place=book.place) if one.source_id == plan)


def plan_scored(book: Package) -> tuple[Scored, ...]:
    """Return the scored targets of the core plan, also those an earlier plan had announced.

    Examples
    --------
    >>> [one.key for one in plan_scored(book)]
    ['contract_turnover', 'research_share']
    """
    plan = core_plan(book)
    named = {_asked(one) for one in book.targets() if one.source_id == plan}
    return tuple(one for one in scored(book) if _asked(one.target) in named)


def _asked(target: Target) -> tuple[str | float, ...]:
    """Return what is asked for, whoever announced it."""
    asked = (target.indicator, target.place, target.target_period, target.aggregation)
    return (*asked, target.comparator, target.value)


def plan_targets(book: Package) -> pd.DataFrame:
    """Return the rows of the scorecard for the targets of the core plan.

    Examples
    --------
    >>> plan_targets(book).indicator.to_list()
    ['contract_turnover', 'research_share']
    """
    return table(plan_scored(book))


def known_scored(book: Package) -> tuple[Scored, ...]:
    """Return the scored targets that were announced by the as-of date at the promise's place.

    Of several targets for one indicator the newest counts, as in `ledger.goal_verdict`.

    Examples
    --------
    >>> {one.place for one in known_scored(book)}
    {'rivertown'}
    """
    known = [one for one in scored(book) if one.place == book.place and one.announced <= book.as_of]
    newest = {one.key: one for one in known}
    return tuple(one for one in known if newest[one.key] is one)


def known_targets(book: Package) -> pd.DataFrame:
    """Return the rows of the scorecard for `known_scored`.

    Examples
    --------
    >>> known_targets(book).place.unique().tolist()
    ['rivertown']
    """
    return table(known_scored(book))


def hub_places(book: Package) -> pd.DataFrame:
    """Return the place in every core ranking: when the plan was set, on the as-of date, and newest.

    Returns
    -------
    DataFrame
        Columns `indicator, name, set_edition, set_rank` (known when the core plan was announced; NaN
        if none was), `then_edition, then_rank, edition, rank, new_method` (the last two editions
        stand on different bases) and `source_id`. Editions after the promised year do
        not count.

    Examples
    --------
    >>> hub_places(book).empty  # the small package has no core ranking
    True
    """
    indicators = book.indicators
    chosen = indicators[(indicators.role == "core") & (indicators.kind == "rank")]
    rows = []
    day = plan_day(book) if len(chosen) else None
    for name in chosen.index:
        found, then, start = (
            rows[rows.index <= book.target_year]
            for rows in (
                editions(book, name),
                editions(book, name, as_of=book.as_of),
                editions(book, name, as_of=day),
            )
        )
        if found.empty or then.empty:
            continue
        old, new = then.iloc[-1], found.iloc[-1]
        rows.append(
            {
                "indicator": name,
                "name": chosen["name"][name],
                "set_edition": float(start.index[-1]) if len(start) else math.nan,
                "set_rank": float(start.value.iloc[-1]) if len(start) else math.nan,
                "then_edition": int(then.index[-1]),
                "then_rank": old.value,
                "edition": int(found.index[-1]),
                "rank": new.value,
                "new_method": old.basis != new.basis,
                "source_id": new.source_id,
            }
        )
    return pd.DataFrame(rows, columns=HUB_COLUMNS)


def statements(book: Package, source_ids: Sequence[str]) -> pd.DataFrame:
    """Return what official statements say in numbers: of the plan’s indicators, and of rankings.

    Parameters
    ----------
    book : Package
    source_ids : sequence of str

    Returns
    -------
    DataFrame
        Indexed by source id, oldest first; columns `published, title, publisher, targets` and
        `ranks` (lists of indicators that the data carry from it for the promise's place).

    Raises
    ------
    UnknownKey
        If the package has no such source.
    """
    for source in source_ids:
        book.source(source)  # which names a source that is none
    rows = book.printed_in(source_ids)
    rows = rows[rows.place == book.place]
    named = {one.key for one in plan_scored(book)}
    kinds = rows.indicator.map(book.indicators.kind)
    table = book.rows("sources", source_ids)[["published", "publisher", "title_en"]]
    table = table.rename(columns={"title_en": "title"})
    for column, wanted in (("targets", rows.indicator.isin(named)), ("ranks", kinds == "rank")):
        found = rows[wanted].groupby("source_id").indicator.agg(lambda names: sorted(set(names)))
        table[column] = [found.get(source, []) for source in table.index]
    return table.sort_values("published")


# --- readings -------------------------------------------------------------------------------------


def every_target(results: Iterable[str]) -> str:
    """Answer "was every target reached?".

    What rests on a phrase or on an earlier year only is "probably" so.

    Examples
    --------
    >>> every_target(["met", "missed"]), every_target(["met", "probably_missed"])
    ('no', 'probably not')
    >>> every_target(["met", "at_target_earlier"]), every_target(["met", "not_decided"])
    ('probably yes', 'cannot be said')
    """
    results = list(results)
    if MISSED in results:
        return NO
    if set(results) & set(NOT_REACHED):
        return PROBABLY_NO
    if not results or NOT_DECIDED in results:
        return OPEN
    return YES if set(results) == {MET} else PROBABLY_YES


def most_targets(results: Iterable[str]) -> str:
    """Answer "were more than half of the targets reached?", whatever the open ones may bring.

    Examples
    --------
    >>> most_targets(["met", "met", "missed"]), most_targets(["not_decided"])
    ('yes', 'cannot be said')
    >>> most_targets(["met", "probably_met", "missed"])
    'probably yes'
    """
    results = list(results)
    counts = tally(results)
    half = len(results) / 2
    if results.count(MET) > half:
        return YES
    if counts["reached"] > half:
        return PROBABLY_YES
    if not results or counts["missed"] < half:
        return OPEN
    return NO if results.count(MISSED) >= half else PROBABLY_NO


def among_hubs(
    ranks: pd.Series, first: int = FIRST_PLACES, *, before: pd.Series | None = None
) -> str:
    """Answer "is it among the first places of every ranking?".

    Parameters
    ----------
    ranks : Series
    first : int
    before : Series, optional
        The places known when the plan was set. If they passed as well, the test cannot fail and
        answers nothing.

    Examples
    --------
    >>> among_hubs(pd.Series([1, 5])), among_hubs(pd.Series([1, 5]), first=3)
    ('yes', 'no')
    >>> among_hubs(pd.Series([1, 5]), before=pd.Series([2, 4]))
    'no test'
    """
    if ranks.empty:
        return OPEN
    if not (ranks <= first).all():
        return NO
    passed = before is not None and bool((before <= first).all())
    return NO_TEST if passed else YES


def readings(book: Package) -> list[Reading]:
    """Return the three readings of the promise with their answers.

    Examples
    --------
    >>> [reading.by for reading in readings(book)]
    ... # doctest: +ELLIPSIS
    ['every number of the plan must be reached', 'most numbers of the plan are enough', 'a top-10 place ...']
    """
    results, hubs = [one.result for one in plan_scored(book)], hub_places(book)
    ranks = hubs["rank"]
    names = hubs["name"].str.replace(r",? rank$", "", regex=True)
    places = [
        f"{ordinal(rank)} ({name}, {_before(start)})"
        for rank, name, start in zip(ranks, names, hubs.set_rank, strict=True)
    ]
    return [
        Reading(
            "every number of the plan must be reached",
            "Was every number of the plan reached?",
            every_target(results),
            counts_words(results),
        ),
        Reading(
            "most numbers of the plan are enough",
            "Were more than half of them reached?",
            most_targets(results),
            counts_words(results),
        ),
        Reading(
            f"a top-{FIRST_PLACES} place in the world rankings of innovation hubs is enough",
            f"Is the city among the first {FIRST_PLACES} in each of the {len(ranks)} world rankings of "
            "science or innovation?",
            among_hubs(ranks, before=hubs.set_rank),
            _hubs_words(places, among_hubs(ranks, before=hubs.set_rank)),
        ),
    ]


def _before(rank: float) -> str:
    return (
        "not known before the plan"
        if math.isnan(rank)
        else f"{ordinal(rank)} when the plan was set"
    )


def _hubs_words(places: Sequence[str], answer: str) -> str:
    if not places:
        return "newest places: none"
    told = f"newest places: {listed(places)}"
    return (
        f"passed before the plan was set, so it tests nothing; {told}"
        if answer == NO_TEST
        else told
    )


def counts_words(results: Iterable[str]) -> str:
    """Write the counts of results in words.

    "At target" and "not" are what the newest figures say, of an earlier year or by a phrase too.

    Examples
    --------
    >>> counts_words(["met", "missed", "not_decided", "not_decided"])
    '1 of 4 at target, 1 not, 2 not decided'
    """
    counts = tally(results)
    parts = [f"{counts['reached']} of {counts['all']} at target"]
    parts += [f"{counts['missed']} not"] if counts["missed"] else []
    parts += [f"{counts['not decided']} not decided"] if counts["not decided"] else []
    return ", ".join(parts)
