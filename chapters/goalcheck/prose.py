"""Words for the page: numbers in sentences, tables a screen reader can follow, source lines."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from IPython.display import display

from goalcheck.claims import FINDINGS, GROUPS, goal_verdict, group_of, ledger
from goalcheck.markup import literal
from goalcheck.outlook import Outlook, outlooks
from goalcheck.tables import Package

MONTHS = (
    "January February March April May June July August September October November December"
).split()

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()

COMPARATOR_WORDS = {">": "more than", ">=": "at least", "=": "", "~": "about"}

# The methods of `projection.METHODS`: a name for labels and tables, and what each does.
METHOD_NAMES = {
    "naive": "no change",
    "drift": "mean change",
    "cagr": "mean growth",
    "ols": "straight line",
    "ols_log": "line of logs",
    "theta": "Theta",
    "damped": "fading trend",
    "combination": "mean of three",
}
METHOD_WORDS = {
    "naive": "no change",
    "drift": "the last value plus the mean yearly change",
    "cagr": "the last value, growing at the mean yearly rate of the last years",
    "ols": "a straight line through the points",
    "ols_log": "a straight line through the logarithms",
    "theta": "a smoothed level plus half the slope of the straight line (the Theta method)",
    "damped": "a trend that fades",
    "combination": "the mean of Theta, fading trend and mean change",
}

NUMBER, DATE = ' class="number"', ' class="date"'

# A month or a day as the data write it; pages print it in words.
DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")

# The groups of findings, as they are counted in a sentence.
GROUP_WORDS = {
    "confirmed": "confirmed",
    "confirmed in part": "confirmed in part",
    "goal told as fact": "telling a goal as a fact",
    "evidence against": "with evidence against",
    "could not be checked": "not checkable or without evidence",
}

# One prefix is all that `{glue:text}` of MyST-NB needs; importing its own `glue` costs seconds.
GLUE_PREFIX = "application/papermill.record/"


@dataclass(frozen=True)
class Link:
    """A table cell that leads somewhere; a note stands below in small letters."""

    text: str
    url: str
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Badge:
    """A table cell with a finding or a result: words, and a colour that only repeats them."""

    text: str
    kind: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Chinese:
    """A table cell in Chinese, so marked that a screen reader pronounces it."""

    text: str

    def __str__(self) -> str:
        return self.text


# --- numbers and dates ----------------------------------------------------------------------------


def number(value: float, digits: int = 0) -> str:
    """Write a number with thousands separators and a real minus sign.

    Raises
    ------
    ValueError
        If the value is not finite: a gap must be said in words.

    Examples
    --------
    >>> number(106552), number(-1.25, 1)
    ('106,552', '−1.2')
    """
    if not abs(value) < float("inf"):
        raise ValueError(f"cannot print {value} as a number; say in words what is missing")
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def trimmed(text: str) -> str:
    """Drop zeros that end a decimal fraction.

    Examples
    --------
    >>> trimmed("2.50"), trimmed("300")
    ('2.5', '300')
    """
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float, digits: int = 1) -> str:
    """Write a percentage.

    Examples
    --------
    >>> percent(13.5), percent(62, 0)
    ('13.5%', '62%')
    """
    return f"{number(value, digits)}%"


def signed(value: float, digits: int = 1) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(12.1), signed(-3), signed(0)
    ('+12.1', '−3.0', '0.0')
    """
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def yuan(hundred_million: float, digits: int = 1) -> str:
    """Write an amount given in 100 million yuan (亿元) in billion yuan, or trillion if so large.

    Examples
    --------
    >>> yuan(8536.9), yuan(14900, 2)
    ('853.7 billion yuan', '1.49 trillion yuan')
    """
    if abs(hundred_million) >= 10_000:
        return f"{number(hundred_million / 10_000, digits)} trillion yuan"
    return f"{number(hundred_million / 10, digits)} billion yuan"


def times(factor: float, digits: int = 1) -> str:
    """Write how many times as much.

    Examples
    --------
    >>> times(2.96)
    '3.0 times'
    """
    return f"{number(factor, digits)} times"


