"""The tools of the house: starting, watching over processes, translations, and the lint of the doors."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools import launch, setting_up, translations
from tools.check import counts_of
from tools.supervisor import Child, Supervisor, pause_before_restart

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent


# --- Starting --------------------------------------------------------------------------------------------------------
def test_the_first_start_makes_a_secret_that_only_the_owner_reads(tmp_path):
    env = tmp_path / ".env"
    setting_up.create_env(env, demo=True)
    settings = setting_up.read_env(env)
    assert len(settings.pop("SECRET_KEY")) >= 50
    assert settings == {"DEMO": "true", "DEBUG": "false"}
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_a_later_start_keeps_the_settings(tmp_path):
    env = tmp_path / ".env"
    env.write_text('# mine\nexport SECRET_KEY="kept=as it is"\nDEMO=false\n')
    setting_up.create_env(env, demo=True)
    assert setting_up.read_env(env) == {"SECRET_KEY": "kept=as it is", "DEMO": "false"}


def test_demo_and_real_data_live_in_different_places():
    places = [Path(launch.environment({}, demo=demo)["VAR_DIR"]) for demo in (True, False)]
    assert places == [ROOT / "var" / "demo", ROOT / "var" / "portal"]


@pytest.mark.parametrize(
    ("command", "role"),
    [
        ("migrate", "owner"),
        ("setup", "owner"),
        ("upgrade", "owner"),
        ("restore", "owner"),
        ("backup", "portal"),
        ("shell", "portal"),
    ],
)
def test_what_changes_tables_runs_as_their_owner(command, role):
    env = {"DATABASE_URL": "postgres://portal@db/x", "OWNER_DATABASE_URL": "postgres://owner@db/x"}
    for_owner = {**env, "DATABASE_URL": env["OWNER_DATABASE_URL"], "PORTAL_DATABASE_ROLE": "portal"}
    assert launch.env_of(command, env) == (for_owner if role == "owner" else env)


@pytest.mark.parametrize("command", ["migrate", "shell"])
def test_without_an_owner_everything_runs_as_the_portal(command):
    assert launch.env_of(command, {"DATABASE_URL": "postgres://portal@db/x"}) == {
        "DATABASE_URL": "postgres://portal@db/x"
    }


def test_a_second_portal_on_the_same_data_is_refused(tmp_path):
    first = launch.claim(tmp_path / "run.pid")
    assert (tmp_path / "run.pid").read_text() == f"{os.getpid()}\n"
    assert launch.claim(tmp_path / "run.pid") is None
    first.close()
    launch.claim(tmp_path / "run.pid").close()


def test_a_port_in_use_is_named_with_the_way_out(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert launch.supervise({}, tmp_path, host="127.0.0.1", port=port, demo=True) == 1
    sentence = f"Port {port} is in use by another program. Choose another one: ./run --port {port + 1}\n"
    assert capsys.readouterr().out == sentence


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web"])
def test_an_impossible_port_is_refused_with_a_sentence(port, capsys):
    with pytest.raises(SystemExit):
        launch.parse([], port=port)
    assert f"a port is a number from 1 to 65535, not '{port}'" in capsys.readouterr().err


def test_an_address_of_another_machine_is_named():
    sentence = "192.0.2.1 is no address of this machine (Cannot assign requested address). Correct HOST in .env."
    assert launch.cannot_listen("192.0.2.1", 8000) == sentence


def test_every_setting_is_explained_in_the_example():
    code = "".join((ROOT / name).read_text() for name in ("backoffice/settings.py", "tools/launch.py"))
    read = set(re.findall(r"""(?:\benv(?:\.\w+)?\(|settings\.get\()\s*"([A-Z_]+)\"""", code))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert explained == read | {"OWNER_DATABASE_URL"}


# --- Watching over processes -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("deaths", "pause"),
    [([100], 1), ([99, 100], 2), ([1, 2, 100], 1), ([96, 97, 98, 99, 100], 16), ([*range(90, 101)], 32)],
)
def test_a_program_that_keeps_dying_is_started_ever_more_slowly(deaths, pause):
    assert pause_before_restart(deaths, now=100) == pause


def shell(name, script, folder):
    return Child(name, ["sh", "-c", script], folder / f"{name}.log")


