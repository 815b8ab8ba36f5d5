"""The addresses of this app."""

app_name = "regions"
urlpatterns = []