def probability(share: float) -> str:
    """Write a probability as a rounded percentage: two digits would be false precision.

    Examples
    --------
    >>> probability(0.813), probability(0.975)
    ('about 81%', 'at least 97%')
    """
    if share >= 0.97:
        return "at least 97%"
    if share <= 0.03:
        return "at most 3%"
    return f"about {percent(100 * share, 0)}"


def scaled(projection: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Multiply the numbers of a projection, to print it in another unit.

    Parameters
    ----------
    projection : DataFrame
        As `projection.project` returns it.
    factor : float
        0.1 turns 100 million yuan into billion yuan.

    Examples
    --------
    >>> scaled(pd.DataFrame({"year": [2025], "centre": [20.0], "method": ["drift"]}), 0.1).centre[0]
    np.float64(2.0)
    """
    numbers = projection.select_dtypes("float").columns
    return projection.assign(**{name: projection[name] * factor for name in numbers})


def ordinal(place: float) -> str:
    """Write a place in a ranking.

    Examples
    --------
    >>> ordinal(3), ordinal(14), ordinal(22)
    ('third', '14th', '22nd')
    """
    number = round(place)
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def date_words(date: str | pd.Timestamp) -> str:
    """Write a date, or a part of one, in words.

    Examples
    --------
    >>> date_words("2024-08-14"), date_words("2024-08"), date_words("2024"), date_words("")
    ('14 August 2024', 'August 2024', '2024', 'date not known')
    """
    text = f"{date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else date
    year, *rest = text.split("-")
    words = [MONTHS[int(rest[0]) - 1]] if rest else []
    words = [str(int(rest[1])), *words] if len(rest) > 1 else words
    return " ".join([*words, year]) or "date not known"


def years_words(period: str) -> str:
    """Write a span of years with a dash, a month or a day in words; others stay as they are.

    Examples
    --------
    >>> years_words("2021-2025"), years_words("2023"), years_words("2024-07")
    ('2021–2025', '2023', 'July 2024')
    """
    if not period or DAY.fullmatch(period):
        return date_words(period)
    return period.replace("-", "–") if len(period) == len("2021-2025") else period


def percents(text: str) -> str:
    """Write the percentages of a sentence of the data as those of the pages.

    Examples
    --------
    >>> percents("grew 7.4 percent, in percent of GDP")
    'grew 7.4%, in percent of GDP'
    """
    return re.sub(r"(?<=\d) percent\b", "%", text)


def wrapped(text: str, width: int) -> str:
    """Break a label of a figure into as few lines as fit the width, each about as long.

    Examples
    --------
    >>> wrapped("Revenue of next-generation IT", 27)
    'Revenue of next-\\ngeneration IT'
    """
    fewest = len(textwrap.wrap(text, width))
    narrow = next(w for w in range(1, width + 1) if len(textwrap.wrap(text, w)) <= fewest)
    return textwrap.fill(text, narrow)


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listed(["patents"]), listed(["papers", "patents", "contracts"])
    ('patents', 'papers, patents and contracts')
    """
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


# --- into the page --------------------------------------------------------------------------------


def glue(**words: str) -> None:
    """Keep words computed here for `{glue:text}` in the prose of the same page.

    Raises
    ------
    TypeError
        If a value is not text: format it first, so that what is printed is what was checked.

    Examples
    --------
    >>> glue(turnover=8536.9)
    Traceback (most recent call last):
    TypeError: turnover is 8536.9; format it as text first
    """
    for name, text in words.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is {text!r}; format it as text first")
    for name, text in words.items():
        display(
            {f"{GLUE_PREFIX}text/plain": repr(text)},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}},
        )


def table(frame: pd.DataFrame, *, caption: str, name: str) -> None:
    """Display a table: caption, header cells with scope, escaped cells, numbers to the right.

    Parameters
    ----------
    frame : DataFrame
        Cells are text (see `number` and its like), `Link`, `Badge` or `Chinese`; the first column heads
        its row, the index is not shown.
    caption : str
        Says what the table shows.
    name : str
        Anchor of the table in the page.

    Raises
    ------
    TypeError
        If a cell is a bare number or missing.
    """
    for column in frame:
        for cell in frame[column]:
            if not isinstance(cell, (str, Link, Badge, Chinese)):
                raise TypeError(f"table {name}, column {column!r}: {cell!r} is not text")
    display(
        {"text/html": table_html(frame, caption=caption, name=name), "text/plain": caption},
        raw=True,
    )


