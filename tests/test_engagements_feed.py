"""The feed of a diary: RFC 5545 to the letter, read by a parser of its own; secret, renewable, cheap to poll. And races for one hour."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock, ics
from shuniu.office.engagements.models import Engagement
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.queries.screening import in_diary
from shuniu.office.engagements.views import mine
from tests import leaders_time as made
from tests.calendars import independent
from tests.hotline_pages import client_of
from tests.leaders_time import NOW, times
from tests.test_casework_races import THREADS, at_once
from tests.world import World, build, moment

EAST = timezone(timedelta(hours=8))


def read(text: str) -> list[dict[str, Any]]:
    """The events of a calendar as RFC 5545 (3.1, 3.3.11) says to read them. Knows nothing of how they were written."""
    assert text.endswith("\r\n")
    lines = text.split("\r\n")[:-1]
    assert all("\n" not in line and "\r" not in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines), "75 octets"
    whole: list[str] = []
    for line in lines:
        if line[0] in " \t":
            whole[-1] += line[1:]
        else:
            whole.append(line)
    assert (whole[0], whole[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "TZID:Asia/Shanghai" in whole[whole.index("BEGIN:VTIMEZONE") : whole.index("END:VTIMEZONE")]
    found: list[dict[str, Any]] = []
    inside: dict[str, Any] | None = None
    for line in whole:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS"} <= set(inside)
            found.append(inside)
            inside = None
        elif inside is not None:
            key, _semicolon, parameters = name.partition(";")
            assert key not in inside, f"{key} twice"
            inside[key] = _value(key, parameters, value)
    again = independent(text)
    assert [(one["UID"], one["SUMMARY"], one["DTSTART"], one["STATUS"]) for one in found] == [
        (one["uid"], one["summary"], one["begins"], one["status"]) for one in again
    ], "a reader that is not ours reads the same"
    return found


def _value(key: str, parameters: str, value: str) -> Any:
    if key in ("DTSTART", "DTEND"):
        assert parameters == "TZID=Asia/Shanghai"
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=EAST)
    if key in ("DTSTAMP", "LAST-MODIFIED"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    plain, escaped = "", False
    for one in value:
        if escaped:
            plain += {"n": "\n", "N": "\n"}.get(one, one)
        elif one != "\\":
            assert key == "URL" or one not in ";,", "a bare separator"
            plain += one
        escaped = one == "\\" and not escaped
    return plain


def _event(**more: Any) -> ics.Event:
    at = moment("2026-11-26 09:00")
    return ics.Event(
        **{"uid": "1@x", "begins": at, "ends": at + timedelta(hours=1), "summary": "会", "stamp": NOW, **more}
    )


def _read_one(**more: Any) -> dict[str, Any]:
    return read(ics.text_of(ics.Calendar("日程", "Shuniu", (_event(**more),))))[0]


@pytest.mark.parametrize(
    "text",
    [
        "会议",
        "一" * 200,
        "a" * 74,
        "a" * 75,
        "甲,乙;丙\\丁\n戊",
        "长" * 24 + "a" + "长" * 24,
        "🀄" * 60,
        "tab\there",
        "\\n 不是换行",
    ],
)
def test_what_is_written_is_read_again_whatever_its_length_and_signs(text: str) -> None:
    assert _read_one(summary=text)["SUMMARY"] == text


def test_no_control_character_passes_and_lines_end_as_one() -> None:
    assert _read_one(summary="甲\x00\x07乙", description="一\r\n二\r三")["SUMMARY"] == "甲乙"
    assert _read_one(description="一\r\n二\r三")["DESCRIPTION"] == "一\n二\n三"
    assert _read_one(summary="甲\r\nSTATUS:CANCELLED")["STATUS"] == "CONFIRMED", "no line can be smuggled in"


def test_times_are_of_shanghai_and_stamps_of_utc() -> None:
    event = _read_one(cancelled=True, sequence=3)
    assert event["DTSTART"] == moment("2026-11-26 09:00")
    assert event["DTSTAMP"] == NOW
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "3")


def _address(client: Client) -> str:
    page = client.post("/engagements/feed/").content.decode()
    return page.partition('feed-address">')[2].partition("<")[0].replace("http://testserver", "")


@pytest.mark.django_db
def test_a_feed_follows_changes_and_cancellations_without_doubles(world: World) -> None:
    diary = made.diaries(world)
    matter = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30", place_note="三楼;东侧")
    made.placed(diary, "2026-11-27 09:00", "2026-11-27 10:30", about="会见客人")
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30", leader=diary.deputy, about="副市长的会")
    with clock.fixed(NOW):
        mayor, secretary = _address(client_of(world, "yangshizhang")), _address(client_of(world, "mishu"))
        reader = Client()
        first = read(reader.get(mayor).content.decode())
        assert [(one["SUMMARY"], one["STATUS"]) for one in first] == [
            ("冬季供水调度会", "CONFIRMED"),
            ("会见客人", "TENTATIVE"),
        ]
        assert first[0]["LOCATION"] == "市政府会议中心 三楼;东侧"
        assert next(one["SUMMARY"] for one in read(reader.get(secretary).content.decode())) == "杨市长：冬季供水调度会"
        perform(
            "change",
            matter,
            actor=world.tongchou,
            at=NOW,
            data=times(diary.mayor, "2026-11-26 15:00", "2026-11-26 16:00"),
        )
        changed = read(reader.get(mayor).content.decode())
        same = next(one for one in changed if one["UID"] == first[0]["UID"])
        assert same["DTSTART"] == moment("2026-11-26 15:00")
        assert int(same["SEQUENCE"]) > int(first[0]["SEQUENCE"])
        perform("cancel", matter, actor=world.tongchou, at=NOW, data={"reason": "改期"})
        last = read(reader.get(mayor).content.decode())
        assert len({one["UID"] for one in last}) == len(last) == 2
        off = next(one for one in last if one["UID"] == first[0]["UID"])
        assert off["STATUS"] == "CANCELLED"
        assert int(off["SEQUENCE"]) > int(same["SEQUENCE"])


@pytest.mark.django_db
def test_a_client_that_polls_gets_304_and_a_renewed_address_leads_nowhere(
    world: World, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = made.diaries(world)
    matter = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    client, reader = client_of(world, "yangshizhang"), Client()
    with clock.fixed(NOW):
        address = _address(client)
        answer = reader.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        with django_assert_max_num_queries(6):
            assert reader.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        perform("acknowledge", matter, actor=world.yangshizhang, at=NOW)
        assert reader.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200
        monkeypatch.setattr(mine, "PER_MINUTE", 5)
        assert [reader.get(address).status_code for _time in range(6)][-1] == 429
        renewed = _address(client)
        assert reader.get(address).status_code == 404
        assert reader.get(renewed).status_code == 200
        assert reader.get("/engagements/feed/guessed.ics").status_code == 404
        world.people["yangshizhang"].is_active = False
        world.people["yangshizhang"].save()
        assert reader.get(renewed).status_code == 404, "who has left reads no diary"
        assert client_of(world, "chengqing").get("/engagements/feed/").status_code == 404


# --- Many rows, many at once ---------------------------------------------------------------------------------------


COUNT = 20_000
MOMENT = {
    "sqlite": "datetime('2016-01-01 00:00:00', '+' || ({hours}) || ' hours')",
    "postgresql": "timestamptz '2016-01-01 00:00:00+00' + ({hours}) * interval '1 hour'",
}


def _multiplied(model: type[Any], key: str, given: dict[str, str]) -> None:
    """Copies of the one row that is there, made by the database itself, with some columns computed from ``n``."""
    table, columns = model._meta.db_table, [one.column for one in model._meta.concrete_fields]
    chosen = ", ".join(given.get(one, f"t.{one}") for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {COUNT}) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM c, {table} t WHERE t.{key} = (SELECT min({key}) FROM {table})"
        )
        cursor.execute(f"ANALYZE {table}")


@pytest.mark.django_db
def test_a_clash_is_found_in_five_milliseconds_among_twenty_thousand(world: World) -> None:
    diary = made.diaries(world)
    first = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:00")
    _multiplied(Matter, "id", {"id": f"{first.pk} + n", "number": "'X' || n", "key": "NULL"})
    leader = f"CASE WHEN n % 2 = 0 THEN {diary.mayor.pk} ELSE {diary.deputy.pk} END"
    moment_of = MOMENT[connection.vendor].format
    given = {
        "matter_id": f"{first.pk} + n", "leader_id": leader, "starts_at": moment_of(hours="12 * n"),
        "ends_at": moment_of(hours="12 * n + 1"), "occupied_from": "NULL", "occupied_until": "NULL",
    }  # fmt: skip
    _multiplied(Engagement, "matter_id", given)
    at = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(hours=12 * 9000)
    took = []
    for _time in range(15):
        begun = time.perf_counter()
        found = in_diary(diary.mayor.pk, at, at + timedelta(minutes=30))
        took.append(time.perf_counter() - begun)
        assert len(found) == 1
    assert min(took) < 0.005, "the best of fifteen: other work on the machine is not the question's"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_fix_the_same_hour_at_once_one_wins_and_the_others_are_told_why() -> None:
    diary = made.diaries(build())
    matters = [
        made.placed(diary, "2026-11-26 09:00", "2026-11-26 10:30", about=f"第{number}件事") for number in range(THREADS)
    ]
    actor = diary.world.tongchou
    results, refusals = at_once(lambda number: perform("arrange", matters[number], actor=actor, at=NOW))
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert all("件事" in str(one) for one in refusals), [str(one) for one in refusals]
    assert Engagement.objects.filter(fixed=True).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_arrangers_who_move_the_same_card_lose_nothing() -> None:
    diary = made.diaries(build())
    matter = made.asked(diary)
    actor = diary.world.tongchou
    spans = [
        times(diary.mayor, f"2026-11-26 {8 + number:02}:00", f"2026-11-26 {8 + number:02}:30")
        for number in range(THREADS)
    ]
    results, refusals = at_once(
        lambda number: perform("propose", matter, actor=actor, at=NOW, data=spans[number], expected=1)
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert all("已有新的办理记录" in str(one) for one in refusals)
