from uuid import uuid4

import pytest

from foundation.lib.errors import BusinessError, Conflict
from foundation.records import commands
from foundation.records.commands import Sent
from foundation.records.models import Command

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast):
    return Sent(uuid4(), cast.back, "test.thing:add", {"name": ["Alpha"]})


@pytest.fixture
def done():
    return []


def action(done, answer="/things/1/"):
    def act():
        done.append(answer)
        return answer

    return act


def test_the_same_form_twice_is_done_once_and_answers_the_same(sent, done):
    assert [commands.run(sent, action(done)), commands.run(sent, action(done, "/things/2/"))] == ["/things/1/"] * 2
    assert done == ["/things/1/"]


@pytest.mark.parametrize("change", ["body", "who"])
def test_the_same_key_with_other_content_or_from_somebody_else_is_a_conflict(cast, sent, done, change):
    commands.run(sent, action(done))
    other = {"body": sent.body, "who": sent.who, change: {"body": {"name": ["Beta"]}, "who": cast.second}[change]}
    with pytest.raises(Conflict) as refused:
        commands.run(Sent(sent.id, other["who"], sent.permission, other["body"]), action(done))
    assert refused.value.code == "command.other_body"
    assert len(done) == 1


def test_what_was_refused_may_be_sent_again(sent, done):
    def refuse():
        raise BusinessError("test.no", "No.")

    with pytest.raises(BusinessError):
        commands.run(sent, refuse)
    assert not Command.objects.exists()
    assert commands.run(sent, action(done)) == "/things/1/"