def run_supervisor(children, until, seconds=15):
    """Runs the children until `until(said)` holds; the lines said, and the exit code."""
    said = []
    supervisor = Supervisor(children, dict(os.environ), said.append)
    deadline = time.monotonic() + seconds
    look_after = supervisor.look_after

    def look_and_perhaps_stop():
        look_after()
        if until(said) or time.monotonic() > deadline:
            supervisor.stop()

    supervisor.look_after = look_and_perhaps_stop
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = supervisor.run(ready=lambda: True, welcome=lambda: said.append("welcome"))
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return said, code


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_program_that_dies_is_started_again_and_none_is_left_behind(tmp_path):
    pids = tmp_path / "pids"
    web = shell("web", f"sleep 600 & echo $! $$ >> {pids}; wait", tmp_path)
    worker = shell("worker", f"echo $$ >> {pids}; sleep 0.3; exit 3", tmp_path)
    said, code = run_supervisor([web, worker], until=lambda said: len(said) == 3)
    assert said == [
        "welcome",
        f"worker ended with 3, see {worker.log}; starting it again in 1 s",
        f"worker ended with 3, see {worker.log}; starting it again in 2 s",
    ]
    assert code == 0
    assert [pid for pid in pids.read_text().split() if alive(pid)] == []


def test_errors_in_the_logs_are_shown(tmp_path):
    web = shell("web", "echo INFO fine; echo ERROR disk full; exec sleep 600", tmp_path)
    said, _ = run_supervisor([web], until=lambda said: len(said) == 2)
    assert said == ["welcome", "web: ERROR disk full"]


