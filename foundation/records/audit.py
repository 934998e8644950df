"""The audit trail: each row that changes leaves an event, written by the database itself.

On PostgreSQL one function serves all tables over `to_jsonb`; on SQLite the triggers are written out from `_meta`.
Models opt out with `audit_exempt = "<reason>"` and keep columns out with `audit_secrets = ("password",)`.
"""

import json
from functools import cache

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from . import guards, outbox
from .guards import MESSAGE, Guard
from .models import AuditEvent, AuditPayload, AuditSeal

OUR_ROOTS = ("foundation.", "accounting", "backoffice")
FOREIGN = {"mfa.Authenticator": ("data",), "account.EmailAddress": ()}

POSTGRESQL_WRITE = """
CREATE OR REPLACE FUNCTION records_write(operation text, verb text, tab text, row_key text, before_ text, after_ text)
RETURNS bigint LANGUAGE plpgsql AS $write$
DECLARE
  actor text := nullif(current_setting('bo.label', true), '');
  salt_ text := gen_random_uuid()::text;
  event bigint;
BEGIN
  IF actor IS NULL THEN RAISE EXCEPTION 'guard:nobody' USING ERRCODE = 'check_violation'; END IF;
  INSERT INTO records_auditevent (at, transaction, operation, verb, table_name, row_key, person_id, actor, session,
    request, reason, digest)
  VALUES (clock_timestamp(), pg_current_xact_id()::text::bigint, operation, verb, tab, row_key,
    nullif(current_setting('bo.person', true), '')::bigint, actor, coalesce(current_setting('bo.session', true), ''),
    coalesce(current_setting('bo.request', true), ''), coalesce(current_setting('bo.why', true), ''),
    encode(sha256(convert_to(salt_ || before_ || after_, 'UTF8')), 'hex'))
  RETURNING id INTO event;
  INSERT INTO records_auditpayload (event_id, salt, before, after) VALUES (event, salt_, before_, after_);
  RETURN event;
END $write$
"""

POSTGRESQL_AUDIT = """
DECLARE before_ text := ''; after_ text := ''; row_ jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN row_ := to_jsonb(OLD); before_ := (row_ - TG_ARGV[1]::text[])::text; END IF;
  IF TG_OP <> 'DELETE' THEN row_ := to_jsonb(NEW); after_ := (row_ - TG_ARGV[1]::text[])::text; END IF;
  PERFORM records_write(lower(TG_OP), '', TG_TABLE_NAME, row_ ->> TG_ARGV[0], before_, after_);
  RETURN NULL;
END"""

SQLITE_WRITE = """
INSERT INTO records_auditpayload (event_id, salt, before, after)
SELECT coalesce(max(id), 0) + 1, lower(hex(randomblob(16))), {before}, {after} FROM records_auditevent;
INSERT INTO records_auditevent (id, at, "transaction", operation, verb, table_name, row_key, person_id, actor, session,
  request, reason, digest)
SELECT event_id, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000', event_id, '{operation}', '{verb}', '{table}', {key},
  bo_actor('person'), CASE WHEN bo_actor('label') IS NULL THEN RAISE(ABORT, '{message}nobody') ELSE bo_actor('label') END,
  bo_actor('session'), bo_actor('request'), bo_actor('why'), sha256(salt || before || after)
FROM records_auditpayload WHERE event_id = (SELECT coalesce(max(id), 0) + 1 FROM records_auditevent);
"""


def register_guards():
    guards.register_function(POSTGRESQL_WRITE)
    guards.register_source(_audit_guards)
    for model in (AuditEvent, AuditPayload, AuditSeal):
        guards.register(*guards.append_only(model._meta.db_table, "audit.append_only"))
    guards.register(
        *guards.refuse(
            "number_only_grows",
            "records_numberrange",
            "UPDATE",
            "numbers.never_back",
            "NEW.key <> OLD.key OR NEW.last < OLD.last",
        ),
        *guards.refuse("number_stays", "records_numberrange", "DELETE", "numbers.never_back"),
        *guards.refuse_truncate("records_numberrange", "numbers.never_back"),
    )
    guards.sentences(
        audit__append_only=_("The audit trail can only grow. Nothing in it is changed or deleted."),
        numbers__never_back=_("Numbers that were given out are never taken back."),
    )


def happened(verb, *, subject, **facts):
    """Note what happened in the trade's own words, and tell whoever listens. Inside `acting`."""
    table, key = subject._meta.db_table, str(subject.pk)
    _write("event", verb, table, key, "", json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False))
    outbox.put(verb, table, key, facts)


def audited_models():
    return [model for model in apps.get_models(include_auto_created=True) if _is_audited(model)]


def _is_audited(model):
    if not model._meta.managed or model._meta.proxy or getattr(model, "audit_exempt", None):
        return False
    return model._meta.label in FOREIGN or f"{model.__module__}.".startswith(OUR_ROOTS)


def secrets_of(model):
    return FOREIGN.get(model._meta.label, ()) or getattr(model, "audit_secrets", ())


def _write(operation, verb, table, key, before, after):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT records_write(%s, %s, %s, %s, %s, %s)", [operation, verb, table, key, before, after])
        else:
            payload, event = _sqlite_event_statements()
            cursor.execute(payload, [before, after])
            cursor.execute(event, [operation, verb, table, key])


@cache
def _sqlite_event_statements():
    text = SQLITE_WRITE.replace("%", "%%").replace("'{operation}', '{verb}', '{table}', {key}", "%s, %s, %s, %s")
    text = text.format(before="%s", after="%s", message=MESSAGE).replace(
        f"RAISE(ABORT, '{MESSAGE}nobody')",
        "NULL",  # RAISE is for triggers; NOT NULL refuses here
    )
    return [statement for statement in text.split(";") if statement.strip()]


def _audit_guards():
    for model in audited_models():
        table, pk = model._meta.db_table, model._meta.pk.column
        secrets = "{" + ",".join(secrets_of(model)) + "}"
        for operation in ("INSERT", "UPDATE", "DELETE"):
            name = f"audit_{table}_{operation.lower()}"
            yield Guard(
                name,
                table,
                f"AFTER {operation}",
                POSTGRESQL_AUDIT,
                _sqlite_trigger(model, name, operation),
                arguments=f"'{pk}', '{secrets}'",
                function="audit",
            )


def _sqlite_trigger(model, name, operation):
    table, pk = model._meta.db_table, model._meta.pk.column
    row = "OLD" if operation == "DELETE" else "NEW"
    body = SQLITE_WRITE.format(
        operation=operation.lower(),
        verb="",
        table=table,
        key=f'{row}."{pk}"',
        before="''" if operation == "INSERT" else _sqlite_row(model, "OLD"),
        after="''" if operation == "DELETE" else _sqlite_row(model, "NEW"),
        message=MESSAGE,
    )
    return f'CREATE TRIGGER "guard_{name}" AFTER {operation} ON "{table}" FOR EACH ROW BEGIN {body} END'


def _sqlite_row(model, row):
    pairs = []
    for field in model._meta.concrete_fields:
        if field.column in secrets_of(model):
            continue
        value = f'{row}."{field.column}"'
        pairs.append(f"'{field.column}', {f'hex({value})' if isinstance(field, models.BinaryField) else value}")
    return f"json_object({', '.join(pairs)})"
