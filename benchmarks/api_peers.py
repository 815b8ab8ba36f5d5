"""What the API is measured beside, over the same tables: a plain ModelViewSet, and PostgreSQL that makes the JSON itself.

Both answer with partnerships and, inside them, partners with their organisation, lead organisation, region, terms, targets and
moments. Neither tells sources, programmes, money, action lines or what the reader may not see of a nested record, as the API does.
"""

from collections.abc import Callable, Iterable

import django_filters
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Model
from django.db.models.functions import Lower
from django.test.utils import override_settings
from django.urls import path
from rest_framework import serializers
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ModelViewSet

from industriecoalitie.concepts.models import Concept
from partnerships.models import Milestone, Partner, Partnership, Target
from regions.models import Organisation, Region

INSIDE = (
    "form",
    "region",
    "lead_organisation",
    "concepts",
    "targets",
    "milestones",
    "partners__organisation",
    "partners__kind",
    "partners__role",
)


def plain(of: type[Model], *names: str, **nested: serializers.BaseSerializer) -> type:
    """Return a ModelSerializer as one writes it first: these fields (all without names), and what is nested."""
    meta = type("Meta", (), {"model": of, "fields": (*names, *nested) if names else "__all__"})
    return type(f"{of.__name__}Plain", (serializers.ModelSerializer,), {"Meta": meta, **nested})


Term = plain(Concept, "uuid", "scheme", "notation", "label")
Named = plain(Organisation, "uuid", "slug", "name")
Area = plain(Region, "uuid", "slug", "name")
PartnerPlain = plain(
    Partner,
    *("uuid", "label", "count", "count_qualifier", "from_on", "until_on"),
    organisation=Named(),
    kind=Term(),
    role=Term(),
)
TargetPlain = plain(Target, "uuid", "name", "unit", "baseline", "value", "qualifier", "result", "due_on")
MilestonePlain = plain(Milestone, "uuid", "kind", "title", "due_on", "is_reached", "reached_on")
PartnershipPlain = plain(
    Partnership,
    *("uuid", "slug", "name", "aliases", "summary", "scope", "collection", "number", "status", "status_note"),
    *("status_on", "life_phase", "website", "from_on", "until_on", "version", "updated_at"),
    form=Term(),
    region=Area(),
    lead_organisation=Named(),
    concepts=Term(many=True),
    partners=PartnerPlain(many=True),
    targets=TargetPlain(many=True),
    milestones=MilestonePlain(many=True),
)


class PlainFilters(django_filters.FilterSet):
    region = django_filters.CharFilter("region__slug")
    status = django_filters.CharFilter("status")
    updated = django_filters.IsoDateTimeFilter("updated_at", lookup_expr="gte")

    class Meta:
        model = Partnership
        fields: tuple[str, ...] = ()


class PlainPages(LimitOffsetPagination):
    max_limit = 1000


class PlainViewSet(ModelViewSet):
    """Partnerships in the way of the tutorials, but for its queries, which are told in advance."""

    queryset = (
        Partnership.objects.filter(visibility="public", hidden_at=None)
        .prefetch_related(*INSIDE)
        .order_by(Lower("name"), "pk")
    )
    serializer_class = PartnershipPlain
    lookup_field = "slug"
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    filter_backends = (django_filters.rest_framework.DjangoFilterBackend,)
    filterset_class = PlainFilters
    pagination_class = PlainPages


ADDRESSES = (
    path("plain", PlainViewSet.as_view({"get": "list"})),
    path("plain/<slug:slug>", PlainViewSet.as_view({"get": "retrieve"})),
)


def plain_application() -> WSGIHandler:
    """Return a WSGI application with the plain viewset and no middleware but what finds it."""
    with override_settings(MIDDLEWARE=["benchmarks.api_peers.find_plain"]):
        return WSGIHandler()


def find_plain(get_response: Callable) -> Callable:
    def middleware(request):
        request.urlconf = ADDRESSES
        return get_response(request)

    return middleware


TERM = (
    "json_build_object('uuid', {0}.uuid, 'scheme', {0}.scheme, 'notation', {0}.notation, 'label', {0}.label)"
)
NAMED = "json_build_object('uuid', {0}.uuid, 'slug', {0}.slug, 'name', {0}.name)"
ONE = f"""
SELECT json_build_object('uuid', p.uuid, 'slug', p.slug, 'name', p.name, 'aliases', p.aliases, 'summary', p.summary,
  'scope', p.scope, 'collection', p.collection, 'number', p.number, 'status', p.status, 'status_note', p.status_note,
  'status_on', p.status_on, 'life_phase', p.life_phase, 'website', p.website, 'from_on', p.from_on, 'until_on', p.until_on,
  'version', p.version, 'updated_at', p.updated_at, 'form', {TERM.format("form")},
  'region', CASE WHEN r.id IS NOT NULL THEN {NAMED.format("r")} END,
  'lead_organisation', CASE WHEN lead.id IS NOT NULL THEN {NAMED.format("lead")} END,
  'concepts', (SELECT coalesce(json_agg({TERM.format("c")}), '[]') FROM partnerships_partnership_concepts AS link
    JOIN concepts_concept AS c ON c.id = link.concept_id WHERE link.partnership_id = p.id),
  'partners', (SELECT coalesce(json_agg(json_build_object('uuid', w.uuid, 'label', w.label, 'count', w.count,
      'count_qualifier', w.count_qualifier, 'from_on', w.from_on, 'until_on', w.until_on,
      'organisation', CASE WHEN o.id IS NOT NULL THEN {NAMED.format("o")} END,
      'kind', CASE WHEN kind.id IS NOT NULL THEN {TERM.format("kind")} END,
      'role', CASE WHEN role.id IS NOT NULL THEN {TERM.format("role")} END)), '[]')
    FROM partnerships_partner AS w LEFT JOIN regions_organisation AS o ON o.id = w.organisation_id
    LEFT JOIN concepts_concept AS kind ON kind.id = w.kind_id LEFT JOIN concepts_concept AS role ON role.id = w.role_id
    WHERE w.partnership_id = p.id),
  'targets', (SELECT coalesce(json_agg(json_build_object('uuid', t.uuid, 'name', t.name, 'unit', t.unit,
      'baseline', t.baseline, 'value', t.value, 'qualifier', t.qualifier, 'result', t.result, 'due_on', t.due_on)), '[]')
    FROM partnerships_target AS t WHERE t.partnership_id = p.id),
  'milestones', (SELECT coalesce(json_agg(json_build_object('uuid', m.uuid, 'kind', m.kind, 'title', m.title,
      'due_on', m.due_on, 'is_reached', m.is_reached, 'reached_on', m.reached_on)), '[]')
    FROM partnerships_milestone AS m WHERE m.partnership_id = p.id)) AS body
FROM (SELECT * FROM partnerships_partnership WHERE visibility = 'public' AND hidden_at IS NULL {{where}}) AS p
JOIN concepts_concept AS form ON form.id = p.form_id LEFT JOIN regions_region AS r ON r.id = p.region_id
LEFT JOIN regions_organisation AS lead ON lead.id = p.lead_organisation_id
"""  # noqa: S608 - no values in it
ALONE = "SELECT body::text FROM ({one}) AS made"
MANY = "SELECT json_build_object('items', coalesce(json_agg(body), '[]'))::text FROM ({one}) AS made"

BY_NAME = "ORDER BY lower(name), id LIMIT %(limit)s"
WHERES = {
    "list": BY_NAME,
    "middle": f"AND (lower(name), id) > (%(name)s, %(id)s) {BY_NAME}",
    "filter": "AND status = %(status)s AND region_id = "  # noqa: S608 - no values in it
    f"(SELECT id FROM regions_region WHERE slug = %(region)s) {BY_NAME}",
    "sync": "AND updated_at >= %(since)s AND (updated_at, id) > (%(at)s, %(id)s) ORDER BY updated_at, id LIMIT %(limit)s",
    "detail": "AND slug = %(slug)s",
}


def bare_application(database) -> Callable[[dict, Callable], Iterable[bytes]]:
    """Return a WSGI application of which PostgreSQL makes the answers; ``database`` is a connection of psycopg2.

    What to ask comes in the environment: ``bare.what`` and ``bare.values``.
    """
    database.autocommit = True

    def application(environ, start_response):
        what = environ["bare.what"]
        one = ONE.format(where=WHERES[what])
        with database.cursor() as cursor:
            cursor.execute((ALONE if what == "detail" else MANY).format(one=one), environ["bare.values"])
            body = cursor.fetchone()[0].encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return application
