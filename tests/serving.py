"""A portal that answers: the web server and, where jobs are waited for, a worker."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

from django.conf import settings

PROGRAM = [sys.executable, "-m"]
WORKER = [*PROGRAM, "celery", "-A", "backoffice", "worker", "--pool", "threads", "--concurrency", "2", "-l", "error"]
PATIENCE = 180


@contextmanager
def serving(portal, *, worker=True, **environment):
    """The address of the portal, set up as on its first start."""
    for folder in ("broker", "broker-control"):
        (portal.folder / folder).mkdir()
    done = portal.manage("setup", **environment)
    assert done.returncode == 0, done.stderr
    port = free_port()
    web = [*PROGRAM, "gunicorn", "backoffice.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--no-control-socket"]
    commands = [web, WORKER] if worker else [web]
    env = portal.environment(**environment)
    children = [subprocess.Popen(command, cwd=settings.BASE_DIR, env=env) for command in commands]
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
