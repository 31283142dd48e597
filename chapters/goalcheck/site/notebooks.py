"""Keep the stored outputs of the notebooks true: know which are current and re-execute the others.

What is current tells `outputs_lock`; `goalcheck run` executes the rest.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import nbformat

from goalcheck.data import package, reads
from goalcheck.site import fingerprints, outputs_lock
from goalcheck.site.outputs_lock import Line

CHAPTERS = Path(__file__).resolve().parents[2]
ROOT = CHAPTERS.parent
SECONDS_A_CELL = 120


class Failure(Exception):
    """A notebook could not be executed; the message names it, the cell and the error."""


def in_reading_order(root: Path = ROOT) -> list[Path]:
    """Return the notebooks that `_toc.yml` names, in its order.

    Raises
    ------
    FileNotFoundError
        If a chapter of the table of contents is missing.
    """
    import yaml

    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    files = [root / f"{name}.ipynb" for name in _entries(contents)]
    for path in files:
        if not path.is_file():
            raise FileNotFoundError(f"_toc.yml names {path.relative_to(root)}, which is missing")
    return files


def in_full(root: Path = ROOT) -> list[nbformat.NotebookNode]:
    """Return the stored notebooks in reading order.

    Raises
    ------
    ValueError
        As `read`.
    """
    return [read(path) for path in in_reading_order(root)]


def _entries(node: object) -> Iterator[str]:
    """Yield every `root` and `file` of a table of contents."""
    if isinstance(node, dict):
        yield from (node[key] for key in ("root", "file") if key in node)
        for value in node.values():
            yield from _entries(value)
    elif isinstance(node, list):
        for value in node:
            yield from _entries(value)


def shared_inputs(root: Path = ROOT) -> str:
    """Return a hash of what every notebook depends on: the package, the data, the pinned packages."""
    package = root / "chapters" / "goalcheck"
    files = [
        root / "requirements.txt",
        *package.rglob("*.py"),
        *package.rglob("*.html"),
        *package.rglob("*.js"),
    ]
    files += [path for end in ("csv", "json") for path in (root / "data").rglob(f"*.{end}")]
    content = hashlib.sha256()
    for path in sorted(files):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        content.update(f"{path.relative_to(root).as_posix()} {digest}\n".encode())
    return content.hexdigest()


def why_old(root: Path = ROOT) -> dict[Path, str]:
    """Return the notebooks whose stored outputs are not current, each with the reason.

    Raises
    ------
    InvalidPackage
        If the data are not sound.
    ValueError
        As `read`.
    """
    lines = outputs_lock.read(root)
    found = {}
    for path in in_reading_order(root):
        name = name_of(path, root)
        reason = outputs_lock.why_old(name, read(path), lines.get(name, []), root)
        if reason:
            found[path] = reason
    return found


def stale(root: Path = ROOT) -> list[Path]:
    """Return the notebooks whose stored outputs are not current."""
    return list(why_old(root))


def name_of(path: Path, root: Path) -> str:
    """Return the name of a notebook as the lock has it.

    Examples
    --------
    >>> name_of(ROOT / "chapters" / "goal.ipynb", ROOT)
    'chapters/goal.ipynb'
    """
    return path.relative_to(root).as_posix()


# --- executing ------------------------------------------------------------------------------------


def execute(path: Path, root: Path = ROOT) -> None:
    """Run a notebook from top to bottom and save it with its outputs, and the lock with it.

    Raises
    ------
    Failure
        If a cell fails; the file is then left as it was.
    """
    _save(root, path, *_executed(path, root))


def refresh(
    root: Path = ROOT, *, everything: bool = False, report: Callable[[str], object] = print
) -> list[str]:
    """Re-execute the notebooks that are not current, in parallel, and return what failed.

    Parameters
    ----------
    root : path
        Top folder of the book.
    everything : bool
        Re-execute the current ones too.
    report : callable
        Gets one line a notebook.

    Returns
    -------
    list of str
        A line a notebook that failed: its name, the cell, the last line of the error.

    Raises
    ------
    InvalidPackage
        If the data are not sound; then no notebook is started.
    """
    package.load(root / "data")
    files = in_reading_order(root)
    wanted = files if everything else stale(root)
    report(f"{len(files)} notebooks, {len(wanted)} to execute")
    failures = []
    # A thread a notebook, which only waits for the kernel that does the work.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        start = time.monotonic()
        runs = {pool.submit(_executed, path, root): path for path in wanted}
        for count, run in enumerate(as_completed(runs), 1):
            path = runs[run]
            try:
                _save(root, path, *run.result())
                done = f"executed {name_of(path, root)}"
            except Failure as failure:
                failures.append(str(failure))
                done = f"failed   {name_of(path, root)}"
            report(f"{done}  ({count} of {len(wanted)}, {time.monotonic() - start:.0f} s)")
    _forget(root)
    return failures


def _executed(path: Path, root: Path) -> tuple[nbformat.NotebookNode, Line]:
    """Return a notebook with new outputs, and the line of the lock that belongs to it."""
    from nbclient import NotebookClient

    notebook = read(path)
    name = name_of(path, root)
    sent: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "reads"
        client = NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            kernel_name="python3",
            # Quiet: the kernel warns of its loopback socket and of being shut down.
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_execute=lambda cell, cell_index: sent.append(cell_index + 1),
        )
        _run(client, name, os.environ | _environment(log, root), sent)
        read_rows = fingerprints.relative(reads.noted(log), root)
    return tidied(notebook), outputs_lock.line_of(name, notebook, read_rows, root)


def _environment(log: Path, root: Path) -> dict[str, str]:
    return {
        reads.FILE: str(log),
        # Two kernels share the cores better than threads of linear algebra do.
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        # The package beside the notebook, not the one that runs this.
        "PYTHONPATH": os.pathsep.join(
            [str(root / "chapters"), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
    }


def _run(client: Any, name: str, environment: dict[str, str], sent: Sequence[int]) -> None:
    """Run all cells. Raises Failure with the cell, the last one sent, and the last line of why."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        asyncio.run(client.async_execute(env=environment))
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
    except CellTimeoutError:
        reason = f"it ran for more than {SECONDS_A_CELL} seconds"
    except DeadKernelError:
        reason = "the kernel died"
    else:
        return
    raise Failure(f"{name}: cell {sent[-1] if sent else 1}: {reason}")


