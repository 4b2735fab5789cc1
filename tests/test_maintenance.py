"""A backup comes back whole or not at all, and the doctor names what is wrong."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.jobs import timetable as jobs_timetable
from shuniu.kernel.jobs.models import Beat, Job
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.site.maintenance import checks, cli, engines, manifest
from shuniu.site.maintenance.backup import backup
from shuniu.site.maintenance.checks import Finding
from shuniu.site.maintenance.doctor import doctor, verdict
from shuniu.site.maintenance.restore import restore
from shuniu.site.maintenance.timetable import clean_files
from shuniu.site.maintenance.trouble import Trouble, size
from tests.append_only import writable

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
needs_pg_dump = pytest.mark.skipif(
    connection.vendor == "postgresql" and shutil.which("pg_dump") is None,
    reason="pg_dump is not installed here; the product then says so in words (tested below).",
)


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    """Two files that the installation keeps."""
    place = tmp_path / "files"
    (place / "ab").mkdir(parents=True)
    (place / "ab" / "照片.jpg").write_bytes(b"\xff\xd8 photo")
    (place / "letter.pdf").write_bytes(b"%PDF letter")
    settings.MEDIA_ROOT = place
    settings.STORAGE_URL = ""
    return place


def happen(times: int = 3) -> None:
    for number in range(times):
        body = {"what": "台账", "rows": number}
        append_shared("access", "export", at=AT, actor=SYSTEM, body=body)


# --- Backup ------------------------------------------------------------------------------------------------------


@needs_pg_dump
@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_database_the_files_and_a_true_manifest(tmp_path: Path, files: Path) -> None:
    from_before = set(tmp_path.iterdir())
    made = backup(tmp_path / "backups", at=AT)
    assert made.name == "shuniu-20261123-163000"  # The time in China.
    assert set(tmp_path.iterdir()) - from_before == {tmp_path / "backups"}
    assert [one.name for one in made.parent.iterdir()] == [made.name]
    paper = manifest.read(made)
    manifest.check(made, paper)
    assert set(paper.files) == {engines.file_name(), "files/ab/照片.jpg", "files/letter.pdf"}
    assert "audit.0001_ledger" in paper.migrations
    assert made.stat().st_mode & 0o077 == 0
    assert Event.objects.get().type == "system.backup"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda made: (made / "files/letter.pdf").write_bytes(b"%PDF other"), "哈希不符"),
        (lambda made: (made / "files/letter.pdf").unlink(), "缺少 files/letter.pdf"),
        (lambda made: (made / "files/more").write_bytes(b"x"), "多出"),
        (lambda made: (made / "manifest.json").unlink(), "不是备份"),
        (lambda made: (made / "manifest.json").write_text("{}"), "不是备份"),
        (lambda made: _rewrite(made, format="shuniu-backup-9"), "不能读取"),
        (lambda made: _rewrite(made, engine="oracle"), "oracle"),
        (lambda made: _rewrite(made, personal_key="0" * 16), "另一把密钥"),
        (lambda made: _rewrite(made, migrations=["audit.9999_future"]), "较新的版本"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], Any], words: str
) -> None:
    monkeypatch.setattr(engines, "copy_out", lambda to: to.write_bytes(b"database"))
    monkeypatch.setattr(engines, "copy_in", lambda copy: pytest.fail(f"{copy} was put in place"))
    made = backup(tmp_path / "backups", at=AT)
    harm(made)
    before = list(Event.objects.values_list("hash"))
    with pytest.raises(Trouble, match=words):
        restore(made, at=AT, force=True)
    assert list(Event.objects.values_list("hash")) == before
    assert (files / "letter.pdf").read_bytes() == b"%PDF letter"


def _rewrite(made: Path, **changes: object) -> None:
    paper = json.loads((made / "manifest.json").read_text("utf-8"))
    (made / "manifest.json").write_text(json.dumps({**paper, **changes}), "utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"), [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EIO, "未能写入")]
)
def test_a_disk_that_fails_in_the_middle_leaves_nothing_behind(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, error: int, words: str
) -> None:
    def fail(_source: object, target: Path, **_more: object) -> None:
        Path(target).mkdir()
        (Path(target) / "half").write_bytes(b"x")
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(engines, "copy_out", lambda to: to.write_bytes(b"database"))
    monkeypatch.setattr(shutil, "copytree", fail)
    with pytest.raises(Trouble, match=words):
        backup(tmp_path / "backups", at=AT)
    assert list((tmp_path / "backups").iterdir()) == []
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_too_little_room_is_told_before_anything_is_written(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=1024))
    with pytest.raises(Trouble, match=r"空间不足：备份约需 .+ MB，只剩 1\.0 KB"):
        backup(tmp_path / "backups", at=AT)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.django_db
def test_a_backup_into_the_files_themselves_is_refused(files: Path) -> None:
    for place in (files, files / "deeper"):
        with pytest.raises(Trouble, match="附件文件夹"):
            backup(place, at=AT)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite needs no program of its own.")
def test_a_missing_pg_dump_is_told_with_the_remedy(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="没有找到 pg_dump"):
        backup(tmp_path / "backups", at=AT)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="A file of SQLite's.")
def test_a_corrupt_copy_is_no_backup(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Trouble, match="未能复制"):
        engines.copy_out(tmp_path / "no such folder" / "database.sqlite3")


def test_sizes_read_well() -> None:
    assert [size(number) for number in (0, 1023, 2048, 5 * 1024**3)] == ["0 B", "1023 B", "2.0 KB", "5.0 GB"]


# --- Restore: a whole life in another process, on a database of its own ------------------------------------------------

LIFE = """
import json, os, shutil, sys, threading
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.jobs.models import Beat
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.site.maintenance.backup import backup
from shuniu.site.maintenance.restore import restore
from shuniu.site.maintenance.trouble import Trouble

