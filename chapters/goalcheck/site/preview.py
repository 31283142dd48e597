"""The picture that social networks show beside a link to the book."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from matplotlib.backends.backend_agg import FigureCanvasAgg

from goalcheck.data.package import Package
from goalcheck.show.figures.base import BEIJING, OUTCOME, PEER, canvas
from goalcheck.show.figures.targets import MARKS, RESULT_ORDER
from goalcheck.show.verdict import UNSAID, bears_sentence
from goalcheck.targets.pass_marks import plan_targets

# As the networks ask for it: 1200 by 630 points.
SIZE, RESOLUTION = (12, 6.3), 100
LINE = 62  # characters


def draw(book: Package, path: Path) -> None:
    """Draw the question, the answer and one sign a target of the plan into a PNG file.

    Parameters
    ----------
    book : Package
    path : path
        File to write.

    Examples
    --------
    >>> import tempfile
    >>> from goalcheck.data import package
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     draw(package.load(), Path(folder, "card.png"))
    ...     Path(folder, "card.png").read_bytes()[1:4]
    b'PNG'
    """
    plan = plan_targets(book)
    figure, axes = canvas(width=SIZE[0], height=SIZE[1], bare=True)
    figure.set_dpi(RESOLUTION)
    axes.text(0.7, 5.3, "Basically formed?", fontsize=44, fontweight="bold", color=OUTCOME)
    subtitle = f"Beijing's innovation-centre goal for {book.target_year}, checked"
    axes.text(0.7, 4.65, subtitle, fontsize=22, color=PEER)
    answer = fill(bears_sentence(plan), LINE)
    axes.text(0.7, 3.9, answer, fontsize=22, color=BEIJING, va="top", linespacing=1.4)
    for place, result in enumerate(sorted(plan.result.map(RESULT_ORDER))):
        axes.plot([0.9 + 0.6 * place], [1.5], markersize=28, markeredgewidth=2, **MARKS[result])
    axes.text(0.7, 0.6, fill(UNSAID, 100), fontsize=17, color=OUTCOME)
    FigureCanvasAgg(figure).print_png(path, metadata={"Software": None})
