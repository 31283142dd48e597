"""The one table, and what may stand in its cells: all text in it is escaped."""

import pandas as pd
import pytest
from goalcheck.show import html, markup
from goalcheck.show.html import Cell, Column, Row, table_html

HOSTILE = '<b onclick="x">\'&amp;'
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&#x27;&amp;amp;"


@pytest.mark.parametrize(
    "part",
    [
        HOSTILE,
        markup.Link(HOSTILE, ""),
        markup.Link("a", HOSTILE),
        markup.Link("a", "b", HOSTILE),
        markup.Badge(HOSTILE, "met"),
        markup.Badge("met", HOSTILE),
        markup.Chinese(HOSTILE),
        markup.Chinese("a", HOSTILE),
        markup.Strong(HOSTILE),
        markup.Small(HOSTILE),
        markup.Small(markup.Chinese(HOSTILE)),
        markup.Line(["a", HOSTILE]),
        markup.Line(["a", "b"], between=HOSTILE),
        markup.Evidence(HOSTILE, "a", markup.Line([])),
        markup.Evidence("", HOSTILE, markup.Line([])),
        markup.Bullets([markup.Evidence("", "a", markup.Line([HOSTILE]))]),
        markup.Sparkline(100, 24, HOSTILE),
    ],
)
def test_text_in_any_part_of_a_cell_is_escaped_once(part):
    text = table_html([Row("", (Cell(part),))], [Column("C")], caption="c", name="t")
    assert HOSTILE not in text and text.count(ESCAPED) == 1


def test_text_around_the_cells_is_escaped():
    rows = [Row(HOSTILE, (Cell("a", word=HOSTILE, key=HOSTILE),))]
    columns = [Column(HOSTILE, style=HOSTILE)]
    text = table_html(rows, columns, caption=HOSTILE, name=HOSTILE, noun=HOSTILE)
    assert HOSTILE not in text and text.count(ESCAPED) == 9
    short = table_html(rows, columns, caption=HOSTILE, name="t")
    assert HOSTILE not in short and f'aria-label="{ESCAPED}"' in short


def test_two_rows_with_one_anchor_are_refused():
    rows = [Row("a", (Cell("1"),)), Row("a", (Cell("2"),))]
    with pytest.raises(ValueError, match="table t: two rows have the anchor 'a'"):
        table_html(rows, [Column("C")], caption="c", name="t")


def test_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="table t: row 'a' has 0 cells for 1 columns"):
        table_html([Row("a", ())], [Column("C")], caption="c", name="t")


@pytest.mark.parametrize("cell", [3.5, None, float("nan")])
def test_a_bare_number_is_no_cell(cell):
    with pytest.raises(TypeError, match="table t, column 'C'"):
        html.table(pd.DataFrame({"C": [cell]}, dtype=object), caption="c", name="t")


def test_numbers_stand_to_the_right_and_dates_are_words(monkeypatch):
    caught = []
    monkeypatch.setattr(html, "display", lambda data, raw: caught.append(data["text/html"]))
    frame = pd.DataFrame({"Of": ["5"], "On": ["2024-08-14"], "Much": ["−1.2%"], "Why": ["R 2"]})
    html.table(frame, caption="c", name="t")
    (row,) = [line for line in caught[0].splitlines() if line.startswith("<tr>")]
    assert row == (
        '<tr><th scope="row">5</th><td class="date">14 August 2024</td>'
        '<td class="number">−1.2%</td><td>R 2</td></tr>'
    )


def test_a_table_without_rows_keeps_its_head():
    text = table_html([], [Column("C")], caption="c", name="t")
    assert '<th scope="col">C</th>' in text and "<td" not in text
