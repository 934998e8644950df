"""Words in braces that the day of an entry fills in: “Miete {month}/{year}”. What is not in the table stays as typed."""

import re

PLACEHOLDERS = {"month": "%m", "monat": "%m", "year": "%Y", "jahr": "%Y"}
_WORD = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}", re.IGNORECASE)


def filled(text, day):
    return _WORD.sub(lambda word: format(day, PLACEHOLDERS[word[1].lower()]), text)
