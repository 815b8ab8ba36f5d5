"""Loading: what is new comes in, what people changed stays, and a second run writes nothing."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import recorded
from industriecoalitie.loading.actions import load
from industriecoalitie.loading.models import LoadedRecord
from industriecoalitie.loading.reading import NAMESPACE, LoadingError
from industriecoalitie.notifications.models import Event
from industriecoalitie.sources.models import Citation
from knowledgebank.models import Practice
from partnerships.models import Milestone, Partner, Partnership
from regions.models import AgendaItem, Organisation, Region
from tests.factories.concepts import ConceptFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
COMMAND = Actor(door="command")
PERSON = Actor(door="page")

BASE = {
    "concepts": (
        "concepts.concept",
        """
- {scheme: organisation-kind, notation: company, label: Bedrijf}
- {scheme: partnership-form, notation: pps, label: Pps}
- {scheme: partner-role, notation: lead, label: Trekker}
- {scheme: target-group, notation: all, label: Iedereen}
- {scheme: target-group, notation: some, label: Sommigen, broader: [target-group:all]}
""",
    ),
    "documents": (
        "sources.sourcedocument",
        """
- slug: plan
  title: Plan
  published: 2021-03
  sections: [{slug: begin, title: Begin, first_line: 1}, {slug: rest, title: Rest, first_line: 10}]
""",
    ),
    "regions": ("regions.region", "- {slug: twente, name: Twente, kind: region}\n"),
    "organisations": (
        "regions.organisation",
        """
- {slug: child, name: Dochter, kind: company, parent: mother}
- {slug: mother, name: Moeder, kind: company, aliases: [Ma], owner: twente}
""",
    ),
    "partnerships": (
        "partnerships.partnership",
        """
- slug: samen
  name: Samen
  form: pps
  region: twente
  from: 2017
  concepts: [target-group:some]
  sources: [plan:12, {at: 'plan:3', field: region}]
  partners:
  - {organisation: mother, role: lead, from: 2020-02}
  - {label: een paar bedrijven, kind: company, count: 3, sources: [plan:4]}
""",
    ),
}


class Files:
    """Data files in a folder, to be changed between two loads."""

    def __init__(self, folder):
        self.folder = folder
        for name, (model, rows) in BASE.items():
            self.write(name, model, rows)

    def write(self, name: str, model: str, rows: str) -> None:
        (self.folder / f"{name}.yaml").write_text(f"model: {model}\nrows:\n{rows}")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / f"{name}.yaml"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def load(self):
        return load(sorted(self.folder.glob("*.yaml")), by=COMMAND)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def rows_written() -> int:
    """Count the rows this transaction added, changed or took away, in all tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def test_load_stores_rows_with_references_dates_and_parts(files):
    report = files.load()

    partnership = Partnership.objects.get(slug="samen")
    mother, others = partnership.partners.order_by("order")
    assert report.new == report.found
    assert report.new.total() == 10
    assert (str(partnership.starts), partnership.region.name) == ("2017", "Twente")
    assert (mother.organisation.name, mother.role.label, str(mother.starts)) == (
        "Moeder",
        "Trekker",
        "2020-02",
    )
    assert (others.label, others.kind.label, others.count) == ("een paar bedrijven", "Bedrijf", 3)
    assert [concept.notation for concept in partnership.concepts.all()] == ["some"]
    assert Organisation.objects.get(slug="child").parent.aliases == ["Ma"]
    assert partnership.visibility == "public"


def test_load_cites_every_fact_and_finds_the_section_of_a_line(files):
    files.load()

    partnership = Partnership.objects.get(slug="samen")
    mother, others = partnership.partners.order_by("order")
    found = Citation.objects.by_subject([partnership.uuid, mother.uuid, others.uuid])
    assert [(c.line, c.section.slug, c.field) for c in found[partnership.uuid]] == [
        (12, "rest", ""), (3, "begin", "region"),
    ]  # fmt: skip
    assert [(c.line, c.section.slug) for c in found[mother.uuid]] == [(12, "rest")]
    assert [c.line for c in found[others.uuid]] == [4]


def test_load_tells_the_change_feed_and_the_history_who_did_it(files):
    files.load()

    region = Region.objects.get(slug="twente")
    event = region.events.get()
    assert Event.objects.get(record=region.uuid).kind == "region.added"
    assert event.pgh_label == "insert"
    assert (event.pgh_context.metadata["door"], event.pgh_context.metadata["event"]) == (
        "command",
        "initial-data",
    )


