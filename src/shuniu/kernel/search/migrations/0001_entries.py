from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from shuniu.kernel.search.models import WordsField
from shuniu.kernel.search.postgres import CREATE as POSTGRES
from shuniu.kernel.search.sqlite import CREATE as SQLITE


def create_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in [POSTGRES] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("key", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("size", models.PositiveIntegerField(default=0)),
                ("words", WordsField()),
            ],
            options={
                "db_table": "search_entry",
                "indexes": [models.Index(fields=["at", "id"], name="search_entry_at")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(create_index, migrations.RunPython.noop),
    ]
