"""The demo city's written content: enough of it, believable, consistent, always the same, and invented."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from itertools import islice, pairwise
from random import Random

import pytest

from shuniu.demo.city import city
from shuniu.demo.gazetteer import BOX, places, places_of
from shuniu.demo.knowledge import LOCAL_RULE, article, articles
from shuniu.demo.people import DEMO_ACCOUNTS, ROLES, demo_accounts, people
from shuniu.demo.requests import DemoRequest, generate
from shuniu.demo.scenarios import check, scenarios, topics
from shuniu.demo.sources import table
from shuniu.demo.stories import StoryKind
from shuniu.demo.units import HOTLINE_CENTRE, ROOT, unit, units

END = datetime(2026, 11, 23, 16, 0, tzinfo=timezone(timedelta(hours=8)))
START = END - timedelta(days=730)
COUNT = 4000
SLUG = re.compile(r"[a-z][a-z0-9_]*\Z")
FORBIDDEN = re.compile(
    "北京|上海|广州|深圳|天津|重庆|杭州|南京|武汉|成都|西安|长沙|济南|湖南|湖北|广东|浙江|江苏|四川|河北|山东"
    "|微信|支付宝|淘宝|抖音|美团|滴滴|人工智能|大模型|语言模型|待补充|某某|XX|秘密|机密|绝密"
)


def made(seed: str = "云州", n: int = COUNT) -> list[DemoRequest]:
    return list(generate(Random(seed), n, START, END))


@pytest.fixture(scope="module")
def requests() -> list[DemoRequest]:
    return made()


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


# --- Units and people -----------------------------------------------------------------------------------------------


def test_the_tree_is_whole() -> None:
    codes = [one.code for one in units()]
    assert len(codes) >= 60
    assert not repeated(codes)
    assert all(SLUG.match(code) for code in codes)
    seen: set[str] = set()
    for one in units():
        assert one.parent in seen or (one.code == ROOT and one.parent == ""), one
        seen.add(one.code)


def test_the_tree_has_all_kinds() -> None:
    kinds = Counter(one.kind for one in units())
    assert set(kinds) == {"general_office", "section", "department", "district", "township", "window", "enterprise"}
    assert kinds["department"] >= 30
    assert kinds["district"] == 7, "six districts below, and the city above them"
    assert unit(HOTLINE_CENTRE).parent == "general_office"
    for district in (one for one in units() if one.kind == "district" and one.code != ROOT):
        below = Counter(one.kind for one in units() if one.parent == district.code)
        assert below["general_office"] == 1
        assert below["township"] >= 4


def test_units_have_names_remits_and_impossible_telephones() -> None:
    assert not repeated(one.name for one in units())
    assert not repeated(one.phone for one in units())
    assert all(one.remit and one.short_name for one in units())
    assert all(re.fullmatch(r"0000-\d{7}", one.phone) for one in units())


def test_there_are_people_in_every_role() -> None:
    assert len(people()) >= 300
    assert not repeated(one.username for one in people())
    assert not repeated(one.name for one in people())
    assert {role for one in people() for role in one.roles} == set(ROLES)
    assert {one.unit for one in people()} <= {one.code for one in units()}


def test_every_unit_that_answers_has_liaison_handler_and_head() -> None:
    for one in units():
        if one.answers:
            for role in ("hotline.liaison", "hotline.handler", "hotline.head"):
                assert city().staff_of(one.code, role), f"{one.code} has no {role}"


def test_demo_accounts_are_named() -> None:
    assert tuple(one.username for one in demo_accounts()) == DEMO_ACCOUNTS
    posts = {one.username: one for one in demo_accounts()}
    assert posts["chengguan"].roles == ("hotline.liaison",)
    assert posts["operator"].unit == HOTLINE_CENTRE
    assert posts["mayor"].roles == ("leader",)


def test_administrators_are_three_and_separated() -> None:
    for role in ("system_admin", "security_admin", "audit_admin"):
        holders = [one for one in people() if role in one.roles]
        assert [one.roles for one in holders] == [(role,)]


# --- Places ---------------------------------------------------------------------------------------------------------


def test_places_lie_in_the_box_and_in_known_units() -> None:
    south, west, north, east = BOX
    assert len(places()) >= 250
    assert not repeated(one.name for one in places())
    for place in places():
        assert south <= place.lat <= north, place
        assert west <= place.lon <= east, place
        assert unit(place.township).parent == place.district


def test_every_scenario_has_places() -> None:
    for kind in scenarios():
        assert kind.place == "none" or len(places_of(kind.place)) >= 5, kind.code
    for topic in topics():
        assert len(places_of(topic.place, topic.township)) >= 2, topic.code


# --- Knowledge ------------------------------------------------------------------------------------------------------


def test_articles_are_many_distinct_and_complete() -> None:
    known = articles()
    assert len(known) >= 150
    for part in ("code", "title", "ask", "answer"):
        assert not repeated(getattr(one, part) for one in known), part
    for one in known:
        assert 80 <= len(one.answer) <= 300, f"{one.code}: {len(one.answer)} characters"
        assert "{" not in one.answer
        assert one.keywords
        assert one.category in table("categories")["categories"]
        assert unit(one.unit)


def test_articles_share_no_long_passage() -> None:
    """No two answers are the same text with a few words changed."""
    grams = {one.code: {one.answer[at : at + 4] for at in range(len(one.answer) - 3)} for one in articles()}
    codes = sorted(grams)
    for at, first in enumerate(codes):
        for second in codes[at + 1 :]:
            common = len(grams[first] & grams[second]) / min(len(grams[first]), len(grams[second]))
            assert common < 0.35, (first, second, common)


def test_every_basis_is_local_or_a_verified_instrument() -> None:
    verified = ("《信访工作条例》", "《中华人民共和国政府信息公开条例》", "《中华人民共和国行政许可法》")
    for one in articles():
        assert one.basis == LOCAL_RULE or one.basis.startswith(verified), one.code
    assert any(one.basis != LOCAL_RULE for one in articles())


def test_some_reviews_are_due_and_most_are_not() -> None:
    today = date(2026, 11, 23)
    due = [one for one in articles() if one.review_on(today) <= today]
    assert 0 < len(due) < len(articles()) / 5


# --- Requests -------------------------------------------------------------------------------------------------------


def test_the_tables_fit_together() -> None:
    assert check() == []
    assert len(scenarios()) >= 40


def test_the_same_seed_gives_the_same_requests(requests: list[DemoRequest]) -> None:
    assert made() == requests
    assert made("另一座城")[:50] != requests[:50]


@pytest.mark.parametrize("n", [0, 1, 7, 300])
def test_exactly_so_many_as_asked(n: int) -> None:
    assert len(made(n=n)) == n


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        next(generate(Random("x"), 5, END, END))


def test_requests_come_in_order_within_the_period(requests: list[DemoRequest]) -> None:
    assert [one.serial for one in requests] == list(range(COUNT))
    assert all(first.received_at <= second.received_at for first, second in pairwise(requests))
    assert requests[0].received_at >= START
    assert requests[-1].received_at < END


def test_every_code_exists(requests: list[DemoRequest]) -> None:
    scheme = table("categories")
    known_places = set(places())
    for one in requests:
        assert unit(one.unit).answers or one.story.kind in (StoryKind.ANSWERED_AT_ONCE, StoryKind.LEGAL_PATH)
        assert not one.story.first_unit or unit(one.story.first_unit).answers
        assert one.place is None or one.place in known_places
        assert one.category in scheme["categories"]
        assert one.type in scheme["types"]
        assert one.channel in scheme["channels"]
        assert not one.story.article or article(one.story.article)
        assert not one.story.path or one.story.path in scheme["paths"]["names"]
        assert one.duplicate_of is None or 0 <= one.duplicate_of < one.serial


def test_texts_have_a_readable_length(requests: list[DemoRequest]) -> None:
    lengths = [len(one.text) for one in requests]
    assert min(lengths) >= 60
    assert max(lengths) <= 400
    assert 80 <= sum(lengths) / len(lengths) <= 200
    assert all(4 <= len(one.title) <= 60 for one in requests)


def test_no_slot_stays_open(requests: list[DemoRequest]) -> None:
    for one in requests:
        story = one.story
        for text in (one.title, one.text, story.reply, story.redo_reply, story.return_reason, story.extension_reason):
            assert "{" not in text, text
            assert "。。" not in text, text
            assert "，。" not in text, text


def test_texts_do_not_repeat(requests: list[DemoRequest]) -> None:
    assert len({one.text for one in requests}) / COUNT > 0.995
    replies = [one.story.reply for one in requests if one.story.kind is StoryKind.ON_TIME]
    assert len(set(replies)) / len(replies) > 0.98
    assert len({one.title for one in requests}) / COUNT > 0.5


def test_no_sentence_is_said_twice_in_one_text(requests: list[DemoRequest]) -> None:
    for one in requests:
        sentences = [part for part in re.split("[。！？]", one.text) if len(part) > 8]
        assert not repeated(sentences), one.text


def test_nothing_forbidden_is_said(requests: list[DemoRequest]) -> None:
    texts = [text for one in requests for text in (one.title, one.text, one.story.reply)]
    texts += [text for one in articles() for text in (one.title, one.answer)]
    texts += [one.name for one in units()] + [one.name for one in places()]
    found = [match.group() for text in texts if (match := FORBIDDEN.search(text))]
    assert found == []


def test_telephones_are_impossible_and_belong_to_one_person(requests: list[DemoRequest]) -> None:
    owner: dict[str, str] = {}
    for one in requests:
        assert re.fullmatch(r"100\d{8}", one.reporter.phone)
        assert owner.setdefault(one.reporter.phone, one.reporter.name) == one.reporter.name
    assert len(owner) < COUNT, "some people write more than once"


def test_a_sealed_name_is_not_in_the_answer(requests: list[DemoRequest]) -> None:
    sealed = [one for one in requests if one.sealed]
    assert all(one.sealed for one in requests if one.type == "report")
    assert sealed
    for one in sealed:
        assert one.reporter.salute not in one.story.reply
        assert one.reporter.name not in one.text


def test_every_kind_of_story_is_told_and_complete(requests: list[DemoRequest]) -> None:
    told = Counter(one.story.kind for one in requests)
    assert set(told) == set(StoryKind)
    assert told[StoryKind.ON_TIME] > COUNT * 0.4
    needed = {
        StoryKind.RETURNED: "return_reason",
        StoryKind.EXTENDED: "extension_reason",
        StoryKind.REDONE: "redo_reply",
        StoryKind.WITHDRAWN: "withdraw_reason",
        StoryKind.EMERGENCY: "transfer",
        StoryKind.LEGAL_PATH: "path",
        StoryKind.ANSWERED_AT_ONCE: "article",
    }
    for one in requests:
        assert one.story.reply
        for kind, field in needed.items():
            assert bool(getattr(one.story, field)) == (one.story.kind is kind), (one.story.kind, field)
        assert (one.story.first_rating is not None) == (one.story.kind is StoryKind.REDONE)
        assert (one.duplicate_of is not None) == (one.story.kind is StoryKind.MERGED)


def test_a_returned_request_went_to_a_wrong_unit_first(requests: list[DemoRequest]) -> None:
    for one in requests:
        if one.story.kind is StoryKind.RETURNED:
            assert one.story.first_unit != one.unit
            assert unit(one.unit).short_name in one.story.return_reason
        elif one.story.first_unit:
            assert one.story.first_unit == one.unit


def test_the_answer_is_about_the_request(requests: list[DemoRequest]) -> None:
    """An ordinary answer names its unit, the place or the subject; a redo says something else than the first reply."""
    for one in requests:
        story = one.story
        if story.kind in (StoryKind.ON_TIME, StoryKind.LATE, StoryKind.RETURNED) and one.type == "complaint":
            known = (one.subject_name, unit(one.unit).short_name, one.place.name if one.place else one.subject_name)
            assert any(word in story.reply for word in known), story.reply
        if story.redo_reply:
            assert story.redo_reply != story.reply


def test_seasons_and_hours_are_felt(requests: list[DemoRequest]) -> None:
    heating = [one.received_at.month for one in requests if one.subject == "heat_cold"]
    assert heating
    assert set(heating) <= {11, 12, 1, 2, 3}
    floods = Counter(one.received_at.month in (5, 6, 7, 8, 9) for one in requests if one.subject == "flooding")
    assert floods[True] > 2 * floods[False]
    weekdays = Counter(one.received_at.weekday() for one in requests)
    assert weekdays[0] > weekdays[6]
    hours = Counter(one.received_at.hour for one in requests)
    assert hours[10] > 5 * hours[3]


def test_one_topic_rises_in_the_last_four_days(requests: list[DemoRequest]) -> None:
    rising = [one for one in requests if one.topic == "rising_yellow_water"]
    assert len(rising) >= 30
    assert all(END - one.received_at <= timedelta(days=4) for one in rising)
    assert {one.place.township for one in rising if one.place} == {"guifang"}
    assert len({one.reporter.phone for one in rising}) == len(rising)
    assert len({one.place.name for one in rising if one.place}) >= 4
    late = sum(END - one.received_at <= timedelta(days=2) for one in rising)
    assert late > len(rising) - late, "it grows"
    assert len({one.text for one in rising}) == len(rising)


def test_an_older_topic_lies_in_the_past_year(requests: list[DemoRequest]) -> None:
    older = [one.received_at for one in requests if one.topic == "bus_line_cut"]
    assert len(older) >= 20
    assert timedelta(days=60) < END - max(older) < timedelta(days=365)
    assert max(older) - min(older) < timedelta(days=15)


def test_near_duplicates_tell_the_same_thing_in_other_words(requests: list[DemoRequest]) -> None:
    again = [one for one in requests if one.duplicate_of is not None]
    assert len(again) >= COUNT * 0.02
    for one in again:
        first = requests[one.duplicate_of or 0]
        assert (one.subject, one.place, one.unit) == (first.subject, first.place, first.unit)
        assert one.text != first.text
        assert one.received_at - first.received_at < timedelta(days=15)


def test_it_is_quick_enough_for_millions() -> None:
    """Against a floor in the same run: drawing and joining twenty random words. A request costs some hundred of them."""
    rng = Random("floor")
    words = [one.title for one in articles()]
    began = time.process_time()
    for _ in range(3000):
        "".join(words[int(rng.random() * len(words))] for _ in range(20))
    floor = (time.process_time() - began) / 3000
    source = generate(Random("speed"), 2_000_000, START, END)
    list(islice(source, 200))
    began = time.process_time()
    assert sum(1 for _ in islice(source, 6000)) == 6000
    each = (time.process_time() - began) / 6000
    assert each < 40 * floor, f"{each / floor:.1f} times the floor"
