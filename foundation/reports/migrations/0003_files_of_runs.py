from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_schedules")]

    operations = [
        migrations.RemoveField(
            model_name="reportrun",
            name="format",
        ),
        migrations.RemoveField(
            model_name="reportrun",
            name="sha256",
        ),
        migrations.RemoveField(
            model_name="reportrun",
            name="size",
        ),
        migrations.RemoveField(
            model_name="reportrun",
            name="stored_as",
        ),
    ]