now, folder, files, told = timezone.now(), Path(sys.argv[1]), Path(settings.MEDIA_ROOT), {}
call_command("migrate", verbosity=0)
with transaction.atomic():
    for number in range(5):
        append_shared("access", "export", at=now, actor=SYSTEM, body={"rows": number})
seal(now)
(files / "letter.pdf").write_bytes(b"letter")
made = backup(folder / "backups", at=now)
told["events"] = Event.objects.count()

def attempt(name, **options):
    try:
        done = restore(made, at=now + timedelta(hours=1), **options)
        told[name] = [done.ledger.ok, done.ledger.events, len(done.kept)]
    except Trouble as trouble:
        told[name] = str(trouble)

with transaction.atomic():
    append_shared("access", "export", at=now, actor=SYSTEM, body={"rows": 99})
(files / "letter.pdf").write_bytes(b"changed since")
attempt("occupied")
told["untouched"] = (files / "letter.pdf").read_text()
Beat.objects.create(name="worker", next_at=now + timedelta(hours=2))
attempt("working", force=True)
Beat.objects.all().delete()
attempt("forced", force=True)
told["letter"] = (files / "letter.pdf").read_text()
told["types"] = list(Event.objects.order_by("id").values_list("type", flat=True))
with connection.cursor() as cursor:
    try:
        cursor.execute("DELETE FROM audit_event")
        told["guarded"] = False
    except Exception as error:
        told["guarded"] = "append-only" in str(error)

# A new machine: nothing there, not even tables.
connection.close()
if connection.vendor == "sqlite":
    Path(connection.settings_dict["NAME"]).unlink()
else:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
shutil.rmtree(files)
attempt("fresh")
told["fresh_letter"] = (files / "letter.pdf").read_text()
print(json.dumps(told, ensure_ascii=False))
"""


@pytest.fixture
def own_database(tmp_path: Path, django_db_blocker: Any) -> Iterator[str]:
    """The address of an empty database that only this test uses."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/var/shuniu.sqlite3"
        return
    name, place = f"{connection.settings_dict['NAME']}_life", connection.settings_dict
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"postgres://{quote(place['USER'])}:{quote(place['PASSWORD'])}@{place['HOST']}:{place['PORT']}/{name}?pool=0"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@needs_pg_dump
@pytest.mark.django_db
def test_an_installation_comes_back_whole_and_nothing_is_overwritten_unasked(tmp_path: Path, own_database: str) -> None:
    env = {**os.environ, "DATABASE_URL": own_database, "SHUNIU_DATA": str(tmp_path / "var")}
    env.update(DJANGO_SETTINGS_MODULE="shuniu.site.settings", SHUNIU_FILES=str(tmp_path / "kept"))
    done = subprocess.run(
        [sys.executable, "-c", LIFE, str(tmp_path)], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["events"] == 6
    assert "不会被覆盖" in told["occupied"]
    assert told["untouched"] == "changed since"
    assert "仍在运行" in told["working"]
    in_file = connection.vendor == "sqlite"
    assert told["forced"] == [True, 5, 2 if in_file else 1]  # The backup does not hold the event of its own making.
    assert told["letter"] == "letter"
    assert told["types"] == ["export"] * 5 + ["system.restored"]
    assert told["guarded"]
    assert told["fresh"] == [True, 5, 0]
    assert told["fresh_letter"] == "letter"
    kept = [one.read_text() for one in tmp_path.glob("kept.before-*/letter.pdf")]
    assert kept == ["changed since"]


# --- The doctor ------------------------------------------------------------------------------------------------------


def found(name: str, at: datetime | None = None) -> Finding:
    [finding] = [one for one in doctor(at=at or timezone.now()) if one.name == name]
    return finding


def names(state: str) -> set[str]:
    return {one.name for one in doctor(at=timezone.now()) if one.state == state}


@pytest.mark.django_db
def test_every_finding_speaks_and_every_fault_has_a_remedy() -> None:
    findings = doctor(at=timezone.now())
    assert len({one.name for one in findings}) == len(findings) >= 12
    for finding in findings:
        assert finding.words
        assert (finding.state == "ok") == (finding.mend == ""), finding
    assert {"python", "database", "migrations", "append_only", "time_zone"} <= names("ok")


@pytest.mark.django_db
def test_it_notices_when_nobody_works() -> None:
    now = timezone.now()
    assert found("worker").state == "warn"
    job = clean_files.enqueue()
    Job.objects.filter(pk=job.id).update(run_after=now - timedelta(minutes=45))
    assert (found("worker").state, "45 分钟" in found("worker").words) == ("bad", True)
    Beat.objects.create(name="worker", next_at=now + timedelta(minutes=5))
    assert (found("worker").state, "积压" in found("worker").words) == ("warn", True)
    drain()
    assert found("worker").state == "ok"
    Job.objects.update(state="dead")
    assert found("dead_letters").state == "warn"


@pytest.mark.django_db
def test_it_notices_lost_guards_and_missing_migrations() -> None:
    with writable():
        assert found("append_only").state == "bad"
        assert "audit_event" in found("append_only").words
    assert found("append_only").state == "ok"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    assert found("migrations").state == "bad"
    assert "shuniu migrate" in found("migrations").mend


@pytest.mark.django_db
def test_it_notices_seals_and_backups_that_are_overdue() -> None:
    happen()
    now = timezone.now()
    assert found("seals").state == "ok"
    assert found("seals", now + timedelta(hours=27)).state == "warn"
    seal(now)
    assert found("seals", now + timedelta(hours=27)).state == "ok"
    assert "从未" in found("backup").words
    append_shared("system", "system.backup", at=now, actor=SYSTEM, body={"name": "x"})
    assert found("backup").state == "ok"
    assert found("backup", now + timedelta(days=8)).state == "warn"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "state", "year"),
    [
        (datetime(2026, 9, 1, tzinfo=UTC), "ok", "2026"),
        (datetime(2026, 11, 23, tzinfo=UTC), "warn", "2027"),
        (datetime(2027, 1, 2, tzinfo=UTC), "bad", "2027"),
    ],
)
def test_it_asks_for_the_holidays_once_they_can_have_been_published(day: datetime, state: str, year: str) -> None:
    finding = found("holidays", day)
    assert (finding.state, year in finding.words) == (state, True)


