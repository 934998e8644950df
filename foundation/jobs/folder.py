"""The bell over a folder, where there is no Redis.

Kombu writes its files in place and takes them across to the folder of temporary files, so a worker may read half of one and
die of it. Here a file holds a whole message or is not there, and only one worker gets it. What is unreadable all the same is
left out: the job is in the database, and the sweeper rings again.
"""

import logging
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)
GATE = "binding.lock"


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Names are sorted, and begin with the time."""
        _write_whole(Path(self.data_folder_out) / f"{monotonic_ns()}_{uuid4()}.{queue}.msg", dumps(payload))

    def _get(self, queue):
        for file in sorted(Path(self.data_folder_in).iterdir()):
            if file.name.partition(".")[2] != f"{queue}.msg" or not (taken := _take(file)):
                continue
            try:
                return loads(taken.read_bytes())
            except ValueError:
                log.warning("the message %s could not be read and was left out", file.name)
            finally:
                taken.unlink()
        raise Empty

    def _queue_bind(self, exchange, *binding):
        """The table of an exchange begins whole; from then on kombu changes it under a lock of its own."""
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / GATE).open("w") as gate:
            filesystem.lock(gate, filesystem.LOCK_EX)
            if not self._is_readable(exchange):
                _write_whole(self._exchange_file(exchange), "[]")
            super()._queue_bind(exchange, *binding)

    def _is_readable(self, exchange):
        try:
            self.get_table(exchange)
        except ValueError:
            return False
        return self._exchange_file(exchange).exists()


class Transport(filesystem.Transport):
    Channel = Channel


def _take(file):
    try:
        return file.rename(file.with_suffix(".taken"))
    except FileNotFoundError:  # another worker was quicker
        return None


def _write_whole(file, text):
    part = file.with_name(f"{uuid4()}.part")
    try:
        part.write_text(text)
        part.replace(file)
    except OSError as error:
        raise ChannelError(f"{file} cannot be written") from error
