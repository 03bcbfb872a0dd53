"""Qualifiers on invented sentences."""

import pytest

from kzindustry.evidence.grammar.qualifiers import AFTER, BEFORE, qualifier_at


@pytest.mark.parametrize(
    ("line", "number", "qualifier"),
    [
        ("They count over 500 looms.", "500", "at least"),
        ("They count (more than 500 looms).", "500", "at least"),
        ("Almost 10 looms", "10", "at most"),
        ("no more than 10 looms", "10", "at most"),
        ("no less than 10 looms", "10", "at least"),
        ("for up to 10 years", "10", "at most"),
        ("some 10 looms", "10", "approximately"),
        ("порядка 9 тысяч станков", "9 тысяч", "approximately"),
        ("не менее 9 станков", "9", "at least"),
        ("менее 9 станков", "9", "at most"),
        ("10 or more looms", "10", "at least"),
        ("10 or so", "10", "approximately"),
        ("10 looms", "10", ""),
        ("moreover 10 looms", "10", ""),
        ("the handsome 10", "10", ""),
        ("over the 10 looms", "10", ""),
    ],
)
def test_reads_the_words_beside_a_number(line: str, number: str, qualifier: str) -> None:
    start = line.index(number)
    assert qualifier_at(line, start, start + len(number)) == qualifier


def test_the_lists_name_qualifiers_of_the_tables_only() -> None:
    assert {*BEFORE.values(), *AFTER.values()} == {"approximately", "at least", "at most"}
