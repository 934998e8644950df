import pytest

from foundation.lib.charts import Bar, bars

CASES = {
    "up": ([1, 2, 4], 100, [(75, 25), (50, 50), (0, 100)]),
    "up and down": ([3, -1], 75, [(0, 75), (75, 25)]),
    "down only": ([-2, -1], 0, [(0, 100), (0, 50)]),
    "nothing is no bar": ([0, 0], 0, [(0, 0), (0, 0)]),
    "next to nothing is seen": ([1, 100_000], 100, [(99, 1), (0, 100)]),
}


@pytest.mark.parametrize(("values", "base", "expected"), CASES.values(), ids=CASES)
def test_bars(values, base, expected):
    chart = bars(values)
    assert (chart.base, [(bar.y, bar.height) for bar in chart.bars]) == (base, expected)


def test_bars_stand_side_by_side():
    chart = bars([5, -5])
    assert (chart.width, chart.bars) == (20, [Bar(1, 0, 8, 50, False), Bar(11, 50, 8, 50, True)])
