"""A document is visible exactly if what it belongs to is. Rooms above say who sees their things."""

_rules = {}


def register_subject(model, rule):
    """`rule(person, key)` is true when the person may see the row of `model` with this primary key."""
    _rules[model._meta.db_table] = rule


def may_see(person, document):
    rule = _rules.get(document.subject_table)
    return bool(person and rule and rule(person, document.subject_key))
