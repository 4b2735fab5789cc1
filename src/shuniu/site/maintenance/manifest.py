"""The paper that lies in every backup: what is in it, with the hash of each file, and which version can read it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from shuniu import __version__
from shuniu.kernel.audit.models import Event, Seal
from shuniu.site.maintenance.trouble import Trouble

FORMAT = "shuniu-backup-1"
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``files`` maps each path in it to its SHA-256; ``migrations`` are the tables' versions;
    ``personal_key`` tells which key the personal data in it need, without giving anything of the key away."""

    format: str
    made_at: str
    version: str
    city: str
    engine: str
    events: int
    last_seal: str
    personal_key: str
    migrations: list[str]
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


def describe(folder: Path, at: datetime) -> Manifest:
    """The manifest of the backup that has been put together in a folder."""
    last = Seal.objects.order_by("-id").first()
    return Manifest(
        format=FORMAT,
        made_at=at.isoformat(),
        version=__version__,
        city=str(settings.CITY),
        engine=connection.vendor,
        events=Event.objects.count(),
        last_seal=last.hash if last else "",
        personal_key=key_print(),
        migrations=sorted(".".join(name) for name in MigrationLoader(connection).applied_migrations),
        files={name: digest(folder / name) for name in names_in(folder)},
    )


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises Trouble when it is none, or was made by a program that knows more than ours."""
    try:
        data: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError) as error:
        raise Trouble(_("%(folder)s 不是备份：其中没有可读的 manifest.json。") % {"folder": folder}) from error
    if manifest.format != FORMAT:
        raise Trouble(_("此备份的格式是 %(format)s，本程序不能读取。") % {"format": manifest.format})
    if manifest.engine != connection.vendor:
        raise Trouble(
            _("备份来自 %(theirs)s 数据库，本机使用 %(ours)s。请把 DATABASE_URL 设为同一种数据库后重试。")
            % {"theirs": manifest.engine, "ours": connection.vendor}
        )
    known = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    if newer := [name for name in manifest.migrations if name not in known]:
        raise Trouble(
            _("备份由较新的版本 %(version)s 制作（%(name)s），请先升级本机的程序。")
            % {"version": manifest.version, "name": newer[0]}
        )
    return manifest


def check(folder: Path, manifest: Manifest) -> None:
    """Compare every file with its hash. Raises Trouble naming the first that differs, is missing or was added."""
    present = set(names_in(folder))
    for name, wanted in manifest.files.items():
        if name not in present:
            raise Trouble(_("备份不完整：缺少 %(name)s。") % {"name": name})
        if digest(folder / name) != wanted:
            raise Trouble(_("备份已损坏或被改动：%(name)s 的哈希不符。") % {"name": name})
    if strays := sorted(present - set(manifest.files)):
        raise Trouble(_("备份中多出了清单以外的文件：%(name)s。") % {"name": strays[0]})


def names_in(folder: Path) -> list[str]:
    """Every file of a backup but the manifest, relative to its folder. Links are not followed and not counted."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.relative_to(folder).as_posix() for path in found if path != folder / FILE)


def key_print() -> str:
    """Tells this installation's key for personal data from others. Too long a key to be guessed from it."""
    return hashlib.sha256(f"backup:{settings.PERSONAL_KEY}".encode()).hexdigest()[:16]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
