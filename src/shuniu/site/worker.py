"""``shuniu worker``: background jobs and the timetable, without a web server. Run as many as the work needs."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

from shuniu.kernel.jobs.worker import run_worker

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: Subparsers) -> None:
    subparsers.add_parser("worker", help="只处理后台任务和定时任务")


def run(args: argparse.Namespace) -> int:
    """Work until interrupted or terminated; the job in hand is finished first."""
    stop = threading.Event()

    def finish(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    print("后台任务处理已启动。按 Ctrl+C 停止。", flush=True)
    run_worker(stop=stop)
    return 0
