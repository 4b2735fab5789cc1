"""The words of the screens for what the pure parts say: in Chinese they must be the very same words."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from shuniu.kernel.law import labels
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.registry import DISCLOSURE, HOTLINE_SERVICE
from shuniu.kernel.workdays import SHANGHAI, Calendar, Pause, Period, Unit, explain, packaged_calendar
from shuniu.kernel.workdays.explanation import Explanation

START = datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)


def told(start: datetime, length: int, unit: Unit, *pauses: Pause) -> Explanation:
    return explain(start, Period(length, unit), packaged_calendar(), pauses)


EVERYTHING = [
    told(datetime(2024, 1, 1, 9, tzinfo=SHANGHAI), 1095, Unit.CALENDAR_DAYS, (START, START + timedelta(days=3))),
    told(datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), 150, Unit.WORKING_DAYS, (START + timedelta(days=350), None)),
    told(START, 48, Unit.HOURS),
    told(datetime(2026, 10, 1, 9, tzinfo=SHANGHAI), 2, Unit.CALENDAR_DAYS),
]


def test_every_reason_is_the_one_the_calendar_gives() -> None:
    days = [day for one in EVERYTHING for day in one.days]
    assert [day for day in days if labels.reason(day) != day.why] == []


def test_every_note_is_the_one_the_explanation_gives() -> None:
    notes = [note for one in EVERYTHING for note in one.notes]
    assert [note for note in notes if labels.note(note) != note.text] == []
    assert {note.code for note in notes} == set(labels._NOTES)


def test_a_festival_only_a_loaded_notice_knows_keeps_its_name() -> None:
    one = EVERYTHING[0].days[1]
    assert labels.reason(type(one)(date(2030, 1, 1), False, None, "庆典放假", one.sort.HOLIDAY, "庆典")) == "庆典放假"
    assert Calendar().day_kind(date(2030, 1, 1)).reason == "元旦放假"


def test_a_note_writes_its_dates_in_the_language_of_the_page() -> None:
    rolled = next(note for note in EVERYTHING[3].notes if note.code == "rolled")
    assert "2026年10月8日（周四）" in labels.note(rolled)
    with override("en"):
        assert "Thursday, 8 October 2026" in labels.note(rolled)


@pytest.mark.parametrize("unit", Unit)
def test_a_period_reads_the_same(unit: Unit) -> None:
    assert labels.period(Period(20, unit)) == str(Period(20, unit))


def test_the_screens_say_how_certain_a_citation_is() -> None:
    assert str(labels.standing(DISCLOSURE.article(33, 2))) == "已核实"
    assert str(labels.standing(HOTLINE_SERVICE)) == "待核实"
    assert str(labels.standing(LocalRule("k", "投诉办理时限", "来源", Mark.VERIFIED))) == "本地规定"