def test_a_first_program_that_cannot_start_ends_the_whole_with_its_last_words(tmp_path):
    said = []
    supervisor = Supervisor([shell("web", "echo no settings; exit 1", tmp_path)], dict(os.environ), said.append)
    supervisor.children[0].start(supervisor.env)
    assert supervisor.wait_for(supervisor.children[0], ready=lambda: False) is False
    assert said == [f"no settings\nweb did not start; the whole log is {tmp_path / 'web.log'}"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_even_when_the_supervisor_is_killed(tmp_path):
    script = f"""
from pathlib import Path
from tools.supervisor import Child, Supervisor
child = Child("web", ["sleep", "600"], Path({str(tmp_path / "web.log")!r}))
Supervisor([child], {{"PATH": "/usr/bin:/bin"}}, print).run(lambda: True, lambda: print(child.process.pid, flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        child = parent.stdout.readline().strip()
        assert alive(child)
        parent.kill()
    deadline = time.monotonic() + 5
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)


# --- Counting --------------------------------------------------------------------------------------------------------
def test_the_gate_counts_like_pytest(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert counts_of(report) == {"failed": 1, "passed": 3, "skipped": 3, "errors": 2}
    assert counts_of(tmp_path / "none.xml") == {}


# --- Translations ----------------------------------------------------------------------------------------------------
@pytest.fixture
def house(tmp_path):
    """A room with one Python file and one template, and an empty German catalogue."""
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "__init__.py").write_text('title = _("Ledger")\nnote = pgettext("month", "May")\n')
    (tmp_path / "room" / "templates" / "page.html").write_text(
        """<p>{% translate "Hello" %}</p>
           {% blocktranslate trimmed count n=total %}
             One entry
           {% plural %}
             {{ n }} entries
           {% endblocktranslate %}"""
    )
    return tmp_path, tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"


def test_texts_are_found_in_python_and_in_templates(house):
    found = {(message.context, message.id) for message in translations.collect(house[0], "de") if message.id}
    assert found == {
        (None, "Ledger"),
        ("month", "May"),
        (None, "Hello"),
        (None, ("One entry", "%(n)s entries")),
    }


def test_an_update_adds_new_texts_drops_dead_ones_and_keeps_the_rest(house):
    root, path = house
    old = Catalog("de")
    old.add("Ledger", "Hauptbuch")
    old.add("Dead", "Tot")
    translations.write(path, translations.merge(translations.collect(root, "de"), old))
    kept = {message.id: message.string for message in translations.read(path) if message.id}
    assert kept == {"Ledger": "Hauptbuch", "May": "", "Hello": "", ("One entry", "%(n)s entries"): ("", "")}


def test_the_check_is_silent_only_when_all_is_translated_and_compiled(house):
    root, path = house
    german = translations.collect(root, "de")
    texts = {"Ledger": "Hauptbuch", "May": "Mai", "Hello": "Hallo", "One entry": ("Eine Buchung", "%(n)s Buchungen")}
    for message in german:
        if message.id:
            message.string = texts[translations.forms(message.id)[0]]
    translations.write(path, german)
    out_of_step = "de: django.mo is out of step; run `python -m tools.translations compile`"
    assert list(translations.problems(root, path)) == [out_of_step]
    path.with_suffix(".mo").write_bytes(translations.compile_catalog(translations.read(path)))
    assert list(translations.problems(root, path)) == []
    (root / "room" / "__init__.py").write_text('title = _("Journal")\nnote = pgettext("month", "May")\n')
    assert list(translations.problems(root, path)) == [
        "de: room/__init__.py: 'Journal' is missing",
        "de: 'Ledger' is no longer used",
    ]


@pytest.mark.parametrize(
    ("text", "translation", "flags", "faults"),
    [
        ("Hello", "Hallo", [], []),
        ("Hello", "", [], ["is not translated"]),
        ("Hello", "Hallo", ["fuzzy"], ["is marked fuzzy"]),
        ("%(name)s left", "%(Name)s ging", [], ["has other placeholders than its translation"]),
        ("{row}: {reason}", "{reason} in {row}", [], []),
        ("100 %% of %s", "100 %% von %s", [], []),
        (("One", "%(n)s all"), ("Eine", "%(n)s alle"), [], []),
        (("One", "%(n)s all"), ("Eine", ""), [], ["is not translated"]),
        (("One", "%(n)s all"), ("%(m)s", "%(n)s alle"), [], ["has a plural form with other placeholders"]),
    ],
)
def test_a_faulty_translation_is_named(text, translation, flags, faults):
    assert list(translations.faults(Message(text, translation, flags=flags))) == faults


# --- One door each ---------------------------------------------------------------------------------------------------
SINS = """\
from datetime import date, datetime
from django.db import models
from django.http import FileResponse
from django.template import Template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from lxml import etree
import hashlib
import pickle                                        # data-is-not-code
import random                                        # secrets-cannot-be-guessed
import requests                                      # requests-through-their-door
from urllib.request import urlopen                   # requests-through-their-door
from weasyprint import HTML                          # pdf-through-its-door
mark_safe(text)                                      # html-is-escaped
format_html("<b>{}</b>", text)
format_html("<b>" + text)                            # html-is-escaped
cursor.execute("select %s", [text])
cursor.execute(f"select {text}")                     # sql-takes-parameters
cursor.execute("select %s" % text)                   # sql-takes-parameters
Entry.objects.raw("select {}".format(text))          # sql-takes-parameters
csrf_exempt(view)                                    # forms-carry-a-token
Entry.objects.filter(**request.GET.dict())           # queries-name-their-fields
Entry.objects.filter(**request.POST)                 # queries-name-their-fields
FileResponse(file, as_attachment=True)
FileResponse(file)                                   # files-leave-as-attachments
etree.fromstring(data)                               # xml-through-its-door
eval(text)                                           # data-is-not-code
datetime.now(zone)
datetime.now()                                       # time-knows-its-zone
date.today()                                         # time-knows-its-zone
task.delay(1)                                        # jobs-through-their-door
task.apply_async()                                   # jobs-through-their-door
Entry.objects.visible_to(person)
Entry.objects.all()                                  # lists-begin-with-what-one-may-see
Entry.objects.create(text=text)                      # lists-begin-with-what-one-may-see
models.BigIntegerField()
models.FloatField()                                  # money-is-counted-in-cents
float(amount)                                        # money-is-counted-in-cents
hashlib.sha256(data)
hashlib.md5(data)                                    # secrets-cannot-be-guessed
render_to_string("page.html")
Template(text)                                       # templates-are-files
"""


def test_every_way_around_a_door_is_seen(tmp_path):
    (tmp_path / "views.py").write_text(SINS)
    semgrep = [Path(sys.executable).parent / "semgrep", "scan", "--json", "--metrics=off", "--disable-version-check"]
    command = [*semgrep, f"--config={ROOT / 'tools' / 'lint_doors.yml'}", tmp_path]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    answer = json.loads(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    seen = {(hit["start"]["line"], hit["check_id"].rpartition(".")[2]) for hit in answer["results"]}
    lines = enumerate(SINS.splitlines(), start=1)
    assert seen == {(number, line.partition("# ")[2]) for number, line in lines if "# " in line}
