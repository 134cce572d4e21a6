"""A source is now who takes a position on a claim. What a block was rendered from has another name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("page", "0001_initial")]

    operations = [
        migrations.RenameModel("BlockSourceRow", "BlockDependencyRow"),
        migrations.RenameIndex(
            "blockdependencyrow",
            old_name="page_blocks_coverag_eb8ab7_idx",
            new_name="page_blockd_coverag_006ff4_idx",
        ),
    ]
