"""``shuniu worker`` and ``shuniu jobs``."""

from __future__ import annotations

import json
import signal
import threading
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.jobs import queue, timetable
from shuniu.kernel.jobs.models import Job
from shuniu.kernel.jobs.worker import alive, run_worker

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_arguments(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``worker`` and ``jobs`` to the command line."""
    worker = subparsers.add_parser("worker", help=_("执行后台任务，直到被停止"))
    worker.add_argument("--once", action="store_true", help=_("做完到期的任务即退出"))
    worker.add_argument("--queue", action="append", default=[], help=_("只做此队列的任务，可重复"))
    worker.add_argument("--timetable", action="store_true", help=_("列出定时任务后退出"))
    worker.set_defaults(run=run)
    jobs = subparsers.add_parser("jobs", help=_("查看后台任务，重试失败的任务"))
    jobs.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    jobs.add_argument("--retry", type=int, metavar="ID", help=_("重试一个失败的任务"))
    jobs.set_defaults(run=run_jobs)


def run(args: Namespace) -> int:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    if args.timetable:
        for line in timetable.lines():
            print(
                line.name,
                _("每 %(every)s") % {"every": line.every} if line.every else _("每日 %(at)s") % {"at": line.at},
            )
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    done = run_worker(stop, args.once, queues=args.queue)
    print(_("已执行 %(done)s 个任务。") % {"done": done})
    return 0


def run_jobs(args: Namespace) -> int:
    """Say how many jobs wait, run and failed, and name the failed; or try one of them again."""
    now = timezone.now()
    if args.retry is not None:
        revived = queue.revive(args.retry, at=now)
        print(_("已重新排队。") if revived else _("没有这个失败的任务。"))
        return 0 if revived else 1
    counts = dict(Job.objects.values_list("state").annotate(Count("id")))
    dead = [
        {"id": job.pk, "task": job.task, "attempts": job.attempts, "error": job.error}
        for job in Job.objects.filter(state=Job.State.DEAD).order_by("id")[:100]
    ]
    if args.json:
        print(json.dumps({"worker_alive": alive(at=now), "counts": counts, "dead": dead}, ensure_ascii=False))
        return 0
    for state, label in Job.State.choices:
        print(label, counts.get(state, 0))
    for job in dead:
        print(job["id"], job["task"], str(job["error"]).splitlines()[0])
    return 0
