"""Take the README's pictures from the running demonstration: ``make demo`` in one window, ``make pictures`` in another.

The pictures are small files (WebP would be smaller, but is not shown everywhere), so that the repository stays light.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DESK, TALL, PHONE = (1280, 860), (1280, 1000), (390, 1000)
COLOURS = 128


Act = Callable[[Page], None]


def report(page: Page) -> None:
    """A citizen reports, and looks at the request with the code of the receipt."""
    page.locator("#id_text").fill("南湖路和澄湖街路口的路灯连续三天不亮，晚上放学的孩子看不清路，请尽快修好。")
    page.locator("#id_place").fill("南湖路澄湖街口")
    page.locator("form[enctype] button.button--primary").click()
    page.locator("main form button.button--primary").click()


def listen(page: Page) -> None:
    """What an operator sees after two sentences of a caller."""
    page.locator("#id_phone").fill("100 5566 7788")
    page.locator("#id_text").press_sequentially("小区里自来水发黄好几天了，水里有颗粒，能不能喝？", delay=20)
    page.wait_for_timeout(2500)


def ask_why(page: Page) -> None:
    """The first request of the list, with the reasons for its date open."""
    page.locator("main tbody a").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("summary", has_text="为什么是这一天？").first.click()
    page.wait_for_timeout(300)


def follow(page: Page) -> None:
    """From an assignment that a hotline topic led to: where it comes from, and whether the citizens know its end."""
    page.locator("main tbody a").nth(3).click()
    page.wait_for_load_state("networkidle")
    page.locator('main a[href*="/chain/"]').first.click()


@dataclass(frozen=True, slots=True)
class Picture:
    """What to show: the address, as whom (an account of the demonstration, or nobody), on which screen."""

    name: str
    path: str
    account: str = ""
    screen: tuple[int, int] = DESK
    act: Act | None = None
    """What to do there before the picture is taken."""


PICTURES = (
    Picture("citizen", "/report/", screen=PHONE, act=report),
    Picture("operator", "/hotline/intake/", "operator", act=listen),
    Picture("matter", "/hotline/all/?state=handling&light=green", "dispatcher", TALL, ask_why),
    Picture("leader", "/desk/", "mayor", TALL),
    Picture("board", "/supervision/", "ducha", TALL),
    Picture("chain", "/supervision/all/?origin=hotline", "mayor", DESK, follow),
    Picture("week", "/engagements/week/", "arranger", TALL),
)


@contextmanager
def page_of(browser: Browser, address: str, picture: Picture) -> Iterator[Page]:
    width, height = picture.screen
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport={"width": width, "height": height}, device_scale_factor=1
    )
    page = context.new_page()
    if picture.account:
        page.goto("/accounts/login/")
        page.locator(f'form:has(input[value="{picture.account}"]) button').first.click()
        page.wait_for_load_state("networkidle")
    yield page
    context.close()


def take(browser: Browser, address: str, picture: Picture) -> None:
    with page_of(browser, address, picture) as page:
        answer = page.goto(picture.path)
        if picture.act:
            picture.act(page)
        page.wait_for_load_state("networkidle")
        if answer is None or not answer.ok:
            raise SystemExit(f"{picture.path} answers {answer.status if answer else 'nothing'}")
        file = FOLDER / f"{picture.name}.png"
        page.screenshot(path=str(file))
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file.relative_to(FOLDER.parent.parent)} {file.stat().st_size // 1000} kB")


def main(address: str) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SHUNIU_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
