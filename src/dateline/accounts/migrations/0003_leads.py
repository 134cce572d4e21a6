"""Editors become leads.

An editor could open coverages and set their state, which only leads and administrators can now.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles_on_coverages")]
    operations = [
        migrations.RunSQL(
            "UPDATE accounts_member SET role = 'lead' WHERE role = 'editor'",
            "UPDATE accounts_member SET role = 'editor' WHERE role IN ('lead', 'administrator')",
        )
    ]
