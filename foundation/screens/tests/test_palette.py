import pytest

from foundation.screens.palette import fits


@pytest.mark.parametrize(
    ("text", "label", "fitting"),
    [
        ("bu", "Buchungen Rechnungswesen", True),
        ("BUCHUNGEN", "Buchungen", True),
        ("rechn buch", "Buchungen Rechnungswesen", True),
        ("bucungen", "Buchungen", True),
        ("geschaefts", "Geschäftspartner", True),
        ("unge", "Buchungen", False),
        ("abc", "ab", False),
        ("buch lohn", "Buchungen Rechnungswesen", False),
    ],
)
def test_each_word_begins_a_word_of_the_label_or_slips_by_one(text, label, fitting):
    assert fits(text, label) is fitting
