import pickle

from django.utils.translation import gettext_lazy

from foundation.lib.errors import BusinessError, Conflict


def test_the_error_reads_as_its_sentence():
    assert str(BusinessError("entry.closed", gettext_lazy("The period is closed."))) == "The period is closed."


def test_code_field_and_rule_travel_along_also_between_processes():
    error = pickle.loads(pickle.dumps(Conflict("entry.posted", "Posted meanwhile.", field="date", rule="R01")))
    assert (type(error), error.code, str(error), error.field, error.rule) == (
        Conflict,
        "entry.posted",
        "Posted meanwhile.",
        "date",
        "R01",
    )


def test_a_conflict_is_a_business_error():
    assert issubclass(Conflict, BusinessError)
