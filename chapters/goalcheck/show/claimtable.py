"""The ledger as one table: each claim with its finding, the rules, the evidence and the sources."""

from __future__ import annotations

from goalcheck.claims.checks import Check, all_checks
from goalcheck.claims.ledger import FINDINGS, Judged, judged
from goalcheck.data.package import Package
from goalcheck.show.goal_tables import finding_badge
from goalcheck.show.html import Cell, Column, Row, long_table
from goalcheck.show.markup import Bullets, Evidence, Line, Link, Part, Small, citation
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
    long_table(rows, COLUMNS, caption=caption, name=name, noun="claims")


def goal_link(book: Package, goal: str, chapter: str) -> Part:
    """Return the title of a goal, linked to its chapter; another chapter is named below it.

    Examples
    --------
    >>> goal_link(book, "contracts", "contracts")
    Link(text='Contracts', url='contracts.html', note='')
    >>> print(goal_link(book, "contracts", "world_hubs").__html__())
    Contracts<small>in <a href="world_hubs.html">world hubs</a></small>
    """
    title = book.goals.title[goal]
    if chapter in (goal, "goal"):
        return Link(title, f"{chapter}.html")
    name = chapter.replace("_", " ")
    return Line([title, Small(Line(["in ", Link(name, f"{chapter}.html")]))])


def _row(book: Package, one: Judged) -> Row:
    claim, finding = one.claim, one.finding.key
    checks = all_checks(book, claim.key)
    badge = finding_badge(finding)
    rules = dict.fromkeys(check.rule for check in checks if check.finding == finding)
    said: list[str | Part] = [Link(claim.key, f"#{claim.key}"), f" {percents(claim.claim)}"]
    found = [badge, Small(f"rule: {'; '.join(rules)}")]
    cells = (
        Cell(Line([*said, Small(claim.kind)]), key=claim.key),
        Cell(
            goal_link(book, claim.goal, claim.chapter),
            word=book.goals.title[claim.goal],
            key=f"{book.goals.chapter_order[claim.goal]:03.0f}",
        ),
        Cell(Line(found), word=badge.text, key=f"{list(FINDINGS).index(finding)}"),
        Cell(Bullets([_evidence(book, check, finding) for check in checks])),
    )
    return Row(claim.key, cells)


def _evidence(book: Package, check: Check, finding: str) -> Evidence:
    """Write one check: what it says, its own finding if another stands first, its sources."""
    label = FINDINGS.get(check.finding, "explains")
    return Evidence(
        "" if check.finding == finding else label.capitalize(),
        percents(check.sentence),
        Line([citation(book, source) for source in check.source_ids], between="; "),
    )
