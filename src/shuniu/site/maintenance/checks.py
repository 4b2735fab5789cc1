"""What the doctor looks at. Each check answers in one sentence and, when something is wrong, how to mend it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.kernel.audit import append_only
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.jobs.models import Job
from shuniu.kernel.jobs.worker import alive
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.typesetting import fonts as typesetting
from shuniu.site.maintenance.trouble import size
from shuniu.site.settings import PACKAGE

OK, WARN, BAD = "ok", "warn", "bad"
GIGABYTE = 1024**3
LONG_WAIT = 10
"""Minutes that a due job may wait before the doctor speaks of it."""
NOTICES_COME_IN = 11
"""The State Council publishes next year's holidays in October or November; before that nobody can load them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``state`` is ok, warn (works, but should be mended) or bad (does not work, or is not safe)."""

    name: str
    state: str
    words: str
    mend: str = ""


Check = Callable[[datetime], Iterator[Finding]]


def python(_at: datetime) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Finding(
        "python", OK if good else BAD, f"Python {found}", "" if good else _("请安装 Python 3.11 或更新版本。")
    )


def engine(_at: datetime) -> Iterator[Finding]:
    """The database answers, and can do what the product asks of it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield Finding(
            "database", BAD, _("数据库无法连接：%(why)s") % {"why": why}, _("请检查 DATABASE_URL、网络和数据库服务。")
        )
        return
    yield from (_postgresql() if connection.vendor == "postgresql" else _sqlite())


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, extract(epoch FROM now())")
        version, clock = cursor.fetchone()
    good = version >= 14
    yield Finding(
        "database",
        OK if good else BAD,
        f"PostgreSQL {version}",
        "" if good else _("请升级到 PostgreSQL 15 或更新版本。"),
    )
    apart = abs(float(clock) - timezone.now().timestamp())
    if apart > 5:
        yield Finding(
            "clock",
            BAD,
            _("本机与数据库服务器的时钟相差 %(seconds)s 秒") % {"seconds": round(apart)},
            _("请在两台机器上启用时间同步，期限按时钟计算。"),
        )


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
        fts5 = bool(cursor.fetchone()[0])
    good = sqlite3.sqlite_version_info >= (3, 35) and fts5
    yield Finding(
        "database",
        OK if good else BAD,
        f"SQLite {sqlite3.sqlite_version}" + ("" if fts5 else _("，缺少全文检索 FTS5")),
        "" if good else _("请使用自带 SQLite 3.35 以上并启用 FTS5 的 Python，或改用 PostgreSQL。"),
    )


def tables(_at: datetime) -> Iterator[Finding]:
    """Migrations have run, and the tables that may only grow are guarded."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = ngettext("有 %(count)s 项数据库升级未执行", "有 %(count)s 项数据库升级未执行", len(waiting))
        yield Finding("migrations", BAD, words % {"count": len(waiting)}, _("请运行 shuniu migrate。"))
        return
    yield Finding("migrations", OK, _("数据库结构是最新的"))
    open_tables = sorted(append_only.declared() - append_only.protected_tables())
    if open_tables:
        yield Finding(
            "append_only",
            BAD,
            _("以下表失去了只增不改的保护：%(tables)s") % {"tables": "、".join(open_tables)},
            _("请查明原因，运行 shuniu ledger verify 核验台账，并由维护人员恢复触发器。"),
        )
    else:
        yield Finding("append_only", OK, _("留痕与台账只增不改"))


def folders(_at: datetime) -> Iterator[Finding]:
    for name, place in (("data", settings.DATA), ("files", settings.MEDIA_ROOT), ("static", settings.STATIC_ROOT)):
        good = os.access(place, os.W_OK | os.X_OK)
        words = _("文件夹 %(place)s 可写") if good else _("文件夹 %(place)s 不可写")
        mend = "" if good else _("请把该文件夹的所有者设为运行本程序的账号。")
        yield Finding(f"folder_{name}", OK if good else BAD, words % {"place": place}, mend)


def disk(_at: datetime) -> Iterator[Finding]:
    free = min(shutil.disk_usage(place).free for place in (settings.DATA, settings.MEDIA_ROOT))
    state = BAD if free < GIGABYTE else WARN if free < 5 * GIGABYTE else OK
    mend = "" if state == OK else _("请清理空间或扩大磁盘；磁盘写满后将不能受理。")
    yield Finding("disk", state, _("磁盘剩余 %(free)s") % {"free": size(free)}, mend)


def assets(_at: datetime) -> Iterator[Finding]:
    built = PACKAGE / "kernel" / "web" / "static" / "built"
    good = built.is_dir() and any(built.glob("*.js"))
    yield Finding(
        "assets",
        OK if good else BAD,
        _("页面脚本和图标齐全") if good else _("页面脚本和图标尚未生成"),
        "" if good else _("源码安装请运行 make setup；安装包安装请重新安装。"),
    )
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"] and not manifest.exists():
        mend = _("启动 shuniu serve 时会自动收集；若由其他服务器启动，请先运行 shuniu manage collectstatic。")
        yield Finding("static", WARN, _("静态文件尚未收集"), mend)
    elif not finders.find("web"):
        yield Finding("static", BAD, _("找不到页面样式"), _("请重新安装。"))


def fonts(_at: datetime) -> Iterator[Finding]:
    words, mend = typesetting.doctor()
    yield Finding("fonts", WARN if mend else OK, words, mend)


