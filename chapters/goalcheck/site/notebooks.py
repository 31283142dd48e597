"""Keep the stored outputs of the notebooks true: know which are current and re-execute the others.

`python -m goalcheck.notebooks` (run in `chapters/`) re-executes what is not current and saves it;
`--all` re-executes every notebook, `--check` only tells which are not current.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat

CHAPTERS = Path(__file__).resolve().parents[2]
ROOT = CHAPTERS.parent
SECONDS_A_CELL = 120

# Where a saved notebook keeps the fingerprint of what its outputs were made from.
MARK = "goalcheck"


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
    files = [root / "requirements.txt", *package.rglob("*.py"), *package.rglob("*.html")]
    files += [path for end in ("csv", "json") for path in (root / "data").rglob(f"*.{end}")]
    content = hashlib.sha256()
    for path in sorted(files):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        content.update(f"{path.relative_to(root).as_posix()} {digest}\n".encode())
    return content.hexdigest()


def inputs_of(notebook: nbformat.NotebookNode, shared: str) -> str:
    """Return a hash of a notebook's code and of what it depends on.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> one = new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell("words")])
    >>> two = new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell("other words")])
    >>> inputs_of(one, "data") == inputs_of(two, "data"), inputs_of(one, "") == inputs_of(one, "x")
    (True, False)
    """
    code = "\0".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return hashlib.sha256(f"{shared}\0{code}".encode()).hexdigest()


def is_current(notebook: nbformat.NotebookNode, shared: str) -> bool:
    """Tell whether the stored outputs were made from today's code, package and data."""
    return notebook.metadata.get(MARK, {}).get("inputs") == inputs_of(notebook, shared)


def execute(path: Path, shared: str) -> None:
    """Run a notebook from top to bottom and save it with its outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; the file is then left as it was.
    """
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        # Quiet: the kernel warns of its loopback socket and of being shut down.
        extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    save(path, tidied(notebook, shared))


def tidied(notebook: nbformat.NotebookNode, shared: str) -> nbformat.NotebookNode:
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
            MARK: {"inputs": inputs_of(notebook, shared)},
        }
    )
    return notebook


def save(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Write a notebook whole or not at all."""
    nbformat.validate(notebook)
    part = path.with_suffix(".part")
    part.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    part.replace(path)


def stale(root: Path = ROOT) -> list[Path]:
    """Return the notebooks whose stored outputs are not current."""
    shared = shared_inputs(root)
    return [path for path in in_reading_order(root) if not is_current(read(path), shared)]


def refresh(
    root: Path = ROOT, *, everything: bool = False, report: Callable[[str], object] = print
) -> list[Path]:
    """Re-execute the notebooks that are not current, in parallel, and return them.

    Parameters
    ----------
    root : path
        Top folder of the book.
    everything : bool
        Re-execute the current ones too.
    report : callable
        Gets one line a notebook.
    """
    files = in_reading_order(root)
    wanted = files if everything else stale(root)
    report(f"{len(files)} notebooks, {len(wanted)} to execute")
    shared = shared_inputs(root)
    # One thread of linear algebra a process: two processes share the cores better than threads do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [(path, pool.submit(execute, path, shared)) for path in wanted]
        for path, run in runs:
            run.result()
            report(f"executed {path.relative_to(root)}")
    return wanted


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


def main(arguments: list[str] | None = None) -> int:
    """Re-execute what is not current; with `--check` only list it and return 1 if there is any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments not in ([], ["--all"], ["--check"]):
        print("usage: python -m goalcheck.site.notebooks [--all | --check]", file=sys.stderr)
        return 2
    if arguments != ["--check"]:
        refresh(everything=arguments == ["--all"])
        return 0
    outdated = stale()
    for path in outdated:
        print(f"{path.relative_to(ROOT)}: stored outputs are not current; run `make notebooks`")
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
