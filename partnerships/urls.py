"""The addresses of this app."""

app_name = "partnerships"
urlpatterns = []
