"""Chapters, ledger, scorecard and title page tell one story, and new data change all of it."""

import json

import pytest
from goalcheck.claims import ledger
from goalcheck.data import package
from goalcheck.show import goal_tables, html, verdict
from goalcheck.site import notebooks
from goalcheck.targets import pass_marks


@pytest.fixture(scope="module")
def book():
    return package.load()


def glued(chapter):
    """Return the words that a stored notebook glued, by name."""
    notebook = json.loads((notebooks.CHAPTERS / f"{chapter}.ipynb").read_text("utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    return {
        out["metadata"]["scrapbook"]["name"]: "".join(out["data"][f"{html.GLUE_PREFIX}text/plain"])
        for out in outputs
        if "scrapbook" in out.get("metadata", {})
    }


def test_every_goal_has_its_chapter_with_the_verdict_of_the_rule(book):
    table = verdict.goals_table(book)
    assert list(table.index) == list(book.goals.sort_values("chapter_order").index)
    for goal, row in table.iterrows():
        assert repr(goal_tables.verdict_words(book, goal)) in glued(row.chapter).values(), (
            row.chapter
        )


def test_every_claim_names_a_chapter_that_shows_it(book):
    for chapter, rows in ledger.ledger(book).groupby("chapter"):
        text = (notebooks.CHAPTERS / f"{chapter}.ipynb").read_text("utf-8")
        for claim in rows.index:
            assert f"claims.html#{claim}" in text, f"{chapter}: {claim}"


def test_a_newly_published_figure_changes_scorecard_goal_and_title_page(book, book_copy):
    data = book_copy / "data"
    before = pass_marks.plan_targets(book).set_index("indicator").result
    assert before["rd_personnel_per_10k_employed"] == "at_target_earlier"
    with (data / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write("zz-2026-06-01,T,T,City Hall,2026-06-01,news,en,,mirror,\n")
    with (data / "observations.csv").open("a", encoding="utf-8") as observations:
        observations.write(
            "rd_personnel_per_10k_employed,beijing,2025,300,zz-2026-06-01,reported,,\n"
        )
    changed = package.load(data)
    plan = pass_marks.plan_targets(changed)
    assert plan.set_index("indicator").result["rd_personnel_per_10k_employed"] == "met"
    sentences = [
        verdict.evidence_sentence(rows, 2025) for rows in (plan, pass_marks.plan_targets(book))
    ]
    assert sentences[0] != sentences[1]
    goal = ledger.goal_verdict(changed, "education_science_talent")
    old = ledger.goal_verdict(book, "education_science_talent")
    assert (goal.reached, goal.not_decided) == (old.reached, old.not_decided)
