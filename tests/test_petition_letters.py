"""The letters of petitions: what each must say, to whom, and that a long one sets well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.web import clock
from shuniu.public.petitions.letters import KINDS, Said, paper_of
from shuniu.public.petitions.operations.letters import preview
from shuniu.public.petitions.operations.steps import citizen_step
from shuniu.public.petitions.queries.letters import letters_of
from shuniu.public.petitions.queries.petitions import opened
from tests import petition_matters as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-12-08 10:00")
LONG = "经核查，该店油烟净化设施未运行，夜间噪声超过限值。" * 84


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def case_of(world: World, matter: Matter) -> Opened:
    return opened(world.xindeng, matter.number or "")


def words_of(found: Opened, step: str, name: str = "钱多多") -> str:
    """Everything a letter says, head to foot."""
    passage = next(one for one in reversed(found.passages) if one.step == step)
    paper = paper_of(Said(found.case, passage, found.passages, name), KINDS[step])
    return "\n".join(
        [paper.title, paper.number, paper.recipients, paper.text, *paper.organs, *(one.text for one in paper.annexes)]
    )


def finished(world: World) -> Matter:
    """Handled by a street, reviewed by its district, reviewed again by the city after a hearing."""
    made.town(world)
    matter = made.handled(world, "jiedao", "jiefang")
    made.done(world, matter, "xindeng", "supervise", "2026-11-23 12:00", text="临近期限，请抓紧")
    made.done(world, matter, "jiezhang", "extend", "2026-11-23 13:00", days=30, reason="需委托检测")
    made.done(world, matter, "jieban", "draft_opinion", "2026-11-23 15:00", **made.OPINION)
    made.done(world, matter, "jiezhang", "issue_opinion", "2026-11-23 16:00")
    delivery = {"delivered_on": "2026-11-24", "how": "hand"}
    made.done(world, matter, "xindeng", "deliver_opinion", "2026-11-24 17:00", **delivery)
    citizen_step("request_review", matter, at=moment("2026-11-25 09:00"), data={"reason": "油烟依旧"})
    made.done(world, matter, "qufu", "conclude_review", "2026-11-26 09:00", **made.PARTS)
    made.done(
        world, matter, "qufu", "deliver_opinion", "2026-11-26 10:00", **{**delivery, "delivered_on": "2026-11-26"}
    )
    citizen_step("request_recheck", matter, at=moment("2026-11-27 09:00"), data={"reason": "仍然不服"})
    hearing = {"text": "油烟是否达标", "held_at": "2026-12-03T09:30:00+08:00", "place": "市信访局三楼"}
    made.done(world, matter, "fucha", "hold_hearing", "2026-12-01 09:00", **hearing)
    made.done(world, matter, "fucha", "end_hearing", "2026-12-04 09:00", text="各方陈述完毕")
    return made.done(world, matter, "fucha", "conclude_recheck", "2026-12-07 09:00", **made.PARTS)


def test_the_letters_of_a_whole_way_say_what_the_law_wants_said(world: World) -> None:
    found = case_of(world, finished(world))
    wanted: dict[str, list[str]] = {
        "register": ["钱多多", "第二十二条", "15日内", "查询码"],
        "refer": ["春柳街道办事处", "第二十三条", "5个工作日内提出异议", made.TEXT],
        "accept": ["自2026年11月23日起受理", "第三十一条第（六）项", "60日内办结，即2027年1月22日前", "不超过30日"],
        "extend": ["延长30日，至2027年2月21日届满", "需委托检测", "第三十四条"],
        "supervise": ["临近期限，请抓紧", "春柳街道办事处", "信访局"],
        "issue_opinion": [
            "一、投诉请求", "二、事实和理由", "三、处理意见", "四、法律依据", "对您的请求予以支持", "大气污染防治法",
            "自收到本意见书之日起30日内，请求临湖区人民政府复查", "第三十五条", "春柳街道办事处",
        ],
        "conclude_review": ["对春柳街道办事处就信访事项", "油烟依旧", "请求云州市人民政府复核", "第三十六条", "临湖区人民政府"],
        "hold_hearing": ["2026年12月3日09:30", "市信访局三楼", "不计算在复核期限内", "云州市人民政府"],
        "conclude_recheck": ["对临湖区人民政府就信访事项", "仍然不服", "不再受理", "第三十六条第三款", "云州市人民政府"],
    }  # fmt: skip
    for step, words in wanted.items():
        said = words_of(found, step)
        assert [word for word in words if word not in said] == [], (step, said)
    assert "10" not in words_of(found, "accept").replace("X2026000001", ""), "a local term is promised on no paper"
    own = [one.key for one in letters_of(found.case, found.passages, petitioners=True)]
    assert own == ["recheck", "hearing", "review", "opinion", "extension", "acceptance", "receipt"]


@pytest.mark.parametrize(
    ("who", "step", "data", "words"),
    [
        ("chengzhang", "refuse", {"reason": "不属于本机关职权", "path": "向区政府提出"}, ["不属于本机关职权", "向区政府提出", "第二十三条"]),
        ("chengfang", "take_other_path", {"category": "arbitration", "text": "向仲裁委员会申请"}, ["应当通过仲裁办理", "向仲裁委员会申请", "第三十一条"]),
        ("chengfang", "study", {}, []),
    ],
)  # fmt: skip
def test_the_letters_of_the_other_paths(
    world: World, who: str, step: str, data: dict[str, Any], words: list[str]
) -> None:
    matter = made.referred(world)
    made.done(world, matter, who, step, **data)
    if step == "study":
        made.done(world, matter, "chengfang", "answer_suggestion", text="已列入明年计划", adopted="part")
        step, words = "answer_suggestion", ["部分予以采纳。已列入明年计划", "第二十九条"]
    said = words_of(case_of(world, matter), step)
    assert [word for word in words if word not in said] == []


def test_a_refusal_by_the_petition_office_names_the_article_that_fits(world: World) -> None:
    for standing, article in (("in_progress", "第十九条第三款"), ("final", "第三十六条第三款"), ("repeated", "")):
        matter = made.filed(world)
        made.done(world, matter, "xindeng", "decline", standing=standing, reason="同一事项")
        said = words_of(case_of(world, matter), "decline")
        assert article in said
        assert ("依据" in said) == bool(article)


def test_a_sealed_petitioner_is_named_on_no_letter_that_anybody_else_opens(world: World) -> None:
    matter = made.filed(world, category="accusation")
    made.done(world, matter, "xindeng", "refer", unit=world.unit("chengguan"))
    for who in ("xindeng", "chengfang"):
        file = client_of(world, who).get(made.address(matter) + "letters/1.pdf").content
        assert "钱" not in text_of(file), who
        assert "信访人：" in text_of(file)
    assert not Event.objects.filter(type="personal_data.viewed").exists()


def test_a_letter_of_two_thousand_characters_sets_over_pages_and_its_reading_is_recorded(world: World) -> None:
    matter = made.handled(world)
    made.done(world, matter, "chengban", "draft_opinion", **{**made.OPINION, "facts": LONG})
    head = client_of(world, "chengzhang")
    draft = head.get(made.address(matter) + "opinion.pdf")
    assert "钱**" in text_of(draft.content)
    shown = preview(*(lambda one: (one.case, one.passages))(case_of(world, matter)), world.chengzhang, NOW)
    assert shown.total >= 3
    made.done(world, matter, "chengzhang", "issue_opinion", "2026-11-24 16:00")
    seq = Matter.objects.get(pk=matter.pk).seq
    letter = head.get(f"{made.address(matter)}letters/{seq}.pdf")
    assert letter["Content-Type"] == "application/pdf"
    text = text_of(letter.content)
    assert "钱多多" in text
    assert LONG[-200:] in text, "nothing is lost between the pages"
    assert "请求云州市人民政府复查" in text
    assert Event.objects.filter(type="personal_data.viewed").count() == 1
    assert head.get(f"{made.address(matter)}letters/99.pdf").status_code == 404


def test_a_preview_while_typing_refuses_secrets_in_words(world: World) -> None:
    matter = made.handled(world)
    typed = {**made.OPINION, "facts": "机密★10年"}
    page = client_of(world, "chengban").post(made.address(matter) + "opinion/preview/", typed)
    assert "机要" in page.content.decode()


def text_of(file: bytes) -> str:
    """What a PDF says, without the breaks between lines and pages."""
    with pypdfium2.PdfDocument(io.BytesIO(file)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    lines = [line for page in pages for line in page.splitlines() if not line.strip().strip("—- ").isdecimal()]
    return "".join("".join(lines).split())
