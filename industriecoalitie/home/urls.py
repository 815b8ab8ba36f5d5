"""The addresses of the front page and of what belongs to the site as a whole."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("mijn/", views.my_page, name="my_page"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
