"""`kill -9` in the middle of the work: all of it is there or nothing, and doing it again completes it."""

import pytest

from .portal import KILLED

pytestmark = pytest.mark.race


@pytest.mark.parametrize("point", ["accounting.before_numbers", "accounting.after_chain"])
def test_a_batch_is_posted_whole_or_not_at_all(portal, point):
    ids = portal.told("drafts(3)")
    portal.killed(f"post({ids})", point)
    state, numbers, after = portal.told(f"[state(), post({ids}), state()]")
    assert (state["posted"], state["drafts"], state["broken"]) == (0, 3, [])
    assert numbers == [1, 2, 3]
    assert (after["posted"], after["drafts"], after["broken"]) == (3, 0, [])


def test_an_import_that_was_killed_is_seen_by_nobody_and_goes_on(portal):
    """501 rows are two chunks: the first is written when the process dies."""
    batch = portal.told("stage(501)")
    portal.killed(f"bring_in({batch})", "accounting.after_import_chunk")
    state, _done, after = portal.told(f"[state(), bring_in({batch}), state()]")
    assert (state["drafts"], state["visible"], state["broken"]) == (500, 0, [])
    assert (after["drafts"], after["visible"], after["broken"]) == (501, 501, [])


def test_a_recurring_draft_is_written_whole_and_once(portal):
    portal.told("recur()")
    portal.killed("write_recurring()", "accounting.after_recurring_draft")
    calls = "recurred(), at_once(write_recurring, write_recurring), write_recurring(), recurred()"
    before, _both, _again, after = portal.told(f"[{calls}]")
    assert (before, after) == ([0, ["due"]], [1, ["written"]])


def test_a_file_without_its_row_is_no_document(portal):
    (entry,) = portal.told("drafts(1)")
    portal.killed(f"attach({entry})", "documents.after_file")
    before, _done, after = portal.told(f"[documents(), attach({entry}), documents()]")
    assert (before, after) == (0, 1)


def test_a_document_without_its_entry_is_no_document(portal):
    (entry,) = portal.told("drafts(1)")
    portal.killed(f"attach({entry})", "accounting.after_document")
    before, _done, after = portal.told(f"[documents(), attach({entry}), documents()]")
    assert (before, after) == (0, 1)


def test_a_large_file_that_was_killed_while_it_is_read_is_read_anew(portal):
    """501 rows are two chunks: the first is laid out when the process dies."""
    portal.told("hand_in_large(501)")
    portal.killed("read_staged(None)", "accounting.after_reading_chunk")
    state, _done, after = portal.told("[staged(), read_staged(None), staged()]")
    assert (state, after) == (["reading", 500], ["staged", 501])


def test_a_backup_that_was_killed_is_no_backup_and_the_next_one_clears_it_away(portal, tmp_path):
    into = tmp_path / "backups"
    killed = portal.manage("backup", str(into), FAULT_POINT="backup.after_database")
    (left,) = into.iterdir()
    assert (killed.returncode, left.suffix) == (KILLED, ".part")
    done = portal.manage("backup", str(into), "--keep", "14")
    assert done.returncode == 0, done.stderr
    (whole,) = into.iterdir()
    assert (whole / "manifest.json").is_file()
