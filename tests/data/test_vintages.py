"""Which print of a figure counts, and where prints conflict."""

import pandas as pd
from goalcheck.data.vintages import conflicts


def test_only_different_values_of_one_period_conflict_and_a_bound_never_does():
    rows = pd.DataFrame(
        [
            ("2021", 8.3, "reported"),
            ("2021", 8.3, "rounded"),
            ("2022", 8.0, "at_least"),
            ("2022", 8.7, "reported"),
            ("2023", 8.6, "reported"),
            ("2023", 8.7, "approximate"),
        ],
        columns=["period", "value", "quality"],
    )
    assert conflicts(rows) == {"2023": [8.6, 8.7]}
    assert conflicts(rows.iloc[:0]) == {}
