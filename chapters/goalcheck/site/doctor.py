"""Tell what is ready to work on the book and what is not (`goalcheck doctor`)."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from goalcheck.data import schema
from goalcheck.site import build, notebooks

OLDEST = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, what was found, and whether the book needs it mended."""

    name: str
    found: str
    fault: bool = False

    def text(self) -> str:
        """Return the finding as a line."""
        return f"{'fault' if self.fault else 'ok':5}  {self.name}: {self.found}"


def findings(root: Path) -> Iterator[Finding]:
    """Look at all that the book needs, one after the other.

    Parameters
    ----------
    root : path
        Top folder of the book.
    """
    version = platform.python_version()
    old = sys.version_info < OLDEST
    yield Finding("Python", f"{version}, 3.11 or newer is needed" if old else version, old)
    yield _packages((root / "requirements.txt").read_text("utf-8"))
    faults = schema.read_package(root / "data")[2]
    words = f"{schema.counted(faults)}; `goalcheck check` lists them" if faults else "sound"
    yield Finding("data", words, bool(faults))
    if not faults:
        yield _notebooks(root)
    browser = build.find_chromium(root)
    yield Finding("Chromium", browser or "none; only `goalcheck pdf` and some tests need it")


def _packages(pins: str) -> Finding:
    """Compare the pinned packages with those that are installed."""
    from packaging.requirements import Requirement

    lines = (line.partition("#")[0].rstrip(" \\") for line in pins.splitlines())
    wanted = (Requirement(line) for line in lines if "==" in line)
    wrong = []
    for pin in wanted:
        found, version = _installed(pin.name), str(pin.specifier).removeprefix("==")
        if found != version and (pin.marker is None or pin.marker.evaluate()):
            wrong.append(f"{pin.name} {found or 'missing'} instead of {version}")
    if not wrong:
        return Finding("packages", "as pinned")
    more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
    return Finding("packages", f"{', '.join(wrong[:3])}{more}; `make book` renews them", True)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _notebooks(root: Path) -> Finding:
    old = notebooks.why_old(root)
    if not old:
        return Finding("notebooks", "current")
    first = next(iter(old.values()))
    more = f", and {len(old) - 1} more" if len(old) > 1 else ""
    return Finding("notebooks", f"{first}{more}; `goalcheck run` executes them", True)
