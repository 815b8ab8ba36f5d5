"""The addresses of the front page and of what belongs to the site as a whole."""

from django.urls import path, register_converter

from . import views
from .work import PAGED


class SectionConverter:
    """The sections of the own page that have a page of their own; other words after ``mijn/`` are free."""

    regex = "|".join(PAGED)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionConverter, "work_section")

urlpatterns = [
    path("", views.home, name="home"),
    path("mijn/", views.my_page, name="my_page"),
    path("mijn/formulieren/weggooien/", views.draft_discard, name="draft_discard"),
    path("mijn/<work_section:section>/", views.my_section, name="my_section"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
