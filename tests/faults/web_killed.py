"""`kill -9` of web workers while people write: `python -m tests.faults.web_killed [sqlite] [postgresql]`."""

import os
import random
import signal
import time

from .house import House, Writers, main, prepared

KILLS = 20


def trial(database):
    with prepared(database) as (portal, _server), House(portal) as house:
        return kill_web_workers(house, f"R05 {KILLS} web workers killed, {database}", KILLS)


def kill_web_workers(house, name, kills):
    with Writers(house) as writers:
        writers.wait_for_more()
        for _turn in range(kills):
            time.sleep(random.random())
            os.kill(random.choice(house.web.children()), signal.SIGKILL)
        writers.wait_for_more()
    return writers.verdict(name)


if __name__ == "__main__":
    main(trial)
