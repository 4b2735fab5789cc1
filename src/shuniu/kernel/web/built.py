"""Built assets (ECharts, the icon sprite): used when they are there, missed by nobody when they are not."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

ASSETS = ("echarts.js", "icons.svg")


@lru_cache(maxsize=32)
def built_url(name: str) -> str:
    """The address of ``built/NAME``, or an empty string when the assets were never built or collected."""
    path = f"built/{name}"
    if finders.find(path) is None and not staticfiles_storage.exists(path):
        return ""
    try:
        return static(path)
    except ValueError:  # Built after the static files were collected: their manifest does not know it yet.
        return ""


def missing() -> list[str]:
    """Names of built assets that are absent, for ``shuniu doctor``."""
    return [name for name in ASSETS if not built_url(name)]
