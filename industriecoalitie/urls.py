"""Every page, in one place."""

urlpatterns = []
