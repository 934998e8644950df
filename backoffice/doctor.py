"""Checks of an installation in plain words: what was looked at, how it is, and what to do."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pkgutil import iter_modules
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from packaging.markers import Marker

from backoffice.celery import app
from foundation.documents import scanner
from foundation.documents.vault import vault
from foundation.records import guards
from tools.setting_up import missing_pango

OLDEST_PYTHON = (3, 11)
SHORTEST_SECRET = 50
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
LEAST_FREE_SHARE = 0.10
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\\n]+))?", re.MULTILINE)
OWNED_TABLES = """
SELECT count(*) FROM pg_tables
WHERE schemaname = current_schema() AND pg_has_role(current_user, tableowner, 'MEMBER')
"""


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    subject: str
    state: State
    text: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    return (check() for check in checks())


def checks() -> Iterator[Callable[[], Finding]]:
    yield from (python, packages, pdf, reachable_database)
    if reachable_database().state is State.OK:
        yield from (migrations, triggers, ownership, profile)
    yield from (broker, disk, secret, debug, transport, files, virus_scanner, time_zone)


def profile() -> Finding:
    """The server asks the doctor before there are models."""
    from foundation.access import row_security
    from foundation.access.actions.exceptions import NEEDS_ROW_SECURITY
    from foundation.access.choices import Profile
    from foundation.access.queries.exceptions import profile_today

    name, held = _("Separation profile"), Profile(profile_today())
    if held is Profile.STRICT and not row_security.is_on():
        return Finding(name, State.BAD, held.label, str(NEEDS_ROW_SECURITY))
    return Finding(name, State.OK, held.label)


def python() -> Finding:
    text = ".".join(map(str, sys.version_info[:3]))
    state = State.OK if sys.version_info >= OLDEST_PYTHON else State.BAD
    return Finding(_("Python"), state, text, _("Install Python 3.11 or newer."))


def unsafe() -> Iterator[Finding]:
    """What must not be served. Without a database the pages say so themselves."""
    yield from (secret(), debug(), transport())
    if reachable_database().state is State.OK:
        yield from (newer_tables(), triggers())


def refuse_unsafe() -> None:
    for finding in unsafe():
        if finding.state is State.BAD:
            sys.exit(f"{finding.subject}: {finding.text} {finding.remedy}")


def packages() -> Finding:
    lock = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    pins = [(name, pin) for name, pin, marker in PIN.findall(lock) if not marker or Marker(marker).evaluate()]
    wrong = [name for name, pin in pins if installed(name) != pin]
    if wrong:
        text = _("These differ from the lock: %(names)s") % {"names": ", ".join(wrong)}
        return Finding(_("Packages"), State.BAD, text, _("Delete the folder .venv and start again with ./run."))
    return Finding(_("Packages"), State.OK, _("All %(count)s are as locked.") % {"count": len(pins)})


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def pdf() -> Finding:
    missing = missing_pango()
    if missing:
        remedy = f"sudo apt-get install {' '.join(missing)}"
        return Finding(_("PDF"), State.WARN, _("Pango is missing, so reports come without PDF."), remedy)
    return Finding(_("PDF"), State.OK, _("Pango is installed."))


def reachable_database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        remedy = _("Start the database server, or correct DATABASE_URL in .env.")
        return Finding(_("Database"), State.BAD, str(error).strip().splitlines()[0], remedy)
    return Finding(_("Database"), State.OK, f"{connection.display_name}, {connection.settings_dict['NAME']}")


def migrations() -> Finding:
    newer = newer_tables()
    if newer.state is State.BAD:
        return newer
    loader = MigrationExecutor(connection).loader
    waiting = set(loader.disk_migrations) - set(loader.applied_migrations)
    if waiting:
        text = _("%(count)s changes of tables wait.") % {"count": len(waiting)}
        return Finding(_("Tables"), State.BAD, text, _("Restart the portal with ./run, which brings them up to date."))
    return Finding(_("Tables"), State.OK, _("All are up to date."))


def newer_tables() -> Finding:
    """From the names of the files alone: loading every migration would slow each start."""
    ours = {
        config.label: {module.name for module in iter_modules([str(Path(config.path) / "migrations")])}
        for config in apps.get_app_configs()
    }
    applied = MigrationRecorder(connection).applied_migrations()
    if any(ours.get(app) and name not in ours[app] for app, name in applied):
        text = _("The database was made by a newer version of the portal.")
        return Finding(_("Tables"), State.BAD, text, _("Install that version again, or restore a backup."))
    return Finding(_("Tables"), State.OK, _("All are known."))


def triggers() -> Finding:
    found = guards.problems()
    if found:
        text = _("%(count)s do not stand; %(first)s") % {"count": len(found), "first": found[0]}
        return Finding(_("Guards"), State.BAD, text, _("Lay them anew: ./run migrate"))
    return Finding(_("Guards"), State.OK, _("All are in place."))


def ownership() -> Finding:
    if connection.vendor != "postgresql":
        return Finding(_("Database role"), State.OK, _("SQLite knows no roles; protect the file instead."))
    with connection.cursor() as cursor:
        cursor.execute(OWNED_TABLES)
        (owned,) = cursor.fetchone()
    if owned:
        text = _("The portal's role owns %(count)s tables, so it could switch off the guards.") % {"count": owned}
        remedy = _("Give the tables to another role and name it in OWNER_DATABASE_URL.")
        return Finding(_("Database role"), State.WARN if settings.DEMO else State.BAD, text, remedy)
    return Finding(_("Database role"), State.OK, _("The portal's role owns no table."))


def broker() -> Finding:
    try:
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=3)
    except (OperationalError, OSError) as error:
        remedy = _("Start Redis, or correct REDIS_URL in .env. Until then jobs wait.")
        return Finding(_("Message broker"), State.BAD, str(error), remedy)
    return Finding(_("Message broker"), State.OK, settings.REDIS_URL.rpartition("@")[2] or _("files in VAR_DIR"))


def disk() -> Finding:
    usage = shutil.disk_usage(settings.VAR_DIR)
    share = usage.free / usage.total
    text = _("%(percent)s %% are free.") % {"percent": round(share * 100)}
    state = State.OK if share >= LEAST_FREE_SHARE else State.BAD
    return Finding(_("Disk"), state, text, _("Make room or move VAR_DIR to a larger disk."))


def secret() -> Finding:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or "insecure" in settings.SECRET_KEY:
        text = _("SECRET_KEY is shorter than %(count)s characters or a default.") % {"count": SHORTEST_SECRET}
        remedy = _("Delete the line from .env and put in a long random one.")
        return Finding(_("Secrets"), State.BAD, text, remedy)
    return Finding(_("Secrets"), State.OK, _("SECRET_KEY is long and of your own."))


def debug() -> Finding:
    if settings.DEBUG:
        text = _("DEBUG is on: errors show inner workings to everybody.")
        return Finding(_("Debugging"), State.BAD, text, _("Set DEBUG=false in .env."))
    return Finding(_("Debugging"), State.OK, _("It is off."))


def transport() -> Finding:
    """The demo's passwords are on its first page, so nothing is lost where they travel in the open."""
    abroad = set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS
    if abroad and not (settings.TLS or settings.DEMO):
        text = _("Passwords would travel in the open to %(hosts)s.") % {"hosts": ", ".join(sorted(abroad))}
        return Finding(_("Transport"), State.BAD, text, _("Put a proxy with TLS in front, and set TLS=true in .env."))
    return Finding(_("Transport"), State.OK, _("Encrypted.") if settings.TLS else _("Only on this machine."))


