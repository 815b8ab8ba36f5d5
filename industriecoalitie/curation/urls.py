"""The addresses of this room."""

from django.urls import path

from .views import factors, lists, overview, searching

app_name = "curation"
urlpatterns = [
    path("redactie/", overview.overview, name="overview"),
    path("redactie/lijsten/", lists.scheme_list, name="scheme_list"),
    path("redactie/lijsten/<slug:scheme>/", lists.concept_list, name="concept_list"),
    path("redactie/lijsten/<slug:scheme>/nieuw/", lists.concept_add, name="concept_add"),
    path("redactie/lijsten/<slug:scheme>/volgorde/", lists.concept_order, name="concept_order"),
    path("redactie/lijsten/<slug:scheme>/<slug:notation>/", lists.concept_detail, name="concept_detail"),
    path("redactie/lijsten/<slug:scheme>/<slug:notation>/bewerken/", lists.concept_edit, name="concept_edit"),
    path(
        "redactie/lijsten/<slug:scheme>/<slug:notation>/samenvoegen/",
        lists.concept_merge,
        name="concept_merge",
    ),
    path(
        "redactie/lijsten/<slug:scheme>/<slug:notation>/vervalt/", lists.concept_retire, name="concept_retire"
    ),
    path(
        "redactie/lijsten/<slug:scheme>/<slug:notation>/terug/",
        lists.concept_take_back,
        name="concept_take_back",
    ),
    path("redactie/succesfactoren/", factors.factor_list, name="factor_list"),
    path("redactie/succesfactoren/nieuw/", factors.factor_add, name="factor_add"),
    path("redactie/succesfactoren/<slug:slug>/", factors.factor_detail, name="factor_detail"),
    path("redactie/succesfactoren/<slug:slug>/bewerken/", factors.factor_edit, name="factor_edit"),
    path("redactie/succesfactoren/<slug:slug>/samenvoegen/", factors.factor_merge, name="factor_merge"),
    path("redactie/succesfactoren/<slug:slug>/vervalt/", factors.factor_retire, name="factor_retire"),
    path("redactie/succesfactoren/<slug:slug>/terug/", factors.factor_take_back, name="factor_take_back"),
    path("redactie/zoeken/", searching.searching, name="searching"),
    path("redactie/zoeken/vind/", searching.found_options, name="found_options"),
    path("redactie/zoeken/synoniemen/", searching.synonym_list, name="synonym_list"),
    path("redactie/zoeken/synoniemen/nieuw/", searching.synonym_add, name="synonym_add"),
    path("redactie/zoeken/synoniemen/<slug:slug>/", searching.synonym_detail, name="synonym_detail"),
    path("redactie/zoeken/synoniemen/<slug:slug>/bewerken/", searching.synonym_edit, name="synonym_edit"),
    path("redactie/zoeken/aanbevolen/", searching.promotion_list, name="promotion_list"),
    path("redactie/zoeken/aanbevolen/nieuw/", searching.promotion_add, name="promotion_add"),
    path("redactie/zoeken/aanbevolen/<slug:slug>/", searching.promotion_detail, name="promotion_detail"),
    path("redactie/zoeken/aanbevolen/<slug:slug>/bewerken/", searching.promotion_edit, name="promotion_edit"),
]
