"""Roles that must stay apart, and roles that nobody approved."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.guards import Guard

from .exception import COVERED

# The person is locked first: without it two opposite grants at the same moment would not see each other.
_CLASH = """
SELECT {pick} FROM access_rolegrant g JOIN access_conflictpair p
  ON (p.role_a_id = NEW.role_id AND p.role_b_id = g.role_id) OR (p.role_b_id = NEW.role_id AND p.role_a_id = g.role_id)
WHERE g.person_id = NEW.person_id AND g.id <> coalesce(NEW.id, -1)
  AND g.valid_from <= coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= coalesce(g.valid_to, '9999-12-31')
  AND NOT {covered}
"""
_POSTGRESQL = f"""
DECLARE broken text;
BEGIN
  PERFORM 1 FROM organisation_person WHERE id = NEW.person_id FOR UPDATE;
  {_CLASH.format(pick="p.rule INTO broken", covered=COVERED)} ORDER BY p.rule LIMIT 1;
  IF broken IS NOT NULL THEN RAISE EXCEPTION 'guard:rule.%', broken USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END"""
RULES_OF_PAIRS = ("R01", "R06", "R09", "R22", "R23", "R28")


def _separation():
    for operation in ("INSERT", "UPDATE"):
        name = f"separation_{operation.lower()}"
        cases = " ".join(
            f"SELECT RAISE(ABORT, 'guard:rule.{rule}') WHERE EXISTS ({_CLASH.format(pick='1', covered=COVERED)} AND p.rule = '{rule}');"
            for rule in RULES_OF_PAIRS
        )
        yield Guard(
            name,
            "access_rolegrant",
            f"BEFORE {operation}",
            _POSTGRESQL,
            f'CREATE TRIGGER "guard_{name}" BEFORE {operation} ON "access_rolegrant" FOR EACH ROW BEGIN {cases} END',
            function="separation",
        )


_GRANT_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.role_id <> OLD.role_id OR NEW.source <> OLD.source"
    " OR NEW.company_id IS DISTINCT FROM OLD.company_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id"
    " OR NEW.valid_from <> OLD.valid_from OR NEW.requested_by_id <> OLD.requested_by_id"
    " OR NEW.approved_by_id <> OLD.approved_by_id OR NEW.granted_at <> OLD.granted_at"
    " OR coalesce(NEW.valid_to, '9999-12-31') > coalesce(OLD.valid_to, '9999-12-31')"
    " OR NEW.deputy_id IS DISTINCT FROM OLD.deputy_id OR NEW.request_id IS DISTINCT FROM OLD.request_id"
    " OR OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at"
)
_SAME_SPAN = """r.id = NEW.request_id AND r.person_id = NEW.person_id AND r.role_id = NEW.role_id AND r.requested_by_id = NEW.requested_by_id
    AND r.company_id IS NOT DISTINCT FROM NEW.company_id AND r.unit_id IS NOT DISTINCT FROM NEW.unit_id
    AND r.valid_from = NEW.valid_from AND coalesce(r.valid_to, '9999-12-31') = coalesce(NEW.valid_to, '9999-12-31')"""
# A request serves once: a role that was ended is requested anew.
_NOT_USED = "NOT EXISTS (SELECT 1 FROM access_rolegrant u WHERE u.request_id = r.id)"
# With a position come several roles at once: whoever answers for them said yes, and then the one who grants.
_NO_APPROVAL = f"""NEW.source = 'request' AND NOT EXISTS (
  SELECT 1 FROM access_rolerequest r JOIN access_approval a
    ON a.subject_table = 'access_rolerequest' AND a.subject_key = CAST(r.id AS text) AND a.state = 'approved'
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id = NEW.approved_by_id
  WHERE {_SAME_SPAN} AND {_NOT_USED})
AND NOT EXISTS (
  SELECT 1 FROM access_rolerequest r JOIN access_approval a
    ON a.subject_table = 'access_appointment' AND a.subject_key = CAST(r.appointment_id AS text) AND a.state = 'approved'
    AND a.kind = 'access.position.grant'
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id = NEW.approved_by_id
  JOIN access_approval o ON o.subject_table = a.subject_table AND o.subject_key = a.subject_key
    AND o.state = 'approved' AND o.kind = 'access.position'
  JOIN access_approvalvote w ON w.approval_id = o.id AND w.vote = 'yes'
    AND w.person_id <> NEW.approved_by_id AND w.person_id <> NEW.person_id AND w.person_id <> NEW.requested_by_id
  WHERE {_SAME_SPAN} AND {_NOT_USED})"""
# What the principal holds himself, never what he holds as a deputy, and not a day longer than he does.
_NO_DEPUTY = """NEW.source = 'deputy' AND NOT EXISTS (
  SELECT 1 FROM access_deputy d JOIN access_deputy_roles r ON r.deputy_id = d.id AND r.role_id = NEW.role_id
  JOIN access_approval a ON a.subject_table = 'access_deputy' AND a.subject_key = CAST(d.id AS text) AND a.state = 'approved'
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id = NEW.approved_by_id
  JOIN access_rolegrant p ON p.person_id = d.principal_id AND p.role_id = NEW.role_id AND p.source <> 'deputy'
    AND p.company_id IS NOT DISTINCT FROM NEW.company_id AND p.unit_id IS NOT DISTINCT FROM NEW.unit_id
    AND p.valid_from <= NEW.valid_from AND coalesce(p.valid_to, '9999-12-31') >= NEW.valid_to
  WHERE d.id = NEW.deputy_id AND d.person_id = NEW.person_id AND d.requested_by_id = NEW.requested_by_id
    AND d.state = 'granted' AND d.ended_on IS NULL AND d.valid_from <= NEW.valid_from AND NEW.valid_to <= d.valid_to)"""
_FOUNDED = "NEW.source = 'founding' AND EXISTS (SELECT 1 FROM access_rolegrant WHERE source = 'request')"


def register():
    guards.register(
        *_separation(),
        *guards.refuse("grant_needs_approval", "access_rolegrant", "INSERT", "access.no_approval", _NO_APPROVAL),
        *guards.refuse("grant_needs_deputy", "access_rolegrant", "INSERT", "access.no_deputy", _NO_DEPUTY),
        *guards.refuse("grant_founding_once", "access_rolegrant", "INSERT", "access.founded", _FOUNDED),
        *guards.refuse("grant_fixed", "access_rolegrant", "UPDATE", "access.grant_fixed", _GRANT_EDITED),
        *guards.refuse("grant_stays", "access_rolegrant", "DELETE", "access.grant_stays"),
        *guards.refuse_truncate("access_rolegrant", "access.grant_stays"),
        guards.refuse_replace("access_rolegrant", "access.grant_stays"),
    )
    guards.sentences(
        rule__R01=_(
            "Nobody holds a front-office role together with a back-office, risk, audit or administration role."
        ),
        rule__R06=_("Master data, booking and payment release stay with different people."),
        rule__R09=_("Administrators hold no business role, and access and system administration stay apart."),
        rule__R22=_("IT operation holds no business or access role."),
        rule__R23=_("Personnel, payroll and payment release stay with different people."),
        rule__R28=_("Internal audit holds no other working role."),
        access__no_approval=_("A role is granted by an approved request only."),
        access__no_deputy=_(
            "A deputy holds what the principal holds himself and another person approved, no day longer."
        ),
        access__founded=_("Founding grants end with the first ordinary one."),
        access__grant_fixed=_("A granted role is not changed or prolonged. It can be ended, and a new one requested."),
        access__grant_stays=_("Granted roles stay on record. They can be ended, not deleted."),
    )
