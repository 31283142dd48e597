"""Was the promise kept? A promise without a pass mark, under three readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from goalcheck.data.histories import editions
from goalcheck.data.package import Package
from goalcheck.data.records import Target
from goalcheck.targets.grades import tally
from goalcheck.targets.scorecard import Scored, scored, table
from goalcheck.words.lists import listed
from goalcheck.words.numbers import ordinal

YES, NO, OPEN = "yes", "no", "cannot be said"

# "Among the world's hubs" is read as one of the first so many places.
FIRST_PLACES = 10

# The columns of an empty table are those of a full one.
HUB_COLUMNS = [
    "indicator", "name", "then_edition", "then_rank", "edition", "rank", "new_method", "source_id",
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
    """Return the place in every core ranking: known on the as-of date, and newest for the year.

    Returns
    -------
    DataFrame
        Columns `indicator, name, then_edition, then_rank, edition, rank, new_method` (the two
        editions stand on different bases) and `source_id`. Editions after the promised year do
        not count.

    Examples
    --------
    >>> hub_places(book).empty  # the small package has no core ranking
    True
    """
    indicators = book.indicators
    chosen = indicators[(indicators.role == "core") & (indicators.kind == "rank")]
    rows = []
    for name in chosen.index:
        found, then = (
            rows[rows.index <= book.target_year]
            for rows in (editions(book, name), editions(book, name, as_of=book.as_of))
        )
        if found.empty or then.empty:
            continue
        old, new = then.iloc[-1], found.iloc[-1]
        rows.append(
            {
                "indicator": name,
                "name": chosen["name"][name],
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

    Examples
    --------
    >>> every_target(["met", "missed"]), every_target(["met", "not known"])
    ('no', 'cannot be said')
    """
    counts = tally(results)
    if counts["missed"]:
        return NO
    return YES if counts["all"] and not counts["not known"] else OPEN


def most_targets(results: Iterable[str]) -> str:
    """Answer "were more than half of the targets reached?", whatever the open ones may bring.

    Examples
    --------
    >>> most_targets(["met", "met", "missed"]), most_targets(["not known"])
    ('yes', 'cannot be said')
    """
    counts = tally(results)
    if 2 * counts["reached"] > counts["all"]:
        return YES
    return NO if 2 * (counts["reached"] + counts["not known"]) <= counts["all"] > 0 else OPEN


def among_hubs(ranks: pd.Series, first: int = FIRST_PLACES) -> str:
    """Answer "is it among the first places of every ranking?".

    Examples
    --------
    >>> among_hubs(pd.Series([1, 5])), among_hubs(pd.Series([1, 5]), first=3)
    ('yes', 'no')
    """
    if ranks.empty:
        return OPEN
    return YES if (ranks <= first).all() else NO


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
    places = [f"{ordinal(rank)} ({name})" for rank, name in zip(ranks, names, strict=True)]
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
            among_hubs(ranks),
            f"newest places: {listed(places) if places else 'none'}",
        ),
    ]


def counts_words(results: Iterable[str]) -> str:
    """Write the counts of results in words.

    Examples
    --------
    >>> counts_words(["met", "missed", "not known", "not known"])
    '1 of 4 reached, 1 missed, 2 without a figure'
    """
    counts = tally(results)
    parts = [f"{counts['reached']} of {counts['all']} reached"]
    parts += [f"{counts['missed']} missed"] if counts["missed"] else []
    parts += [f"{counts['not known']} without a figure"] if counts["not known"] else []
    return ", ".join(parts)
