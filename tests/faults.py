"""Ways to spoil a copy of a data package or a notebook, each returning the place it spoiled."""

import csv
import io
import json
import re

# --- a data package: change(directory) -> "file: row N", where the validator is to point ---------


def cells(file, start, **values):
    """Put other values into the cells of the one row that starts with these words."""

    def change(directory):
        lines, number = _found(directory / file, start)
        columns = _fields(lines[0])
        row = dict(zip(columns, _fields(lines[number - 1]), strict=True))
        assert row != row | values
        lines[number - 1] = _line((row | values).values())
        _write(directory / file, lines)
        return f"{file}: row {number}"

    return change


def line(file, start, edit):
    """Edit the text of the one row that starts with these words, its line end included."""

    def change(directory):
        lines, number = _found(directory / file, start)
        lines[number - 1] = edit(lines[number - 1])
        _write(directory / file, lines)
        return f"{file}: row {number}"

    return change


def repeated(file, start, **values):
    """Repeat a row below itself, with other values in some cells."""

    def change(directory):
        lines, number = _found(directory / file, start)
        row = dict(zip(_fields(lines[0]), _fields(lines[number - 1]), strict=True))
        lines.insert(number, _line((row | values).values()))
        _write(directory / file, lines)
        return f"{file}: row {number + 1}"

    return change


def column(file, name, edit, start=""):
    """Edit every cell of a column; the fault is looked for in the row that starts so."""

    def change(directory):
        lines = _lines(directory / file)
        _, number = _found(directory / file, start) if start else (lines, 2)
        at = _fields(lines[0]).index(name)
        rows = [_fields(text) for text in lines[1:]]
        changed = [_line([*row[:at], edit(row[at]), *row[at + 1 :]]) for row in rows]
        assert changed != lines[1:]
        _write(directory / file, [lines[0], *changed])
        return f"{file}: row {number}"

    return change


def shifted(file, start, years, at=None):
    """Move the years of all rows that start so; the fault is looked for in the row `at`."""

    def change(directory):
        lines = _lines(directory / file)
        number = _found(directory / file, at)[1] if at else None
        place = _fields(lines[0]).index("period")
        for index, text in enumerate(lines):
            row = _fields(text)
            if text.startswith(start) and row[place].isdigit():
                row[place] = str(int(row[place]) + years)
                lines[index] = _line(row)
        _write(directory / file, lines)
        return f"{file}: row {number}"

    return change


def raw(file, edit, place=None):
    """Edit the bytes of a file; `place` says where the fault is to be found."""

    def change(directory):
        before = (directory / file).read_bytes()
        after = edit(before)
        assert after != before
        (directory / file).write_bytes(after)
        return place or file

    return change


def gone(file):
    """Take a file away."""

    def change(directory):
        (directory / file).unlink()
        return file

    return change


def descriptor(edit, place="datapackage.json"):
    """Edit the parsed `datapackage.json`; `edit` gets it and its resources by name."""

    def change(directory):
        path = directory / "datapackage.json"
        before = path.read_text("utf-8")
        content = json.loads(before)
        edit(content, {resource["name"]: resource for resource in content["resources"]})
        path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        assert json.loads(before) != content
        return place

    return change


def field(resource, name):
    """Return a field of a resource of the descriptor."""
    return next(field for field in resource["schema"]["fields"] if field["name"] == name)


def several(*changes):
    """Make several changes; the place is that of the first."""

    def change(directory):
        return [one(directory) for one in changes][0]

    return change


# --- a notebook: change(notebook) -> "cell N", where the check is to point ------------------------


def text_of(kind, old, new):
    """Replace words in the first cell of a kind that has them."""

    def change(notebook):
        number, cell = _cell(notebook, lambda c: c["cell_type"] == kind and old in _source(c))
        cell["source"] = _source(cell).replace(old, new, 1).splitlines(keepends=True)
        return f"cell {number}"

    return change


def output_of(mime, edit):
    """Edit the first code cell with an output of a type; `edit` gets the cell and the output."""

    def change(notebook):
        number, cell = _cell(notebook, lambda c: _shows(c, mime))
        before = json.dumps(cell)
        edit(cell, next(out for out in cell["outputs"] if mime in out.get("data", {})))
        assert json.dumps(cell) != before
        return f"cell {number}"

    return change


def code_cell(position, edit):
    """Edit the code cell at a position among the code cells, from 0."""

    def change(notebook):
        numbers = [n for n, c in enumerate(notebook["cells"], 1) if c["cell_type"] == "code"]
        edit(notebook["cells"][numbers[position] - 1])
        return f"cell {numbers[position]}"

    return change


def _cell(notebook, wanted):
    return next((n, cell) for n, cell in enumerate(notebook["cells"], 1) if wanted(cell))


def _source(cell):
    return "".join(cell["source"])


def _shows(cell, mime):
    return any(mime in out.get("data", {}) for out in cell.get("outputs", []))


# --- reading -------------------------------------------------------------------------------------


def is_named(lines, place, words):
    """Tell whether a message names the place and says these words; "…" stands for any."""
    wanted = re.compile(re.escape(f"{place}: ") + ".*".join(map(re.escape, words.split("…"))))
    return any(wanted.match(text) for text in lines)


def _lines(path):
    return path.read_text("utf-8").splitlines(keepends=True)


def _write(path, lines):
    path.write_text("".join(lines), "utf-8")


def _found(path, start):
    lines = _lines(path)
    numbers = [number for number, text in enumerate(lines, 1) if text.startswith(start)]
    assert len(numbers) == 1, f"{start!r} starts {len(numbers)} rows of {path.name}"
    return lines, numbers[0]


def _fields(text):
    return next(csv.reader([text]))


def _line(row):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()
