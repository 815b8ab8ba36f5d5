"""How often who asked, for when Redis is away: a table that is not kept through a crash, and need not be."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE api_limit (key text PRIMARY KEY, used integer NOT NULL, until timestamptz NOT NULL)"
            " WITH (fillfactor = 50)",
            "DROP TABLE api_limit",
        ),
    ]
