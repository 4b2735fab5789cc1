"""Rebuilding the index from sources that ask the database while they are read: on PostgreSQL this once never ended."""

from __future__ import annotations

import pytest

from shuniu.kernel.search.sources import rebuild, search
from shuniu.public.hotline.operations.intake import Report, submit
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_an_empty_index_is_filled_from_the_offices_own_tables(world: World) -> None:
    report = Report(text="南湖路路灯连续三天不亮，请尽快维修。", type="help", place="南湖路")
    number = submit(report, actor=world.liwen, at=NOW, source="phone").matter.number
    assert rebuild()["hotline.request"] == 1
    assert [found.display.number for found in search("路灯不亮", world.wanglan).found] == [number]
    assert search("路灯不亮", world.hanwai).found == ()
