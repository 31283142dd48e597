"""Add rows to a copy of the small package, as a maintainer would."""


def add_row(directory, file, row):
    with open(directory / file, "a", encoding="utf-8") as table:
        table.write(row + "\n")


def publish(directory, source, day, *rows):
    """Add what a source of a day says: "indicator,place,period,value", and a basis after it."""
    add_row(directory, "sources.csv", f"{source},T,T,City Hall,{day},news,en,,mirror,")
    for row in rows:
        *cells, basis = row.split(",") if row.count(",") == 4 else [*row.split(","), ""]
        line = ",".join([*cells, source, "reported", basis, ""])
        add_row(directory, "observations.csv", line)


def announce(directory, source, day, *rows):
    """Add a source of a day with its targets: "indicator,place,period,comparator,value"."""
    publish(directory, source, day)
    for row in rows:
        add_row(directory, "targets.csv", f"{row},{day},{source},")


def add_share(directory):
    """Add a share that is worked out: contracts as percent of a product."""
    for indicator in ("product", "contract_share"):
        add_row(
            directory,
            "indicators.csv",
            f"{indicator},Share,,percent,contracts,share,,elapsed,yes,,,A part of a whole.,,core,contracts",
        )
    add_row(
        directory,
        "calculations.csv",
        "contract_share,contract_turnover,product,100,Nobody prints it.",
    )
    # Printed as well, so that the package is sound; a worked out share does not read it.
    publish(directory, "a", "2022", "product,rivertown,2021,140")
    publish(
        directory, "b", "2023", "product,rivertown,2022,158", "contract_share,rivertown,2022,77"
    )
    publish(directory, "c", "2024", "product,rivertown,2023,200")
    return directory
