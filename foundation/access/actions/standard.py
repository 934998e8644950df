from foundation.records.actor import acting

from ..models import ConflictPair, Role, SeparationRule, Term
from ..standard import ROLES, RULES, TERMS, expanded_pairs


def write_standard(sender, **kwargs):
    """Roles, pairs and rules that are missing; what is there stays as it is."""
    roles = [
        Role(
            code=role.code, side=role.side, name_de=role.name_de, name_en=role.name_en,
            privileged=role.privileged, recertification_days=role.recertification_days,
        )
        for role in ROLES
    ]  # fmt: skip
    rules = [SeparationRule(code=code, text_de=de, text_en=en, basis=basis) for code, de, en, basis in RULES]
    pairs = [ConflictPair(role_a_id=a, role_b_id=b, rule=rule) for (a, b), rule in expanded_pairs().items()]
    terms = [Term(code=code, days=days) for code, days in TERMS.items()]
    with acting("system:migrate", "standard roles and rules"):
        _add_missing(Role, roles, lambda role: role.code)
        _add_missing(SeparationRule, rules, lambda rule: rule.code)
        _add_missing(ConflictPair, pairs, lambda pair: (pair.role_a_id, pair.role_b_id))
        _add_missing(Term, terms, lambda term: term.code)


def _add_missing(model, wanted, key):
    there = {key(row) for row in model.objects.all()}
    model.objects.bulk_create([row for row in wanted if key(row) not in there])