def test_load_gives_the_same_identities_in_every_portal(files):
    files.load()

    mother = Partner.objects.get(organisation__slug="mother")
    assert mother.uuid == uuid.uuid5(NAMESPACE, "partnerships.partner/samen/partners/mother")
    assert Concept.objects.get(label="Pps").uuid == uuid.uuid5(
        NAMESPACE, "concepts.concept/partnership-form:pps"
    )


def test_a_second_load_writes_nothing(files):
    files.load()
    before = rows_written()

    report = files.load()

    assert rows_written() == before
    assert report.is_unchanged
    assert (report.new.total(), report.changed.total(), report.found.total()) == (0, 0, 10)


def test_a_load_of_unchanged_rows_in_a_changed_file_writes_only_its_stamp(files):
    files.load()
    files.change("regions", "rows:", "# een opmerking\nrows:")
    before = rows_written()

    report = files.load()

    assert rows_written() == before + 1
    assert (report.new.total(), report.changed.total()) == (0, 0)


def test_a_changed_row_changes_the_record_and_its_parts(files):
    files.load()
    files.change("partnerships", "name: Samen", "name: Samen sterk")
    files.change(
        "partnerships", "  - {label: een paar bedrijven, kind: company, count: 3, sources: [plan:4]}\n", ""
    )
    files.change("partnerships", "role: lead", "role: lead, remark: Trekt")

    report = files.load()

    partnership = Partnership.objects.get(slug="samen")
    assert report.changed == {"partnerships.partnership": 1}
    assert (partnership.name, partnership.version) == ("Samen sterk", 2)
    assert [partner.remark for partner in partnership.partners.all()] == ["Trekt"]
    assert not Citation.objects.filter(line=4).exists()
    assert Event.objects.filter(record=partnership.uuid, kind="partnership.changed", version=2).count() == 1


def test_a_record_that_a_person_changed_is_left_alone(files):
    files.load()
    with recorded("partnership.changed", Partnership.objects.get(slug="samen"), by=PERSON) as partnership:
        partnership.name = "Van ons"
    files.change("partnerships", "name: Samen", "name: Samen sterk")

    report = files.load()

    assert Partnership.objects.get(slug="samen").name == "Van ons"
    assert report.changed.total() == 0
    assert report.left_alone == ["partnerships.yaml, rij 1 (samen): is veranderd"]


def test_a_record_that_was_hidden_or_deleted_is_left_alone(files):
    files.load()
    Region.objects.filter(slug="twente").update(hidden_at=timezone.now())
    Organisation.objects.get(slug="child").delete()
    files.change("regions", "name: Twente", "name: Twenthe")
    files.change("organisations", "name: Dochter", "name: Kind")

    report = files.load()

    assert Region.objects.get(slug="twente").name == "Twente"
    assert not Organisation.objects.filter(slug="child").exists()
    assert report.left_alone == [
        "organisations.yaml, rij 1 (child): is verwijderd",
        "regions.yaml, rij 1 (twente): is verborgen",
    ]


def test_a_record_someone_made_under_the_same_key_is_left_alone_and_used(files):
    own = RegionFactory(slug="twente", name="Ons Twente")

    report = files.load()

    assert Partnership.objects.get(slug="samen").region == own
    assert Region.objects.get().name == "Ons Twente"
    assert report.left_alone == ["regions.yaml, rij 1 (twente): er is al een record met deze sleutel"]


def test_a_row_without_a_version_is_left_alone_once_its_values_changed(files):
    files.write(
        "milestones", "partnerships.milestone", "- {title: Begin, due: 2013}\n- {title: Eind, due: 2014}\n"
    )
    files.load()
    Milestone.objects.filter(title="Begin").update(due_note="rond de zomer")
    files.change("milestones", "2013", "2015")
    files.change("milestones", "2014", "2016")

    report = files.load()

    assert str(Milestone.objects.get(title="Begin").due) == "2013"
    assert str(Milestone.objects.get(title="Eind").due) == "2016"
    assert report.left_alone == ["milestones.yaml, rij 1 (Begin): is veranderd"]


