"""``shuniu serve``: the web server, and beside it the worker unless others do its work."""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import threading
from typing import TYPE_CHECKING

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from shuniu.kernel.jobs.worker import run_worker
from shuniu.site.installation import CannotStart
from shuniu.site.prepare import prepare

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it

STOP_SECONDS = 10


def address(text: str) -> tuple[str, int]:
    """``HOST:PORT`` as it is given on the command line; ``[::1]:8000`` for IPv6."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}”应写作 主机:端口，例如 127.0.0.1:8000")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 binding everywhere is what ":8000" asks for


def add_arguments(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="启动网站（默认同时处理后台任务）")
    parser.add_argument("--bind", type=address, default="127.0.0.1:8000", metavar="HOST:PORT", help="监听地址")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="网站进程数（默认 1）")
    parser.add_argument("--threads", type=int, default=8, metavar="N", help="每个进程同时处理的请求数（默认 8）")
    parser.add_argument("--no-worker", action="store_true", help="不处理后台任务（另有 shuniu worker 时使用）")


def run(args: argparse.Namespace) -> int:
    prepare()
    return serve(*args.bind, workers=args.workers, threads=args.threads, with_worker=not args.no_worker)


def serve(host: str, port: int, *, workers: int = 1, threads: int = 8, with_worker: bool = True) -> int:
    """Answer until interrupted. Raises ``CannotStart`` when the address cannot be had."""
    claim(host, port)
    # A forked web process would inherit the worker's thread state and this process's database connection.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "shuniu.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(stop,), name="worker", daemon=True)
    if with_worker:
        worker.start()
    shown = f"[{host}]" if ":" in host else host
    print(f"{settings.CITY} 枢纽已启动：http://{shown}:{port}/  按 Ctrl+C 停止。", flush=True)
    try:
        server.serve()
    finally:
        stop.set()
        if with_worker:
            worker.join(STOP_SECONDS)
    return 0


def claim(host: str, port: int) -> None:
    """Refuse in words when the address is taken or not ours; the server would end with a trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"不能监听 {host}:{port}（{error.strerror}）。请关闭占用它的程序，或另用端口：--bind {host}:{port + 1}"
            ) from error
