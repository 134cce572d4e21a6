"""Creates the full-text index over the words of posts."""

from django.db import migrations

from dateline.coverage import full_text


def create(apps, schema_editor):
    full_text.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("coverage", "0002_reading")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