def test_a_tree_is_stored_from_the_top_down_whatever_the_order_of_the_rows(files):
    files.write("agendas", "regions.agenda", "- {slug: plan, title: Plan, scope: national}\n")
    files.write(
        "items",
        "regions.agendaitem",
        "- {agenda: plan, code: B, level: lijn, depth: 2, parent: plan/A, title: Onder}\n"
        "- {agenda: plan, code: A, level: pijler, title: Boven}\n",
    )

    files.load()

    assert AgendaItem.objects.get(code="B").parent.code == "A"


def test_all_faults_are_named_at_once_and_nothing_is_written(files):
    files.change("partnerships", "form: pps", "form: target-group:all")
    files.change("partnerships", "from: 2017", "from: 2017-13")
    files.change("partnerships", "plan:12", "elders:12")
    files.change("partnerships", "role: lead", "role: geen, kleur: rood")
    files.change("partnerships", "kind: company", "kind: niets")
    files.change("organisations", "kind: company, parent: mother", "parent: mother")
    files.change("regions", "kind: region", "kind: land")

    with pytest.raises(LoadingError) as caught:
        files.load()

    assert sorted(caught.value.problems) == [
        "organisations.yaml, rij 1 (child): kind ontbreekt",
        "partnerships.yaml, rij 1 (samen), partners ‘een paar bedrijven’: kind: niets bestaat niet",
        "partnerships.yaml, rij 1 (samen), partners ‘mother’: bron elders:12 bestaat niet",
        "partnerships.yaml, rij 1 (samen), partners ‘mother’: kleur is geen veld van partnerships.partner",
        "partnerships.yaml, rij 1 (samen), partners ‘mother’: role: geen bestaat niet",
        "partnerships.yaml, rij 1 (samen): bron elders:12 bestaat niet",
        "partnerships.yaml, rij 1 (samen): form: target-group:all hoort hier niet",
        "partnerships.yaml, rij 1 (samen): from: Deze datum bestaat niet.",
        "regions.yaml, rij 1 (twente): kind: Waarde 'land' is geen geldige keuze.",
    ]
    assert not Region.objects.exists()
    assert not LoadedRecord.objects.exists()


def test_a_rule_of_the_table_is_named_with_its_row(files):
    files.change("partnerships", "from: 2017", "from: 2017\n  until: 2016")

    with pytest.raises(LoadingError) as caught:
        files.load()

    assert caught.value.problems == [
        "partnerships.yaml, rij 1 (samen): De einddatum ligt voor de begindatum."
    ]
    assert not Partnership.objects.exists()


def test_sections_that_change_take_their_citations_along(files):
    files.load()
    files.change(
        "documents", "{slug: rest, title: Rest, first_line: 10}", "{slug: eind, title: Eind, first_line: 4}"
    )

    files.load()

    lines = Citation.objects.order_by("line").values_list("line", "section__slug").distinct()
    assert list(lines) == [(3, "begin"), (4, "eind"), (12, "eind")]


def test_a_row_that_names_a_deleted_record_does_without_it(files):
    files.load()
    Partner.objects.filter(organisation__slug="mother").delete()
    Organisation.objects.get(slug="child").delete()
    Organisation.objects.get(slug="mother").delete()
    files.change("partnerships", "name: Samen", "name: Samen sterk\n  lead_organisation: mother")

    report = files.load()

    partnership = Partnership.objects.get(slug="samen")
    assert (partnership.name, partnership.lead_organisation) == ("Samen sterk", None)
    assert [partner.label for partner in partnership.partners.all()] == ["een paar bedrijven"]
    assert report.left_alone == []


def test_a_row_that_needs_a_deleted_record_is_left_alone(files):
    files.load()
    Partnership.objects.all().delete()
    Concept.objects.get(notation="pps").delete()
    files.write("pilots", "partnerships.partnership", "- {slug: nieuw, name: Nieuw, form: pps}\n")
    files.write(
        "practices", "knowledgebank.practice", "- {slug: p, title: P, kind: demand, partnership: nieuw}\n"
    )

    report = files.load()

    assert not Partnership.objects.exists()
    assert Practice.objects.get().partnership is None
    assert report.left_alone == ["pilots.yaml, rij 1 (nieuw): verwijst naar iets dat is verwijderd"]


def test_a_term_a_curator_made_under_the_same_key_is_left_alone_and_used(files):
    own = ConceptFactory(scheme="partnership-form", notation="pps", label="Onze pps")

    report = files.load()

    assert Partnership.objects.get(slug="samen").form == own
    assert report.left_alone == [
        "concepts.yaml, rij 2 (partnership-form:pps): er is al een record met deze sleutel"
    ]
