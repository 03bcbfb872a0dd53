"""Thousands of quantities in one formula: results of plain numbers, and work in step with their number."""

import copy
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from kzindustry.analysis import formula, total
from kzindustry.analysis.array import QuantityArray
from kzindustry.errors import AnalysisError

ROWS = 5000


@pytest.fixture(scope="module")
def numbers():
    return np.random.default_rng(7).integers(100, 10**6, ROWS)


@pytest.fixture(scope="module")
def counts(given, numbers):
    """Give a column of plain counts."""
    figures = enumerate(numbers.tolist())
    return column(given(n, n, n, "person", f"doc:1:n{i}", bounds="exact") for i, n in figures)


@pytest.fixture(scope="module")
def uncertain(given, numbers):
    """Give a column of figures that may be 1 less or 2 more, printed to the ten."""
    figures = enumerate(numbers.tolist())
    return column(given(n, n - 1, n + 2, "person", f"doc:1:n{i}", precision=10) for i, n in figures)


def column(quantities):
    return pd.Series(QuantityArray(quantities))


@pytest.fixture
def steps(monkeypatch):
    """Give the list that grows by each step of a formula that is walked through."""
    walked = []
    walk = formula.Formula._steps

    def counting(self, *options):
        found = walk(self, *options)
        walked.extend(found)
        return found

    monkeypatch.setattr(formula.Formula, "_steps", counting)
    return walked


def test_a_running_sum_is_as_long_as_its_column(uncertain, numbers):
    last = uncertain.cumsum().iloc[-1]
    assert (last.low, last.value, last.high) == (sum(numbers - 1), sum(numbers), sum(numbers + 2))
    assert last.figures == tuple(f"doc:1:n{i}" for i in range(ROWS))
    assert copy.deepcopy(last).value == last.value


def test_sums_made_in_any_way_agree(uncertain, numbers):
    ways = [sum(uncertain.to_list()), uncertain.sum(), total(uncertain), uncertain.mean() * ROWS]
    for way in ways:
        assert (way.low, way.value, way.high) == (sum(numbers - 1), sum(numbers), sum(numbers + 2))
        assert way.spread == 10 * ROWS  # each figure moves it by its last printed digit
        assert len(way.figures) == ROWS


def test_ends_of_weighted_sums_are_those_of_plain_numbers(uncertain, numbers):
    difference = 3 * uncertain[:2500].sum() - uncertain[2500:].sum() / 4
    up, down = numbers[:2500], numbers[2500:]
    assert difference.low == 3 * sum(up - 1) - sum(down + 2) / 4
    assert difference.high == 3 * sum(up + 2) - sum(down - 1) / 4
    assert (uncertain.sum() - uncertain.sum()).low == 0


def test_a_sum_with_one_open_figure_is_open_at_that_end(given, uncertain, numbers):
    whole = uncertain.sum() + given(5, 5, None, "person", "doc:1:over")
    assert (whole.low, whole.high) == (sum(numbers - 1) + 5, None)


def test_shares_of_a_total_take_a_step_for_each_row(counts, numbers, steps):
    shares = counts / counts.sum()
    ends = [(share.low, share.value, share.high) for share in shares]
    assert ends == [(float(Fraction(int(n), int(sum(numbers)))),) * 3 for n in numbers]
    assert len(steps) <= ROWS
    assert len(shares.iloc[-1].figures) == ROWS


def test_corners_are_those_of_the_uncertain_figures_alone(given, counts, numbers, monkeypatch):
    few = [given(50, 40, 70, "person", f"doc:2:n{i}") for i in range(10)]
    whole = counts.sum() + total(few)
    multiplied = []
    times = Fraction.__mul__
    monkeypatch.setattr(Fraction, "__mul__", lambda a, b: multiplied.append(1) or times(a, b))
    share = few[0] / whole
    ends = share.low, share.high
    exact = int(sum(numbers))
    assert ends == (40 / (exact + 40 + 9 * 70), 70 / (exact + 70 + 9 * 40))
    assert len(multiplied) < 2**10 * 30  # a few for each input and corner, none for each of the counts


def test_a_message_names_the_first_figures_and_says_how_many_more(uncertain):
    share = uncertain.iloc[0] / uncertain.sum()
    with pytest.raises(AnalysisError, match=r"^5000 uncertain inputs.*doc:1:n19 and 4980 more\)") as refused:
        _ = share.low
    assert len(str(refused.value)) < 500
    with pytest.raises(AnalysisError, match=r"zero: doc:1:n0,.* and 4980 more") as refused:
        1 / (uncertain.sum() - uncertain.sum())
    assert len(str(refused.value)) < 2000
