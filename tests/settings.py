"""The settings of the installation, and the app that only tests know."""

from shuniu.site.settings import *  # noqa: F403 - the very settings of the product, with one app more
from shuniu.site.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.trial"]
