"""Which tables are kept in history: every model with this decorator, its many-to-many rows included."""

import sys

import pghistory
from django.db import models


def tracked(*, exclude: tuple[str, ...] = ()):
    """Keep every insert, update and delete of a model, by row-level triggers.

    ``exclude`` names fields that history may not hold (a password).
    Source: docs/adr/0003-history-in-the-database.md.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        pghistory.track(
            pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
        )(model)
        for field in model._meta.local_many_to_many:
            through = field.remote_field.through
            if getattr(through, "_meta", None) is not None and through._meta.auto_created:
                _track_links(model, field.name, through)
        return model

    return decorate


def _track_links(model: type[models.Model], field_name: str, through: type[models.Model]) -> None:
    name = model.__name__ + field_name.title().replace("_", "")
    meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label})
    proxy = type(f"{name}Link", (through,), {"__module__": model.__module__, "Meta": meta})
    pghistory.track(
        pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None, model_name=f"{name}LinkEvent"
    )(proxy)
    setattr(sys.modules[model.__module__], proxy.__name__, proxy)
