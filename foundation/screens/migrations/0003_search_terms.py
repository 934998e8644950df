from django.db import migrations, models


def forget_words(apps, schema_editor):
    """They are made anew, with their terms, when everything is migrated."""
    apps.get_model("screens", "SearchWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("screens", "0002_saved_view"),
    ]

    operations = [
        migrations.RunPython(forget_words, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("backwards", models.CharField(max_length=40)),
                ("sound", models.CharField(max_length=40)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="searchword",
            name="searchword_word",
        ),
        migrations.RemoveIndex(
            model_name="searchword",
            name="searchword_backwards",
        ),
        migrations.RemoveIndex(
            model_name="searchword",
            name="searchword_sound",
        ),
        migrations.RemoveField(
            model_name="searchword",
            name="backwards",
        ),
        migrations.RemoveField(
            model_name="searchword",
            name="sound",
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                fields=["table_name", "word", "row_key"],
                name="searchword_of_table",
                opclasses=["text_ops", "text_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(fields=["word"], name="searchterm_word", opclasses=["text_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(
                fields=["backwards", "word"], name="searchterm_backwards", opclasses=["text_pattern_ops", "text_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(fields=["sound", "word"], name="searchterm_sound"),
        ),
    ]
