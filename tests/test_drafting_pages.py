"""The drafting desk as a plain form: every button works without a script, and nothing typed is lost."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.web import clock
from shuniu.office.documents.models import DraftKept, KeptFinding, Outgoing, Series, Version
from tests.documents_desk import TEXT, TITLE, drafting_city, given, hidden, saved, series
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
NEW = "/documents/drafts/new/"
WRONG = "认真部暑冬季供水工作。"


@pytest.fixture
def city() -> Iterator[World]:
    with clock.fixed(NOW):
        yield drafting_city()


Opened = Callable[[str], Client]


@pytest.fixture
def at(city: World) -> Opened:
    def enter(username: str) -> Client:
        client = Client()
        client.force_login(city.people[username])
        return client

    return enter


@pytest.fixture
def desk(at: Opened) -> Client:
    return at("nigao")


def body(answer: Any) -> str:
    return str(answer.content.decode())


# --- Saving ----------------------------------------------------------------------------------------------------------
def test_what_is_saved_is_the_paper_and_what_was_chosen_beside_it(desk: Client, city: World) -> None:
    matter = saved(
        desk, copies="云州军分区", annex_title=["任务清单", ""], annex_text=["| 事项 | 时限 |\r\n| 排查 | 10日 |", ""], urgency="加急",
        important="on", retention="permanent",
    )  # fmt: skip
    content = Version.objects.get(matter=matter).content
    assert content == {
        "title": TITLE, "text": TEXT, "organs": ["云州市人民政府办公室"], "form": "ordinary", "recipients": "城市管理局、水务局",
        "copies": "云州军分区", "urgency": "加急", "issuer": "云州市人民政府办公室",
        "annexes": [{"title": "任务清单", "text": "| 事项 | 时限 |\n| 排查 | 10日 |"}],
    }  # fmt: skip
    detail = Outgoing.objects.get(pk=matter.pk)
    assert detail.to_units == [city.unit("chengguan"), city.unit("shuiwu")]
    assert (detail.kind_of_document, detail.direction, detail.retention, detail.important) == (
        "notice",
        "down",
        "permanent",
        True,
    )


def test_groups_are_written_as_they_are_and_sent_to_each_unit(desk: Client, city: World) -> None:
    district = Unit.objects.create(code="jijiang", name="霁江区人民政府", kind="district", parent=city.units["city"])
    below = Unit.objects.create(code="jijiang_shui", name="霁江区水务局", kind="department", parent=district)
    forget()
    matter = saved(desk, recipients="各县（市、区）人民政府、市政府各部门、云州大学")
    detail = Outgoing.objects.get(pk=matter.pk)
    departments = Unit.objects.filter(parent=city.units["city"], kind="department").values_list("pk", flat=True)
    assert set(detail.to_units) == {district.pk, *departments}
    assert len(detail.to_units) > 3
    content = Version.objects.get(matter=matter).content
    assert content["recipients"] == "各县（市、区）人民政府，市政府各部门，云州大学"
    unclear = saved(desk, recipients="各县（市、区）水务局、市政府有关部门、霁江区水务局")
    assert Outgoing.objects.get(pk=unclear.pk).to_units == [below.pk], "who is meant is not guessed"


def test_a_series_that_ended_stays_with_its_paper(desk: Client, city: World) -> None:
    matter = saved(desk)
    Series.objects.filter(word="云政办发").update(active_to=NOW.date())
    path = f"/documents/drafts/{matter.number}/"
    with clock.fixed(moment("2027-01-01 09:00")):
        shown = body(desk.get(path))
        assert "（云政办发），已停用</option>" in shown
        assert "云政办发" not in body(desk.get(NEW))
        answer = desk.post(path, {**given(text=TEXT + "。"), **hidden(desk, path)})
    assert answer.status_code == 303
    assert Outgoing.objects.get(pk=matter.pk).series.word == "云政办发"  # type: ignore[union-attr]  # it has one


def test_an_upward_paper_has_the_upward_form_and_its_way(desk: Client) -> None:
    matter = saved(
        desk,
        kind="请示",
        title="云州市人民政府办公室关于申请经费的请示",
        recipients="云州市人民政府",
        note="联系人：倪稿，电话：88880000",
    )
    detail = Outgoing.objects.get(pk=matter.pk)
    assert (detail.form, detail.direction, detail.kind_of_document) == ("upward", "up", "request")


def test_a_published_paper_has_no_recipients_whatever_stood_in_the_field(desk: Client) -> None:
    matter = saved(desk, kind="通告", title="云州市人民政府办公室关于临时停水的通告")
    assert "recipients" not in Version.objects.get(matter=matter).content
    assert Outgoing.objects.get(pk=matter.pk).to_units == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "请写标题。"),
        ("text", "", "请写正文。"),
        ("title", "长" * 201, "标题超过 200 字"),
        ("text", "字" * 350_001, "超过一份公文能容的 350000 字"),
        ("kind", "方案", "选择"),
        ("text", "机密★10年\n现通知如下。", "国家秘密标志"),
        ("note", "秘密★长期", "国家秘密标志"),
    ],
)
def test_what_cannot_be_saved_is_said_and_everything_typed_stays(
    desk: Client, field: str, value: str, words: str
) -> None:
    answer = desk.post(
        NEW, {**given(copies="云州大学", annex_title=["名单"], annex_text=["甲"]), field: value, **hidden(desk, NEW)}
    )
    assert answer.status_code == 422
    shown = body(answer)
    assert words in shown
    for kept in ("云州大学", 'value="名单"', "城市管理局、水务局"):
        assert kept in shown
    assert not Matter.objects.exists()


def test_an_annex_with_a_secrecy_mark_or_without_a_title_is_refused(desk: Client) -> None:
    for annex, words in (
        ({"annex_title": ["绝密★30年"], "annex_text": ["甲"]}, "国家秘密标志"),
        ({"annex_title": [""], "annex_text": ["甲"]}, "附件1还没有标题"),
    ):
        answer = desk.post(NEW, {**given(**annex), **hidden(desk, NEW)})
        assert answer.status_code == 422
        assert words in body(answer)
        assert ">\n甲</textarea>" in body(answer)


def test_two_presses_are_one_paper(desk: Client) -> None:
    form = {**given(), **hidden(desk, NEW)}
    first, second = desk.post(NEW, form), desk.post(NEW, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Matter.objects.count() == 1


def test_an_old_page_is_told_so_and_keeps_what_was_typed(desk: Client) -> None:
    answer = desk.post(NEW, {**given(), "once": "stale"})
    assert answer.status_code == 422
    assert "再保存一次" in body(answer)
    assert "（二）及时整改。" in body(answer)


def test_a_further_version_and_a_stale_page(desk: Client, at: Opened) -> None:
    matter = saved(desk)
    path = f"/documents/drafts/{matter.number}/"
    first, second = hidden(desk, path), hidden(desk, path)
    answer = desk.post(path, {**given(text=TEXT.replace("10日", "15日")), **first, "change": "改期限"})
    assert answer.status_code == 303
    assert Version.objects.get(matter=matter, no=2).note == "改期限"
    stale = desk.post(path, {**given(text=TEXT.replace("10日", "20日")), **second})
    assert stale.status_code == 422
    assert "别人改过" in body(stale)
    assert "12月20日前" in body(stale)
    again = {**second, "expected": str(Matter.objects.get(pk=matter.pk).seq)}
    assert desk.post(path, {**given(text=TEXT.replace("10日", "20日")), **again}).status_code == 303
    assert Version.objects.filter(matter=matter).count() == 3


def test_saving_what_is_there_already_writes_no_version(desk: Client) -> None:
    matter = saved(desk)
    path = f"/documents/drafts/{matter.number}/"
    assert desk.post(path, {**given(), **hidden(desk, path)}).status_code == 303
    assert Version.objects.filter(matter=matter).count() == 1


# --- Beside the text -------------------------------------------------------------------------------------------------
def test_the_rules_and_the_proof_stand_in_one_list(desk: Client) -> None:
    shown = body(desk.post("/documents/drafts/proof/", given(kind="请示", text=WRONG)))
    assert "第八条第（十一）项" in shown
    assert 'data-suggestion="部署"' in shown
    assert shown.index("finding--error") < shown.index("finding--warning")


def test_without_a_script_each_button_does_its_work(desk: Client) -> None:
    def press(said: str, **more: Any) -> str:
        return body(desk.post(NEW, {**given(**more), "do": said}))

    assert "应为“部署”" in press("proof", text=WRONG)
    assert "认真部署冬季供水工作。" in press('["accept", "word-wrong", "部暑", 2]', text=WRONG)
    assert 'value="云州市人民政府"' in press(
        '["mend", "recipients.person", "张伟市长", 0]', kind="请示", recipients="张伟市长"
    )
    assert 'src="data:image/png;base64,' in press("preview")
    assert "已忽略 1 处" in press('["ignore", "word-wrong", "部暑"]', text=WRONG, reason="专名")
    kept = KeptFinding.objects.get()
    assert (kept.words, kept.reason, kept.by.username) == ("部暑", "专名", "nigao")
    assert "应为“部署”" not in press("proof", text=WRONG)
    assert "应为“部署”" in press(f'["again", {kept.pk}]', text=WRONG)
    assert not Matter.objects.exists()


TAMPERED = (
    '["mend"]', '["accept", 1, 2, 3]', '["ignore"]', '["again", "x"]', "[", "[]", '{"a": 1}', "nonsense",
    '["mend", "a", "b", "c"]', '["accept", [], {}, null]',
)  # fmt: skip


@pytest.mark.parametrize("said", TAMPERED)
def test_a_button_that_was_tampered_with_only_draws_the_page_again(desk: Client, said: str) -> None:
    answer = desk.post(NEW, {**given(), "do": said})
    assert answer.status_code == 200
    assert "（二）及时整改。" in body(answer)


def test_what_is_ignored_needs_a_reason(desk: Client) -> None:
    asked = {**given(text=WRONG), "rule": "word-wrong", "words": "部暑"}
    assert desk.post("/documents/drafts/ignore/", {**asked, "reason": " "}).status_code == 422
    assert desk.post("/documents/drafts/ignore/", {**asked, "reason": "专名"}).status_code == 204
    assert desk.post("/documents/drafts/ignore/", {**asked, "reason": "地名"}).status_code == 204
    assert KeptFinding.objects.get().reason == "地名"


def test_what_was_ignored_goes_with_the_paper_and_the_reviewer_reads_it(desk: Client, at: Opened) -> None:
    desk.post("/documents/drafts/ignore/", {**given(), "rule": "word-wrong", "words": "部暑", "reason": "专名"})
    matter = saved(desk, text=WRONG)
    assert KeptFinding.objects.get().matter == matter
    shown = body(at("hegao").get(f"/documents/drafts/{matter.number}/versions/"))
    assert "部暑" in shown
    assert "专名" in shown


def test_the_preview_says_why_there_is_none_and_the_files_come_out(desk: Client) -> None:
    assert "不在这里逐页预览" in body(desk.post("/documents/drafts/preview/", given(text="字" * 130_000)))
    assert "共 2 页" in body(desk.post("/documents/drafts/preview/", given()))
    pdf = desk.post("/documents/drafts/file/pdf/", given())
    assert pdf.content.startswith(b"%PDF-")
    assert "filename*=UTF-8''" in pdf["Content-Disposition"]
    assert desk.post("/documents/drafts/file/docx/", given()).content.startswith(b"PK")
    assert desk.post("/documents/drafts/file/exe/", given(title="")).content.startswith(b"%PDF-")


def test_a_secret_is_neither_set_nor_drawn(desk: Client) -> None:
    for secret in ({"text": "机密★10年\n内容"}, {"annex_title": ["秘密★长期"], "annex_text": [""]}):
        assert "国家秘密标志" in body(desk.post("/documents/drafts/preview/", given(**secret)))
        assert desk.post("/documents/drafts/file/pdf/", given(**secret)).status_code == 422


def word_file(*paragraphs: str) -> SimpleUploadedFile:
    written = docx.Document()
    for one in paragraphs:
        written.add_paragraph(one)
    kept = io.BytesIO()
    written.save(kept)
    return SimpleUploadedFile("通知.docx", kept.getvalue())


def test_a_word_file_is_read_into_the_text(desk: Client) -> None:
    answer = desk.post("/documents/drafts/import/", {"file": word_file("一、总体要求", "全面排查。")})
    assert answer.json() == {"text": "一、总体要求\n全面排查。", "lines": 2, "tables": 0}
    shown = body(desk.post(NEW, {**given(), "do": "import", "file": word_file("三、工作要求")}))
    assert "不留死角。\n三、工作要求</textarea>" in shown.replace("\r\n", "\n")


def test_a_file_that_may_not_come_in_is_refused_in_words(desk: Client) -> None:
    for file in (None, SimpleUploadedFile("a.docx", b"%PDF-1.4 nothing"), word_file("机密★10年", "内容")):
        answer = desk.post("/documents/drafts/import/", {"file": file} if file else {})
        assert answer.status_code == 422
        assert len(answer.json()["refused"]) > 5


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("城管", "城市管理局"), ("csgl", "城市管理局"), ("shuiwu", "水务局"), ("水", "水务局"),
        ("各县", "各县（市、区）人民政府"), ("szfgbm", "市政府各部门"), ("", ""), ("zzzz", ""),
    ],
)  # fmt: skip
def test_units_are_found_by_name_and_by_pinyin(desk: Client, city: World, typed: str, first: str) -> None:
    city.units["chengguan"].short_name = "市城管局"
    city.units["chengguan"].save()
    from_server = desk.get("/documents/drafts/units/", {"q": typed}).json()["units"]
    assert (from_server[0]["name"] if from_server else "") == first


# --- Kept while typing -----------------------------------------------------------------------------------------------
def test_what_was_typed_comes_back_and_can_be_thrown_away(desk: Client) -> None:
    assert "已自动保存 09:30" in body(
        desk.post("/documents/drafts/keep/", given(text="写到一半", annex_title=["单子"], annex_text=["甲"]))
    )
    shown = body(desk.get(NEW))
    assert "写到一半" in shown
    assert 'value="单子"' in shown
    assert "没有保存的内容" in shown
    assert "写到一半" not in body(desk.post(NEW, {**given(text="写到一半"), "do": "discard"}))
    assert not DraftKept.objects.exists()


def test_what_was_kept_goes_when_it_is_saved(desk: Client) -> None:
    desk.post("/documents/drafts/keep/", given())
    saved(desk)
    assert not DraftKept.objects.exists()


def test_what_arrives_after_the_saving_is_kept_no_more(desk: Client) -> None:
    form = {**given(), **hidden(desk, NEW)}
    desk.post(NEW, form)
    assert desk.post("/documents/drafts/keep/", form).status_code == 204
    assert not DraftKept.objects.exists()


def test_a_secret_is_not_even_kept(desk: Client) -> None:
    assert body(desk.post("/documents/drafts/keep/", given(text="绝密★30年"))).startswith("!")
    assert not DraftKept.objects.exists()


def test_what_was_kept_of_an_older_version_is_offered_and_not_put(desk: Client) -> None:
    matter = saved(desk)
    path = f"/documents/drafts/{matter.number}/"
    desk.post("/documents/drafts/keep/", {**given(text="我正在写"), "number": matter.number, "base": "1"})
    assert "我正在写" in body(desk.get(path))
    kept = DraftKept.objects.get()
    desk.post(path, {**given(text="别人的新稿"), **hidden(desk, path)})
    kept.pk = None
    kept.save()
    shown = body(desk.get(path))
    assert "别人的新稿" in shown
    assert "打开我的内容" in shown
    assert "我正在写" in body(desk.get(path, {"kept": "1"}))


def test_four_thousand_characters_are_answered_at_once(desk: Client) -> None:
    """Time of the processor, so that a busy machine does not count: what is typed is proofread, judged and drawn."""
    form = given(text=((TEXT + "\n") * 40)[:4000])
    times = []
    for _turn in range(5):
        began = time.process_time()
        assert desk.post("/documents/drafts/proof/", form).status_code == 200
        times.append(time.process_time() - began)
    assert sorted(times)[2] < 0.3


# --- Doors -------------------------------------------------------------------------------------------------------------
def test_who_may_sit_at_the_desk(desk: Client, at: Opened) -> None:
    matter = saved(desk)
    path = f"/documents/drafts/{matter.number}/"
    assert desk.get(path).status_code == 200
    for stranger in ("tiwen", "liwen", "shuiwen"):
        assert at(stranger).get(path).status_code == 404
        assert at(stranger).get(f"{path}versions/").status_code == 404
        assert at(stranger).get(f"{path}compare/").status_code == 404
        assert at(stranger).post("/documents/drafts/keep/", {**given(), "number": matter.number}).status_code == 404
    assert at("hegao").get(path).status_code == 403, "the reviewer reads it, and changes it when it comes to him"
    assert at("hegao").get(f"{path}versions/").status_code == 200
    assert at("hegao").get(NEW).status_code == 404
    left = {**given(), "number": matter.number, "rule": "word-wrong", "words": "部暑", "reason": "专名"}
    assert at("hegao").post("/documents/drafts/ignore/", left).status_code == 403


def test_somebody_without_the_right_who_sends_the_form_is_refused_in_words(desk: Client, at: Opened) -> None:
    matter = saved(desk)
    reviewer = at("hegao")
    path = f"/documents/drafts/{matter.number}/"
    token = hidden(desk, path)
    answer = reviewer.post(path, {**given(text="改写"), **token})
    assert answer.status_code == 422
    assert Version.objects.filter(matter=matter).count() == 1


def test_the_questions_are_few_and_do_not_grow(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    matter = saved(desk)
    for day in range(11, 19):
        path = f"/documents/drafts/{matter.number}/"
        desk.post(path, {**given(text=TEXT.replace("10日", f"{day}日")), **hidden(desk, path)})
    for path, most in (
        (NEW, 14), (f"/documents/drafts/{matter.number}/", 20), (f"/documents/drafts/{matter.number}/versions/", 16),
        (f"/documents/drafts/{matter.number}/compare/", 16),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert desk.get(path).status_code == 200
    with django_assert_max_num_queries(14):
        desk.post("/documents/drafts/proof/", given())


def test_series_of_other_units_are_not_offered(at: Opened) -> None:
    shown = body(at("chengwen").get(NEW))
    assert "云城管发" in shown
    assert "云政办发" not in shown
    assert series("云政办发") not in [line.split('"')[1] for line in shown.split("<option value=")[1:]]
