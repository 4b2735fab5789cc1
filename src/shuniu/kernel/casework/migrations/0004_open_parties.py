from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def say_open(apps: Any, editor: Any) -> None:
    """Whether their matters are open, for the parties that are there already: most are not, and stay as they are."""
    of_open = apps.get_model('casework', 'Matter').objects.filter(pk=OuterRef('matter_id'), closed_at=None)
    apps.get_model('casework', 'Party').objects.filter(Exists(of_open)).update(open=True)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0003_newest_of_a_unit'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='party',
            name='open',
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.RunPython(say_open, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('open', True)), fields=['unit', 'kind', 'matter'], name='party_open'),
        ),
    ]