def table_html(frame: pd.DataFrame, *, caption: str, name: str) -> str:
    """Return the HTML of `table`.

    Examples
    --------
    >>> print(table_html(pd.DataFrame({"Year": ["2023"], "Count": ["1,065"]}),
    ...                  caption="Contracts", name="tab-c"))
    <div class="book-table" role="region" tabindex="0" aria-label="Contracts">
    <table id="tab-c">
    <caption>Contracts</caption>
    <thead><tr><th scope="col" class="date">Year</th><th scope="col" class="number">Count</th></tr></thead>
    <tbody>
    <tr><th scope="row" class="date">2023</th><td class="number">1,065</td></tr>
    </tbody>
    </table>
    </div>
    """
    kinds = [_kind(frame[column]) for column in frame]
    kinds[0] = "" if kinds[0] == NUMBER else kinds[0]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(column))}</th>'
        for column, kind in zip(frame, kinds, strict=True)
    )
    body = "\n".join(_row(cells, kinds) for cells in frame.itertuples(index=False, name=None))
    return (
        f'<div class="book-table" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f'<table id="{escape(name)}">\n<caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _row(cells: Sequence, kinds: Sequence[str]) -> str:
    first, *rest = [_cell(cell) for cell in cells]
    tail = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], rest, strict=True))
    return f'<tr><th scope="row"{kinds[0]}>{first}</th>{tail}</tr>'


def _cell(cell: object) -> str:
    text = escape(str(cell))
    if isinstance(cell, Link):
        linked = f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text
        return f'{linked}<span class="note">{escape(cell.note)}</span>' if cell.note else linked
    if isinstance(cell, Badge):
        return f'<span class="badge badge-{escape(cell.kind)}">{text}</span>'
    if isinstance(cell, Chinese):
        return f'<span lang="zh">{text}</span>'
    return date_words(text) if DAY.fullmatch(text) else text


def _kind(cells: pd.Series) -> str:
    """Return the class of a column of numbers (with units or signs) or of dates, dashes allowed."""
    words = cells.map(str)
    if not words.str.contains(r"\d").any():
        return ""
    if words.str.fullmatch(r"\d{4}(-\d\d){0,2}|not known").all():
        return DATE
    pattern = r"(about |more than )?[−+<>≥~]?\s?[\d,.]+[%×]?( times)?|–|"
    return NUMBER if words.str.fullmatch(pattern).all() else ""


# --- sources --------------------------------------------------------------------------------------


def source_line(book: Package, source_ids: Iterable[str]) -> str:
    """Name the publishers behind a figure, the most frequent first, with a link to the whole list.

    The page must show it: `sources_table` with the name `tab-sources`.

    Parameters
    ----------
    book : Package
    source_ids : iterable of str

    Raises
    ------
    KeyError
        If the package has no such source.

    Examples
    --------
    >>> from goalcheck import tables
    >>> book = tables.load()
    >>> source_line(book, [book.article])
    'Source: Guangming Online, 2024 (<a href="#tab-sources">all sources of this page</a>).'
    """
    rows = book.sources.loc[sorted(set(source_ids))]
    rows = rows.assign(publisher=rows.publisher.str.replace(r" \(.*\)$", "", regex=True))
    counts = rows.publisher.value_counts()
    named = [_publisher(rows[rows.publisher == publisher]) for publisher in counts.index[:3]]
    more = len(counts) - len(named)
    if more:
        named.append(f"{more} more")
    listing = '<a href="#tab-sources">all sources of this page</a>'
    return f"Source{'s' if len(rows) > 1 else ''}: {'; '.join(named)} ({listing})."


def _publisher(rows: pd.DataFrame) -> str:
    years = sorted({published[:4] for published in rows.published if published})
    span = "–".join(sorted({years[0], years[-1]})) if years else "date not known"
    return f"{literal(rows.publisher.iloc[0])}, {span}"


