"""Charts: every figure in the picture is in the table, and leads to its matters."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from shuniu.kernel.web import charts
from shuniu.kernel.web.charts import Series, axis_steps

DAYS = ["周一", "周二", "周三"]
CAME = Series("登记", (12, None, 30), ["/m?d=1", "", "/m?d=3"])
DONE = Series("办结<>", (10, 8, 0))


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "heat"])
def test_a_chart_is_well_formed_and_has_its_table(kind: str) -> None:
    chart = getattr(charts, kind)("每日", DAYS, CAME, DONE, unit="件")
    html = Template("{% load ui %}{% chart c %}").render(Context({"c": chart}))
    ElementTree.fromstring(html.replace(" open", ""))
    assert html.count('<th scope="row">') == 3
    assert "—" in html
    assert 'href="/m?d=3"' in html
    assert "办结&lt;&gt;" in html
    assert "style=" not in html


def test_shares_show_their_percentage() -> None:
    assert "75.0%" in charts.share("类型", ["求助", "投诉"], Series("件", (3, 1))).svg


def test_a_picture_with_links_is_no_image_to_a_screen_reader() -> None:
    assert 'role="group"' in charts.bar("x", DAYS, CAME).svg
    assert 'role="img"' in charts.bar("x", DAYS, DONE).svg


@pytest.mark.parametrize("series", [(), (Series("零", (0, 0, 0)),), (Series("无", (None, None, None)),)])
def test_nothing_and_zeros_are_drawn_too(series: tuple[Series, ...]) -> None:
    for make in (charts.bar, charts.stacked, charts.line, charts.heat):
        chart = make("x", DAYS, *series)
        Template("{% load ui %}{% chart c %}").render(Context({"c": chart}))
    empty = Template("{% load ui %}{% chart c %}").render(Context({"c": charts.line("x", [], Series("无", ()))}))
    assert "没有数据" in empty


@pytest.mark.parametrize(
    ("value", "step", "count"),
    [(0, 1, 1), (1, 0.2, 5), (4, 1, 4), (7, 2, 4), (39, 10, 4), (301, 100, 4), (1208, 500, 3), (0.4, 0.1, 4)],
)
def test_an_axis_has_round_steps(value: float, step: float, count: int) -> None:
    found, many = axis_steps(value)
    assert (pytest.approx(found), many) == (step, count)
    assert found * many >= value


def test_a_trend_is_said_in_words() -> None:
    assert 'aria-label="从 3 到 15"' in charts.spark((3, None, 15), "从 3 到 15")
    assert charts.spark((3,), "x") == ""
