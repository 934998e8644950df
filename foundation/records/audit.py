"""The audit trail: each row that changes leaves an event, written by the database itself.

On PostgreSQL one function serves all tables over `to_jsonb`, once for all rows of a statement; on SQLite the triggers
are written out from `_meta`.
Models opt out with `audit_exempt = "<reason>"` and keep columns out with `audit_secrets = ("password",)`.
"""

import json
from functools import cache

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from . import day, guards, outbox
from .actor import principal_of_actor
from .guards import MESSAGE, Guard
from .models import AuditEvent, AuditPayload, AuditSeal

THEIR_ROOTS = ("django.", "allauth.", "django_celery_beat.")  # every other app is ours, also one that comes tomorrow
FOREIGN = {"mfa.Authenticator": ("data",), "account.EmailAddress": (), "socialaccount.SocialAccount": ("extra_data",)}

POSTGRESQL_WRITE = """
CREATE OR REPLACE FUNCTION records_note(operation text, verb text, tab text, keys text[], befores text[], afters text[])
RETURNS void LANGUAGE plpgsql AS $note$
DECLARE actor text := nullif(current_setting('bo.label', true), '');
BEGIN
  IF keys IS NULL THEN RETURN; END IF;
  IF actor IS NULL THEN RAISE EXCEPTION 'guard:nobody' USING ERRCODE = 'check_violation'; END IF;
  WITH noted AS MATERIALIZED (
    SELECT nextval('records_auditevent_id_seq') AS id, gen_random_uuid()::text AS salt, row_.*
    FROM unnest(keys, befores, afters) AS row_ (key, before, after)
  ), payload AS (
    INSERT INTO records_auditpayload (event_id, salt, before, after) SELECT id, salt, before, after FROM noted
  )
  INSERT INTO records_auditevent (id, at, transaction, operation, verb, table_name, row_key, person_id, actor, session,
    request, reason, digest)
  SELECT id, clock_timestamp(), pg_current_xact_id()::text::bigint, operation, verb, tab, key,
    nullif(current_setting('bo.person', true), '')::bigint, actor, coalesce(current_setting('bo.session', true), ''),
    coalesce(current_setting('bo.request', true), ''), coalesce(current_setting('bo.why', true), ''),
    encode(sha256(convert_to(salt || before || after, 'UTF8')), 'hex')
  FROM noted;
END $note$
"""

# Once for all rows of a statement. A row whose key was changed is noted twice, as gone and as come.
POSTGRESQL_AUDIT = """
DECLARE keys text[]; befores text[]; afters text[]; secret text[] := TG_ARGV[1];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(after ->> TG_ARGV[0]), array_agg(''::text), array_agg((after - secret)::text)
    INTO keys, befores, afters FROM (SELECT to_jsonb(a) AS after FROM after_rows a) AS changed;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(before ->> TG_ARGV[0]), array_agg((before - secret)::text), array_agg(''::text)
    INTO keys, befores, afters FROM (SELECT to_jsonb(b) AS before FROM before_rows b) AS changed;
  ELSE
    SELECT array_agg(coalesce(after, before) ->> TG_ARGV[0]), array_agg(coalesce((before - secret)::text, '')),
      array_agg(coalesce((after - secret)::text, ''))
    INTO keys, befores, afters FROM (SELECT to_jsonb(b) AS before FROM before_rows b) AS old_
    FULL JOIN (SELECT to_jsonb(a) AS after FROM after_rows a) AS new_ ON before ->> TG_ARGV[0] = after ->> TG_ARGV[0];
  END IF;
  PERFORM records_note(lower(TG_OP), '', TG_TABLE_NAME, keys, befores, afters);
  RETURN NULL;
END"""
SEEING = {
    "INSERT": "REFERENCING NEW TABLE AS after_rows",
    "UPDATE": "REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows",
    "DELETE": "REFERENCING OLD TABLE AS before_rows",
}

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


# The same name and answer as the function that SQLite is given in `database.prepare`.
POSTGRESQL_ACTOR = """
CREATE OR REPLACE FUNCTION bo_actor(field text) RETURNS text LANGUAGE sql STABLE AS
$actor$ SELECT nullif(current_setting('bo.' || field, true), '') $actor$
"""

ERASER = "system:person_erase"
NOT_FOR_THE_LAW = f"coalesce(bo_actor('label'), '') <> '{ERASER}'"


def register_guards():
    guards.register_function(POSTGRESQL_WRITE)
    guards.register_function(POSTGRESQL_ACTOR)
    guards.register_function(day.POSTGRESQL)
    guards.register_source(_audit_guards)
    for model in (AuditEvent, AuditSeal):
        guards.register(*guards.append_only(model._meta.db_table, "audit.append_only"))
    payload = AuditPayload._meta.db_table
    guards.register(
        *guards.refuse(f"{payload}_stays", payload, "UPDATE", "audit.append_only"),
        *guards.refuse(f"{payload}_stays", payload, "DELETE", "audit.append_only", NOT_FOR_THE_LAW),
        *guards.refuse_truncate(payload, "audit.append_only"),
        guards.refuse_replace(payload, "audit.append_only", key="event_id"),
    )
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
        guards.refuse_replace("records_numberrange", "numbers.never_back", key="key"),
    )
    guards.sentences(
        audit__append_only=_("The audit trail can only grow. Nothing in it is changed or deleted."),
        numbers__never_back=_("Numbers that were given out are never taken back."),
    )


def happened(verb, *, subject, **facts):
    """Note what happened in the trade's own words, and tell whoever listens. Inside `acting`."""
    happened_many(verb, [(subject, facts)])


def happened_many(verb, events):
    """The same for many subjects of one kind: `events` are pairs of subject and facts."""
    table = events[0][0]._meta.db_table
    keyed = [(str(subject.pk), facts) for subject, facts in events]
    principal = principal_of_actor()
    told = {"on_behalf_of": principal} if principal else {}
    _write(
        verb,
        table,
        [(key, json.dumps({**facts, **told}, cls=DjangoJSONEncoder, ensure_ascii=False)) for key, facts in keyed],
    )
    outbox.put(verb, table, keyed)


def audited_models():
    return [model for model in apps.get_models(include_auto_created=True) if _is_audited(model)]


def _is_audited(model):
    if not model._meta.managed or model._meta.proxy or getattr(model, "audit_exempt", None):
        return False
    return model._meta.label in FOREIGN or not model.__module__.startswith(THEIR_ROOTS)


def secrets_of(model):
    return FOREIGN.get(model._meta.label, ()) or getattr(model, "audit_secrets", ())


def _write(verb, table, events):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, texts = (list(column) for column in zip(*events, strict=True))
            cursor.execute(
                "SELECT records_note('event', %s, %s, %s, %s, %s)", [verb, table, keys, [""] * len(keys), texts]
            )
            return
        payload, event = _sqlite_event_statements()
        for key, text in events:
            cursor.execute(payload, ["", text])
            cursor.execute(event, ["event", verb, table, key])


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
                level="STATEMENT",
                seeing=SEEING[operation],
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
