"""The drafting desk in a real browser: a paper by keyboard alone, what one key does, and what is never lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.documents.models import DraftKept, KeptFinding, Version
from tests.browser.harness import Complaints, axe, look, overflow
from tests.browser.people import Hands
from tests.documents_desk import NOW, TEXT, TITLE, drafting_city, given, hidden, saved
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/documents/drafts/new/"


@pytest.fixture
def city(transactional_db: None) -> World:
    return drafting_city()


@pytest.fixture
def desk(page: Page, url: str, sign_in: Callable[[Any], None], city: World) -> Iterator[Page]:
    sign_in(city.people["nigao"])
    with clock.fixed(NOW):
        page.context.set_default_timeout(30_000)  # The first page of a process loads the word lists and the fonts.
        page.goto(f"{url}{NEW}")
        yield page


def text_of(page: Page) -> str:
    return page.locator("#id_text").input_value()


def into_text(page: Page) -> None:
    page.locator("#id_text").focus()


def write_a_short_notice(hands: Hands) -> None:
    """The words, with their levels by Enter and Tab."""
    hands.type("现就有关事项通知如下：")
    hands.press("Enter")
    hands.press("Tab")
    hands.type("总体要求")
    hands.press("Enter")
    hands.press("Tab")
    hands.type("全面排查。各单位于12月10日前完成。")
    hands.press("Enter")
    hands.type("及时整改。发现问题立即整改。")
    hands.press("Enter")
    hands.press("Shift+Tab")
    hands.type("工作要求")


SHORT = """现就有关事项通知如下：
一、总体要求
（一）全面排查。各单位于12月10日前完成。
（二）及时整改。发现问题立即整改。
二、工作要求"""


def name_two_units(hands: Hands) -> None:
    """By initials and by pinyin."""
    for letters, name in (("csgl", "城市管理局"), ("shuiwu", "水务局")):
        hands.type(letters)
        expect(hands.page.locator("#chips-1 li").first).to_have_text(name)
        hands.press("Enter")


def test_a_notice_by_keyboard_alone(desk: Page) -> None:
    """Only the matter of the title, some letters of each unit and the words themselves are typed; the rest is there."""
    hands = Hands(desk)
    expect(desk.locator("#id_title")).to_be_focused()
    hands.type("开展冬季供水检查")
    hands.press("Tab")
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    name_two_units(hands)
    expect(desk.locator("#id_recipients")).to_have_value("城市管理局、水务局")
    hands.press("Alt+t")
    write_a_short_notice(hands)
    assert text_of(desk) == SHORT
    hands.press("Control+s")
    desk.wait_for_url("**/documents/outgoing/*/")
    assert Matter.objects.get().title == TITLE
    content = Version.objects.get().content
    assert (content["recipients"], content["issuer"]) == ("城市管理局、水务局", "云州市人民政府办公室")
    print(hands.effort)
    assert hands.effort.clicks == 0
    assert hands.effort.keys <= 12, str(hands.effort)


def test_the_page_can_be_seen_and_read(desk: Page) -> None:
    desk.locator("#id_title").fill(TITLE)
    desk.locator("#id_text").fill(TEXT.replace("12月10日前", "12月10日前认真部暑,"))
    expect(desk.locator("#proof-count")).to_contain_text("处")
    expect(desk.locator(".marked-under mark").first).to_be_attached()
    desk.locator("#side-preview > summary").click()
    expect(desk.locator(".preview-page").first).to_be_visible(timeout=30_000)
    look(desk, "drafting-new")
    overflow(desk)
    axe(desk)
    desk.locator(".kinds-rare > summary").click()
    desk.get_by_role("radio", name="纪要").check()
    desk.locator("[data-annex-add]").click()
    desk.locator(".further > summary").click()
    look(desk, "drafting-more")
    # While the page is set again it is dimmed, and on a busy machine that lasts: the words beside it stay legible.
    desk.locator("#preview").evaluate("(preview) => preview.setAttribute('aria-busy', 'true')")
    axe(desk)


# --- Keys at the findings ----------------------------------------------------------------------------------------------
WRONG = "一、总体要求\n认真部暑冬季供水工作,加强领导。\n二、工作要求\n各单位要认真部暑。"


def typed(page: Page, text: str) -> None:
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_text").fill(text)
    expect(page.locator("[data-finding][data-rule=word-wrong]")).to_have_count(text.count("部暑"))


def test_findings_are_walked_accepted_and_ignored_by_keys_from_within_the_text(desk: Page, city: World) -> None:
    typed(desk, WRONG)
    into_text(desk)
    desk.keyboard.press("Alt+ArrowDown")
    assert desk.evaluate("getSelection().toString()") == "部暑"
    expect(desk.locator("#draft-said")).to_contain_text("部署")
    desk.keyboard.press("Alt+Enter")
    assert text_of(desk).split("\n")[1].startswith("认真部署冬季")
    assert desk.evaluate("getSelection().toString()") == "", (
        "the next finding is pointed at, not selected to be overwritten"
    )
    expect(desk.locator("[data-finding][data-rule=word-wrong]")).to_have_count(1)
    desk.keyboard.press("Control+z")
    assert text_of(desk) == WRONG, "the browser's own undo still works"
    expect(desk.locator("[data-finding][data-rule=word-wrong]")).to_have_count(2)
    desk.keyboard.press("Alt+ArrowUp")
    desk.keyboard.press("Alt+ArrowDown")
    desk.keyboard.press("Alt+Delete")
    expect(desk.locator("[data-finding][data-rule=word-wrong]")).to_have_count(0)
    expect(desk.locator(".findings-kept")).to_contain_text("已忽略 1 处")
    kept = KeptFinding.objects.get()
    assert (kept.words, kept.reason) == ("部暑", "核对无误")


def test_the_list_of_findings_is_walked_by_arrows(desk: Page) -> None:
    typed(desk, WRONG)
    desk.keyboard.press("Alt+l")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".finding.is-current")).to_have_count(1)
    desk.keyboard.press("ArrowUp")
    before = desk.locator("[data-finding]").count()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-finding]")).to_have_count(before - 1)
    assert text_of(desk) != WRONG


def test_a_rule_is_mended_by_one_key(desk: Page) -> None:
    """请示 to a person: one press puts the superior organ in his place, and the chips show it."""
    desk.get_by_role("radio", name="请示").check()
    typed(desk, "请批准经费。妥否，请批示。")
    desk.locator("#id_recipients_typing").fill("张伟市长")
    desk.keyboard.press("Enter")
    item = desk.locator('[data-rule="recipients.person"]')
    expect(item).to_contain_text("第十五条第（五）项")
    item.locator("button[data-mend]").first.click()
    expect(desk.locator("#id_recipients")).to_have_value("云州市人民政府")
    expect(desk.locator(".chips-list").first).to_contain_text("云州市人民政府")
    expect(item).to_have_count(0)


def test_the_type_chooses_its_series_and_the_title_follows(desk: Page) -> None:
    desk.locator("#id_title").fill("商请支援供水设备")
    desk.get_by_role("radio", name="函", exact=True).check()
    expect(desk.locator("#id_organ option:checked")).to_have_text("云州市人民政府办公室（云政办函）")
    expect(desk.locator("#id_title")).to_have_value("云州市人民政府办公室关于商请支援供水设备的函")
    desk.locator("#id_organ").select_option(label="云州市人民政府（云政发）")
    expect(desk.locator("#id_title")).to_have_value("云州市人民政府关于商请支援供水设备的函")
    desk.get_by_role("radio", name="通知").check()
    expect(desk.locator("#id_title")).to_have_value("云州市人民政府关于商请支援供水设备的通知")


def test_marks_stand_exactly_under_their_words(desk: Page) -> None:
    """The layer below wraps like the text itself, also in long lines and after scrolling."""
    typed(desk, ("为保障冬季供水安全，现就有关事项通知如下。" * 9 + "\n") * 12 + "各单位要认真部暑。")
    area, under = desk.locator("#id_text"), desk.locator(".marked-under")
    assert area.evaluate("one => one.scrollHeight") == under.evaluate("one => one.scrollHeight")
    assert area.evaluate("one => one.clientWidth") == under.evaluate("one => one.clientWidth")
    desk.keyboard.press("Alt+ArrowDown")
    desk.wait_for_timeout(200)
    mark = desk.locator(".marked-under mark.is-error").last
    box, frame = mark.bounding_box(), area.bounding_box()
    assert box
    assert frame
    assert frame["y"] < box["y"] < frame["y"] + frame["height"], "the finding is scrolled into the view"


def test_a_rare_character_moves_no_mark(desk: Page) -> None:
    """The server counts characters, a script counts some of them twice: 𠮷 stands in names."""
    typed(desk, "𠮷林村、𠮷庆里认真部暑供水工作。")
    desk.keyboard.press("Alt+ArrowDown")
    assert desk.evaluate("getSelection().toString()") == "部暑"
    desk.keyboard.press("Alt+Enter")
    assert text_of(desk) == "𠮷林村、𠮷庆里认真部署供水工作。"


# --- Levels and tables ---------------------------------------------------------------------------------------------------
def test_numbers_are_put_in_order_and_the_undo_brings_them_back(desk: Page) -> None:
    text = "三、甲\n（二）乙。\n（二）丙。\n1.丁。\n1.戊。\n一、己\n（五）庚。"
    desk.locator("#id_text").fill(text)
    desk.locator("[data-reorder]").click()
    assert text_of(desk).split("\n") == [
        "一、甲",
        "（一）乙。",
        "（二）丙。",
        "1.丁。",
        "2.戊。",
        "二、己",
        "（一）庚。",
    ]
    into_text(desk)
    desk.keyboard.press("Control+z")
    assert text_of(desk) == text


def test_a_new_paragraph_between_two_numbered_ones_moves_the_numbers_on(desk: Page) -> None:
    desk.locator("#id_text").fill("（一）甲。\n（二）乙。\n（三）丙。")
    desk.locator("#id_text").evaluate("one => one.setSelectionRange(5, 5)")
    into_text(desk)
    desk.keyboard.press("Enter")
    desk.keyboard.type("新。")
    assert text_of(desk) == "（一）甲。\n（二）新。\n（三）乙。\n（四）丙。"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    assert text_of(desk).split("\n")[2] == "", "a number without words goes with the second Enter"


def test_the_keyboard_is_never_trapped_in_the_text(desk: Page) -> None:
    into_text(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") != "id_text"


def test_a_table_is_made_and_changed_as_a_grid(desk: Page) -> None:
    desk.locator("#id_text").fill("任务如下：\n")
    desk.locator("#id_text").evaluate("one => one.setSelectionRange(6, 6)")
    desk.locator("[data-grid-open]").click()
    expect(desk.locator("#grid input").first).to_be_focused()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    desk.keyboard.type("排查|整改")
    desk.locator("#grid .button--primary").click()
    lines = text_of(desk).split("\n")
    assert lines[1] == "| 序号 | 事项 | 责任单位 | 完成时限 |"
    assert lines[2] == "| 1 | 排查\\|整改 |  |  |"
    desk.locator("#id_text").evaluate("one => one.setSelectionRange(12, 12)")
    desk.locator("[data-grid-open]").click()
    expect(desk.locator("#grid tr")).to_have_count(3)
    desk.get_by_role("button", name="减一行").click()
    desk.get_by_role("button", name="减一列").click()
    desk.locator("#grid .button--primary").click()
    assert text_of(desk) == "任务如下：\n| 序号 | 事项 | 责任单位 |\n| 1 | 排查\\|整改 |  |\n"


# --- Paste -----------------------------------------------------------------------------------------------------------------
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.getElementById("id_text").focus();
  document.getElementById("id_text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_comes_from_word_keeps_its_numbers_and_tables_and_loses_the_rest(desk: Page) -> None:
    desk.evaluate(
        PASTE, [(Path(__file__).with_name("word_clipboard.html")).read_text(encoding="utf-8"), "不用的纯文本\n"]
    )
    assert text_of(desk).split("\n") == [
        "关于做好冬季供水工作的通知",
        "为保障供水，2026年冬季有关事项通知如下：",
        "一、总体要求",
        "（一）全面排查。各单位于12月10日前完成。",
        "明确专人负责。",
        "| 区域 | 管网（公里） |  |",
        "|  | 主干 | 支线\\|入户 |",
        "| 霁江区 | 12.5 | 第一行第二行 |",
        "联系人：倪稿，GB/T 9704 Office。",
    ]
    expect(desk.locator("#paste-note")).to_contain_text("1 张表")
    desk.locator("#paste-undo").click()
    assert text_of(desk) == ""


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ol><li>甲<ol><li>乙</li><li>丙</li></ol></li><li>丁</li></ol>", ["1.甲", "（1）乙", "（2）丙", "2.丁"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<div>甲<br>乙</div><div><p>丙</p></div>", ["甲", "乙", "丙"]),
        ("<table><tr><td><p>版面表格</p><p>第二段</p></td></tr></table>", ["版面表格", "第二段"]),
        ("<p>第 3 季度　完成 Office 2016 安装</p><p></p>", ["第3季度完成Office 2016安装"]),
        ("<p>甲<style>p{color:red}</style><script>bad()</script><!-- 注 --></p><p>乙</p>", ["甲", "乙"]),
    ],
)
def test_what_comes_from_the_web(desk: Page, html: str, lines: list[str]) -> None:
    desk.evaluate(PASTE, [html, "x"])
    assert text_of(desk).split("\n") == lines


def test_plain_text_with_tabs_becomes_a_table(desk: Page) -> None:
    desk.evaluate(PASTE, ["", "任务如下：\n事项\t时限\n排查\t10日\n一、\t总体要求"])
    assert text_of(desk).split("\n") == ["任务如下：", "| 事项 | 时限 |", "| 排查 | 10日 |", "一、总体要求"]


def test_five_hundred_pages_do_not_freeze_the_page(desk: Page) -> None:
    make = """() => {
      const words = "为保障冬季供水安全现就有关事项通知如下，".repeat(14);
      const one = `<p class=MsoNormal style='text-indent:32pt'><span style='font-family:仿宋_GB2312'>${words}</span></p>`;
      window.large = one.repeat(1120) + "<table><tr><td>甲</td><td>乙</td></tr></table>";
    }"""
    desk.evaluate(make)
    began = time.monotonic()
    desk.evaluate(f"() => ({PASTE})([window.large, 'x'])")
    took = time.monotonic() - began
    expect(desk.locator("#paste-note")).to_contain_text("已粘贴 1121 段")
    assert took < 5, f"{took:.1f} s"
    assert desk.evaluate("document.getElementById('id_text').value.length") > 300_000
    expect(desk.get_by_text("以下是改动前的校对结果")).to_be_visible()
    desk.keyboard.type("完")
    expect(desk.locator("#length")).to_contain_text("超过综合性文件 5000 字的上限")
    desk.evaluate(f"() => ({PASTE})([window.large, 'x'])")
    expect(desk.locator("#paste-note")).to_contain_text("超出一份公文能容的字数")


# --- What is never lost ------------------------------------------------------------------------------------------------
def test_what_is_typed_is_kept_by_the_server_and_comes_back(desk: Page, url: str) -> None:
    desk.locator("#id_text").fill("写到一半的文稿")
    desk.locator("[data-annex-add]").click()
    desk.locator("[name=annex_title]").fill("任务清单")
    expect(desk.locator("#kept")).to_contain_text("已自动保存", timeout=10_000)
    desk.goto(f"{url}{NEW}")
    assert text_of(desk) == "写到一半的文稿"
    expect(desk.locator("[name=annex_title]")).to_have_value("任务清单")
    desk.get_by_role("button", name="不要了").click()
    assert text_of(desk) == ""
    assert not DraftKept.objects.exists()


def test_an_expired_session_loses_nothing(desk: Page, url: str, complaints: Complaints) -> None:
    cookies = desk.context.cookies()
    desk.locator("#id_title").fill(TITLE)
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.locator("#id_text").fill("登录过期时写的话")
    expect(desk.locator("#draft-signed-out")).to_be_visible(timeout=10_000)
    expect(desk.locator("#kept")).to_contain_text("已保存在本机")
    desk.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came out they go in
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto(f"{url}{NEW}")
    desk.locator("[data-restore]").click()
    assert text_of(desk) == "登录过期时写的话"
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    complaints[:] = [one for one in complaints if "beforeunload" not in one]


def test_the_page_works_without_a_script(browser: Browser, url: str, city: World) -> None:
    client = Client()
    client.force_login(city.people["nigao"])
    context = browser.new_context(base_url=url, locale="zh-CN", java_script_enabled=False)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()

    def press(name: str, *, exact: bool = False) -> None:
        # By key: a click of the mouse is lost now and then while a page without script is still being laid out.
        page.get_by_role("button", name=name, exact=exact).first.press("Enter")

    with clock.fixed(NOW):
        page.goto(NEW)
        page.locator("#id_title").fill("开展冬季供水检查")
        page.locator("#id_recipients").fill("城市管理局、水务局")
        page.locator("#id_text").fill(WRONG)
        page.locator("[name=annex_title]").fill("名单")
        press("重新校对")
        press(f"改为“{TITLE}”")
        assert page.locator("#id_title").input_value() == TITLE
        press("采用")
        assert page.locator("#id_text").input_value().count("部暑") == 1
        page.locator("#side-preview > summary").click()
        press("预览", exact=True)
        assert page.locator(".preview-page").count() == 2
        press("保存")
        page.wait_for_url("**/documents/outgoing/*/")
    content = Version.objects.get().content
    assert content["annexes"] == [{"title": "名单", "text": ""}] or content["annexes"] == [{"title": "名单"}]
    context.close()


# --- Versions --------------------------------------------------------------------------------------------------------------
def test_two_versions_are_compared_and_the_reviewer_sees_what_was_left(
    desk: Page, url: str, sign_in: Callable[[Any], None], city: World
) -> None:
    client = Client()
    client.force_login(city.people["nigao"])
    matter = saved(client, annex_title=["任务清单"], annex_text=["| 事项 | 时限 |\n| 排查 | 10日 |"])
    path = f"/documents/drafts/{matter.number}/"
    client.post(
        "/documents/drafts/ignore/",
        {**given(), "number": matter.number, "rule": "word-wrong", "words": "部暑", "reason": "专有名称"},
    )
    lines = TEXT.replace("12月10日", "12月15日").split("\n")
    lines.insert(3, "建立健全排查台账，做到底数清、情况明。")
    lines.append(lines.pop(2))
    changed = given(
        text="\n".join(lines),
        title=TITLE.replace("冬季", "今冬明春"),
        annex_title=["任务清单"],
        annex_text=["| 事项 | 时限 |\n| 排查 | 15日 |"],
    )
    client.post(path, {**changed, **hidden(client, path), "change": "按会签意见改期限"})
    sign_in(city.people["hegao"])
    desk.goto(f"{url}{path}versions/")
    expect(desk.locator("main")).to_contain_text("按会签意见改期限")
    expect(desk.locator("main")).to_contain_text("专有名称")
    look(desk, "drafting-versions")
    overflow(desk)
    axe(desk)
    desk.get_by_role("button", name="对照选定的两稿").click()
    expect(desk.locator(".compare-row--moved")).to_have_count(2)
    expect(desk.locator(".compare-counts")).to_contain_text("移动 1 段")
    look(desk, "drafting-compare")
    overflow(desk)
    axe(desk)
    desk.get_by_role("link", name="显示全文").click()
    expect(desk.locator(".compare-row--same").first).to_be_visible()
