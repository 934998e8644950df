from django.db import migrations


def forget_words(apps, schema_editor):
    """They are made anew when everything is migrated: quotes part them now."""
    for name in ("SearchWord", "SearchTerm"):
        apps.get_model("screens", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("screens", "0003_search_terms")]

    operations = [migrations.RunPython(forget_words, migrations.RunPython.noop)]
