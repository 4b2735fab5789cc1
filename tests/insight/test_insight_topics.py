"""The early warning: soon for a rising matter, silent otherwise, and never with knowledge of the future."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from shuniu.kernel.insight.stream import Message
from shuniu.kernel.insight.topics import Alert, Settings, TopicWatch, poisson_tail, replay
from shuniu.kernel.insight.vectors import NEWEST, Vectors
from tests.insight.texts import ESTATES, at, ordinary, rising


def alerts(messages: list[Message]) -> list[Alert]:
    return list(replay(messages))


def test_an_ordinary_stream_raises_no_alert() -> None:
    assert alerts(ordinary()) == []


def test_a_rising_matter_is_reported_by_its_fifth_message() -> None:
    stream = [*ordinary(), *rising()]
    first = alerts(stream)[0]
    assert len(alerts(stream)) == 1
    assert 3 <= first.people <= 5
    assert set(first.members) <= {f"r{number}" for number in range(1, 6)}
    assert first.time <= rising()[4].time
    assert any("搅拌站" in word for word in first.words)
    assert first.growth > 10
    assert not first.repeated


def test_the_place_is_named() -> None:
    found = alerts([*ordinary(), *[replace(one, text=f"松涛路南口。{one.text}") for one in rising()]])
    assert "松涛路" in found[0].places
    assert found[0].words[0] == found[0].places[0]


def test_only_the_past_is_used() -> None:
    """What is reported up to a day does not change with what comes after it."""
    stream = sorted([*ordinary(), *rising()], key=lambda one: one.time)
    until = rising()[3].time
    whole = [alert for alert in alerts(stream) if alert.time <= until]
    assert whole == alerts([one for one in stream if one.time <= until])


def test_order_in_the_file_does_not_matter() -> None:
    stream = [*ordinary(), *rising()]
    mixed = list(stream)
    random.Random(8).shuffle(mixed)
    assert alerts(mixed) == alerts(stream)


def test_one_person_writing_often_is_no_topic() -> None:
    assert alerts([*ordinary(), *[replace(one, user="one neighbour") for one in rising()]]) == []


def test_copies_without_a_name_are_few_people_until_they_are_many() -> None:
    letter = rising()[0]
    copies = [replace(letter, id=f"c{number}", time=at(41 + number), user="") for number in range(6)]
    assert alerts([*ordinary(), *copies]) == []
    more = [replace(letter, id=f"m{number}", time=at(41 + number / 3), user="") for number in range(18)]
    assert [alert.repeated for alert in alerts([*ordinary(), *more])] == [False, True]


def test_the_same_complaint_about_many_places_is_no_topic() -> None:
    wording = "物业把公共车位圈起来按月收停车费，不交钱就不给开道闸，业主多次交涉没有结果，请物价部门查一查。"
    everywhere = [
        Message(
            f"p{number}",
            at(30 + number * 1.3),
            f"{estate}物业乱收停车费",
            f"我是{estate}的业主，{wording}",
            f"owner {number}",
        )
        for number, estate in enumerate(ESTATES[:8])
    ]
    assert alerts([*ordinary(), *everywhere]) == []


@pytest.mark.parametrize("every", [4, 2])
def test_an_old_steady_matter_is_not_fresh(every: int) -> None:
    """One such message every few days for a year is its ordinary rate, also where they are more than the search shows."""
    quiet = [
        replace(one, id=f"q{n}", time=at(n * every), user=f"q{n}") for n, one in enumerate(rising() * (72 // every))
    ]
    stream = [*ordinary(days=360, per_day=3), *quiet]
    late = [alert for alert in alerts(stream) if alert.time > at(180)]
    assert late == []


def test_a_topic_that_doubles_is_reported_again_under_its_number() -> None:
    more = [replace(one, id=f"x{n}", time=at(48 + n / 4), user=f"later {n}") for n, one in enumerate(rising() * 2)]
    found = alerts([*ordinary(), *rising(), *more])
    assert [alert.repeated for alert in found] == [False] + [True] * (len(found) - 1)
    assert len(found) > 1
    assert {alert.topic for alert in found} == {1}


def test_the_very_first_messages_and_empty_ones_do_no_harm() -> None:
    watch = TopicWatch()
    assert watch.feed(Message("1", at(0), "", "")) is None
    assert watch.feed(Message("2", at(0), "", " ！")) is None
    assert all(watch.feed(one) is None for one in rising(start=1)[:3])


@pytest.mark.parametrize(("count", "expected", "chance"), [(0, 1.0, 1.0), (1, 1.0, 0.6321), (3, 0.1, 1.547e-4)])
def test_the_poisson_tail_is_right(count: int, expected: float, chance: float) -> None:
    assert poisson_tail(count, expected) == pytest.approx(chance, rel=1e-3)


def test_the_poisson_tail_of_the_very_improbable_is_not_zero() -> None:
    assert 0 < poisson_tail(20, 0.01) < 1e-50


def test_what_comes_after_the_alert_joins_its_topic() -> None:
    watch = TopicWatch()
    found = [watch.feed(one) for one in sorted([*ordinary(), *rising()], key=lambda one: one.time)]
    (alert,) = [one for one in found if one is not None]
    assert len(alert.members) < 5
    assert watch.members(alert.topic) == ("r1", "r2", "r3", "r4", "r5")


def crowd(count: int, *, user: str | None = None) -> list[Message]:
    """The water fails: so many write nearly the same within a day."""
    more = ("打物业电话没有人接", "请尽快回复", "已经停了三个小时", "做饭都不行", "昨天也停过", "没有通知")
    return [
        Message(
            f"w{number:04d}",
            at(41 + number / count),
            "青石路停水",
            f"鹿鸣区青石路停水了，从早上到现在没有一滴水，{more[number % 6]}，{more[number // 6 % 6]}。",
            f"家庭 {number}" if user is None else user,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("user", [None, "one neighbour"])
def test_a_crowd_that_writes_the_same_is_not_compared_each_with_each(
    monkeypatch: pytest.MonkeyPatch, user: str | None
) -> None:
    compared = 0
    cosine = Vectors.cosine

    def counted(self: Vectors, query: dict[str, float], number: int) -> float:
        nonlocal compared
        compared += 1
        return cosine(self, query, number)

    monkeypatch.setattr(Vectors, "cosine", counted)
    few = alerts([*ordinary(), *crowd(0)])
    compared_before, compared = compared, 0
    found = alerts([*ordinary(), *crowd(400, user=user)])
    assert few == []
    assert compared - compared_before <= 400 * 2 * NEWEST, "at most the newest, and what else is a little like it"
    if user is None:
        doubled = [alert.people for alert in found]
        assert doubled[-1] > 200, "and yet everybody is counted"
        assert all(later == 2 * earlier for earlier, later in pairwise(doubled[-3:]))
        assert len(found[-1].members) == doubled[-1]
    else:
        assert found == []


def test_a_crowd_is_told_of_in_full_before_its_topic_has_doubled() -> None:
    watch = TopicWatch()
    stream = sorted([*ordinary(days=41), *crowd(300)], key=lambda one: one.time)
    found = [alert for alert in map(watch.feed, stream) if alert is not None]
    (told,) = watch.crowds()
    assert found[-1].people < 0.9 * told.people
    assert set(found[-1].members) < set(told.members)
    assert told.topic == found[-1].topic
    assert len(told.members) == told.people
    assert watch.crowds() == [], "and once only"
    watch.feed(replace(stream[-1], id="one more", user="one more"))
    assert [one.people for one in watch.crowds()] == [told.people + 1]


def test_a_big_city_need_not_wait_for_days() -> None:
    """It writes in one day what a town writes in a year; the memory of so many may not reach back ten days."""
    stream = [replace(one, time=at(40 + one_of / 1000)) for one_of, one in enumerate(ordinary())]
    late = [replace(one, time=at(41 + number / 100)) for number, one in enumerate(rising())]
    assert alerts([*stream, *late]) == [], "in one day it is not known what is ordinary"
    assert list(replay([*stream, *late], Settings(warm_up_many=len(stream))))


def test_a_crowd_that_is_most_of_all_messages_does_not_make_its_own_words_look_common(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_around: list[int] = []
    around = TopicWatch._neighbourhood
    monkeypatch.setattr(
        TopicWatch, "_neighbourhood", lambda self, number: looked_around.append(number) or around(self, number)
    )
    town = ordinary(per_day=1)
    found = alerts([*town, *[replace(one, title=one.text) for one in crowd(700)]])
    assert found[-1].people >= 350, "it is reported again each time it has doubled"
    assert len(looked_around) < 50, "each further one is known for one of the crowd at once"