def secret(_at: datetime) -> Iterator[Finding]:
    """The keys that the installation made for itself are for its own account's eyes."""
    read_by_others = [file for file in Path(settings.DATA).glob("shuniu_*.key") if file.stat().st_mode & 0o077]
    if read_by_others:
        names = {"files": " ".join(map(str, read_by_others))}
        words = _("密钥文件可被其他账号读取：%(files)s")
        yield Finding("secret_key", BAD, words % names, _("请运行 chmod 600 %(files)s，并考虑更换密钥。") % names)
    else:
        yield Finding("secret_key", OK, _("密钥仅本账号可读"))


def holidays(at: datetime) -> Iterator[Finding]:
    """The State Council's notice for this year, and for the next once it can have been published."""
    today, years = timezone.localdate(at), current_calendar().years
    mend = _("请管理员载入国务院办公厅的节假日安排文件；此前涉及该年的期限均标为暂定。")
    if today.year not in years:
        yield Finding("holidays", BAD, _("缺少 %(year)s 年的节假日安排") % {"year": today.year}, mend)
    elif today.month >= NOTICES_COME_IN and today.year + 1 not in years:
        yield Finding("holidays", WARN, _("缺少 %(year)s 年的节假日安排") % {"year": today.year + 1}, mend)
    else:
        yield Finding("holidays", OK, _("节假日安排已载入至 %(year)s 年") % {"year": max(years)})


def worker(at: datetime) -> Iterator[Finding]:
    """Somebody does the jobs. Without anything waiting a stopped worker is only worth a word."""
    ready = Job.objects.filter(state=Job.State.READY, run_after__lte=at)
    oldest = ready.order_by("run_after").values_list("run_after", flat=True).first()
    minutes = int((at - oldest).total_seconds() // 60) if oldest else 0
    start = _("请启动 shuniu worker（或不带 --no-worker 的 shuniu serve）。")
    if alive(at=at) and minutes <= LONG_WAIT:
        yield Finding("worker", OK, _("后台任务进程正常"))
    elif alive(at=at):
        words = _("后台任务积压，最早的已等待 %(minutes)s 分钟") % {"minutes": minutes}
        yield Finding("worker", WARN, words, _("请增加 shuniu worker 进程。"))
    elif minutes > LONG_WAIT:
        words = _("没有后台任务进程在运行，最早的任务已等待 %(minutes)s 分钟") % {"minutes": minutes}
        yield Finding("worker", BAD, words, start)
    else:
        yield Finding("worker", WARN, _("没有后台任务进程在运行"), start)
    if dead := Job.objects.filter(state=Job.State.DEAD).count():
        words = _("有 %(count)s 个后台任务多次失败") % {"count": dead}
        yield Finding("dead_letters", WARN, words, _("请运行 shuniu jobs 查看原因，排除后用 --retry 重试。"))


def seals(at: datetime) -> Iterator[Finding]:
    """Events wait no longer than a day and two hours for their seal."""
    sealed = Seal.objects.order_by("-id").values_list("last_id", flat=True).first() or 0
    oldest = Event.objects.filter(pk__gt=sealed).order_by("pk").values_list("recorded_at", flat=True).first()
    if oldest and at - oldest > timedelta(hours=26):
        words = _("台账自 %(since)s 起未封存") % {"since": f"{timezone.localtime(oldest):%Y-%m-%d %H:%M}"}
        yield Finding("seals", WARN, words, _("请运行 shuniu ledger seal，并检查后台任务进程。"))
    else:
        yield Finding("seals", OK, _("台账按日封存"))


def backups(at: datetime) -> Iterator[Finding]:
    last = Event.objects.filter(type="system.backup").order_by("-recorded_at").values_list("at", flat=True).first()
    if last is None:
        yield Finding("backup", WARN, _("从未备份"), _("请运行 shuniu backup 文件夹，并安排每日执行。"))
    elif at - last > timedelta(days=7):
        words = _("上次备份是 %(day)s") % {"day": f"{timezone.localtime(last):%Y-%m-%d}"}
        yield Finding("backup", WARN, words, _("请运行 shuniu backup 文件夹，并安排每日执行。"))
    else:
        yield Finding("backup", OK, _("一周内有备份"))


def safety(_at: datetime) -> Iterator[Finding]:
    """What must not reach the public: debugging, any host name, no TLS, the demonstration's accounts."""
    if settings.DEBUG:
        yield Finding("debug", BAD, _("调试模式已打开，错误页会泄露内部信息"), _("请去掉 SHUNIU_DEBUG。"))
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("hosts", BAD, _("允许以任何域名访问"), _("请在 SHUNIU_HOSTS 中只写本单位的域名。"))
    outside = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]", "testserver"}
    if not outside:
        yield Finding("hosts", WARN, _("只能在本机访问"), _("正式使用请在 SHUNIU_HOSTS 中写入域名。"))
    elif not settings.BEHIND_TLS:
        yield Finding("tls", BAD, _("未启用 TLS，密码和个人信息会明文传输"), _("请配置 TLS 代理并设置 SHUNIU_TLS=1。"))
    if settings.DEMO:
        yield Finding(
            "demo", WARN, _("示范模式：演示账号的密码是公开的"), _("正式使用请去掉 SHUNIU_DEMO，并使用新的数据库。")
        )
    if settings.TIME_ZONE != "Asia/Shanghai":
        yield Finding("time_zone", BAD, _("时区不是北京时间"), _("请把 TIME_ZONE 设为 Asia/Shanghai。"))
    else:
        yield Finding("time_zone", OK, _("时区为北京时间"))


CHECKS: tuple[Check, ...] = (
    python, engine, tables, folders, disk, assets, fonts, secret, holidays, worker, seals, backups, safety,
)  # fmt: skip
