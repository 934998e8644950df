"""A payment term holds when front and back voted for it, and what once held is never written over (R24)."""

from django.utils.translation import gettext_lazy as _

from foundation.access.guards.approval import voted_yes
from foundation.access.guards.exception import PROFILE
from foundation.access.guards.words import on_side
from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.day import TODAY
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import CREDIT_TRANSITIONS, ORDINARY_DAYS, RELEVANT_FROM
from .words import two_at_once

CREDIT, POLICY = "risk_creditdecision", "risk_creditpolicy"
_FACTS = (
    "id", "company_id", "partner_id", "days", "amount", "valid_from", "valid_to", "reason", "relevant", "asked_by_id",
    "asked_at",
)  # fmt: skip
_AGREES = "NEW.state = 'agreed' AND OLD.state <> 'agreed'"


def _last_policy(company, column, default):
    return f"coalesce((SELECT {column} FROM {POLICY} WHERE company_id = {company} ORDER BY id DESC LIMIT 1), {default})"


# The back office alone decides on what bears little risk, and never where the profile is strict.
_NO_RELIEF = f"NOT NEW.relevant AND ({PROFILE} = 'strict' OR NEW.amount >= {_last_policy('NEW.company_id', 'relevant_from', RELEVANT_FROM)})"
_WITHOUT_VOTES = f"""NOT EXISTS (
  SELECT 1 FROM access_approval a WHERE a.kind = 'risk.credit' AND a.state = 'approved'
    AND a.subject_table = '{CREDIT}' AND a.subject_key = CAST(NEW.id AS text) AND a.maker_id = NEW.asked_by_id
    AND {voted_yes("a.id", "back")} AND (NOT NEW.relevant OR {voted_yes("a.id", "front")}))"""
_NOT_BY_RISK = "NOT " + on_side("NEW.set_by_id", "'risk'")
_OTHER_COMPANY = "(SELECT company_id FROM contacts_partner WHERE id = NEW.partner_id) <> NEW.company_id"
_SAME_CUSTOMER = "o.company_id = NEW.company_id AND o.partner_id = NEW.partner_id"


def not_agreed(*, company, partner, since, days, amount):
    """That a sale of so many days, more than the ordinary ones, has no decision that goes so far and was in force since
    then. All are SQL."""
    return f"""{days} > {_last_policy(company, "ordinary_days", ORDINARY_DAYS)} AND NOT EXISTS (
  SELECT 1 FROM {CREDIT} c WHERE c.company_id = {company} AND c.partner_id = {partner}
    AND c.days >= {days} AND c.amount >= {amount} AND c.holds_from <= {TODAY}
    AND {since} <= coalesce(c.holds_to, '9999-12-31') AND c.holds_from <= coalesce(c.holds_to, '9999-12-31'))"""


GUARDS = (
    refuse_each(
        "risk_credit_new",
        CREDIT,
        "INSERT",
        "TRUE",
        (
            ("risk.credit_asked", "NEW.state <> 'asked'"),
            ("risk.credit_own_name", f"NEW.asked_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("risk.credit_other_company", _OTHER_COMPANY),
            ("rule.R24", _NO_RELIEF),
        ),
    ),
    refuse_each(
        "risk_credit_edit",
        CREDIT,
        "UPDATE",
        "TRUE",
        (
            ("risk.credit_stays", differs(*_FACTS)),
            ("risk.credit_stays", moves_outside(CREDIT_TRANSITIONS)),
            (
                "risk.credit_stays",
                "OLD.state <> 'asked' AND ("
                + differs("decided_at", "holds_from")
                + " OR coalesce(NEW.holds_to, '9999-12-31') > coalesce(OLD.holds_to, '9999-12-31'))",
            ),
            ("rule.R24", f"{_AGREES} AND ({_WITHOUT_VOTES} OR {_NO_RELIEF})"),
            ("risk.credit_once", two_at_once(CREDIT, _SAME_CUSTOMER)),
        ),
    ),
    *refuse("risk_credit_gone", CREDIT, "DELETE", "risk.credit_stays"),
    *refuse_truncate(CREDIT, "risk.credit_stays"),
    refuse_replace(CREDIT, "risk.credit_stays"),
    *append_only(POLICY, "risk.credit_policy_stays"),
    refuse_each(
        "risk_credit_policy_new",
        POLICY,
        "INSERT",
        "TRUE",
        (
            ("risk.credit_own_name", f"NEW.set_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R24", _NOT_BY_RISK),
        ),
    ),
)

SENTENCES = {
    "risk.credit_asked": _("A credit decision begins as a request on which front and back vote."),
    "risk.credit_own_name": _("Credit decisions are asked for, and their policy is set, in one's own name."),
    "risk.credit_other_company": _("The customer belongs to another company."),
    "risk.credit_stays": _("A credit decision stays as it was asked and voted on. A change is a new decision."),
    "risk.credit_once": _("Another decision for this customer holds on these days."),
    "risk.credit_policy_stays": _("A credit policy stays on record. A change is a new row."),
}
