"""Servers and disks of a trial's own, which may be stopped, filled and thrown away."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.serving import free_port

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # PostgreSQL refuses to run as root


class Redis:
    def __init__(self, folder):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        plain = ["--save", "", "--appendonly", "no", "--dir", str(folder), "--logfile", str(folder / "redis.log")]
        self.command = ["redis-server", "--port", str(self.port), *plain]

    def start(self):
        self.process = subprocess.Popen(self.command)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def flush(self):
        subprocess.run(["redis-cli", "-p", str(self.port), "FLUSHALL"], check=True, stdout=subprocess.DEVNULL)


class Postgres:
    """A cluster of its own, durable as in production, in the folder of the trial or in another place."""

    def __init__(self, folder, place=None):
        self.port, self.data = free_port(), (place or folder) / "cluster"
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.data.mkdir()
        if AS_POSTGRES:
            shutil.chown(self.data, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", f"--pgdata={self.data}")

    def start(self):
        place = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "start", "-w", f"--pgdata={self.data}", f"--log={self.data / 'log'}", "-o", place)

    def stop(self):
        """Like a power cut: what is not on the disk is gone."""
        self._run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={self.data}")

    def runs(self):
        return self._run("pg_ctl", "status", f"--pgdata={self.data}", check=False).returncode == 0

    def cut(self):
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        self._ask(f"{others} AND backend_type = 'client backend'")

    def begin_segment(self):
        """Of the log of writes. Without space for it the server stops."""
        self._ask("SELECT pg_switch_wal()", check=False)

    def _ask(self, question, check=True):
        self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-qc", question, check=check)

    def _run(self, program, *arguments, check=True):
        command = [*AS_POSTGRES, str(POSTGRES[-1] / program), *arguments]
        quiet = None if check else subprocess.DEVNULL
        return subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=quiet, cwd="/")


@contextmanager
def started(server):
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def folder():
    """Below /tmp and open to the servers, which run as somebody else."""
    with tempfile.TemporaryDirectory(prefix="trial-") as place:
        Path(place).chmod(0o755)
        yield Path(place)


@contextmanager
def small_disk(place, megabytes):
    """A disk that is soon full. Only root may mount it."""
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place):
    """Leaves no byte free; answers the file that does it."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1_000_000, 1_000):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast
