"""The addresses of this app."""

app_name = "sources"
urlpatterns = []
