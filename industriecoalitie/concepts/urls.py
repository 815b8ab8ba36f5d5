"""The addresses of this app."""

app_name = "concepts"
urlpatterns = []
