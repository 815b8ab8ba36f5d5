"""Migration steps for many tables at once.

Django rebuilds its picture of all related models after every table and every trigger. With a history table beside each
table the first migrations took 72 s that way, and take 5 s with these steps.
"""

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation
from pgtrigger.compiler import Trigger


class Together(Operation):
    """Take several steps as one; each is a step of this app that needs no rows moved in between."""

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # rendered again, once, when a table is made or altered
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Take {len(self.operations)} steps at once"


class CreateModels(Together):
    """Create tables together; ``operations`` are ``CreateModel`` in the order of their dependencies."""

    def describe(self) -> str:
        return f"Create {len(self.operations)} models"


class AddTriggers(Operation):
    """Add compiled triggers to models of this app; ``triggers`` are pairs of model name and trigger."""

    serialization_expand_args = ["triggers"]

    def __init__(self, triggers: Sequence[tuple[str, Trigger]]):
        self.triggers = triggers

    def state_forwards(self, app_label, state):
        for name, trigger in self.triggers:
            options = state.models[app_label, name].options
            options["triggers"] = [*options.get("triggers", []), trigger]
        state.reload_models({(app_label, name) for name, _ in self.triggers}, delay=True)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for _, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Create {len(self.triggers)} history triggers"
