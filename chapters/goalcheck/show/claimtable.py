"""The ledger as one table: each claim with its finding, the rules, the evidence and the sources."""

from __future__ import annotations

from html import escape

from goalcheck.claims.checks import Check, all_checks
from goalcheck.claims.ledger import FINDINGS, Judged, judged
from goalcheck.data.package import Package
from goalcheck.show import listing
from goalcheck.show.listing import Cell, Column, Row
from goalcheck.show.page import finding_badge
from goalcheck.words.lists import percents

COLUMNS = (
    Column("Claim", style="middle"),
    Column("Goal", filters=True, style="narrow"),
    Column("Finding", filters=True, style="narrow"),
    Column("Evidence", sorts=False, style="wide"),
)


def claims_table(book: Package, *, name: str) -> None:
    """Display all claims; each row has the id of its claim as anchor."""
    rows = [_row(book, one) for one in judged(book)]
    caption = f"All {len(rows)} claims of the article, in its order"
    listing.show(rows, COLUMNS, caption=caption, name=name, noun="claims")


def goal_link(book: Package, goal: str, chapter: str) -> str:
    """Return the title of a goal, linked to its chapter; another chapter is named below it.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> goal_link(package.load(), "openness", "openness")
    '<a href="openness.html">International cooperation and openness</a>'
    """
    title = book.goals.title[goal]
    if chapter in (goal, "goal"):
        return listing.link(f"{chapter}.html", title)
    name = chapter.replace("_", " ")
    return escape(title) + listing.small(f"in {listing.link(f'{chapter}.html', name)}")


def _row(book: Package, one: Judged) -> Row:
    claim, finding = one.claim, one.finding.key
    checks = all_checks(book, claim.key)
    badge = finding_badge(finding)
    rules = dict.fromkeys(check.rule for check in checks if check.finding == finding)
    cells = (
        Cell(
            f"{listing.link(f'#{claim.key}', claim.key)} {escape(percents(claim.claim))}"
            + listing.small(escape(claim.kind)),
            key=claim.key,
        ),
        Cell(
            goal_link(book, claim.goal, claim.chapter),
            word=book.goals.title[claim.goal],
            key=f"{book.goals.chapter_order[claim.goal]:03.0f}",
        ),
        Cell(
            f'<span class="badge badge-{badge.kind}">{badge.text}</span>'
            + listing.small(f"rule: {'; '.join(map(escape, rules))}"),
            word=badge.text,
            key=f"{list(FINDINGS).index(finding)}",
        ),
        Cell(f"<ul>{''.join(_evidence(book, check, finding) for check in checks)}</ul>"),
    )
    return Row(claim.key, cells)


def _evidence(book: Package, check: Check, finding: str) -> str:
    """Write one check: what it says, its own finding if another stands first, its sources."""
    label = FINDINGS.get(check.finding, "explains")
    label = "" if check.finding == finding else f"<em>{label.capitalize()}:</em> "
    named = "; ".join(listing.citation(book, source) for source in check.source_ids)
    cited = f" <cite>{named}</cite>" if named else ""
    return f"<li>{label}{escape(percents(check.sentence))}{cited}</li>"
