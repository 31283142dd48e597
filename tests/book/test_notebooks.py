"""The stored notebooks: executed, current, described, and without a number typed into the prose.

What is checked stands in `notebook_checks`; `test_faults_in_notebooks` shows that it finds faults.
"""

import json

import notebook_checks as check
import pytest
from goalcheck.site import notebooks

CHAPTERS = notebooks.in_reading_order()
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def found(one_check, path):
    return list(one_check(json.loads(path.read_text("utf-8")), path.name))


def test_every_notebook_is_in_the_table_of_contents():
    assert sorted(notebooks.CHAPTERS.glob("*.ipynb")) == sorted(CHAPTERS)


def test_the_stored_outputs_are_current():
    assert notebooks.stale() == []


@each_chapter
def test_it_is_a_valid_notebook(path):
    assert found(check.is_a_notebook, path) == []


@each_chapter
def test_it_was_saved_executed_from_top_to_bottom(path):
    assert found(check.is_executed_from_top_to_bottom, path) == []


@each_chapter
def test_no_output_is_an_error_or_a_warning_or_names_an_object_in_memory(path):
    assert found(check.shows_no_error_warning_or_object_in_memory, path) == []


@each_chapter
def test_every_figure_stands_alone_and_tells_its_name_caption_source_and_what_is_to_be_seen(path):
    assert found(check.every_figure_is_described, path) == []


def test_no_two_figures_of_the_book_have_one_name():
    read = ((path.name, json.loads(path.read_text("utf-8"))) for path in CHAPTERS)
    assert list(check.repeated_names(read)) == []


@each_chapter
def test_no_number_is_typed_into_the_prose(path):
    assert found(check.has_no_number_typed_into_the_prose, path) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Beijing registered 106,552 contracts.", ["106,552"]),
        ("It fell by 7.4 percent.", ["7.4"]),
        ("Contracts per 10,000 people in 2023, on 14 August 2024 (c058)", []),
        ("From {glue:text}`share_2012` to “about 50” [there](claims.ipynb#c012)", []),
    ],
)
def test_a_typed_number_is_found_and_a_computed_one_is_not(text, numbers):
    assert check.typed_numbers(text) == numbers


@each_chapter
def test_glued_words_are_computed_in_the_same_notebook(path):
    assert found(check.glues_what_it_computes, path) == []


@each_chapter
def test_notebooks_tell_and_the_package_computes(path):
    assert found(check.leaves_computing_to_the_package, path) == []


@each_chapter
def test_it_names_no_path_of_one_machine(path):
    assert found(check.names_no_path_of_a_machine, path) == []


@each_chapter
def test_its_links_lead_somewhere(path):
    assert found(check.links_lead_somewhere, path) == []


def test_a_chapter_that_is_missing_is_named(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n")
    with pytest.raises(FileNotFoundError, match=r"_toc.yml names chapters/index.ipynb"):
        notebooks.in_reading_order(tmp_path)
