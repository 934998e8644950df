"""Rules that the database itself keeps, on SQLite and PostgreSQL, whoever writes and by whatever way.

A room declares its guards in `guards.py` and registers them in `ready()`. They are installed after every migrate
(SQLite loses triggers when it rebuilds a table, so they are dropped before and laid anew), and compared at every start.
"""

import os
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.checks import Error
from django.db import IntegrityError, connections
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

PREFIX = "guard_"
MESSAGE = "guard:"


@dataclass(frozen=True)
class Guard:
    """One trigger. `sqlite` is its complete text; `postgresql` the body of its function and `timing` when it fires.

    With level STATEMENT the function is called once for all rows, which it finds in the tables named by `seeing`.
    """

    name: str
    table: str
    timing: str
    postgresql: str
    sqlite: str | None
    level: str = "ROW"
    seeing: str = ""
    arguments: str = ""
    function: str = ""

    @property
    def trigger(self):
        return f"{PREFIX}{self.name}"

    @property
    def function_name(self):
        return f"{PREFIX}{self.function or self.name}"


_guards: dict[str, Guard] = {}
_sources: list = []
_functions: list[str] = []
_sentences: dict[str, object] = {
    "nobody": _("Nobody is named who does this. The portal refuses writes without a person.")
}


def register(*guards):
    for guard in guards:
        if guard.name in _guards:
            raise ValueError(f"guard {guard.name} is registered twice")
        _guards[guard.name] = guard


def register_source(source):
    """`source()` yields guards once all models are loaded."""
    _sources.append(source)


def register_function(text):
    """A PostgreSQL function that guards call."""
    _functions.append(text)


def sentences(**texts):
    """What a clerk reads when a guard refuses: `ledger__unbalanced=_("...")` for the code `ledger.unbalanced`."""
    _sentences.update({code.replace("__", "."): text for code, text in texts.items()})


def registered():
    return list(_guards.values()) + [guard for source in _sources for guard in source()]


def refuse(name, table, on, code, when="", sqlite_when=None):
    """Guards that refuse `on` (for example "UPDATE, DELETE") with `code`, when the SQL condition over OLD and NEW holds.

    The condition is written once, in PostgreSQL's words; `IS DISTINCT FROM` becomes SQLite's `IS NOT`.
    """
    guards = []
    condition = when or "TRUE"
    lite = _lite(sqlite_when or condition)
    for operation in on.split(", "):
        full = f"{name}_{operation[:3].lower()}"
        answer = "OLD" if operation == "DELETE" else "NEW"
        guards.append(
            Guard(
                full,
                table,
                f"BEFORE {operation}",
                f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}{code}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {answer};",
                f'CREATE TRIGGER "{PREFIX}{full}" BEFORE {operation} ON "{table}" FOR EACH ROW WHEN {lite} '
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}{code}'); END",
            )
        )
    return guards


def refuse_each(name, table, operation, when, checks):
    """One guard that asks several questions, in order: `checks` are (code, condition) over OLD and NEW."""
    asked = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}{code}' USING ERRCODE = 'check_violation'; END IF;"
        for code, condition in checks
    )
    lite = " ".join(f"SELECT RAISE(ABORT, '{MESSAGE}{code}') WHERE {_lite(condition)};" for code, condition in checks)
    return Guard(
        name,
        table,
        f"BEFORE {operation}",
        f"IF {when} THEN {asked} END IF; RETURN NEW;",
        f'CREATE TRIGGER "{PREFIX}{name}" BEFORE {operation} ON "{table}" FOR EACH ROW WHEN {_lite(when)} BEGIN {lite} END',
    )


def _lite(condition):
    return condition.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")


def refuse_replace(table, code, key="rowid"):
    """`INSERT OR REPLACE` on SQLite would swap a row for another; on PostgreSQL the key refuses it. `key` is named where
    it is no whole number of SQLite's own."""
    return Guard(
        f"{table}_replace",
        table,
        "BEFORE INSERT",
        "RETURN NEW;",
        f'CREATE TRIGGER "{PREFIX}{table}_replace" BEFORE INSERT ON "{table}" FOR EACH ROW '
        f"WHEN NEW.{key} IN (SELECT {key} FROM \"{table}\") BEGIN SELECT RAISE(ABORT, '{MESSAGE}{code}'); END",
    )


def refuse_truncate(table, code):
    return [
        Guard(
            f"{table}_truncate",
            table,
            "BEFORE TRUNCATE",
            f"RAISE EXCEPTION '{MESSAGE}{code}' USING ERRCODE = 'check_violation';",
            None,
            level="STATEMENT",
        )
    ]


