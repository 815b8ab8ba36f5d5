"""The addresses of this app."""

from django.urls import path

from .views import figures, partnership, practices, reports

app_name = "knowledgebank"
urlpatterns = [
    path("kennisbank/", practices.practice_list, name="practice_list"),
    path("kennisbank/succesfactoren/", practices.success_factor_list, name="success_factor_list"),
    path(
        "kennisbank/succesfactoren/<slug:slug>/",
        practices.success_factor_detail,
        name="success_factor_detail",
    ),
    path("kennisbank/leermiddelen/", practices.learning_resource_list, name="learning_resource_list"),
    path(
        "kennisbank/leermiddelen/<slug:slug>/",
        practices.learning_resource_detail,
        name="learning_resource_detail",
    ),
    path(
        "samenwerkingen/<slug:slug>/praktijkvoorbeelden/",
        partnership.partnership_practices,
        name="partnership_practices",
    ),
    path("kennisbank/<slug:slug>/", practices.practice_detail, name="practice_detail"),
    path("cijfers/", figures.indicator_list, name="indicator_list"),
    path("cijfers/<slug:slug>/", figures.indicator_detail, name="indicator_detail"),
    path("tussenstanden/", reports.progress_report_list, name="progress_report_list"),
    path("tussenstanden/<slug:slug>/", reports.progress_report_detail, name="progress_report_detail"),
]
