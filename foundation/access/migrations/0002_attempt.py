from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RenameModel(old_name="LoginAttempt", new_name="Attempt"),
        migrations.RenameField(model_name="attempt", old_name="account", new_name="key"),
    ]
