"""知识库: who reads and who keeps it, owners' proposals, what is found by whom, revisions, events, export, print."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.search import find
from shuniu.kernel.search.sources import rebuild
from shuniu.kernel.search.sources import search as search_as
from shuniu.kernel.web import clock
from shuniu.public.hotline import article_search
from shuniu.public.hotline.models import Article, ArticleProposal, ArticleRevision
from shuniu.public.hotline.operations import knowledge as keeping
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
TODAY = date(2026, 11, 24)
Status = Article.Status


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def article(world: World, code: str = "hukou", unit: str = "chengguan", **more: Any) -> Article:
    given = {
        "title": "户口迁移要带什么？", "answer": "带身份证和户口簿，当场办结。", "basis": "《户口登记条例》", "keywords": "迁户口",
        "status": Status.PUBLISHED, "review_by": TODAY + timedelta(days=90), "updated_at": NOW - timedelta(days=9), **more,
    }  # fmt: skip
    row = Article.objects.create(code=code, unit_id=world.unit(unit), **given)
    article_search.renew(row)
    return row


def wording(**more: Any) -> dict[str, Any]:
    return {
        "title": "迁户口要带什么材料？",
        "answer": "带身份证、户口簿和房产证。",
        "basis": "",
        "keywords": "落户",
        "reason": "材料有变",
        **more,
    }


def whole(**more: Any) -> dict[str, Any]:
    return wording(unit="城市管理局", subject="", public="on", review_by="2027-06-30", **more)


def found(world: World, who: str, query: str = "户口") -> list[int]:
    answer = search_as(query, world.actor(who, NOW), kinds=[article_search.KIND])
    return [one.hit.key for one in answer.found]


def post(world: World, who: str, path: str, data: dict[str, Any] | None = None) -> Any:
    return made.client_of(world, who).post(f"/hotline/knowledge/{path}", data or {})


def get(world: World, who: str, path: str = "") -> Any:
    return made.client_of(world, who).get(f"/hotline/knowledge/{path}")


# --- Who -----------------------------------------------------------------------------------------------------------

READ = "liwen wanglan zhoushen wufang zhengdu fengzhuren qianzhi chenlian chuban weiju hanwai yangshizhang"
STRANGERS = "zhuxi qinan youshen"


def test_all_staff_read_and_administrators_do_not(world: World) -> None:
    row = article(world)
    for path in ("", f"{row.code}/", f"{row.code}/?sheet=print", "export.xlsx"):
        codes = {who: get(world, who, path).status_code for who in READ.split()}
        assert set(codes.values()) == {200}, (path, codes)
        codes = {who: get(world, who, path).status_code for who in STRANGERS.split()}
        assert set(codes.values()) == {404}, (path, codes)
        assert Client().get(f"/hotline/knowledge/{path}").status_code == 302


def test_drafts_and_retired_articles_are_seen_by_their_keepers_only(world: World) -> None:
    for status in (Status.DRAFT, Status.RETIRED):
        row = article(world, f"x-{status.value}", status=status)
        codes = {
            who: get(world, who, f"{row.code}/").status_code
            for who in ["qianzhi", "chenlian", "weiju", "liwen", "jiangshui"]
        }
        assert codes == {"qianzhi": 200, "chenlian": 200, "weiju": 200, "liwen": 404, "jiangshui": 404}
        assert row.title not in get(world, "liwen").content.decode()
        assert row.title in get(world, "qianzhi").content.decode()


EDITORS = {
    "qianzhi": 200, "chenlian": 200, "weiju": 200, "jiangshui": 403, "hanwai": 403, "chuban": 404, "liwen": 404,
    "fengzhuren": 404, "yangshizhang": 404, "zhuxi": 404,
}  # fmt: skip


def test_only_the_clerk_and_the_owner_may_edit(world: World) -> None:
    row = article(world)
    assert {who: get(world, who, f"{row.code}/edit/").status_code for who in EDITORS} == EDITORS
    for who, code in EDITORS.items():
        if code != 200:
            assert post(world, who, f"{row.code}/edit/", wording()).status_code == code
    row.refresh_from_db()
    assert row.title == "户口迁移要带什么？"


def test_only_the_clerk_turns_an_article(world: World) -> None:
    row = article(world)
    for verb in ("publish", "retire", "accept", "decline"):
        assert post(world, "chenlian", f"{row.code}/{verb}/", {"reason": "不用了"}).status_code == 403
        for who in ("liwen", "fengzhuren", "zhuxi", "chuban"):
            assert post(world, who, f"{row.code}/{verb}/", {"reason": "不用了"}).status_code == 404
    assert post(world, "jiangshui", f"{row.code}/review/", {"review_by": "2027-01-01"}).status_code == 403
    assert get(world, "qianzhi", f"{row.code}/retire/").status_code == 405
    row.refresh_from_db()
    assert row.status == Status.PUBLISHED
    assert row.review_by == TODAY + timedelta(days=90)


# --- Writing and publishing ------------------------------------------------------------------------------------------


def test_a_draft_is_written_published_found_and_retired(world: World) -> None:
    answer = post(world, "qianzhi", "new/", {k: v for k, v in whole().items() if k != "reason"})
    assert answer.status_code == 303
    row = Article.objects.get()
    assert (row.status, row.public, row.unit_id) == (Status.DRAFT, True, world.unit("chengguan"))
    assert found(world, "liwen") == []
    assert post(world, "qianzhi", f"{row.code}/publish/", {"reason": "新政策"}).status_code == 303
    assert found(world, "liwen") == found(world, "chenlian") == [row.pk]
    assert found(world, "zhuxi") == []
    assert [hit.key for hit in find("户口", kinds=[article_search.KIND], any_of=[["public"]]).hits] == [row.pk]
    assert post(world, "qianzhi", f"{row.code}/retire/", {"reason": "政策废止"}).status_code == 303
    assert found(world, "liwen") == []
    types = list(Event.objects.filter(type__startswith="hotline.article").order_by("pk").values_list("type", flat=True))
    assert types == ["hotline.article_published", "hotline.article_retired"]
    assert Event.objects.filter(type="hotline.article_retired").get().particulars["reason"] == "政策废止"
    assert verify().ok


def test_turning_needs_a_reason_and_does_not_happen_twice(world: World) -> None:
    row = article(world)
    post(world, "qianzhi", f"{row.code}/retire/", {"reason": ""})
    row.refresh_from_db()
    assert row.status == Status.PUBLISHED
    with pytest.raises(keeping.ArticleRefused):
        keeping.publish(row, reason="又一次", actor=world.qianzhi, at=NOW)
    assert not Event.objects.filter(type__startswith="hotline.article").exists()


def test_an_article_that_is_not_public_is_not_for_citizens(world: World) -> None:
    row = article(world, public=False)
    assert found(world, "liwen") == [row.pk]
    assert find("户口", kinds=[article_search.KIND], any_of=[["public"]]).hits == ()
    assert Client().get(f"/guides/{row.code}/").status_code == 404


def test_the_clerk_changes_a_published_article_at_once_and_the_old_words_stay(world: World) -> None:
    row = article(world)
    assert (
        post(world, "qianzhi", f"{row.code}/edit/", whole(title="居住证怎么办？", keywords="居住证")).status_code == 303
    )
    row.refresh_from_db()
    assert (row.title, row.status, row.review_by) == ("居住证怎么办？", Status.PUBLISHED, date(2027, 6, 30))
    old = ArticleRevision.objects.get()
    assert (old.title, old.person_id, old.reason) == ("户口迁移要带什么？", world.people["qianzhi"].pk, "材料有变")
    assert found(world, "liwen", "居住证") == [row.pk]
    assert "户口迁移要带什么" in get(world, "liwen", f"{row.code}/").content.decode()
    assert Event.objects.filter(type="hotline.article_published").count() == 1


def test_the_rebuild_finds_what_the_operations_left(world: World) -> None:
    kept, gone = article(world), article(world, "old", title="户口旧规定")
    keeping.retire(gone, reason="废止", actor=world.qianzhi, at=NOW)
    article(world, "draft", title="户口草稿", status=Status.DRAFT)
    before = found(world, "liwen")
    assert rebuild([article_search.KIND]) == {article_search.KIND: 1}
    assert found(world, "liwen") == before == [kept.pk]


# --- Owners ----------------------------------------------------------------------------------------------------------


def test_an_owner_proposes_and_the_clerk_publishes(world: World) -> None:
    row = article(world)
    assert post(world, "chenlian", f"{row.code}/edit/", wording()).status_code == 303
    row.refresh_from_db()
    assert row.title == "户口迁移要带什么？", "what is published stands until the clerk decides"
    proposal = ArticleProposal.objects.get()
    assert (proposal.title, proposal.person_id) == ("迁户口要带什么材料？", world.people["chenlian"].pk)
    assert "迁户口要带什么材料" in get(world, "qianzhi", f"{row.code}/").content.decode()
    assert "1 份责任单位的修改等您审核" in get(world, "qianzhi").content.decode()
    assert "等您审核" not in get(world, "chenlian").content.decode()
    assert "迁户口要带什么材料" not in get(world, "liwen", f"{row.code}/").content.decode()
    expected = {"expected": proposal.at.isoformat()}
    assert post(world, "qianzhi", f"{row.code}/accept/", expected).status_code == 303
    row.refresh_from_db()
    assert (row.title, row.status) == ("迁户口要带什么材料？", Status.PUBLISHED)
    assert not ArticleProposal.objects.exists()
    assert "陈联" in ArticleRevision.objects.get().reason
    assert found(world, "liwen", "落户") == [row.pk]


def test_a_proposal_changed_meanwhile_is_not_accepted_unseen(world: World) -> None:
    row = article(world)
    post(world, "chenlian", f"{row.code}/edit/", wording())
    read = ArticleProposal.objects.get().at.isoformat()
    with clock.fixed(NOW + timedelta(minutes=5)):
        post(world, "weiju", f"{row.code}/edit/", wording(answer="又改了。"))
        client = made.client_of(world, "qianzhi")
        answer = client.post(f"/hotline/knowledge/{row.code}/accept/", {"expected": read}, follow=True)
    assert "又改了这份草稿" in answer.content.decode()
    row.refresh_from_db()
    assert row.answer == "带身份证和户口簿，当场办结。"
    assert ArticleProposal.objects.get().answer == "又改了。"


def test_a_declined_proposal_leaves_the_article_alone(world: World) -> None:
    row = article(world)
    post(world, "chenlian", f"{row.code}/edit/", wording())
    expected = {"expected": ArticleProposal.objects.get().at.isoformat()}
    post(world, "qianzhi", f"{row.code}/decline/", expected)
    again = made.client_of(world, "qianzhi").post(f"/hotline/knowledge/{row.code}/accept/", expected, follow=True)
    assert "已经处理过了" in again.content.decode()
    row.refresh_from_db()
    assert row.title == "户口迁移要带什么？"
    assert not ArticleRevision.objects.exists()


def test_an_owner_writes_drafts_for_own_units_only(world: World) -> None:
    given = {k: v for k, v in whole().items() if k != "reason"}
    assert post(world, "jiangshui", "new/", given).status_code == 422
    assert post(world, "jiangshui", "new/", {**given, "unit": "水务局"}).status_code == 303
    row = Article.objects.get()
    assert (row.status, row.unit_id) == (Status.DRAFT, world.unit("shuiwu"))
    assert post(world, "jiangshui", f"{row.code}/edit/", wording(title="停水怎么查？")).status_code == 303
    row.refresh_from_db()
    assert (row.title, row.status) == ("停水怎么查？", Status.DRAFT)
    assert post(world, "chuban", "new/", given).status_code == 404


def test_the_owner_reviews_and_sets_the_next_day(world: World) -> None:
    row = article(world, review_by=TODAY - timedelta(days=3))
    post(world, "chenlian", f"{row.code}/review/", {"review_by": TODAY.isoformat()})
    row.refresh_from_db()
    assert row.review_by == TODAY - timedelta(days=3), "the next review must lie ahead"
    post(world, "chenlian", f"{row.code}/review/", {"review_by": "2027-11-24"})
    row.refresh_from_db()
    assert row.review_by == date(2027, 11, 24)
    assert "复核" in ArticleRevision.objects.get().reason


# --- The list --------------------------------------------------------------------------------------------------------


def order_of(text: str, *titles: str) -> list[str]:
    return sorted(titles, key=text.index)


def test_owners_see_first_what_must_be_reviewed_and_operators_what_is_used(world: World) -> None:
    article(world, "late", title="早该复核的", review_by=TODAY - timedelta(days=30), used=1)
    article(world, "used", title="常用的", review_by=TODAY + timedelta(days=300), used=90)
    article(world, "never", title="没有期限的", review_by=None, used=50)
    titles = ("早该复核的", "常用的", "没有期限的")
    for who in ("qianzhi", "chenlian"):
        assert order_of(get(world, who).content.decode(), *titles) == ["早该复核的", "常用的", "没有期限的"]
    assert order_of(get(world, "liwen").content.decode(), *titles) == ["常用的", "没有期限的", "早该复核的"]
    article(world, "far", "shuiwu", title="别人的更早", review_by=TODAY - timedelta(days=300))
    assert order_of(get(world, "chenlian").content.decode(), *titles, "别人的更早")[-1] == "别人的更早"
    assert order_of(get(world, "qianzhi").content.decode(), *titles, "别人的更早")[0] == "别人的更早"
    due = get(world, "liwen", "?due=on").content.decode()
    assert "早该复核的" in due
    assert "常用的" not in due
    assert "已过期" in due


def test_the_list_is_searched_and_filtered(world: World) -> None:
    article(world)
    article(world, "water", "shuiwu", title="停水怎么查？", answer="拨打供水热线。", keywords="没水", basis="")
    assert "停水怎么查" not in get(world, "liwen", "?q=户口").content.decode()
    assert "户口迁移" in get(world, "liwen", "?q=户口").content.decode()
    own = get(world, "liwen", f"?unit={world.unit('shuiwu')}").content.decode()
    assert "停水怎么查" in own
    assert "户口迁移" not in own
    for odd in ("?q=%00%27--&unit=x", "?subject=99999999999999999999", "?after=zz&before=%F0", "?q=" + "户" * 300):
        assert get(world, "liwen", odd).status_code in {200, 400, 422}


def test_every_page_asks_few_questions(world: World) -> None:
    for at in range(60):
        article(world, f"a{at}", title=f"户口问题{at}")
    client = made.client_of(world, "qianzhi")
    for path in ("", "?q=户口", "a1/", "a1/edit/"):
        client.get(f"/hotline/knowledge/{path}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/hotline/knowledge/{path}").status_code == 200
        assert len(asked) <= 12, (path, [one["sql"][:90] for one in asked])


# --- Bad input, export, print ----------------------------------------------------------------------------------------


def test_words_are_escaped_everywhere(world: World) -> None:
    evil = "<script>alert(1)</script>"
    row = article(world, title=f"户口{evil}", answer=evil, basis=evil, keywords=evil)
    keeping.revise(
        row, keeping.Wording(f"户口{evil}", evil, evil, evil), None, reason=evil, actor=world.qianzhi, at=NOW
    )
    keeping.propose(row, keeping.Wording(evil, evil, evil, evil), reason=evil, actor=world.chenlian, at=NOW)
    for path in ("", f"{row.code}/", f"{row.code}/edit/", f"{row.code}/?sheet=print"):
        assert evil not in get(world, "qianzhi", path).content.decode()


@pytest.mark.parametrize(
    "bad", [{"title": ""}, {"answer": ""}, {"title": "长" * 161}, {"answer": "绝密★30年\n某事"}, {"reason": ""}, {"unit": "没有的局"},
            {"review_by": "不是日期"}, {"subject": "77"}, {"answer": "a\x00b"}],
)  # fmt: skip
def test_a_bad_form_changes_nothing_and_keeps_what_was_typed(world: World, bad: dict[str, str]) -> None:
    row = article(world)
    answer = post(world, "qianzhi", f"{row.code}/edit/", {**whole(), **bad})
    assert answer.status_code == 422
    assert "还不能提交" in answer.content.decode()
    row.refresh_from_db()
    assert row.title == "户口迁移要带什么？"
    assert not ArticleRevision.objects.exists()


def test_the_export_says_what_the_list_says_and_is_recorded(world: World) -> None:
    article(world, title="=cmd|calc 户口")
    article(world, "draft", title="草稿不外传", status=Status.DRAFT)
    answer = get(world, "liwen", "export.xlsx?q=户口")
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "问题"
    assert [row[0] for row in rows[1:]] == ["=cmd|calc 户口"]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml"), "a text never becomes a formula"
    event = Event.objects.filter(type="export").get()
    assert event.particulars["rows"] == 1


def test_the_printed_sheet_has_the_answer_and_no_buttons(world: World) -> None:
    row = article(world)
    text = get(world, "liwen", f"{row.code}/?sheet=print").content.decode()
    assert row.answer in text
    assert "<form" not in text