def sources_table(book: Package, source_ids: Iterable[str], *, name: str) -> None:
    """Display the sources of a chapter, newest first, with a link where there is a safe one.

    Parameters as in `source_line`; `name` is the anchor of the table.
    """
    rows = book.sources.loc[sorted(set(source_ids))].sort_values(
        ["published", "publisher", "title"], ascending=[False, True, True]
    )
    cells = {
        "Published": rows.published.map(lambda date: date or "not known"),
        "Title and publisher": [
            Link(row.title_en or row.title, row.url, row.publisher) for row in rows.itertuples()
        ],
    }
    table(pd.DataFrame(cells), caption=f"The {len(rows)} sources of this page", name=name)


# --- claims and verdicts --------------------------------------------------------------------------


def claims_box(book: Package, chapter: str) -> None:
    """Display the claims that a chapter treats, each linked to the ledger, with its finding.

    Raises
    ------
    UnknownKey
        If no claim names the chapter.
    """
    rows = ledger(book)
    book.require(chapter, set(rows.chapter), "chapter in claims.csv")
    rows = rows[rows.chapter == chapter]
    cells = {
        "Claim": [Link(claim, f"claims.html#{claim}") for claim in rows.index],
        "The article says": rows.claim.map(percents).to_list(),
        "Finding": [finding_badge(finding) for finding in rows.finding],
    }
    caption = f"The {len(rows)} claims of this chapter"
    table(pd.DataFrame(cells), caption=caption, name="tab-claims")


def outcome_table(book: Package, outlooks: Iterable[Outlook], *, name: str) -> None:
    """Display targets with what was known, what was to be expected and what came.

    Parameters
    ----------
    book : Package
    outlooks : iterable of Outlook
    name : str
        Anchor of the table.
    """
    rows = pd.DataFrame([outcome_row(book, one) for one in outlooks])
    caption = "Targets: known on the article's date, projected, and published since"
    turned = rows.set_index("Indicator").T.rename_axis("").reset_index()
    table(turned, caption=caption, name=name)


def outcome_row(book: Package, one: Outlook) -> dict:
    """Return one row of `outcome_table` as text cells."""
    grade = one.grade
    bound = COMPARATOR_WORDS[grade.comparator]
    known = f"{amount(grade.known_value, grade.unit)} ({years_words(grade.known_period)})"
    return {
        "Indicator": grade["name"],
        f"Target for {book.target_year}": f"{bound} {amount(grade.value, grade.unit)}".strip(),
        "Known on the article's date": "–" if math.isnan(grade.known_value) else known,
        "Projected (80% interval)": _projected_words(one),
        "Chance of meeting the target": "–"
        if math.isnan(one.probability)
        else probability(one.probability),
        "Published since": _published_words(book, grade),
        "Result": result_badge(grade.result),
    }


def _projected_words(one: Outlook) -> str:
    if one.projection is None:
        return "too short to project"
    last = one.projection.iloc[-1]
    centre, low, high = (
        amount(value, one.grade.unit) for value in (last.centre, last.lower_80, last.upper_80)
    )
    return f"{centre} ({low} to {high})"


def _published_words(book: Package, grade: pd.Series) -> str:
    if grade.evidence == "none":
        return "nothing found"
    rows = book.vintages(grade.indicator, grade.place)
    rows = rows[(rows.period == grade.outcome_period) & (rows.source_id == grade.outcome_source)]
    quality = rows.quality.iloc[-1] if len(rows) else "reported"
    words = {"at_least": "more than ", "approximate": "about "}.get(quality, "")
    value = amount(grade.outcome_value, grade.unit)
    return f"{words}{value} ({years_words(grade.outcome_period)})"


def targets_table(book: Package, goal: str, *, name: str) -> None:
    """Display every official target of a goal that was known on the article's date, with its result.

    Parameters
    ----------
    book : Package
    goal : str
        Key of the goal.
    name : str
        Anchor of the table.

    Raises
    ------
    UnknownKey
        If the package has no such goal.
    """
    book.require(goal, book.goals.index, "goal")
    known = [one for key, one in outlooks(book).items() if book.indicators.goal[key] == goal]
    caption = (
        f"The {len(known)} official targets for {book.target_year} known on the article's date"
    )
    table(pd.DataFrame([target_row(book, one) for one in known]), caption=caption, name=name)