def append_only(table, code):
    """Rows come and stay as they are."""
    return [
        *refuse(f"{table}_stays", table, "UPDATE, DELETE", code),
        *refuse_truncate(table, code),
        refuse_replace(table, code),
    ]


def explain(error):
    """The BusinessError behind a database error, or None if no guard spoke."""
    text = str(error)
    if MESSAGE not in text:
        return None
    code = text.split(MESSAGE, 1)[1].split()[0].strip("'\"")
    sentence = _sentences.get(code) or _("The database refuses this: {code}.").format(code=code)
    rule = code.split(".")[-1] if code.startswith("rule.") else None
    return BusinessError(code, sentence, rule=rule)


@contextmanager
def speaking():
    """What a guard refuses inside this block reaches the clerk as its sentence."""
    try:
        yield
    except IntegrityError as error:
        raise explain(error) or error from error


# --- Installing and comparing ----------------------------------------------------------------------------------------


def before_migrate(sender, using, plan, **kwargs):
    if plan and connections[using].vendor == "sqlite":
        _leave_to(os.getpid(), connections[using])
        drop(connections[using])


def after_migrate(sender, using, **kwargs):
    install(connections[using])
    if connections[using].vendor == "sqlite":
        _leave_to(0, connections[using])


def _leave_to(process, connection):
    """While the guards are away only this process writes; `acting` looks at it. 0 is everybody."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {process:d}")  # nosemgrep: sql-takes-parameters - a PRAGMA takes none


def drop(connection):
    with connection.cursor() as cursor:
        for name in _installed(connection):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def install(connection):
    present = set(connection.introspection.table_names())
    guards = [guard for guard in registered() if guard.table in present]
    if connection.vendor == "sqlite":
        _install_sqlite(connection, guards)
    else:
        _install_postgresql(connection, guards)


def _install_sqlite(connection, guards):
    wanted = {guard.trigger: guard.sqlite for guard in guards if guard.sqlite}
    installed = _installed(connection)
    with connection.cursor() as cursor:
        for name in installed:
            if installed[name] != wanted.get(name):
                cursor.execute(f'DROP TRIGGER "{name}"')
        for name, text in wanted.items():
            if installed.get(name) != text:
                connection.connection.execute(text)


def _install_postgresql(connection, guards):
    wanted = {guard.trigger: guard for guard in guards}
    with connection.cursor() as cursor:
        for name, (_text, table) in _installed(connection).items():
            if name not in wanted:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        for text in _functions:
            cursor.execute(text)
        for function, body in {guard.function_name: _body(guard.postgresql) for guard in guards}.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"
            )
        for guard in guards:
            cursor.execute(
                f'CREATE OR REPLACE TRIGGER "{guard.trigger}" {guard.timing} ON "{guard.table}" '
                f"{guard.seeing} FOR EACH {guard.level} EXECUTE FUNCTION {guard.function_name}({guard.arguments})"
            )


def _body(text):
    """plpgsql wants a block; a guard that declares variables or options brings its own."""
    return text if text.lstrip().upper().startswith(("DECLARE", "#")) else f"BEGIN {text} END"


def _installed(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
            )
            return dict(cursor.fetchall())
        cursor.execute(
            "SELECT t.tgname, p.prosrc, c.relname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
            "AND t.tgname LIKE 'guard\\_%%' AND pg_table_is_visible(c.oid)",
            [],
        )
        return {name: (body, table) for name, body, table in cursor.fetchall()}


def problems(using="default"):
    """Sentences about guards that are missing, altered or switched off; empty when the wall stands."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    installed = _installed(connection)
    found = []
    for guard in registered():
        if guard.table not in present or (connection.vendor == "sqlite" and not guard.sqlite):
            continue
        there = installed.get(guard.trigger)
        if there is None:
            found.append(f"guard {guard.trigger} on {guard.table} is missing or switched off")
        elif (
            connection.vendor == "sqlite"
            and there != guard.sqlite
            or connection.vendor == "postgresql"
            and there[0] != _body(guard.postgresql)
        ):
            found.append(f"guard {guard.trigger} on {guard.table} was altered")
    return found


def check(app_configs, databases, **kwargs):
    """System check: a database whose tables exist must have every guard. Runs where a command asks for database checks."""
    return [
        Error(problem, hint="Run `manage.py migrate`; it installs the guards.", id="records.E001")
        for using in databases or []
        if "records_auditevent" in connections[using].introspection.table_names()
        for problem in problems(using)
    ]
