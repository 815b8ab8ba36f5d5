"""The addresses of the Open Education API."""

from django.urls import URLPattern, path

from .resources import COLLECTIONS, ITEMS, NESTED, Nested, Resource
from .views import CollectionView, DocumentView, ItemView, NestedView, NowhereView, ServiceView


def _collection(resource: Resource) -> URLPattern:
    view = CollectionView.as_view(resource=resource, queryset=resource.model.objects.all())
    return path(f"v6/{resource.name}", view, name=f"oeapi_{resource.name}")


def _item(resource: Resource) -> URLPattern:
    view = ItemView.as_view(resource=resource, queryset=resource.model.objects.all())
    return path(f"v6/{resource.name}/<uuid:id>", view, name=f"oeapi_{resource.name}_item")


def _nested(nested: Nested) -> URLPattern:
    view = NestedView.as_view(nested=nested, queryset=nested.resource.model.objects.all())
    return path(
        f"v6/{nested.parent.name}/<uuid:id>/{nested.resource.name}", view, name=f"oeapi_{nested.name}_of"
    )


urlpatterns = [
    path("v6", ServiceView.as_view(), name="oeapi"),
    # As clients write it: the base address, and then a slash.
    path("v6/", ServiceView.as_view(), name="oeapi_service"),
    path("v6/openapi.json", DocumentView.as_view(), name="oeapi_document"),
    *map(_collection, COLLECTIONS),
    *map(_item, ITEMS),
    *map(_nested, NESTED),
    path("v6/<path:rest>", NowhereView.as_view(), name="oeapi_nowhere"),
]
