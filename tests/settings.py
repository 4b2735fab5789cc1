"""The settings of the installation, and the app that only tests know."""

from shuniu.site.settings import *  # noqa: F403 - the very settings of the product, with one app more
from shuniu.site.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.trial"]

if "postgresql" in DATABASES["default"]["ENGINE"]:  # noqa: F405 - as above
    # Nobody needs the rows of a test after a power cut: no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405 - as above
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405 - as above
    # A live server and its test share one database in memory, where a reader that takes locks meets "table is locked"
    # at once instead of waiting, as it would on a file.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA read_uncommitted=ON;"  # noqa: F405 - as above