def _save(root: Path, path: Path, notebook: nbformat.NotebookNode, line: Line) -> None:
    """Save a notebook, then its line: whoever stops between them leaves a line that does not fit."""
    save(path, notebook)
    outputs_lock.write(root, [line], _names(root))


def _forget(root: Path) -> None:
    """Drop the lines of notebooks that are no more, if there are any."""
    if set(outputs_lock.read(root)) - set(_names(root)):
        outputs_lock.write(root, [], _names(root))


def _names(root: Path) -> list[str]:
    return [name_of(path, root) for path in in_reading_order(root)]


def tidied(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what differs from run to run and describe the figures as Jupyter Book reads it.

    The caption, the name and the alt text of a figure come with its output (`base.show`); here
    they become the metadata of its cell.
    """
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:03d}"
        cell.metadata.pop("execution", None)
        cell.metadata.pop("mystnb", None)
        for output in cell.get("outputs", []):
            figure = output.get("metadata", {}).get("goalcheck")
            if figure:
                cell.metadata["mystnb"] = {
                    "figure": {"name": figure["name"], "caption": figure["caption"]},
                    "image": {"alt": output["data"]["text/plain"]},
                }
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    return notebook


def save(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Write a notebook whole or not at all."""
    nbformat.validate(notebook)
    part = path.with_suffix(".part")
    part.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    part.replace(path)


def read(path: Path) -> nbformat.NotebookNode:
    """Return a stored notebook.

    Raises
    ------
    ValueError
        If the file is not a whole notebook; its name is told.
    """
    try:
        return nbformat.reads(path.read_text("utf-8"), as_version=4)
    except (ValueError, AttributeError, TypeError) as error:
        found = f"{type(error).__name__}: {str(error)[-80:]}"
        raise ValueError(f"{path.name}: expected a whole notebook, found {found}") from None
