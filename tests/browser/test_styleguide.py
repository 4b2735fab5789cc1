"""Every component, in both shells, languages and themes: nothing sticks out, axe finds nothing, the CSP is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import Complaints, axe, look, overflow, wishes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRESSES = [
    ("staff", "", "zh-hans"),
    ("staff", "large", "zh-hans"),
    ("staff", "large.contrast", "en"),
    ("public", "", "zh-hans"),
    ("public", "large", "en"),
    ("public", "large.contrast", "zh-hans"),
]


@pytest.mark.parametrize(("shell", "display", "language"), DRESSES)
def test_the_style_guide_in_every_dress(page: Page, url: str, shell: str, display: str, language: str) -> None:
    wishes(page.context, url, display=display, language=language)
    page.goto(f"/styleguide/?shell={shell}")
    page.wait_for_selector(".chart-live svg")
    overflow(page)
    axe(page)
    look(page, f"styleguide-{shell}-{display or 'plain'}-{language}")


@pytest.fixture
def plain(browser: Browser, url: str) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(java_script_enabled=False, base_url=url, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_the_display_links_work_without_script(plain: Page) -> None:
    plain.goto("/styleguide/?shell=public")
    plain.click("text=大字版")
    assert plain.get_attribute("html", "data-size") == "large"
    plain.click("text=高对比度")
    assert plain.get_attribute("html", "data-contrast") == "high"
    plain.click("text=English")
    assert plain.get_attribute("html", "lang") == "en"
    assert plain.get_attribute("html", "data-size") == "large"


def test_a_grave_step_asks_first_without_script_too(plain: Page) -> None:
    plain.goto("/styleguide/?shell=public")
    assert not plain.is_visible("text=确定撤回")
    plain.click("text=撤回诉求")
    assert plain.is_visible("text=确定撤回")


def test_a_form_goes_once(page: Page) -> None:
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.route("**/slow/", lambda route: None)
    page.goto("/styleguide/")
    page.evaluate("document.querySelector('form[data-draft]').action = '/slow/'")
    button = page.locator("form[data-draft] .button--primary")
    held = button.evaluate("(one) => { one.click(); one.click(); one.click(); return one.ariaDisabled; }")
    page.wait_for_timeout(200)
    assert (len(posted), held) == (1, "true")


def test_a_long_text_survives_a_reload_and_can_be_thrown_away(page: Page) -> None:
    page.goto("/styleguide/")
    area = page.locator("form[data-draft] textarea")
    area.fill("夜里十二点以后仍在营业，油烟很大。")
    page.wait_for_timeout(700)
    page.reload()
    expect(area).to_have_value("夜里十二点以后仍在营业，油烟很大。")
    page.click("text=丢弃")
    expect(area).to_have_value("")
    page.reload()
    expect(area).to_have_value("")


def test_the_count_of_characters_follows_the_typing(page: Page) -> None:
    page.goto("/styleguide/")
    page.locator("form[data-draft] textarea").fill("四个汉字")
    expect(page.locator("form[data-draft] .count-left")).to_have_text("还可以输入 1996 字")


def test_a_file_that_is_too_large_is_left_out_before_it_is_sent(page: Page) -> None:
    page.goto("/styleguide/")
    files = page.locator("form[data-draft] input[type=file]")
    files.evaluate(
        """(input) => {
            const chosen = new DataTransfer();
            chosen.items.add(new File([new Uint8Array(21e6)], "录像.mp4"));
            chosen.items.add(new File(["x"], "说明.pdf"));
            input.files = chosen.files;
            input.dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    expect(page.locator("form[data-draft] .wrong")).to_have_text("“录像.mp4”超过 20 MB，没有选入。请压缩后再选。")
    assert files.evaluate("(input) => [...input.files].map((file) => file.name)") == ["说明.pdf"]
    expect(page.locator(".upload-preview")).to_contain_text("说明.pdf")


def test_the_keyboard_finds_its_shortcuts(page: Page) -> None:
    page.goto("/styleguide/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys")).to_contain_text("提交")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("]")
    page.wait_for_url("**/styleguide/?after=next")


def test_a_question_is_a_dialog_that_gives_the_focus_back(page: Page) -> None:
    page.goto("/styleguide/")
    page.click("text=撤回诉求")
    expect(page.locator("dialog[open]")).to_contain_text("撤回后不再办理，确定吗？")
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent.trim()") == "撤回诉求"


def test_a_click_on_a_figure_leads_to_its_matters(page: Page) -> None:
    page.goto("/styleguide/")
    page.wait_for_selector("#share-True .chart-live svg path")
    box = page.locator("#share-True .chart-live").bounding_box()
    assert box is not None
    page.locator("#share-True").scroll_into_view_if_needed()
    page.locator("#share-True .chart-live").click(position={"x": box["width"] / 2 + 85, "y": box["height"] / 2})
    page.wait_for_timeout(200)
    assert page.url.endswith("#kind")


def test_the_rows_of_a_list_are_walked_by_keyboard(page: Page) -> None:
    page.goto("/styleguide/")
    page.wait_for_load_state("networkidle")  # The summary of errors takes the focus once, when the page has settled.
    for key in "jjjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == "云热〔2026〕318号"


@pytest.fixture
def reveal(page: Page) -> Page:
    """The style guide, whose form 查看完整号码 is sent by HTMX; each test answers it in its own way."""
    page.goto("/styleguide/")
    page.wait_for_function("window.htmx")
    return page


def answered(page: Page, **answer: Any) -> None:
    page.route("**/styleguide/**", lambda route: route.fulfill(content_type="text/html", **answer))
    page.click("text=查看完整号码")


def test_a_form_with_errors_is_swapped_in(reveal: Page) -> None:
    answered(reveal, status=422, body="<b>请填写理由</b>")
    expect(reveal.locator(".masked")).to_have_text("请填写理由")


def test_a_refusal_takes_the_place_of_the_page(reveal: Page) -> None:
    body = "<html><head><title>x</title></head><body class='public'><main id='main'><h1>登录已过期</h1></main></body></html>"
    answered(reveal, status=401, body=body, headers={"HX-Retarget": "body"})
    expect(reveal.locator("h1")).to_have_text("登录已过期")
    assert reveal.locator("body").get_attribute("class") == "public"
    assert reveal.locator(".bar").count() == 0


def test_a_poll_that_finds_the_session_ended_leaves_what_is_half_typed(reveal: Page, complaints: Complaints) -> None:
    reveal.locator("form[data-draft] textarea").fill("还没有写完")
    reveal.route(
        "**/poll/", lambda route: route.fulfill(status=401, headers={"HX-Retarget": "body"}, body="<h1>x</h1>")
    )
    reveal.evaluate("htmx.ajax('GET', '/poll/', '.masked')")
    expect(reveal.locator("#messages")).to_contain_text("请在新窗口重新登录")
    expect(reveal.locator("form[data-draft] textarea")).to_have_value("还没有写完")
    complaints.clear()


def test_a_fault_and_a_broken_line_are_said_in_words(reveal: Page, complaints: Complaints) -> None:
    answered(reveal, status=500, body="trace")
    expect(reveal.locator("#messages")).to_contain_text("这一步没有保存")
    reveal.unroute("**/styleguide/**")
    reveal.route("**/styleguide/**", lambda route: route.abort())
    reveal.click("text=查看完整号码")
    expect(reveal.locator("#messages")).to_contain_text("网络连接中断")
    complaints.clear()
