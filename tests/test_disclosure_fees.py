"""The processing fee: free at first, then step by step, over the month and the applicant."""

from __future__ import annotations

import pytest

from shuniu.public.disclosure.fees import Scale, fee


@pytest.mark.parametrize(
    ("before", "count", "yuan"),
    [
        (0, 30, 0),
        (0, 31, 10),
        (0, 100, 700),
        (0, 101, 720),
        (0, 200, 2700),
        (0, 201, 2740),
        (0, 250, 4700),
        (30, 1, 10),
        (95, 10, 150),  # five pages at 10, five at 20
        (200, 10, 400),
        (0, 0, 0),
    ],
)
def test_pages(before: int, count: int, yuan: int) -> None:
    assert fee(Scale.BY_PAGE, before=before, count=count) == yuan


@pytest.mark.parametrize(
    ("before", "count", "yuan"),
    [(0, 10, 0), (0, 11, 100), (0, 30, 2000), (0, 31, 2200), (0, 40, 4000), (0, 41, 4300), (10, 1, 100), (40, 1, 300)],
)
def test_items(before: int, count: int, yuan: int) -> None:
    assert fee(Scale.BY_ITEM, before=before, count=count) == yuan


def test_two_requests_of_a_month_cost_what_one_would() -> None:
    assert fee(Scale.BY_PAGE, before=0, count=80) + fee(Scale.BY_PAGE, before=80, count=70) == fee(
        Scale.BY_PAGE, before=0, count=150
    )


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        fee(Scale.BY_ITEM, before=0, count=-1)
