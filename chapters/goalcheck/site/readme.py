"""Put what the book found into README.md (`goalcheck readme`).

The sentences and the picture come from the same functions as the title page, so the front door of
the repository cannot tell another story than the site.
"""

from __future__ import annotations

import re
from pathlib import Path

from goalcheck.claims.ledger import GROUPS, finding_counts, group_of
from goalcheck.data import package
from goalcheck.data.package import Package
from goalcheck.show.cells import named
from goalcheck.show.figures import base, targets
from goalcheck.show.verdict import (
    UNSAID,
    answer_sentence,
    bears_sentence,
    evidence_sentence,
    start_sentence,
)
from goalcheck.site.notebooks import ROOT
from goalcheck.targets.pass_marks import plan_scored, plan_targets, readings
from goalcheck.words.lists import wrapped

OPENING, CLOSING = "<!-- results: made by `make readme` -->", "<!-- /results -->"
LABEL_WIDTH = 30  # characters a line
PICTURE = Path("chapters/_static/verdict.svg")


def results(book: Package) -> str:
    """Return what the book found, in four lines of Markdown.

    Examples
    --------
    >>> print(results(package.load()).splitlines()[0])  # doctest: +ELLIPSIS
    - **Did it “basically form”?** ...
    """
    plan = plan_targets(book)
    counts = finding_counts(book)
    confirmed, in_part, told, against, silent = counts.groupby(group_of).sum()[list(GROUPS)]
    return "\n".join(
        [
            f"- **Did it “basically form”?** {bears_sentence(plan)} {UNSAID}",
            f"- **By tests.** {answer_sentence(readings(book))} {start_sentence(plan)}",
            f"- **How sure?** {evidence_sentence(plan, book.target_year)}",
            f"- **The article.** Of its {counts.sum()} claims {confirmed} are confirmed and {in_part} in "
            f"part; {told} tell a goal as a fact, for {against} there is evidence against, and for "
            f"{silent} there is no measure or no evidence.",
        ]
    )


def picture(book: Package) -> str:
    """Return the dumbbells of the plan's targets as SVG text."""
    plan = plan_targets(book)
    rows = plan.rename(
        columns={"set_share": "start", "known_share": "known", "outcome_share": "outcome"}
    )
    rows = rows.assign(
        result=plan.words, label=[wrapped(named(one), LABEL_WIDTH) for one in plan_scored(book)]
    )
    return base.svg(targets.scorecard(rows[["label", "start", "known", "outcome", "result"]]))


def filled(text: str, found: str) -> str:
    """Put the results between their marks in a text.

    Raises
    ------
    ValueError
        If the marks are missing.

    Examples
    --------
    >>> filled(f"# Book\\n{OPENING}\\nold\\n{CLOSING}\\n", "new").splitlines()[2]
    'new'
    """
    pattern = re.compile(f"{re.escape(OPENING)}.*{re.escape(CLOSING)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"README.md: expected the marks {OPENING} and {CLOSING}, found none")
    return pattern.sub(lambda _: f"{OPENING}\n{found}\n{CLOSING}", text)


def write(root: Path = ROOT) -> list[Path]:
    """Write the results into README.md, draw its picture, and return the paths.

    Raises
    ------
    ValueError
        As `filled`.
    """
    book = package.load(root / "data")
    readme = root / "README.md"
    readme.write_text(filled(readme.read_text("utf-8"), results(book)), "utf-8")
    (root / PICTURE).write_text(picture(book), "utf-8")
    return [readme, root / PICTURE]
