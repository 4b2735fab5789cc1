"""A city in which papers are drafted: series of numbers, a draft as the form sends it, and a saved paper."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.office.documents.models import Series
from tests.world import NOW, World, build

TITLE = "云州市人民政府办公室关于开展冬季供水检查的通知"
TEXT = """为保障冬季供水安全，现就有关事项通知如下：
一、总体要求
坚持以人民为中心，全面排查供水安全隐患。
二、主要任务
（一）全面排查。各单位于12月10日前完成排查，并报市水务局。
（二）及时整改。发现问题立即整改，不留死角。"""


def drafting_city() -> World:
    """The small city, with 云政发 of the government and 云政办发 of its office, and a series of the urban management."""
    city = build()
    for word, organ, unit in (
        ("云政办发", "云州市人民政府办公室", "office"),
        ("云政办函", "云州市人民政府办公室", "office"),
        ("云政发", "云州市人民政府", "city"),
        ("云城管发", "城市管理局", "chengguan"),
    ):
        Series.objects.create(word=word, organ=organ, unit=city.units[unit], active_from=date(2020, 1, 1))
    return city


def series(word: str = "云政办发") -> str:
    return str(Series.objects.get(word=word).pk)


def given(**more: Any) -> dict[str, Any]:
    """A 通知 as the form sends it."""
    return {
        "kind": "通知", "organ": series(), "title": TITLE, "recipients": "城市管理局、水务局", "copies": "", "text": TEXT,
        "release": "on_request", "retention": "ten_years", **more,
    }  # fmt: skip


def hidden(client: Client, path: str, **asked: str) -> dict[str, str]:
    """The hidden fields of the form as it is drawn: token, and the state that the person has seen."""
    body = client.get(path, asked).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', body)[1] for name in ("once", "expected", "base", "number")
    }  # type: ignore[index]  # the form has them


def saved(client: Client, **more: Any) -> Matter:
    """A paper saved through the form."""
    path = "/documents/drafts/new/"
    answer = client.post(path, {**given(**more), **hidden(client, path)})
    assert answer.status_code == 303, answer.content.decode()
    return Matter.objects.get(number=answer.headers["Location"].rstrip("/").rpartition("/")[2])


__all__ = ["NOW", "TEXT", "TITLE", "drafting_city", "given", "hidden", "saved", "series"]
