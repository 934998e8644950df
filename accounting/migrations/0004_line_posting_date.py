import django.db.models.deletion
from django.db import migrations, models

import accounting.models.account

FILL = """
UPDATE accounting_line SET posting_date = (SELECT posting_date FROM accounting_entry WHERE id = accounting_line.entry_id)
"""


def fill(apps, schema_editor):
    """The day that the entry has had all along: no fact changes, so the guards of posted lines sleep meanwhile.

    On SQLite they are taken off before every migrate.
    """
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute("ALTER TABLE accounting_line DISABLE TRIGGER USER")
    schema_editor.execute(FILL)
    if postgresql:
        schema_editor.execute("ALTER TABLE accounting_line ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0003_hash_labels"),
    ]

    operations = [
        migrations.AddField("line", "posting_date", models.DateField(null=True, verbose_name="posting date")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("line", "posting_date", models.DateField(verbose_name="posting date")),
        migrations.RemoveIndex("line", "line_of_account"),
        migrations.AddIndex(
            "line", models.Index(fields=["account", "posting_date", "id"], name="line_of_account")
        ),
        migrations.AlterField(
            "line",
            "account",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines",
                to="accounting.account", verbose_name="account",
            ),
        ),
        migrations.AlterField(
            "line",
            "entry",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="lines",
                to="accounting.entry", verbose_name="entry",
            ),
        ),
        migrations.AlterField(
            "account",
            "position",
            models.CharField(
                blank=True, choices=accounting.models.account.hgb_positions, max_length=40,
                verbose_name="position of the HGB",
            ),
        ),
    ]  # fmt: skip
