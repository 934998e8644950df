"""The bell over a folder: no worker dies of a file that is half written."""

from queue import Empty

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection


@pytest.fixture
def bell(tmp_path):
    """`bell()` is a channel of a process of its own over the same folder."""
    folders = {"data_folder_in": tmp_path, "data_folder_out": tmp_path, "control_folder": tmp_path / "control"}
    connections = []

    def channel():
        connections.append(Connection("folder://", transport_options=folders))
        return connections[-1].channel()

    yield channel
    for connection in connections:
        connection.release()


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="rings over Redis")
def test_the_portal_without_redis_rings_over_a_folder():
    assert current_app.connection().transport.Channel.__module__ == "foundation.jobs.folder"


def test_a_message_arrives_whole_once_and_in_order(bell, tmp_path):
    web, worker, other = bell(), bell(), bell()
    for number in (1, 2):
        web._put("celery", {"body": number})
    assert [worker._get("celery"), other._get("celery")] == [{"body": 1}, {"body": 2}]
    for channel in (worker, other):
        with pytest.raises(Empty):
            channel._get("celery")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("half", [b"", b'{"body": "ha', b"\xff\xfe"])
def test_what_cannot_be_read_is_left_out_and_the_next_arrives(bell, tmp_path, half):
    (tmp_path / "0_0.celery.msg").write_bytes(half)
    bell()._put("celery", {"body": 1})
    assert bell()._get("celery") == {"body": 1}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("half", [None, "", '[["", "", "cel'])
def test_a_half_table_of_an_exchange_begins_anew(bell, tmp_path, half):
    (tmp_path / "control").mkdir()
    if half is not None:
        (tmp_path / "control" / "jobs.exchange").write_text(half)
    for queue in ("celery", "other"):
        bell()._queue_bind("jobs", "key", "", queue)
    assert {row.queue for row in bell().get_table("jobs")} == {"celery", "other"}
