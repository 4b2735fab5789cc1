"""A real browser for tests: look at a page, check it with axe, and find what sticks out sideways.

Chromium is Debian's (``/usr/bin/chromium``) or the one that SHUNIU_CHROMIUM names. With SHUNIU_URL set, the tests that
need no data of their own visit that running installation instead of a server of the test run. With SHUNIU_SHOTS set,
every page that a test looks at is also saved as a picture for somebody to look at; nothing is asserted of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"
AXE = ROOT / "assets/node_modules/axe-core/axe.min.js"
PHONE, DESK = 390, 1440
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OFF = (
    # Each window would load two pages for an address bar that nobody sees: a third of what a new window costs.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    # What Playwright 1.65 switches off itself: of two such lists Chromium heeds the last.
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,"
    "PaintHolding,PreconnectToSearch,TcpPortRandomizationWin,ThirdPartyStoragePartitioning"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--disable-features={OFF}"]


@contextmanager
def chromium() -> Iterator[Browser]:
    path = Path(os.environ.get("SHUNIU_CHROMIUM", "/usr/bin/chromium"))
    if not path.exists():
        pytest.skip("no Chromium on this machine; name one with SHUNIU_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser itself complained about: script errors, refused by the CSP, missing files."""

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"script: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        expected = "the server responded with a status of 4"  # A refusal is an answer; tests look at it themselves.
        if message.type == "error" and expected not in message.text:
            self.append(message.text)


@contextmanager
def on_its_way(page: Page, path: str) -> Iterator[None]:
    """Whatever is asked of ``path`` meanwhile is answered only when the block ends."""
    held: list[Route] = []
    page.route(path, lambda route: held.append(route))
    yield
    assert held, f"nothing was asked of {path}"
    for route in held:
        route.continue_()
    page.unroute(path)


def wishes(context: BrowserContext, url: str, *, display: str = "", language: str = "") -> None:
    """Set 大字版 / 高对比 (``large.contrast``) and the language as the display links do."""
    cookies: list[Any] = [{"name": "shuniu_display", "value": display, "url": url}] if display else []
    if language:
        cookies.append({"name": "django_language", "value": language, "url": url})
    context.add_cookies(cookies)


def look(page: Page, name: str, *, widths: tuple[int, ...] = (PHONE, DESK)) -> list[Path]:
    """Save the whole page at each width into ``shots/NAME-WIDTH.png``, when SHUNIU_SHOTS asks for pictures."""
    if not os.environ.get("SHUNIU_SHOTS"):
        return []
    SHOTS.mkdir(exist_ok=True)
    taken, before = [], page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(200)
        taken.append(SHOTS / f"{name}-{width}.png")
        page.screenshot(path=taken[-1], full_page=True)
    if before:
        page.set_viewport_size(before)
    return taken


WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-wrap, .week-wrap, .axis-room"))
    .map((one) => `${one.tagName}.${one.className}#${one.id}`).slice(0, 8).concat(document.documentElement.scrollWidth)"""


def overflow(page: Page, *, widths: tuple[int, ...] = (320, PHONE, DESK)) -> None:
    """Fail when the page stays wider than the window; 320 px is what WCAG 1.4.10 asks for. Names what sticks out.

    A chart's engine draws again in the frame after the window has changed, so the page is asked until it fits.
    """
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        try:
            page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth", timeout=3_000)
        except PlaywrightTimeout:
            pytest.fail(f"wider than {width} px: {page.evaluate(WIDER)}")


def axe(page: Page, *, leave_out: tuple[str, ...] = ()) -> None:
    """Fail on any violation of WCAG 2.2 A or AA that axe-core can find; ``leave_out`` names selectors."""
    if not AXE.exists():
        pytest.skip("axe-core is not there; run assets/build.py once with the network")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("() => scrollTo(0, 0)")  # A link that is scrolled half under the bar is not a small target.
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate(
        "([out, options]) => axe.run({include: [['html']], exclude: out.map((one) => [one])}, options)",
        [list(leave_out), options],
    )
    wrong = [
        f"{one['id']} ({one['help']}): " + " ".join(node["html"][:160] for node in one["nodes"][:4])
        for one in found["violations"]
    ]
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)


def weight(page: Page, url: str) -> int:
    """Octets of the page with all it loads, as sent without compression."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("response", keep)
    return sum(len(answer.body()) for answer in answers if answer.status == 200)