def target_row(book: Package, one: Outlook) -> dict:
    """Return one row of `targets_table` as text cells.

    Examples
    --------
    >>> from goalcheck import tables
    >>> book = tables.load()
    >>> target_row(book, outlooks(book)["trillion_yuan_industry_clusters"])["Published"]
    '3 (2025)'
    """
    grade = one.grade
    bound = COMPARATOR_WORDS[grade.comparator]
    return {
        f"Target for {book.target_year}": f"{grade['name']}: "
        f"{bound} {amount(grade.value, grade.unit)}".replace("  ", " "),
        "Set in": str(grade.announced.year),
        "Published": _published_words(book, grade),
        "Result": result_badge(grade.result),
    }


def amount(value: float, unit: str) -> str:
    """Write a value with its unit where the unit is short, with the decimals its size deserves.

    Examples
    --------
    >>> amount(25000, "100 million CNY"), amount(6.83, "percent of GDP"), amount(3, "count")
    ('2.5 trillion yuan', '6.83%', '3')
    """
    if unit == "100 million CNY":
        size, unit_words = yuan(value, 2 if abs(value) >= 10_000 else 1).split(" ", 1)
        return f"{trimmed(size)} {unit_words}"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return trimmed(number(value, digits)) + ("%" if unit.startswith("percent") else "")


def plain(value: float) -> str:
    """Write a value with the decimals its size deserves.

    Examples
    --------
    >>> plain(8536.94), plain(16.55), plain(3.0), plain(0.8)
    ('8,537', '16.6', '3', '0.8')
    """
    return number(value, 0 if abs(value) >= 100 or value == round(value) else 1)


def dated(value: float, period: str) -> str:
    """Write a value with its period, or a dash where there is none.

    Examples
    --------
    >>> dated(8536.9, "2023"), dated(float("nan"), "")
    ('8,537 (2023)', '–')
    """
    return "–" if math.isnan(value) else f"{plain(value)} ({years_words(period)})"


def finding_badge(finding: str) -> Badge:
    """Return the badge of a finding of the ledger.

    Examples
    --------
    >>> finding_badge("stale")
    Badge(text='out of date', kind='stale')
    """
    return Badge(FINDINGS[finding], finding.replace("_", "-"))


def result_badge(result: str) -> Badge:
    """Return the badge of a target's result.

    Examples
    --------
    >>> result_badge("passed early")
    Badge(text='passed early', kind='passed-early')
    """
    return Badge(result, result.replace(" ", "-"))


def chapter_words(book: Package, chapter: str) -> str:
    """Write what became of the claims of one chapter, for chapters without a goal of their own.

    Examples
    --------
    >>> from goalcheck import tables
    >>> print(chapter_words(tables.load(), "world_hubs"))  # doctest: +NORMALIZE_WHITESPACE
    Claims of this chapter (10): 7 confirmed, 2 with evidence against and 1 not checkable or without
    evidence.
    """
    rows = ledger(book)
    book.require(chapter, set(rows.chapter), "chapter in claims.csv")
    findings = rows.finding[rows.chapter == chapter]
    return f"Claims of this chapter ({len(findings)}): {_counted(findings)}."


def _counted(findings: pd.Series) -> str:
    counts = findings.map(group_of).value_counts()
    return listed(f"{counts[name]} {GROUP_WORDS[name]}" for name in GROUPS if name in counts)


def verdict_words(book: Package, goal: str) -> str:
    """Write what became of a goal as two sentences, by the rule of `claims.goal_verdict`.

    Examples
    --------
    >>> from goalcheck import tables
    >>> print(verdict_words(tables.load(), "original_achievements"))
    ... # doctest: +NORMALIZE_WHITESPACE
    Official targets for 2025: 1 reached. Claims of the article (13): 11 confirmed and 2 with
    evidence against.
    >>> print(verdict_words(tables.load(), "high_tech_industry"))  # doctest: +ELLIPSIS
    Official targets... 2 confirmed, 2 confirmed in part, 4 telling a goal as a fact and ...
    """
    verdict = goal_verdict(book, goal)
    counts = {
        "reached": verdict.reached,
        "missed": verdict.missed,
        "not decided by anything published": verdict.not_known,
    }
    parts = [f"{count} {word}" for word, count in counts.items() if count]
    targets = listed(parts) if parts else "none"
    findings = verdict.claims.finding
    return (
        f"Official targets for {book.target_year}: {targets}. Claims of the article "
        f"({len(findings)}): {_counted(findings)}."
    )
