"""The pages of papers: the whole way through the forms, what each page shows, what it costs, who gets in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.documents.models import ArchiveItem, Delivery, Outgoing
from shuniu.office.documents.operations.archive import Wanted, file_papers
from tests import papers_city as city
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW), city.typeset_at_once():
        yield


@pytest.fixture
def ready(world: World) -> World:
    city.series_of(world)
    city.seal_of(world)
    city.route_of(world)
    return world


def test_a_paper_goes_all_the_way_through_the_forms(ready: World) -> None:
    matter = city.drafted(ready)
    route = city.route_of(ready).pk
    units = [ready.unit("chengguan"), ready.unit("shuiwu"), ready.unit("tiyu")]
    journey: list[tuple[str, str, dict[str, Any], str]] = [
        ("nigao", "submit", {"route": route, f"pick-{route}-cosign.0": units[:2]}, "approving"),
        ("chengju", "countersign", {"stance": "agree", "opinion": "同意"}, "approving"),
        ("shuiju", "send_back", {"to": "drafter", "reason": "补贴标准请核对"}, "drafting"),
        ("nigao", "submit", {"route": route, f"pick-{route}-cosign.0": units[:2]}, "approving"),
        ("chengju", "countersign", {"stance": "agree"}, "approving"),
        ("shuiju", "countersign", {"stance": "reserve", "opinion": "保留"}, "approving"),
        ("fangzhuren", "sign", {"opinion": "同意印发"}, "checking"),
        ("hegao", "check", {}, "to_number"),
        ("hegao", "assign_number", {"series": Outgoing.objects.get().series_id}, "to_seal"),
        ("yinguan", "seal", {"copies": 30}, "to_dispatch"),
        ("menlai", "dispatch", {"to": units, "copies": 2}, "dispatched"),
    ]
    for who, step, data, after in journey:
        answer = city.post(ready, who, matter, step, **data)
        assert answer.status_code == 303, (step, answer.context["form"].errors if answer.context else answer)
        assert city.state(matter) == after, step
    paper = Outgoing.objects.get()
    assert (paper.number, paper.deliveries) == ("云政办发〔2026〕1号", 3)
    file_papers([Wanted(paper.pk, "T2", 2026)], actor=ready.dangan, at=NOW, key="filed")
    assert city.state(matter) == "archived"
    assert ArchiveItem.objects.get(matter_id=paper.pk).document_number == "云政办发〔2026〕1号"


PAGES = [
    ("nigao", "/documents/"),
    ("nigao", "/documents/mine/"),
    ("nigao", "/documents/mine/?view=handled"),
    ("menlai", "/documents/outgoing/"),
    ("menlai", "/documents/outgoing/?type=notice&light=green&q=供暖&year=2026"),
    ("chengwen", "/documents/received/"),
    ("hegao", "/documents/series/"),
    ("hegao", "/documents/series/new/"),
    ("yinguan", "/documents/seals/"),
    ("yinguan", "/documents/seals/new/"),
    ("chengwen", "/desk/"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_every_page_opens(ready: World, who: str, path: str) -> None:
    city.sent(ready)
    answer = city.client_of(ready, who).get(path)
    assert answer.status_code == 200


def test_the_page_of_a_paper_and_of_a_delivery(ready: World) -> None:
    matter = city.sent(ready, cosigners=())
    page = city.client_of(ready, "menlai").get(f"/documents/outgoing/{matter.number}/")
    shown = page.content.decode()
    assert "云政办发〔2026〕1号" in shown
    assert "2个单位未签收" in shown
    delivery = Delivery.objects.select_related("matter").get(to=ready.unit("chengguan"))
    page = city.client_of(ready, "chengwen").get(f"/documents/received/{delivery.matter.number}/")
    assert "签收" in page.content.decode()
    assert page.status_code == 200


@pytest.mark.parametrize(("who", "what"), [
    ("menlai", "/documents/outgoing/{paper}/"), ("nigao", "/documents/outgoing/{paper}/"),
    ("chengwen", "/documents/received/{delivery}/"), ("menlai", "/documents/outgoing/"),
    ("menlai", "/documents/outgoing/?q=供暖&series={series}&light=green"), ("nigao", "/documents/outgoing/"),
    ("chengwen", "/documents/received/"), ("nigao", "/documents/"), ("nigao", "/documents/mine/?view=handled"),
    ("hegao", "/documents/series/"), ("yinguan", "/documents/seals/"),
])  # fmt: skip
def test_a_page_costs_at_most_twelve_queries(
    ready: World, who: str, what: str, django_assert_max_num_queries: Any
) -> None:
    matter = city.sent(ready)
    delivery = Delivery.objects.select_related("matter").get(to=ready.unit("chengguan")).matter
    client = city.client_of(ready, who)
    series = Outgoing.objects.get(pk=matter.pk).series_id
    client.get("/documents/")
    with django_assert_max_num_queries(12):
        assert client.get(what.format(paper=matter.number, delivery=delivery.number, series=series)).status_code == 200


@pytest.mark.parametrize("who", ["fangzhuren", "nigao", "chengju"])
def test_a_paper_under_way_costs_no_more(ready: World, who: str, django_assert_max_num_queries: Any) -> None:
    matter = city.submitted(ready, cosigners=("chengguan", "shuiwu"))
    client = city.client_of(ready, who)
    client.get(f"/documents/outgoing/{matter.number}/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/documents/outgoing/{matter.number}/").status_code == 200


def test_strangers_get_404(ready: World) -> None:
    matter = city.sent(ready)
    delivery = Delivery.objects.select_related("matter").get(to=ready.unit("chengguan")).matter
    for path in (
        f"outgoing/{matter.number}/",
        f"outgoing/{matter.number}/files/pdf/",
        f"outgoing/{matter.number}/sheets/",
    ):
        assert city.client_of(ready, "tiwen").get(f"/documents/{path}").status_code == 404
    for path in (f"received/{delivery.number}/", f"received/{delivery.number}/files/pdf/"):
        assert city.client_of(ready, "shuiwen").get(f"/documents/{path}").status_code == 404
    assert Matter.objects.filter(pk=matter.pk).exists()
