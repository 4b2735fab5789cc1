"""What must be in place before the site answers: tables of this version, and the static files in one folder."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from shuniu import __version__
from shuniu.kernel import statistics
from shuniu.site.installation import CannotStart
from shuniu.site.migrate import pending


def prepare() -> None:
    """Make the installation fit to serve.

    The embedded database is brought forward at once: nobody else is using it. A PostgreSQL database may be serving
    other machines, and there the application's account may not change tables (docs/operations.md): only checked.
    """
    waiting = pending()
    if waiting and connection.vendor != "sqlite":
        raise CannotStart(f"数据库有 {len(waiting)} 项升级没有执行。请用数据库所有者账号先运行：shuniu migrate")
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        statistics.gather()  # A table that was made anew has none.
    collect_static()


def collect_static() -> None:
    """Copy, hash and compress the static files, unless what was collected last is still what the packages carry."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = static_fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    stamp.write_text(now)


def static_fingerprint() -> str:
    """Name, size and time of every static file of every application; cheap, and changes when one of them does."""
    digest = hashlib.sha256(f"{__version__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}\n".encode())
    return digest.hexdigest()
