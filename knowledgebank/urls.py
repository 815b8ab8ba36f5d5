"""The addresses of this app."""

from django.urls import path

from .views import (
    adoptions,
    collections,
    comparing,
    deliveries,
    factors,
    feeds,
    figures,
    following,
    paper,
    partnership,
    practices,
    reports,
    resources,
    sharing,
    showcase,
    writing,
)

app_name = "knowledgebank"
urlpatterns = [
    path("kennisbank/", practices.practice_list, name="practice_list"),
    path("kennisbank/navolging/", adoptions.adoption_list, name="adoption_list"),
    path("kennisbank/<slug:slug>/navolgen/", adoptions.adoption_add, name="adoption_add"),
    path(
        "kennisbank/<slug:slug>/navolging/<slug:region>/bewerken/",
        adoptions.adoption_edit,
        name="adoption_edit",
    ),
    path(
        "kennisbank/<slug:slug>/navolging/<slug:region>/", adoptions.adoption_detail, name="adoption_detail"
    ),
    path("redactie/ongebruikt/", adoptions.unused_list, name="unused_list"),
    path("kennisbank/collecties/", collections.collection_list, name="collection_list"),
    path("kennisbank/collecties/nieuw/", collections.collection_add, name="collection_add"),
    path("kennisbank/collecties/<slug:slug>/bewerken/", collections.collection_edit, name="collection_edit"),
    path("kennisbank/collecties/<slug:slug>/", collections.collection_detail, name="collection_detail"),
    path("kennisbank/volgen/", following.follow, name="follow"),
    path("kennisbank/volgen/stoppen/<slug:token>/", following.digest_stop, name="digest_stop"),
    path("regios/<slug:slug>/team/volgt/", following.interest_list, name="interest_list"),
    path("regios/<slug:slug>/team/volgt/mail/", following.digest_choice, name="digest_choice"),
    path("regios/<slug:slug>/team/volgt/<uuid:uuid>/weg/", following.interest_remove, name="interest_remove"),
    path("redactie/verzendingen/", deliveries.digest_list, name="digest_list"),
    path("kennisbank/feed/", feeds.practice_feed, name="practice_feed"),
    path("kennisbank/etalage/", showcase.showcase, name="showcase"),
    path("kennisbank/oembed/", sharing.oembed, name="oembed"),
    path("kennisbank/<slug:slug>/kaart/", sharing.practice_card, name="practice_card"),
    path("kennisbank/succesfactoren/", factors.success_factor_list, name="success_factor_list"),
    path(
        "kennisbank/succesfactoren/<slug:slug>/",
        factors.success_factor_detail,
        name="success_factor_detail",
    ),
    path("kennisbank/leermiddelen/", resources.learning_resource_list, name="learning_resource_list"),
    path(
        "kennisbank/leermiddelen/<slug:slug>/",
        resources.learning_resource_detail,
        name="learning_resource_detail",
    ),
    path(
        "samenwerkingen/<slug:slug>/praktijkvoorbeelden/",
        partnership.partnership_practices,
        name="partnership_practices",
    ),
    path("kennisbank/nieuw/", writing.practice_add, name="practice_add"),
    path("kennisbank/nieuw/<slug:word>/", writing.practice_add_kind, name="practice_add_kind"),
    path(
        "kennisbank/nieuw/<slug:word>/van-samenwerking/<slug:slug>/",
        writing.practice_from_partnership,
        name="practice_from_partnership",
    ),
    path(
        "kennisbank/nieuw/<slug:word>/van-opleiding/<slug:slug>/",
        writing.practice_from_programme,
        name="practice_from_programme",
    ),
    path("kennisbank/<slug:slug>/afdruk/", paper.practice_print, name="practice_print"),
    path("kennisbank/<slug:slug>/afdruk.pdf", paper.practice_pdf, name="practice_pdf"),
    path("kennisbank/<slug:slug>/bewerken/", writing.practice_edit, name="practice_edit"),
    path("kennisbank/<slug:slug>/concept/", writing.practice_draft, name="practice_draft"),
    path("kennisbank/<slug:slug>/concept-weg/", writing.practice_discard, name="practice_discard"),
    path("kennisbank/<slug:slug>/indienen/", writing.practice_submit, name="practice_submit"),
    path("kennisbank/<slug:slug>/terugtrekken/", writing.practice_withdraw, name="practice_withdraw"),
    path("kennisbank/<slug:slug>/vergelijken/", comparing.practice_compare, name="practice_compare"),
    path("kennisbank/<slug:slug>/", practices.practice_detail, name="practice_detail"),
    path("cijfers/", figures.indicator_list, name="indicator_list"),
    path("cijfers/<slug:slug>/", figures.indicator_detail, name="indicator_detail"),
    path("tussenstanden/", reports.progress_report_list, name="progress_report_list"),
    path("tussenstanden/<slug:slug>/", reports.progress_report_detail, name="progress_report_detail"),
]
