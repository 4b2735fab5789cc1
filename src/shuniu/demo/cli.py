"""``shuniu demo``: the invented city 云州, made once by the product's own procedures, then served."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.core.management import call_command

from shuniu.demo import engagements, voices
from shuniu.demo.meetings import make as make_meetings
from shuniu.demo.openness.asking import CODE
from shuniu.demo.openness.making import make_openness
from shuniu.demo.papers.making import make
from shuniu.demo.petitions.making import make_petitions
from shuniu.demo.playing import Player
from shuniu.demo.requests import generate
from shuniu.demo.seeding import PASSWORD, seed_city
from shuniu.demo.supervision import make as make_supervision
from shuniu.kernel import statistics
from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.insight.training import TrainingError
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.models import Unit
from shuniu.kernel.search.sources import rebuild
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.operations.topics import detect
from shuniu.public.hotline.operations.training import train_routing
from shuniu.site import serve
from shuniu.site.prepare import collect_static

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it

DAYS = 730
FLUSH = 400
SEED = "云州"


def add_arguments(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("demo", help="建立并打开示范城市云州")
    parser.add_argument("--requests", type=int, default=4000, metavar="N", help="两年的诉求件数（默认 4000）")
    parser.add_argument("--now", type=datetime.fromisoformat, default=None, help="示范城市的“现在”（默认此刻）")
    parser.add_argument("--no-serve", action="store_true", help="只建立，不启动网站")
    parser.add_argument("--bind", type=serve.address, default="127.0.0.1:8000", metavar="HOST:PORT", help="监听地址")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if Unit.objects.exists():
        print(f"示范城市已经建立，共有事项 {Matter.objects.count():,} 件。", flush=True)
    else:
        now = (args.now or datetime.now(SHANGHAI)).astimezone(SHANGHAI)
        build(args.requests, now)
    if args.no_serve:
        return 0
    print(f"每个账号的密码都是 {PASSWORD}，登录页可以一键选择账号。", flush=True)
    return serve.serve(*args.bind)


def build(count: int, now: datetime) -> None:
    """Organisation, two years of requests, search index, seal. Prints how far it is."""
    begun = time.perf_counter()
    step("机构、人员、知识库")
    seed_city(now)
    play(count, now)
    step("两年的信访")
    make_petitions(now - timedelta(days=DAYS), now)
    make(count, now - timedelta(days=DAYS), now, progress)
    asked = make_openness(count, now, progress)
    if asked:
        step(f"公开申请可以凭编号 {asked}、查询码 {CODE} 查进度")
    step("督查事项")
    make_supervision(now)
    step("群众反映引出的督查")
    voices.make(now)
    step("两年的会议")
    make_meetings(now)
    step("领导活动")
    engagements.make(now - timedelta(days=DAYS), now)
    step("全文检索")
    rebuild()
    step("训练派单建议")
    learn(now)
    step("话题预警")
    detect(now=now, since=now - timedelta(days=7))
    step("封存台账")
    seal(now)
    statistics.gather()
    print(f"示范城市建立完成，用时 {time.perf_counter() - begun:.0f} 秒。", flush=True)


def play(count: int, now: datetime) -> None:
    rng = Random(SEED)  # noqa: S311 - an invented city, not a secret
    batch = Batch()
    player = Player(rng, batch, now)
    for number, request in enumerate(generate(rng, count, now - timedelta(days=DAYS), now), start=1):
        player.play(request)
        if number % FLUSH == 0 or number == count:
            batch.flush()
            progress("两年的诉求", number, count)


def learn(now: datetime) -> None:
    """A small city may have too little to learn from; it then goes without suggestions, and says so."""
    try:
        train_routing(at=now, actor=SYSTEM)
    except TrainingError as error:
        print(f"  {error}", flush=True)


def step(label: str) -> None:
    print(f"· {label}", flush=True)


def progress(label: str, done: int, total: int) -> None:
    """One line that renews itself on a terminal, and a line at every tenth elsewhere."""
    if sys.stdout.isatty():
        print(f"\r· {label} {done:,} / {total:,}", end="\n" if done == total else "", flush=True)
    elif done and (done == total or (done * 10 // total) != ((done - FLUSH) * 10 // total)):
        print(f"· {label} {done:,} / {total:,}", flush=True)
