"""The house keeps its shape: rooms, names, writes in one place, locks on every door."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from pghistory.models import Event

from industriecoalitie.core.models import Part, Record, Traceable
from tests.models import factory_of, label_of, our_models

ROOT = settings.BASE_DIR
APPS = ("regions", "partnerships", "programmes", "knowledgebank")
SHARED = ("accounts", "concepts", "sources")
WRITES = {
    "save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "raw", "execute",
}  # fmt: skip
WRITING_ROOMS = {"actions.py", "actions", "history", "notifications", "migrations"}
# Each with the reason why it is not a write of a record.
NO_RECORD_WRITES = {
    ("industriecoalitie/accounts/models.py", "save"): "the manager makes accounts",
    ("industriecoalitie/accounts/sessions.py", "delete"): "ends a session",
    ("industriecoalitie/api/throttling.py", "execute"): "counts requests",
    ("industriecoalitie/core/assets.py", "save"): "writes a font file",
    ("industriecoalitie/exchange/writing.py", "save"): "writes a workbook",
    ("industriecoalitie/files/images.py", "save"): "writes a picture",
    ("industriecoalitie/home/views.py", "execute"): "asks the database whether it is there",
    ("industriecoalitie/search/asked.py", "execute"): "adds up how often something was searched",
    ("industriecoalitie/search/asked.py", "delete"): "forgets what was searched",
    ("industriecoalitie/search/engine.py", "execute"): "asks the index",
    ("industriecoalitie/search/spelling.py", "bulk_create"): "notes words of the index, made anew each night",
    ("industriecoalitie/search/spelling.py", "delete"): "notes words of the index, made anew each night",
    ("industriecoalitie/standards/oai/records.py", "execute"): "asks which changes are under way",
}


def python_files() -> list[Path]:
    folders = ["industriecoalitie", *APPS]
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def test_rooms_look_one_way():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-3000:]


def test_every_python_file_says_what_it_is_for():
    empty = {path for path in python_files() if not path.read_text().strip()}

    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path not in empty
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_records_are_written_in_actions_only():
    found = set()
    for path in python_files():
        relative = path.relative_to(ROOT)
        if WRITING_ROOMS & set(relative.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                owner = ast.unparse(node.func.value)
                is_data = node.func.attr == "update" and not re.search(
                    r"objects|\.filter|\.all\(|queryset|rows", owner
                )
                if not is_data:
                    found.add((str(relative), node.func.attr))

    assert found - set(NO_RECORD_WRITES) == set()


def test_imports_stand_at_the_top():
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in python_files()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


@pytest.mark.parametrize("model", our_models(), ids=label_of)
def test_every_model_has_its_rule_and_its_factory(model):
    assert callable(getattr(model.objects, "visible_to", None)) or model._meta.label == "accounts.User"
    assert callable(getattr(model.objects, "editable_by", None)) or model._meta.label == "accounts.User"
    assert factory_of(model)._meta.model is model


@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Record)], ids=label_of)
def test_every_record_is_named_the_same_in_every_room(model):
    name = model.__name__
    rules = (Path(apps.get_app_config(model._meta.app_label).path) / "rules.py").read_text()

    assert model in admin.site._registry
    assert f"{model._meta.app_label}.view_{model._meta.model_name}" in rules or "for model in" in rules, name
    assert all(
        field.remote_field.related_name
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation
    )
    assert not model._meta.ordering


@pytest.mark.parametrize("model", our_models(), ids=label_of)
def test_every_model_is_kept_in_history(model):
    events = {event.pgh_tracked_model for event in _event_models()}

    assert model in events


def test_every_many_to_many_is_kept_in_history():
    kept = {event.pgh_tracked_model._meta.concrete_model for event in _event_models()}
    ours = set(our_models())

    missing = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.local_many_to_many
        if model._meta.label != "accounts.User" and field.remote_field.through not in kept
    ]

    assert missing == []


@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Part)], ids=label_of)
def test_every_row_of_a_record_knows_its_record(model):
    assert model._meta.get_field(model.part_of).related_model
    assert all(model._meta.get_field(name).related_model for name in model.shows)
    assert issubclass(model, Traceable)


def test_templates_hold_no_inline_style_or_script():
    bad = re.compile(
        r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)(?![^>]*type="application/ld\+json")|javascript:|data:',
        re.I,
    )

    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in templates()
        for match in bad.finditer(path.read_text())
    ]

    assert found == []


PUBLIC_BY_NATURE = ("admin:", "account_", "api")


def walk(resolver: URLResolver, prefix: str = "", namespace: str = ""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield route, f"{namespace}{pattern.name}", pattern.callback


PUBLIC_PAGES = {
    # Where someone is on the way to signing in.
    "mfa_authenticate", "mfa_login_webauthn", "institution_login", "institution_callback",
    "socialaccount_login_error", "socialaccount_login_cancelled",
    "home", "accessibility", "privacy", "security_txt", "favicon", "livez", "readyz", "api_docs",
    "corrections:propose", "corrections:fate",
    "signoff:answer", "signoff:thanks", "regions:invitation_accept", "notifications:mail_list", "notifications:mail_detail",
    "regions:region_list", "regions:region_detail", "regions:organisation_list", "regions:organisation_detail",
    "regions:labour_market_region_list", "regions:labour_market_region_detail", "regions:agenda_list", "regions:agenda_detail",
    "regions:agenda_item_detail", "regions:coverage",
    "partnerships:partnership_list", "partnerships:partnership_detail", "partnerships:ecosystem_list",
    "partnerships:ecosystem_detail", "partnerships:instrument_list", "partnerships:instrument_detail",
    "partnerships:timeline", "partnerships:timeline_calendar", "partnerships:partnership_calendar",
    "partnerships:region_calendar", "partnerships:partnership_print", "partnerships:partnership_pdf",
    "regions:region_print", "regions:region_pdf", "regions:region_compare",
    "programmes:programme_list", "programmes:programme_detail", "programmes:module_list", "programmes:module_detail",
    "programmes:learning_path_list", "programmes:learning_path_detail", "programmes:demand_list",
    "programmes:demand_detail",
    "knowledgebank:practice_list", "knowledgebank:practice_detail", "knowledgebank:practice_print", "knowledgebank:practice_pdf",
    "knowledgebank:success_factor_list",
    "knowledgebank:success_factor_detail", "knowledgebank:learning_resource_list",
    "knowledgebank:learning_resource_detail", "knowledgebank:resource_version", "knowledgebank:indicator_list", "knowledgebank:indicator_detail",
    "knowledgebank:progress_report_list", "knowledgebank:progress_report_detail",
    "knowledgebank:adoption_list", "knowledgebank:adoption_detail", "knowledgebank:roadmap",
    "knowledgebank:collection_list", "knowledgebank:collection_detail", "knowledgebank:showcase",
    # The same for everybody, whoever asks; the letters are stopped by the key that stands in them.
    "knowledgebank:practice_feed", "knowledgebank:practice_card", "knowledgebank:oembed", "knowledgebank:digest_stop",
    "sources:source_list", "sources:source_detail", "concepts:concept_list", "concepts:concept_detail",
    # A list as a file shows what its page shows; the letters are stopped by the key that stands in them.
    "exchange:export", "exchange:follow_stop",
    # The search of everything; what is opened is counted by a question that we signed.
    "finding:search", "finding:suggestions", "finding:opened", "finding:kin",
    # What machines read of the portal as a whole: made for a visitor, whoever asks.
    "standards:oai", "standards:dcat", "standards:schemes_jsonld", "standards:schemes_turtle", "standards:scheme",
    "standards:scheme_jsonld", "standards:scheme_turtle", "standards:sitemap", "standards:sitemap_lists",
    "standards:sitemap_file", "standards:robots",
    # A file is seen with the record that shows it.
    "files:file_detail", "files:file_rendition",
}  # fmt: skip


def test_every_page_is_locked_unless_listed_as_public():
    open_pages = {
        name
        for _route, name, view in walk(get_resolver())
        if not getattr(view, "login_required", True)
        and not name.startswith(PUBLIC_BY_NATURE)
        and not _is_api(view)
    }

    assert open_pages == PUBLIC_PAGES - {"api_docs"}


def _is_api(view) -> bool:
    return hasattr(view, "cls") or getattr(view, "__module__", "").startswith("industriecoalitie.api")


def _event_models() -> list[type[Event]]:
    found = []
    todo = [Event]
    while todo:
        for child in todo.pop().__subclasses__():
            todo.append(child)
            if not child._meta.abstract and getattr(child, "pgh_tracked_model", None):
                found.append(child)
    return found