def files() -> Finding:
    try:
        is_public = vault().probe()
    except OSError as error:
        return Finding(_("Files"), State.BAD, str(error), _("Let the portal's user write to this place."))
    if is_public:
        text = _("Strangers can read %(folder)s.") % {"folder": vault()}
        return Finding(_("Files"), State.BAD, text, _("Close the bucket to everybody but the portal."))
    return Finding(_("Files"), State.OK, _("%(folder)s can be written.") % {"folder": vault()})


def virus_scanner() -> Finding:
    name = _("Virus scanner")
    if not settings.CLAMD_URL:
        return Finding(name, State.OK, _("None is named; files are known by their content, active ones refused."))
    try:
        if scanner.answers():
            return Finding(name, State.OK, _("%(address)s answers.") % {"address": settings.CLAMD_URL})
        problem = _("%(address)s does not answer as clamd does.") % {"address": settings.CLAMD_URL}
    except OSError as error:
        problem = str(error)
    return Finding(name, State.BAD, problem, _("Start clamd, or correct CLAMD_URL. Until then no file comes in."))


def time_zone() -> Finding:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        text = _("%(zone)s is unknown on this machine.") % {"zone": settings.TIME_ZONE}
        return Finding(_("Time zone"), State.BAD, text, "sudo apt-get install tzdata")
    now = timezone.localtime().strftime("%d.%m.%Y %H:%M")
    return Finding(_("Time zone"), State.OK, f"{settings.TIME_ZONE}, {now}")
