from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="importdraft",
            name="changes",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
