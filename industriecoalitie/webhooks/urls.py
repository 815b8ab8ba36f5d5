"""The addresses of webhooks."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("mijn/webhooks/", views.endpoint_list, name="list"),
    path("mijn/webhooks/nieuw/", views.endpoint_add, name="add"),
    path("mijn/webhooks/goedkeuren/", views.approvals, name="approvals"),
    path("mijn/webhooks/<uuid:uuid>/", views.endpoint_detail, name="detail"),
    path("mijn/webhooks/<uuid:uuid>/bewerken/", views.endpoint_edit, name="edit"),
    path("mijn/webhooks/<uuid:uuid>/schakelen/", views.switch, name="switch"),
    path("mijn/webhooks/<uuid:uuid>/nieuw-geheim/", views.rotate, name="rotate"),
    path("mijn/webhooks/<uuid:uuid>/proef/", views.test, name="test"),
    path("mijn/webhooks/<uuid:uuid>/opnieuw/", views.again_since, name="again_since"),
    path("mijn/webhooks/<uuid:uuid>/opnieuw/<uuid:delivery>/", views.again, name="again"),
    path("mijn/webhooks/<uuid:uuid>/verwijderen/", views.remove, name="remove"),
]
