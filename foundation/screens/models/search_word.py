from django.db import models


class SearchWord(models.Model):
    """One word of the name of one row. Written by triggers alone, so it is right whoever writes the name."""

    audit_exempt = "made of names in audited rows; `manage.py search_words --check` compares"

    table_name = models.CharField(max_length=60)
    row_key = models.BigIntegerField()
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_key"], name="searchword_row"),
            models.Index(
                fields=["table_name", "word", "row_key"],
                opclasses=["text_ops", "text_pattern_ops", "int8_ops"],
                name="searchword_of_table",
            ),
        ]

    def __str__(self):
        return f"{self.table_name} {self.row_key} {self.word}"


class SearchTerm(models.Model):
    """A word that names have, once however many have it, and what one who cannot spell it is led by. Two who bring the
    same new word at once do not wait for each other; it stands here twice then, and is found once."""

    audit_exempt = "made of names in audited rows; `manage.py search_words --check` compares"

    word = models.CharField(max_length=40)
    backwards = models.CharField(max_length=40)
    sound = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["word"], opclasses=["text_pattern_ops"], name="searchterm_word"),
            models.Index(
                fields=["backwards", "word"], opclasses=["text_pattern_ops", "text_ops"], name="searchterm_backwards"
            ),
            models.Index(fields=["sound", "word"], name="searchterm_sound"),
        ]

    def __str__(self):
        return self.word
