"""The addresses of this app."""

app_name = "programmes"
urlpatterns = []
