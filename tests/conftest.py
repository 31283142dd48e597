import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL_PACKAGE = Path(__file__).parent / "small_package"


@pytest.fixture
def small_package(tmp_path):
    """Copy the invented data package of `tests/small_package` to a folder the test may change."""
    return Path(shutil.copytree(SMALL_PACKAGE, tmp_path / "package"))


@pytest.fixture
def book_copy(tmp_path):
    """Copy what the book is built from to a folder the test may change."""
    copy = tmp_path / "book"
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in ("chapters", "data"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=unwanted)
    for file in ("_config.yml", "_toc.yml", "requirements.txt"):
        shutil.copy(ROOT / file, copy / file)
    return copy


@pytest.fixture(scope="session")
def build():
    """Return what builds the book of a folder, warnings as errors, into another.

    `prefix` is a command that runs the build, as `env` does.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    options = ["-W", "-n", "--keep-going", "--quiet", "--path-output"]

    def run(folder, out, prefix=()):
        command = [*prefix, str(program), "build", ".", *options, str(out)]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def site(build, tmp_path_factory, worker_id):
    """Build the book once, for all workers, and return the folder of its pages."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    pages = folder / "site" / "_build" / "html"
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site.ready").exists():
            run = build(ROOT, folder / "site")
            assert run.returncode == 0, run.stdout + run.stderr
            (folder / "site.ready").touch()
    return pages


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the installed Chromium; skip the test where there is none."""
    command = ["bash", str(ROOT / ".ci" / "install-chromium"), "--find"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip("no Chromium on this machine; get it with: sudo bash .ci/install-chromium")
    return run.stdout.strip()


@pytest.fixture(scope="session")
def execute_in():
    """Return what executes a notebook of a copy of the book with the package beside it."""
    code = "import sys; from goalcheck import notebooks; from pathlib import Path; "
    code += "notebooks.execute(Path(sys.argv[1]), notebooks.shared_inputs())"

    def run(path, prefix=()):
        command = [*prefix, sys.executable, "-c", code, str(path)]
        done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return run
