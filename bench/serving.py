"""A web server as it is in production, and clients that ask it all at once."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from os import environ
from pathlib import Path

from tests.serving import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ["--config", "deploy/gunicorn.conf.py", "--log-level", "error", "--no-control-socket", "--pythonpath", "bench"]


@contextmanager
def serving(application):
    """Yields host and port."""
    place = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", application, *CONFIG]
    child = subprocess.Popen(command, cwd=ROOT, env=environ | {"BIND": place}, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{place}/health/live")
        yield place
    finally:
        child.terminate()
        child.wait(20)


def asked(page, cookie, clients, requests):
    """Milliseconds that each of so many requests waited."""
    host, path = page.split("/", 1)

    def ask(_number):
        start = time.perf_counter()
        line = HTTPConnection(host, timeout=60)
        line.request("GET", f"/{path}", headers={"Cookie": cookie, "Host": "localhost"})
        answer = line.getresponse()
        answer.read()
        line.close()
        assert answer.status == 200, answer.status
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(ask, range(requests)))
