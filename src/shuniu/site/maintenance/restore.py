"""Bringing an installation back from a backup, and proving that it came back whole."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.audit.verification import Verification, verify
from shuniu.kernel.jobs.worker import alive
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.models import Person
from shuniu.site.maintenance import engines, manifest
from shuniu.site.maintenance.trouble import Trouble, writing_to


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. ``kept`` is where the files that stood here before were moved, if there were any."""

    manifest: manifest.Manifest
    ledger: Verification
    kept: tuple[Path, ...]


def restore(path: Path, *, at: datetime, force: bool = False, without_key: bool = False) -> Restored:
    """Put a backup in the place of this installation, bring its tables forward, and verify its ledger.

    The backup is checked to the last hash before anything is touched. An installation that holds people, events or
    files is replaced only with ``force``; then the files (and SQLite's database) are moved aside, not deleted. Stop web
    servers and workers first. Personal data are encrypted: without their key the backup is refused, unless
    ``without_key`` says that the key is lost. Raises Trouble.
    """
    path = path.absolute()
    paper = manifest.read(path)
    manifest.check(path, paper)
    if paper.personal_key != manifest.key_print() and not without_key:
        raise Trouble(
            _(
                "备份中的个人信息由另一把密钥加密。请先把原机的 shuniu_personal_key.key 放入 %(data)s"
                "（或设置 SHUNIU_PERSONAL_KEY）；密钥确已丢失的，加 --without-key 恢复，加密的内容将无法读取。"
            )
            % {"data": settings.DATA}
        )
    _require_vacancy(force, at)
    with writing_to(Path(settings.DATA)):
        kept = _put_in_place(path, at)
    call_command("migrate", interactive=False, verbosity=0)
    ledger = verify()
    with transaction.atomic():
        append_shared("system", "system.restored", at=at, actor=SYSTEM, body={"name": path.name})
    return Restored(paper, ledger, kept)


def _require_vacancy(force: bool, at: datetime) -> None:
    tables = connection.introspection.table_names()
    if "jobs_beat" in tables and alive(at=at):
        raise Trouble(_("后台任务进程仍在运行。请先停止全部网站和后台任务进程，一分钟后重试。"))
    occupied = _has_files() or any(
        model._meta.db_table in tables and model.objects.exists() for model in (Person, Event)
    )
    if occupied and not force:
        raise Trouble(_("本机已有数据，不会被覆盖。确要以备份替换，请加 --force；原有附件和数据库文件将改名保留。"))


def _has_files() -> bool:
    place = Path(settings.MEDIA_ROOT)
    return place.is_dir() and any(place.iterdir())


def _set_aside_database(at: datetime) -> Path | None:
    """SQLite: keep a copy of the database that is about to be replaced. PostgreSQL replaces in one transaction."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return None
    place = Path(str(connection.settings_dict["NAME"]))
    aside = place.with_name(f"{place.name}.{_stamp(at)}")
    engines.copy_out(aside)
    return aside


def _put_in_place(backup: Path, at: datetime) -> tuple[Path, ...]:
    """What can fail for want of room comes first, the database in one step next, a mere renaming last."""
    place = Path(settings.MEDIA_ROOT)
    incoming = place.with_name(place.name + ".restoring")
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        if (backup / "files").is_dir():
            shutil.copytree(backup / "files", incoming, symlinks=True)
        else:
            incoming.mkdir(parents=True)
        kept = [_set_aside_database(at)]
        engines.copy_in(backup / engines.file_name())
        kept.append(_swap(incoming, place, at))
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return tuple(one for one in kept if one)


def _swap(incoming: Path, place: Path, at: datetime) -> Path | None:
    aside = None
    if _has_files():
        aside = place.with_name(f"{place.name}.{_stamp(at)}")
        os.rename(place, aside)
    elif place.is_dir():
        place.rmdir()
    os.rename(incoming, place)
    return aside


def _stamp(at: datetime) -> str:
    return f"before-{timezone.localtime(at):%Y%m%d-%H%M%S}"
