"""Creates the triggers that guard the journal's tables, and the one row in `Newsroom`."""

import secrets

from django.db import migrations

from dateline.journal import triggers


def create_triggers(apps, schema_editor):
    triggers.create(schema_editor.connection)


def create_newsroom(apps, schema_editor):
    apps.get_model("journal", "Newsroom").objects.create(epoch=secrets.token_hex(4))


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunPython(create_triggers, migrations.RunPython.noop),
        migrations.RunPython(create_newsroom, migrations.RunPython.noop),
    ]
