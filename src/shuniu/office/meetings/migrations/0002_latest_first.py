"""The list of meetings, the latest first, in the order of an index: PostgreSQL puts empty days first unless it is told."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _add(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE INDEX meeting_latest ON meetings_meeting (day DESC NULLS LAST, matter_id DESC)")


def _drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS meeting_latest")


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [migrations.RunPython(_add, _drop, elidable=False)]
