"""The addresses of this app."""

app_name = "knowledgebank"
urlpatterns = []
