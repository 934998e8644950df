"""The wall in the database: what no role, shell or raw statement gets past."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.audit import NOT_FOR_THE_LAW
from foundation.records.guards import Guard

# The person is locked first: without it two opposite grants at the same moment would not see each other.
_CLASH = """
SELECT {pick} FROM access_rolegrant g JOIN access_conflictpair p
  ON (p.role_a_id = NEW.role_id AND p.role_b_id = g.role_id) OR (p.role_b_id = NEW.role_id AND p.role_a_id = g.role_id)
WHERE g.person_id = NEW.person_id AND g.id <> coalesce(NEW.id, -1)
  AND g.valid_from <= coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= coalesce(g.valid_to, '9999-12-31')
"""
_POSTGRESQL = f"""
DECLARE broken text;
BEGIN
  PERFORM 1 FROM organisation_person WHERE id = NEW.person_id FOR UPDATE;
  {_CLASH.format(pick="p.rule INTO broken")} ORDER BY p.rule LIMIT 1;
  IF broken IS NOT NULL THEN RAISE EXCEPTION 'guard:rule.%', broken USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END"""
RULES_OF_PAIRS = ("R01", "R06", "R09", "R22", "R23", "R28")


def _separation():
    for operation in ("INSERT", "UPDATE"):
        name = f"separation_{operation.lower()}"
        cases = " ".join(
            f"SELECT RAISE(ABORT, 'guard:rule.{rule}') WHERE EXISTS ({_CLASH.format(pick='1')} AND p.rule = '{rule}');"
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
)
_NEW_PAIR_IS_BROKEN = """EXISTS (SELECT 1 FROM access_rolegrant a JOIN access_rolegrant b ON a.person_id = b.person_id
  WHERE a.role_id = NEW.role_a_id AND b.role_id = NEW.role_b_id
  AND a.valid_from <= coalesce(b.valid_to, '9999-12-31') AND b.valid_from <= coalesce(a.valid_to, '9999-12-31'))"""
_OWN_VOTE = "NEW.person_id = (SELECT maker_id FROM access_approval WHERE id = NEW.approval_id)"
_NOT_PENDING = "(SELECT state FROM access_approval WHERE id = NEW.approval_id) <> 'pending'"
_NO_APPROVAL = """NEW.source = 'request' AND NOT EXISTS (
  SELECT 1 FROM access_rolerequest r JOIN access_approval a
    ON a.subject_table = 'access_rolerequest' AND a.subject_key = CAST(r.id AS text) AND a.state = 'approved'
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id = NEW.approved_by_id
  WHERE r.person_id = NEW.person_id AND r.role_id = NEW.role_id AND r.requested_by_id = NEW.requested_by_id
    AND r.company_id IS NOT DISTINCT FROM NEW.company_id AND r.unit_id IS NOT DISTINCT FROM NEW.unit_id
    AND r.valid_from = NEW.valid_from AND coalesce(r.valid_to, '9999-12-31') = coalesce(NEW.valid_to, '9999-12-31'))"""
_FOUNDED = "NEW.source = 'founding' AND EXISTS (SELECT 1 FROM access_rolegrant WHERE source = 'request')"

_UNAPPROVED = """NEW.state = 'granted' AND NOT EXISTS (
  SELECT 1 FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes'
    AND v.person_id <> NEW.person_id AND v.person_id <> NEW.requested_by_id
  WHERE a.subject_table = '{table}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved')"""
_UNAPPROVED_HELP = _UNAPPROVED.format(table="access_signinhelp")
_HELP_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.lost <> OLD.lost OR NEW.reason <> OLD.reason"
    " OR NEW.requested_by_id <> OLD.requested_by_id OR OLD.state NOT IN ('requested', NEW.state)"
    " OR OLD.link_shown_at IS NOT NULL"
)

_UNAPPROVED_ADDRESS = _UNAPPROVED.format(table="access_addresschange")
_ADDRESS_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.requested_by_id <> OLD.requested_by_id"
    " OR OLD.state NOT IN ('requested', NEW.state)"
    f" OR (NEW.old_email <> OLD.old_email OR NEW.new_email <> OLD.new_email) AND {NOT_FOR_THE_LAW}"
)
# Only the last granted change counts, so none of them serves twice.
_NOT_GRANTED = f"""NEW.email <> OLD.email AND {NOT_FOR_THE_LAW} AND NOT EXISTS (
  SELECT 1 FROM access_addresschange c
  WHERE c.id = (SELECT max(id) FROM access_addresschange WHERE person_id = {{person}} AND state = 'granted')
    AND c.old_email = OLD.email AND c.new_email = NEW.email)"""
_SIGNS_IN = "EXISTS (SELECT 1 FROM access_user WHERE person_id = OLD.id)"
_FOREIGN_ADDRESS = "NEW.email <> (SELECT email FROM access_user WHERE id = NEW.user_id)"


def register():
    guards.register(
        *guards.refuse(
            "address_begins", "access_addresschange", "INSERT", "access.address", "NEW.state <> 'requested'"
        ),
        *guards.refuse(
            "address_approved",
            "access_addresschange",
            "UPDATE",
            "access.address",
            _UNAPPROVED_ADDRESS,
        ),
        *guards.refuse("address_fixed", "access_addresschange", "UPDATE", "access.address_stays", _ADDRESS_EDITED),
        *guards.refuse("address_stays", "access_addresschange", "DELETE", "access.address_stays"),
        *guards.refuse_truncate("access_addresschange", "access.address_stays"),
        *guards.refuse(
            "address_of_login", "access_user", "UPDATE", "access.address", _NOT_GRANTED.format(person="OLD.person_id")
        ),
        *guards.refuse(
            "login_of_person", "access_user", "UPDATE", "access.address", "NEW.person_id IS DISTINCT FROM OLD.person_id"
        ),
        guards.refuse_replace("access_user", "access.address"),
        *guards.refuse(
            "address_of_person",
            "organisation_person",
            "UPDATE",
            "access.address",
            f"{_NOT_GRANTED.format(person='OLD.id')} AND {_SIGNS_IN}",
        ),
        *guards.refuse("address_of_mail", "account_emailaddress", "INSERT, UPDATE", "access.address", _FOREIGN_ADDRESS),
        *_separation(),
        *guards.refuse("help_begins", "access_signinhelp", "INSERT", "access.no_help", "NEW.state <> 'requested'"),
        *guards.refuse("help_approved", "access_signinhelp", "UPDATE", "access.no_help", _UNAPPROVED_HELP),
        *guards.refuse("help_fixed", "access_signinhelp", "UPDATE", "access.help_stays", _HELP_EDITED),
        *guards.refuse("help_stays", "access_signinhelp", "DELETE", "access.help_stays"),
        *guards.refuse_truncate("access_signinhelp", "access.help_stays"),
        *guards.refuse("grant_needs_approval", "access_rolegrant", "INSERT", "access.no_approval", _NO_APPROVAL),
        *guards.refuse("grant_founding_once", "access_rolegrant", "INSERT", "access.founded", _FOUNDED),
        *guards.refuse("grant_fixed", "access_rolegrant", "UPDATE", "access.grant_fixed", _GRANT_EDITED),
        *guards.refuse("grant_stays", "access_rolegrant", "DELETE", "access.grant_stays"),
        *guards.refuse_truncate("access_rolegrant", "access.grant_stays"),
        *guards.refuse(
            "role_side", "access_role", "UPDATE", "access.role_fixed", "NEW.side <> OLD.side OR NEW.code <> OLD.code"
        ),
        *guards.refuse("pair_broken", "access_conflictpair", "INSERT", "access.pair_broken", _NEW_PAIR_IS_BROKEN),
        *guards.refuse("pair_fixed", "access_conflictpair", "UPDATE, DELETE", "access.pair_fixed"),
        *guards.refuse_truncate("access_conflictpair", "access.pair_fixed"),
        *guards.refuse("vote_of_maker", "access_approvalvote", "INSERT", "rule.R03", _OWN_VOTE),
        *guards.refuse("vote_too_late", "access_approvalvote", "INSERT", "access.decided", _NOT_PENDING),
        *guards.refuse("vote_stays", "access_approvalvote", "UPDATE, DELETE", "access.vote_stays"),
        *guards.refuse_truncate("access_approvalvote", "access.vote_stays"),
        *guards.refuse(
            "approval_fixed",
            "access_approval",
            "UPDATE",
            "access.decided",
            f"OLD.state <> 'pending' AND (NEW.state <> OLD.state OR {NOT_FOR_THE_LAW}) OR NEW.maker_id <> OLD.maker_id OR NEW.payload_hash <> OLD.payload_hash"
            f" OR NEW.title <> OLD.title AND {NOT_FOR_THE_LAW}"
            " OR NEW.subject_key <> OLD.subject_key OR NEW.subject_table <> OLD.subject_table",
        ),
        *guards.refuse("approval_stays", "access_approval", "DELETE", "access.vote_stays"),
    )
    guards.sentences(
        rule__R01=_(
            "Nobody holds a front-office role together with a back-office, risk, audit or administration role."
        ),
        rule__R03=_("The one who asked does not approve. Another person has to look at it."),
        rule__R06=_("Master data, booking and payment release stay with different people."),
        rule__R09=_("Administrators hold no business role, and access and system administration stay apart."),
        rule__R22=_("IT operation holds no business or access role."),
        rule__R23=_("Personnel, payroll and payment release stay with different people."),
        rule__R28=_("Internal audit holds no other working role."),
        access__address=_("The address of a sign-in changes when a second administrator approved it, not before."),
        access__address_stays=_("The change of a sign-in address stays on record as it was asked for."),
        access__no_approval=_("A role is granted by an approved request only."),
        access__founded=_("Founding grants end with the first ordinary one."),
        access__grant_fixed=_("A granted role is not changed or prolonged. It can be ended, and a new one requested."),
        access__grant_stays=_("Granted roles stay on record. They can be ended, not deleted."),
        access__role_fixed=_("The side and the code of a role never change."),
        access__pair_broken=_("Somebody holds both of these roles today."),
        access__pair_fixed=_("Conflicting pairs are not changed or removed."),
        access__no_help=_("Help with signing in is given when a second administrator approved it, not before."),
        access__help_stays=_("Help with signing in stays on record as it was asked for."),
        access__decided=_("This was decided already."),
        access__vote_stays=_("Votes and approvals stay as they were given."),
    )
