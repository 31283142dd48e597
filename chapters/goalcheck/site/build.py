"""Build the pages of the book, and its PDF: sound data first, then current notebooks, then pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from goalcheck.site import notebooks, pdf

SITE = Path("_build") / "html"

Report = Callable[[str], object]


class BuildError(Exception):
    """The book could not be built; the message says what failed."""


def book(root: Path, report: Report) -> Path:
    """Execute the notebooks that are not current, build the pages and return the first.

    Parameters
    ----------
    root : path
        Top folder of the book.
    report : callable
        Gets one line a step.

    Raises
    ------
    InvalidPackage
        If the data are not sound; nothing is started then.
    BuildError
        If a notebook or a page fails.
    """
    failures = notebooks.refresh(root, report=report)
    if failures:
        raise BuildError("\n".join(failures))
    pages(root, report)
    return root / SITE / "index.html"


def pages(root: Path, report: Report, builder: str = "html") -> None:
    """Build the pages from the stored notebooks, warnings as errors.

    Raises
    ------
    BuildError
        If Jupyter Book finds a fault; it has printed it.
    """
    report("building the pages ..." if builder == "html" else "building the single page ...")
    command = [_program("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "--quiet"]
    run = subprocess.run([*command, "--builder", builder], cwd=root, check=False)
    if run.returncode:
        raise BuildError("the pages were not built; the lines above say why")


def paper(root: Path, report: Report, chromium: str | None = None) -> Path:
    """Build the book, print it, let the site offer the PDF, and return its path.

    Parameters
    ----------
    root : path
        Top folder of the book.
    report : callable
        Gets one line a step.
    chromium : str, optional
        Path of the browser; the installed one by default.

    Raises
    ------
    BuildError
        As `book`, and if there is no browser.
    """
    browser = chromium or find_chromium(root)
    if not browser:
        raise BuildError(
            "found no Chromium to print with; get it with: sudo bash .ci/install-chromium"
        )
    book(root, report)
    pages(root, report, builder="singlehtml")
    report("printing ...")
    path = pdf.make(browser, root)
    pages(root, report)
    return path


def find_chromium(root: Path) -> str | None:
    """Return the path of the installed Chromium, or None."""
    script = root / ".ci" / "install-chromium"
    run = subprocess.run(
        ["bash", str(script), "--find"], capture_output=True, text=True, check=False
    )
    return run.stdout.strip() if run.returncode == 0 else None


def _program(name: str) -> str:
    """Return a program of the environment that runs this one."""
    beside = Path(sys.executable).with_name(name + (".exe" if os.name == "nt" else ""))
    return str(beside) if beside.is_file() else name
