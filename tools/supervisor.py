"""Keeps a few programs running until it is told to stop, and leaves none of them behind. Standard library only."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TICK_SECONDS = 0.2
GRACE_SECONDS = 10
MINUTE = 60
ROTATE_BYTES = 10_000_000
ALARM = re.compile(rb"\b(ERROR|CRITICAL)\b")
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


def die_with_parent() -> None:
    """Runs in the child: should the supervisor itself be killed, Linux ends the child as well."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


def pause_before_restart(deaths: list[float], now: float) -> float:
    """Seconds to wait after the last of `deaths`: 1, 2, 4, 8, 16, 32 - at most five restarts in any minute."""
    recent = sum(1 for death in deaths if now - death < MINUTE)
    return 2.0 ** min(recent - 1, 5)


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)
    due: float = 0.0
    told: int = 0  # bytes of the log that were already looked at

    def start(self, env: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # safe: the supervisor has a single thread
            )

    def rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > ROTATE_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.told = self.log.stat().st_size if self.log.exists() else 0

    def new_lines(self) -> list[bytes]:
        with self.log.open("rb") as log:
            log.seek(self.told)
            whole, _, _ = log.read().rpartition(b"\n")
        self.told += len(whole) + 1 if whole else 0
        return whole.splitlines()

    def signal_group(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


class Supervisor:
    def __init__(self, children: list[Child], env: dict[str, str], say: Callable[[str], None]):
        self.children, self.env, self.say = children, env, say
        self.stopping = False

    def run(self, ready: Callable[[], bool], welcome: Callable[[], None]) -> int:
        """Starts the first child, the others once it is `ready`, and returns the exit code when told to stop.

        The first child gets the machine for itself: that is what a person waits for.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        first, *others = self.children
        try:
            self.launch(first)
            if not self.wait_for(first, ready):
                return 0 if self.stopping else 1
            welcome()
            for child in others:
                self.launch(child)
            while not self.stopping:
                self.look_after()
                time.sleep(TICK_SECONDS)
        finally:
            self.end_all()
        return 0

    def stop(self, *_) -> None:
        self.stopping = True

    def launch(self, child: Child) -> None:
        child.rotate_log()
        child.start(self.env)

    def wait_for(self, child: Child, ready: Callable[[], bool]) -> bool:
        while not self.stopping:
            if child.process.poll() is not None:
                last_words = "\n".join(line.decode(errors="replace") for line in child.new_lines()[-15:])
                self.say(f"{last_words}\n{child.name} did not start; the whole log is {child.log}")
                return False
            if ready():
                return True
            time.sleep(TICK_SECONDS / 4)
        return False

    def look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            for line in filter(ALARM.search, child.new_lines()):
                self.say(f"{child.name}: {line.decode(errors='replace')}")
            if child.process is None:
                if now >= child.due:
                    child.start(self.env)
            elif child.process.poll() is not None:
                child.signal_group(signal.SIGKILL)
                child.deaths = [*child.deaths[-9:], now]
                pause = pause_before_restart(child.deaths, now)
                code = child.process.returncode
                self.say(f"{child.name} ended with {code}, see {child.log}; starting it again in {pause:.0f} s")
                child.process, child.due = None, now + pause

    def end_all(self) -> None:
        alive = [child for child in self.children if child.process]
        for child in alive:
            child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(child.process.poll() is None for child in alive):
            time.sleep(TICK_SECONDS / 4)
        for child in alive:
            child.signal_group(signal.SIGKILL)
            child.process.wait()
