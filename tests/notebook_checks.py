"""What must hold for every stored notebook: each check yields the place and words of what is wrong.

A check gets the notebook as parsed JSON and its name; a cell is named by its number, from 1.
"""

import ast
import json
import re

import nbformat
from goalcheck.site import notebooks

FEWEST_WORDS = 40

# What may stand in digits: not measured by anybody, so it cannot go stale.
ALLOWED = re.compile(
    r"""
    \{[a-z:]+\}`[^`]*`           # computed: glue and other roles
  | `[^`]*`                      # code
  | “[^”]*”                      # wording quoted from the article or a plan
  | <[^>]*>                      # tags of HTML
  | \]\([^)]*\)                  # where a link leads
  | \b\d{1,2}\ (January|February|March|April|May|June|July|August|September|October|November
    |December)\b                 # a day
  | \b(18|19|20)\d\d(–\d\d(\d\d)?)?\b        # a year or a span of years
  | \bc\d{3}\b                   # a claim of the ledger
  | \b[56]G\b | \bWudao\ 3\.0\b | \bM4\b | \bUTF-8\b | \bCC\ BY\ 4\.0\b  # names
  | ^\d\.\                      # the number of a step in a list
  | \bPython\ 3\.\d+\b
  | \bper\ 10,000\b | \b100\ million\b | \b10,000\ persons\b  # units
  | \b(80|95)%\ intervals?\b   # levels that are constants of the method
    """,
    re.VERBOSE | re.MULTILINE,
)

# A path that only one machine has: a home or system folder, a drive of Windows, a file address.
MACHINE_PATH = re.compile(
    r"(?<![\w.:/~-])/(?:home|Users|root|tmp|work|mnt|media|var|opt|usr|srv|private)/[^\s\"'<>`)]*"
    r"|(?<![\w])[A-Za-z]:\\+[^\s\"'<>`)]*|\bfile://[^\s\"'<>`)]*"
)


def cells(notebook, kind):
    """Yield the number and the content of the cells of a kind."""
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == kind:
            yield number, cell


def source(cell):
    return "".join(cell["source"])


def outputs(notebook):
    """Yield the number of the cell, the cell and each of its outputs."""
    for number, cell in cells(notebook, "code"):
        for output in cell["outputs"]:
            yield number, cell, output


def figures_of(cell):
    return [out for out in cell["outputs"] if "image/svg+xml" in out.get("data", {})]


def words_of(output):
    """Return all that an output shows or keeps, as text."""
    data = [text for text in output.get("data", {}).values()]
    return "\n".join(map(_joined, [*data, output.get("text", ""), output.get("traceback", "")]))


def _joined(text):
    return "".join(text) if isinstance(text, list) else str(text)


def typed_numbers(text):
    """Return the numbers that stand in a text and are neither computed nor allowed."""
    return re.findall(r"[−-]?\d[\d,.]*", ALLOWED.sub(" ", text))


# --- the checks ----------------------------------------------------------------------------------


def is_a_notebook(notebook, name):
    try:
        nbformat.validate(nbformat.from_dict(notebook))
    except nbformat.ValidationError as error:
        yield f"{name}: expected a valid notebook, found {str(error).splitlines()[0]}"


def is_executed_from_top_to_bottom(notebook, name):
    numbers = [(number, cell) for number, cell in cells(notebook, "code") if source(cell)]
    for count, (number, cell) in enumerate(numbers, 1):
        found = cell["execution_count"]
        if found != count:
            yield f"{name}: cell {number}: expected the execution count {count}, found {found}"


def shows_no_error_warning_or_object_in_memory(notebook, name):
    for number, _, output in outputs(notebook):
        where = f"{name}: cell {number}: expected an output"
        if output["output_type"] == "error":
            yield f"{where} without an error, found {output['ename']}"
        if output.get("name") == "stderr":
            yield f"{where} without a warning, found {words_of(output).strip()[:80]!r}"
        if " at 0x" in words_of(output):
            yield f"{where} that is the same in every run, found an address in memory"


def every_figure_is_described(notebook, name):
    for number, cell in cells(notebook, "code"):
        if len(figures_of(cell)) > 1:
            yield f"{name}: cell {number}: expected one figure, found {len(figures_of(cell))}"
        for output in figures_of(cell):
            for expected, found in _figure_faults(cell, output):
                yield f"{name}: cell {number}: expected {expected}, found {found}"


def _figure_faults(cell, output):
    figure = output["metadata"].get("goalcheck", {})
    alt = _joined(output["data"].get("text/plain", ""))
    caption, _, sources = figure.get("caption", "").partition("\n\n")
    if len(alt) < FEWEST_WORDS:
        yield f"an alt text of {FEWEST_WORDS} letters", repr(alt)
    if len(caption) < FEWEST_WORDS:
        yield f"a caption of {FEWEST_WORDS} letters", repr(caption)
    if not sources.startswith("Source") or "\n\n" in sources:
        yield "a line of sources below the caption", repr(sources[:80])
    wanted = {
        "figure": {"name": figure.get("name"), "caption": figure.get("caption")},
        "image": {"alt": alt},
    }
    if cell["metadata"].get("mystnb") != wanted:
        yield "the page to get the words of the figure", repr(cell["metadata"].get("mystnb"))[:80]


def has_no_number_typed_into_the_prose(notebook, name):
    for number, cell in cells(notebook, "markdown"):
        for typed in typed_numbers(source(cell)):
            yield f"{name}: cell {number}: expected a computed number, found {typed!r} typed"


def glues_what_it_computes(notebook, name):
    wanted = {
        key: number
        for number, cell in cells(notebook, "markdown")
        for key in re.findall(r"\{glue:text\}`([^`]+)`", source(cell))
    }
    made = {
        output["metadata"]["scrapbook"]["name"]: number
        for number, _, output in outputs(notebook)
        if "scrapbook" in output.get("metadata", {})
    }
    for key in sorted(wanted.keys() - made.keys()):
        yield f"{name}: cell {wanted[key]}: expected a computed {key!r}, found none"
    for key in sorted(made.keys() - wanted.keys()):
        yield f"{name}: cell {made[key]}: expected {key!r} to be used in the prose, found no use"


# Factors of units and percent, and steps of one, need no name; any other number does.
PLAIN_NUMBERS = {0, 0.01, 0.1, 1, 2, 10, 100, 1_000, 10_000, 1_000_000}
LONGEST_FUNCTION = 12


def leaves_computing_to_the_package(notebook, name):
    """A short function may stand in a chapter; arithmetic on bare numbers belongs in the package."""
    for number, cell in cells(notebook, "code"):
        try:
            nodes = list(ast.walk(ast.parse(source(cell))))
        except SyntaxError as error:
            yield f"{name}: cell {number}: expected Python, found {error.msg}"
            continue
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                yield f"{name}: cell {number}: expected {node.name} in the package, found it here"
            if isinstance(node, ast.FunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield (
                        f"{name}: cell {number}: expected {node.name} in the package or in "
                        f"{LONGEST_FUNCTION} lines, found {lines}"
                    )
            if isinstance(node, ast.BinOp):
                for side in (node.left, node.right):
                    value = getattr(side, "value", None) if isinstance(side, ast.Constant) else None
                    if isinstance(value, int | float) and value not in PLAIN_NUMBERS:
                        yield (
                            f"{name}: cell {number}: expected arithmetic on named values, "
                            f"found the bare number {value}"
                        )


def names_no_path_of_a_machine(notebook, name):
    for number, cell in enumerate(notebook["cells"], 1):
        texts = [source(cell), *map(words_of, cell.get("outputs", []))]
        texts.append(json.dumps(cell["metadata"], ensure_ascii=False))
        for path in MACHINE_PATH.findall("\n".join(texts)):
            yield f"{name}: cell {number}: expected no path of one machine, found {path!r}"


def links_lead_somewhere(notebook, name):
    """Links of the prose lead to a chapter or out by https; those of outputs to a page."""
    chapters = {path.stem for path in notebooks.in_reading_order()}
    for number, cell in cells(notebook, "markdown"):
        for alt, target in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", source(cell)):
            page = re.fullmatch(r"(\w+)\.ipynb(#[\w-]+)?", target)
            if not re.match(r"https?://\w", target) and not (page and page[1] in chapters):
                expected = "a link to a chapter or to an address"
                yield f"{name}: cell {number}: expected {expected}, found {target!r}"
            if not alt.strip():
                yield f"{name}: cell {number}: expected words for the link or image {target!r}, found none"
    for number, _, output in outputs(notebook):
        shown = _joined(output.get("data", {}).get("text/html", ""))
        for target in re.findall(r"<a\b[^>]*\bhref=[\"']([^\"']*)", shown):
            page = re.fullmatch(r"(\w+)\.html(#[\w.-]+)?", target)
            if re.match(r"https?://\w|#\w|\.\./downloads/\w", target) or (
                page and page[1] in chapters
            ):
                continue
            yield f"{name}: cell {number}: expected a link to a page, found {target!r}"
        for image in re.findall(r"<img\b[^>]*>", shown):
            if not re.search(r"\balt=[\"'][^\"']", image):
                yield f"{name}: cell {number}: expected an alt text, found {image[:80]!r}"


CHECKS = (
    is_a_notebook,
    is_executed_from_top_to_bottom,
    shows_no_error_warning_or_object_in_memory,
    every_figure_is_described,
    has_no_number_typed_into_the_prose,
    glues_what_it_computes,
    leaves_computing_to_the_package,
    names_no_path_of_a_machine,
    links_lead_somewhere,
)


def faults(notebook, name):
    """Return what all checks find in one notebook; of an invalid one only that it is."""
    invalid = list(is_a_notebook(notebook, name))
    return invalid or [fault for check in CHECKS for fault in check(notebook, name)]


def repeated_names(named_notebooks):
    """Yield the figures of the book that have the name of another."""
    seen = {}
    for name, notebook in named_notebooks:
        for number, cell in cells(notebook, "code"):
            for output in figures_of(cell):
                figure = output["metadata"]["goalcheck"]["name"]
                if figure in seen:
                    yield f"{name}: cell {number}: expected a new name, found {figure!r} as in {seen[figure]}"
                seen.setdefault(figure, f"{name}: cell {number}")
