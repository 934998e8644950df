"""B7: the authorisation concept, as the database holds it at this moment. AT 7.2 of MaRisk."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access import permissions
from foundation.access.models import ConflictPair, SeparationRule
from foundation.organisation.choices import Side
from foundation.reports.catalogue import Row
from foundation.reports.evidence import EvidenceReport
from foundation.reports.parameters import ReportForm

from ..queries import roles_with_holders


class AuthorisationConceptReport(EvidenceReport):
    code = "access.concept"
    reference = "B7"
    name = gettext_lazy("Authorisation concept")
    description = gettext_lazy("Roles, what each of them may do, which exclude each other, and by which rule.")
    permission = "access.evidence:view"
    form = ReportForm

    def build(self, person, params, progress):
        roles = list(roles_with_holders(timezone.localdate()).order_by("side", "code"))
        rules = list(SeparationRule.objects.order_by("code"))
        pairs = list(ConflictPair.objects.select_related("role_a", "role_b").order_by("rule", "role_a", "role_b"))
        declared = permissions.declared()
        return self.sheet(
            person,
            params,
            [(_("Code"), "text"), (_("Meaning"), "text"), (_("Details"), "text")],
            [
                _head(_("Roles")),
                *map(_role, roles),
                _head(_("What each role may do")),
                *(line for role in roles for line in _rights(role)),
                _head(_("What everybody may do")),
                *(["", str(each.label), each.code] for each in declared if each.roles == permissions.EVERYBODY),
                _head(_("Permissions that move money or ask for a fresh sign-in")),
                *(_marked(permission) for permission in declared if any(_marks(permission))),
                _head(_("Roles that exclude each other")),
                *map(_pair, pairs),
                _head(_("Rules of separation and their legal basis")),
                *([rule.code, rule.text, rule.basis] for rule in rules),
            ],
            [
                (_("Roles"), len(roles)),
                (_("Permissions"), len(declared)),
                (_("Conflicting pairs"), len(pairs)),
                (_("Rules"), len(rules)),
            ],
            _("Legal texts are paraphrased. Please check the wording against the text in force."),
        )


def _head(title):
    return Row([title, None, None], "head")


def _role(role):
    facts = [
        role.get_side_display(),
        _("recertified every {days} days").format(days=role.recertification_days),
        _("holders today: {count}").format(count=role.holders),
    ]
    return [role.code, str(role), "; ".join([*facts, _("privileged")] if role.privileged else facts)]


def _rights(role):
    held = [permission for permission in permissions.of_role(role.code) if permission.roles != permissions.EVERYBODY]
    for permission in held:
        yield [role.code, str(permission.label), permission.code]
    if not held:
        yield [role.code, _("What everybody may do, and nothing else"), ""]


def _marks(permission):
    if permission.money:
        yield _("moves money")
    if permission.asks_fresh:
        yield _("asks for a fresh sign-in")
    if permission.asks_factor:
        yield _("needs a second factor")


def _marked(permission):
    return [permission.code, str(permission.label), "; ".join([str(Side(permission.side).label), *_marks(permission)])]


def _pair(pair):
    return [pair.rule, f"{pair.role_a} / {pair.role_b}", f"{pair.role_a_id} / {pair.role_b_id}"]
