"""Every API endpoint, in one place."""

urlpatterns = []
