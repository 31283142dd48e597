"""Copy the book, for tests and measurements that change it."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# What the book is built from.
FOLDERS = ("chapters", "data")
FILES = ("_config.yml", "_toc.yml", "requirements.txt", "CITATION.cff", "pyproject.toml")


def copy_book(folder):
    """Copy what the book is built from into a folder, which is made if it is missing, and return it."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder
