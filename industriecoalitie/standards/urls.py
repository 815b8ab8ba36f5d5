"""The addresses of this room."""

from django.urls import URLPattern, path

from . import views
from .oai.views import oai

app_name = "standards"
urlpatterns: list[URLPattern] = [
    path("oai", oai, name="oai"),
    path("dcat", views.dcat, name="dcat"),
    path("begrippen.jsonld", views.schemes, {"form": "jsonld"}, name="schemes_jsonld"),
    path("begrippen.ttl", views.schemes, {"form": "turtle"}, name="schemes_turtle"),
    path("begrippen/<slug:scheme>.jsonld", views.one_scheme, {"form": "jsonld"}, name="scheme_jsonld"),
    path("begrippen/<slug:scheme>.ttl", views.one_scheme, {"form": "turtle"}, name="scheme_turtle"),
    path("begrippen/<slug:scheme>/", views.scheme, name="scheme"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-lijsten.xml", views.sitemap_lists, name="sitemap_lists"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.sitemap_file, name="sitemap_file"),
    path("robots.txt", views.robots, name="robots"),
]
