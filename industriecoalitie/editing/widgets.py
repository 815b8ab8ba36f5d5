"""What the fields of records look like: a name that is found while typing, several of them, terms list by list."""

from typing import Any

from django import forms
from django.db.models import Model


class PickWidget(forms.Widget):
    """A text field that finds records while typing; the record picked stands in a hidden field beside it."""

    template_name = "editing/pick.html"

    def __init__(self, kind: str = "", may_add: bool = False, attrs: dict | None = None):
        super().__init__(attrs)
        self.kind = kind
        self.may_add = may_add

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, bool]:
        return (data.get(name, "").strip(), data.get(f"{name}_key", ""), data.get(f"{name}_new") == "1")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, "", attrs)
        text, key, is_new = value if isinstance(value, tuple) else ("", "", False)
        context["widget"] |= {
            "text": text, "key": key, "is_new": is_new, "kind": self.kind, "may_add": self.may_add
        }  # fmt: skip
        return context

    def id_for_label(self, id_: str) -> str:
        return id_


class PicksWidget(forms.Widget):
    """The records chosen, each with a tick to keep it, and a text field to add one."""

    template_name = "editing/picks.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs)
        self.kind = ""
        self.labels: dict[str, str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[list[str], str]:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return (list(keys), data.get(f"{name}_add", "").strip())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, "", attrs)
        keys, text = value if isinstance(value, tuple) else ([], "")
        chosen = [{"key": key, "label": self.labels[key]} for key in keys if key in self.labels]
        context["widget"] |= {"chosen": chosen, "text": text, "kind": self.kind}
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_add"


class TermsWidget(forms.Widget):
    """The terms of some code lists as ticks, list by list."""

    template_name = "editing/terms.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs)
        self.lists: list[tuple[str, str, list[Model]]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, "", attrs)
        chosen = set(value or [])
        context["widget"]["lists"] = [
            {
                "key": key,
                "label": label,
                "terms": [(str(term.pk), str(term), str(term.pk) in chosen) for term in terms],
                "count": sum(1 for term in terms if str(term.pk) in chosen),
            }
            for key, label, terms in self.lists
            if terms
        ]
        return context

    def id_for_label(self, id_: str) -> str:
        return ""
