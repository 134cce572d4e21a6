"""Since when a draft is in its state, who wrote in it, and at which states versions were kept."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="since",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="draft",
            name="writers",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="draftversion",
            name="state",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
    ]
