"""Everything the documents hold is loaded: counts of every kind."""

from collections import Counter

import pytest
from django.db.models import Count

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.sources.models import ContextFact, SourceDocument, SourceGap, Term
from knowledgebank.models import Indicator, Measurement, ProgressEntry, SuccessFactor
from partnerships.choices import Collection, EcosystemKind, Stage
from partnerships.models import Ecosystem, Facility, Instrument, Milestone, Partner, Partnership
from programmes.models import Demand, LearningPath, Module, Offering, Programme
from regions.models import (
    Agenda,
    AgendaItem,
    Commitment,
    Frontrunner,
    LabourMarketRegion,
    Organisation,
    Place,
    Province,
    Region,
)


@pytest.mark.parametrize(
    ("model", "count"),
    [
        (Province, 12), (LabourMarketRegion, 35), (Region, 36), (Place, 26), (Organisation, 180),
        (Ecosystem, 42), (Instrument, 32), (Partnership, 70), (Programme, 62), (Demand, 20),
        (Indicator, 153), (Measurement, 153), (SuccessFactor, 50), (Concept, 273),
        (Frontrunner, 9), (Commitment, 9), (ContextFact, 20), (Term, 18),
        (Module, 12), (LearningPath, 4), (Offering, 21), (Facility, 6),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)  # fmt: skip
def test_every_record_of_a_kind_is_loaded(model, count):
    assert model.objects.count() == count


def test_the_report_counts_what_is_stored(first_load):
    assert first_load.found == first_load.new
    assert first_load.changed == Counter()
    assert first_load.left_alone == []
    assert first_load.found["partnerships.partnership"] == 70


def test_documents_are_five_and_the_rest_is_reference_or_editorial():
    documents = SourceDocument.objects.filter(sections__has_facts=True).distinct()

    assert set(documents.values_list("slug", flat=True)) == {
        "mbo-propositie", "techniekpact-2019", "de-uitdaging", "techniekpact-noord-veluwe", "mkb-route-hbo",
        "cbs-gebieden-2025", "instellingscodes-2012", "geonames", "redactie",
    }  # fmt: skip
    assert list(documents.filter(is_editorial=True).values_list("slug", flat=True)) == ["redactie"]


def test_each_code_list_has_its_terms():
    counts = dict(Concept.objects.values_list("scheme").annotate(Count("pk")))

    assert counts == {
        Scheme.TARGET_GROUP: 37, Scheme.SECTOR: 28, Scheme.THEME: 18, Scheme.EDUCATION_FORM: 29,
        Scheme.LEVEL: 14, Scheme.PARTNER_ROLE: 17, Scheme.PARTNERSHIP_FORM: 33, Scheme.SUCCESS_FACTOR: 50,
        Scheme.ORGANISATION_KIND: 20, Scheme.ACTION_STATUS: 18, Scheme.CONTRIBUTION: 9,
    }  # fmt: skip


def test_partners_are_named_or_described():
    assert Partner.objects.filter(organisation__isnull=False).count() == 243
    assert Partner.objects.filter(organisation=None).count() == 60
    assert not Partner.objects.filter(organisation=None, kind=None).exists()


def test_partnerships_come_from_the_lists_of_the_documents():
    counts = dict(Partnership.objects.values_list("collection").annotate(Count("pk")))

    assert counts[Collection.PROPOSITION] == 14
    assert counts[Collection.TECHNIEKPACT] == 27
    assert counts[Collection.MKB_ROUTE] == 7


def test_six_agendas_of_documents_have_their_items():
    counts = dict(AgendaItem.objects.values_list("agenda__slug").annotate(Count("pk")))

    assert counts == {
        "aanvalsplan-industriecoalitie": 10, "mbo-propositie": 38, "techniekpact-2019": 105, "de-uitdaging": 7,
        "techniekpact-noord-veluwe": 41, "mkb-route-hbo": 35,
    }  # fmt: skip
    assert Agenda.objects.filter(document__is_editorial=False).count() == 6
    assert AgendaItem.objects.filter(agenda__document__is_editorial=False).count() == 236


def test_milestones_are_forty_with_a_date_and_two_without():
    assert Milestone.objects.filter(due_on__isnull=False).count() == 40
    assert set(Milestone.objects.filter(due_on=None).values_list("title", flat=True)) == {
        "Quick Scan ingediend bij RVO",
        "Positieve reactie van RVO op de Quick Scan",
    }


def test_the_progress_edition_has_its_texts_per_theme():
    rows = ProgressEntry.objects.values_list("kind", "theme__code").annotate(Count("pk"))

    assert {(kind, theme): count for kind, theme, count in rows} == {
        ("progress", "T1"): 14, ("progress", "T2"): 7, ("progress", "T3"): 15, ("progress", "T4"): 7,
        ("example", "T1"): 9, ("example", "T2"): 7, ("example", "T3"): 7, ("example", "T4"): 4,
    }  # fmt: skip


def test_centres_have_the_stage_civ_and_no_techniekcentrum_is_made_up():
    assert set(Ecosystem.objects.filter(stage=Stage.CIV).values_list("slug", flat=True)) == {
        "civil", "gol", "civ-smart-technology", "civ-bio-sciences",
    }  # fmt: skip
    assert not Ecosystem.objects.filter(kind=EcosystemKind.TECHNIEKCENTRUM).exists()


def test_all_thirty_two_ambiguities_are_shown_as_open():
    assert SourceGap.objects.filter(code__startswith="A").count() == 32
    assert not SourceGap.objects.filter(reading="").exists()


def test_every_term_has_an_english_name():
    assert not Concept.objects.filter(label_en="").exists()