@pytest.mark.django_db
def test_it_notices_what_must_not_reach_the_public(settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.DEBUG, settings.DEMO, settings.BEHIND_TLS = ["*"], True, True, False
    assert {"debug", "hosts", "tls"} <= names("bad")
    assert "demo" in names("warn")
    settings.ALLOWED_HOSTS, settings.DEBUG, settings.DEMO = ["hub.example.gov.cn"], False, False
    settings.BEHIND_TLS = True
    assert not {"debug", "hosts", "tls", "demo"} & (names("bad") | names("warn"))


@pytest.mark.django_db
def test_it_notices_a_folder_that_cannot_be_written_and_a_full_disk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "absent"
    assert found("folder_files").state == "bad"
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=10 * 1024**2))
    assert (found("disk").state, "10.0 MB" in found("disk").words) == ("bad", True)


@pytest.mark.django_db
def test_a_key_that_others_can_read_is_bad(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    key = tmp_path / "shuniu_personal_key.key"
    key.write_text("x" * 40)
    for mode, state in ((0o644, "bad"), (0o600, "ok")):
        key.chmod(mode)
        assert found("secret_key").state == state


@pytest.mark.django_db
def test_one_check_that_breaks_does_not_stop_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_at: datetime) -> NoReturn:
        raise RuntimeError("张三")

    monkeypatch.setattr("shuniu.site.maintenance.doctor.CHECKS", (broken, checks.python))
    first, second = doctor(at=AT)
    assert (first.name, first.state, second.state) == ("broken", "bad", "ok")
    assert "张三" not in first.words
    assert verdict([first, second]) == "bad"


# --- The command line and the timetable -------------------------------------------------------------------------------


def command(*words: str) -> int:
    parser = ArgumentParser()
    cli.add_arguments(parser.add_subparsers())
    return cli.run(parser.parse_args(words))


@pytest.mark.django_db
def test_the_commands_answer_in_words_and_in_json(
    tmp_path: Path, files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worst = verdict(doctor(at=timezone.now()))
    assert command("doctor", "--json") == (1 if worst == "bad" else 0)
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == worst
    assert {"name", "state", "words", "mend"} == set(answer["checks"][0])
    command("doctor")
    assert "→" in capsys.readouterr().out
    assert command("restore", str(tmp_path / "nothing")) == 1
    assert "不是备份" in capsys.readouterr().err
    monkeypatch.setattr(engines, "copy_out", lambda to: to.write_bytes(b"database"))
    assert command("backup", str(tmp_path / "backups"), "--json") == 0
    assert Path(json.loads(capsys.readouterr().out)["backup"]).is_dir()
    assert command("backup", str(files)) == 1
    assert "附件文件夹" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_ledger_is_sealed_by_the_clock() -> None:
    listed = {line.name: line.at for line in jobs_timetable.lines()}
    assert "shuniu.kernel.audit.jobs.seal_ledger" in listed
    happen()
    jobs_timetable.enqueue_due(at=AT)
    jobs_timetable.enqueue_due(at=AT + timedelta(days=1))
    assert drain(at=timezone.now() + timedelta(days=400)) >= 2
    assert found("seals", timezone.now() + timedelta(days=3)).state == "ok"
