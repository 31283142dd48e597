"""The front door: the command `goalcheck`.

Results go to the standard output, progress and errors to the other one. It ends with 0 if all is
well, 1 if faults were found, 2 if it was used in a wrong way.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from goalcheck.data.package import Package

ROOT = Path(__file__).resolve().parents[2]
BOOK_DATA = ROOT / "data"
INTERRUPTED = 130


class WrongUse(click.ClickException):
    """What was asked for is not there; one sentence says what is."""

    exit_code = 2


class Door(click.Group):
    """The commands, whose errors are sentences and never a traceback."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command that the arguments name, and end with its exit code."""
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
            sys.stdout.flush()
        except BrokenPipeError:  # `goalcheck grade | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(f"goalcheck: {error.format_message()}", err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(INTERRUPTED)
        sys.exit(code or 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn what the package says of its input into a sentence."""
        from goalcheck.data.package import UnknownKey
        from goalcheck.data.schema import InvalidPackage
        from goalcheck.forecast.projection import ProjectionError
        from goalcheck.site.build import BuildError
        from goalcheck.site.notebooks import Failure

        try:
            return super().invoke(ctx)
        except InvalidPackage as error:
            for fault in error.faults:
                click.echo(fault, err=True)
            ctx.exit(1)
        except UnknownKey as error:
            raise WrongUse(str(error)) from None
        except (BuildError, Failure, ProjectionError, FileNotFoundError, ValueError) as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


class Day(click.ParamType):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the day as it was written, if there is such a day."""
        from datetime import date

        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.fail(f"expected a day such as 2024-08-14, found {value!r}", param, ctx)


class Folder(click.ParamType):
    """The folder of a data package."""

    name = "folder"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Return the path of the folder, if there is a data package in it."""
        path = Path(value)
        if (path / "datapackage.json").is_file():
            return path
        if path.is_dir():
            near = sorted(str(below.parent) for below in path.glob("*/datapackage.json"))
            fault = f"{value!r} is no data package: it has no datapackage.json"
        else:
            others = [other for other in _entries(path.parent) if other.is_dir()]
            names = get_close_matches(path.name, [other.name for other in others], cutoff=0.5)
            near = [str(path.parent / name) for name in names]
            fault = f"there is no folder {value!r}"
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise WrongUse(fault + hint)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def progress(line: str) -> None:
    """Tell on the other output how far a long step has come."""
    click.echo(line, err=True)


def _load(folder: Path) -> Package:
    from goalcheck.data import package

    return package.load(folder)


def command(example: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return what makes a function a command whose help ends with an example."""
    return main.command(epilog=f"Example: {example}")


the_folder = click.argument("folder", type=Folder(), default=str(BOOK_DATA), metavar="[FOLDER]")
the_place = click.option("--place", help="Key of a place; the promise's own by default.")
the_day = click.option("--as-of", type=Day(), help="Know only what was published by this day.")
as_json = click.option("--json", "json_", is_flag=True, help="Print JSON for a program.")


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check what became of a promise: its targets, its claims, and what was to be expected.

    FOLDER is the folder of any data package; the book's own by default.
    """


# --- questions ------------------------------------------------------------------------------------


@command("goalcheck check data/examples/shanghai-2025")
@the_folder
@click.pass_context
def check(ctx: click.Context, folder: Path) -> None:
    """Validate a data package: every fault with its file, row and column."""
    from goalcheck.data.schema import counted, read_package

    _, texts, faults = read_package(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(f"{folder}: {counted(faults)}; the book does not build on invalid data")
        ctx.exit(1)
    for name, text in texts.items():
        click.echo(f"{name}: {len(text):,} rows")
    click.echo(f"{folder}: sound")


@command("goalcheck grade --place shanghai --as-of 2025-12-31 --json")
@the_folder
@the_place
@the_day
@as_json
def grade(folder: Path, place: str | None, as_of: str | None, json_: bool) -> None:
    """Grade every official target for the promised year."""
    from goalcheck.show import answers

    book = _load(folder)
    known = book.published_by(as_of) if as_of else book
    known.require(place or known.place, known.places.index, "place")
    rows = answers.grade_rows(known, place)
    columns = ["indicator", "target_period", "comparator", "value", "unit"]
    columns += ["start_value", "start_period", "outcome_value", "outcome_period"]
    nothing = f"no target of {place or known.place} for {known.target_year} is known"
    _print(rows, [*columns, "evidence", "result"], json_, nothing)


@command("goalcheck project --indicator tech_contract_turnover --to 2025 --as-of 2024-08-14 --json")
@the_folder
@click.option("--indicator", required=True, help="Key of an indicator.")
@the_place
@click.option("--to", type=click.IntRange(1900, 2100), help="Last year; the promised one if none.")
@click.option("--method", help="Key of a method, as drift; that of the pages by default.")
@click.option("--window", type=click.IntRange(5), default=8, help="Fit at most so many years.")
@the_day
@as_json
def project(
    folder: Path,
    indicator: str,
    place: str | None,
    to: int | None,
    method: str | None,
    window: int,
    as_of: str | None,
    json_: bool,
) -> None:
    """Project an indicator from what was known on a day, with intervals and odds."""
    from goalcheck.show import answers

    book = _load(folder)
    book = book.as_if(as_of=as_of) if as_of else book
    rows = answers.projection_rows(book, indicator, place, to=to, method=method, window=window)
    columns = ["year", "value", "low_80", "high_80", "low_95", "high_95", "probability", "unit"]
    _print(rows, [*columns, "reason"], json_, "nothing to project")


@command("goalcheck claims --json")
@the_folder
@as_json
def claims(folder: Path, json_: bool) -> None:
    """List every claim of the article with what the evidence says."""
    from goalcheck.show import answers

    rows = answers.claim_rows(_load(folder))
    _print(rows, ["claim_id", "finding", "kind", "claim"], json_, "no claim")


def _print(rows: list[dict[str, Any]], columns: list[str], json_: bool, nothing: str) -> None:
    from goalcheck.show import answers

    click.echo(answers.as_json(rows) if json_ else answers.as_table(rows, columns, nothing))


# --- files ----------------------------------------------------------------------------------------


@command("goalcheck study data/examples/shanghai-2025")
@the_folder
def study(folder: Path) -> None:
    """Remake FOLDER/derived: how good such projections are (some minutes)."""
    from goalcheck.forecast import backtest

    for path in backtest.remake(_load(folder), os.cpu_count() or 1, progress):
        click.echo(path)


@command("goalcheck export data/examples/shanghai-2025 results")
@click.argument("folders", nargs=-1, required=True, metavar="[FOLDER] OUT")
@click.pass_context
def export(ctx: click.Context, folders: tuple[str, ...]) -> None:
    """Write all results of a package as CSV and JSON into the folder OUT."""
    from goalcheck.show import exports

    if len(folders) > 2:
        raise WrongUse(f"expected [FOLDER] OUT, found {len(folders)} folders")
    *source, out = folders
    book = _load(Folder().convert(source[0], None, ctx) if source else BOOK_DATA)
    progress("grades, projections, claims and series ...")
    for path in exports.write(book, out):
        click.echo(path)


# --- the book -------------------------------------------------------------------------------------


@command("goalcheck run --check")
@click.option("--all", "everything", is_flag=True, help="Execute the current ones too.")
@click.option("--check", "only_check", is_flag=True, help="Only list those that are not current.")
@click.pass_context
def run(ctx: click.Context, everything: bool, only_check: bool) -> None:
    """Execute the notebooks whose stored outputs are not current."""
    from goalcheck.site import notebooks

    if everything and only_check:
        raise WrongUse("--all and --check exclude each other")
    if only_check:
        lines = list(notebooks.why_old(ROOT).values())
    else:
        lines = notebooks.refresh(ROOT, everything=everything, report=progress)
    for line in lines:
        click.echo(line, err=not only_check)
    ctx.exit(1 if lines else 0)


@command("goalcheck book")
def book() -> None:
    """Check the data, execute what is not current, build the pages."""
    from goalcheck.site import build

    click.echo(f"The book is in {build.book(ROOT, progress).relative_to(ROOT)}")


@command("goalcheck pdf --chromium /usr/bin/chromium")
@click.option("--chromium", help="Path of the browser; the installed one by default.")
def pdf(chromium: str | None) -> None:
    """Build the book and print it as one PDF, which the site offers from then on."""
    from goalcheck.site import build

    click.echo(f"The PDF is {build.paper(ROOT, progress, chromium).relative_to(ROOT)}")


@command("goalcheck readme")
def readme() -> None:
    """Put what the book found into README.md."""
    from goalcheck.site import readme as front

    for path in front.write(ROOT):
        click.echo(path.relative_to(ROOT))


@command("goalcheck doctor")
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Tell what is ready to work on the book and what is not."""
    from goalcheck.site import doctor as look

    faulty = False
    for finding in look.findings(ROOT):
        click.echo(finding.text())
        faulty |= finding.fault
    ctx.exit(1 if faulty else 0)


# --- from a shell ---------------------------------------------------------------------------------


def start() -> None:
    """Run the command from a shell, where Ctrl-C ends it at once with all that it started."""
    # The main thread may be waiting for others and not hear the signal; a thread that waits for
    # nothing else always does.
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.set_wakeup_fd(told)
    threading.Thread(target=_end_when, args=(heard,), daemon=True).start()
    main(prog_name="goalcheck")


def _end_when(heard: int) -> None:
    """Wait for Ctrl-C, kill kernels, workers and builds, and end.

    What was being written stays as it was before.
    """
    import psutil

    while os.read(heard, 1)[0] != signal.SIGINT:
        pass
    me = psutil.Process()
    # Again, for another thread may just be starting one.
    for _round in range(3):
        for child in me.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                child.kill()
        time.sleep(0.05)
    os._exit(INTERRUPTED)
