"""The index is right at the end of every change, whichever door it came through."""

import threading

import pytest
from django.db import connection, transaction

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.curation.actions import merge_concepts
from industriecoalitie.history.recording import (
    Change,
    Row,
    add_record,
    change_record,
    change_set,
    hide_record,
    restore_record,
)
from industriecoalitie.history.undoing import undo
from industriecoalitie.search import actions, analysis
from industriecoalitie.search.actions import differences, rebuild
from industriecoalitie.search.engine import search
from industriecoalitie.search.models import SearchDocument, SearchTerm
from partnerships.models import Partnership
from regions.actions.merging import merge_organisations
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import AdoptionFactory, PracticeFactory
from tests.factories.partnerships import ContributionFactory, PartnerFactory, PartnershipFactory
from tests.factories.programmes import ProgrammeModuleFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory, RegionFactory

BY = Actor("job")


@pytest.fixture(autouse=True)
def indexed(db):
    """Begin with an index of what there is, and end with one that is right."""
    yield
    assert list(differences()) == []


def titles(text: str, reader, kind: str = "") -> set[str]:
    """Return what has all words as they were asked, and not what is found by reading them widely."""
    result = search(text, reader, kinds=[kind] if kind else [])
    return {hit.title for hit in result.hits} if result.step == 0 else set()


def whole(record):
    """Index a record that a factory made, and return it."""
    actions.refresh({type(record): {record.pk}})
    return record


def test_a_new_record_is_found_at_once(visitor):
    form = whole(ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM))
    new = Partnership(slug="lasrobot", name="Lasrobotwerkplaats", form=form, visibility="public")

    add_record(new, Change(), by=BY)

    assert titles("lasrobotwerkplaats", visitor) == {"Lasrobotwerkplaats"}
    assert titles("robot lassen werkplaats", visitor) == {"Lasrobotwerkplaats"}


def test_another_title_is_found_and_the_old_one_is_not(visitor):
    record = whole(PartnershipFactory(name="Zonnehuis"))
    whole(record.form)

    change_record(record, Change({"name": "Windhuis"}), by=BY)

    assert titles("windhuis", visitor) == {"Windhuis"}
    assert titles("zonnehuis", visitor) == set()


def test_a_row_brings_its_names_and_takes_them_away(visitor):
    record = whole(PartnershipFactory(name="Techlab"))
    whole(record.form)
    organisation = whole(OrganisationFactory(name="Zwaluwcollege"))
    whole(organisation.kind)

    added = change_record(
        record, Change(rows={"partners": [Row(values={"organisation": organisation})]}), by=BY
    )
    assert titles("zwaluwcollege", visitor, "samenwerking") == {"Techlab"}

    row = added.partners.get()
    change_record(added, Change(rows={"partners": [Row(uuid=row.uuid, is_removed=True)]}), by=BY)
    assert titles("zwaluwcollege", visitor, "samenwerking") == set()


def test_the_new_name_of_an_organisation_finds_what_it_is_part_of(visitor):
    organisation = OrganisationFactory(name="Reigerschool")
    partner = PartnerFactory(organisation=organisation)
    practice = PracticeFactory(title="Samen leren", visibility="public")
    practice.organisations.add(organisation)
    rebuild()

    change_record(organisation, Change({"name": "Valkschool"}), by=BY)

    assert titles("valkschool", visitor, "samenwerking") == {partner.partnership.name}
    assert titles("reigerschool", visitor) == set()


def test_the_new_name_of_a_term_finds_what_it_describes(visitor):
    term = ConceptFactory(scheme=Scheme.THEME, notation="waterstof", label="Waterstof")
    record = PartnershipFactory(name="Nieuwe energie")
    record.concepts.add(term)
    rebuild()

    change_record(term, Change({"label": "Elektrolyse"}), by=BY)

    assert titles("elektrolyse", visitor) == {"Nieuwe energie"}
    assert titles("waterstof", visitor) == set()


def test_merged_terms_leave_no_trace_of_the_one_that_went(visitor, curator):
    kept = ConceptFactory(scheme=Scheme.THEME, notation="robots", label="Robotica")
    gone = ConceptFactory(scheme=Scheme.THEME, notation="automaten", label="Automatenkunde")
    record = PartnershipFactory(name="Lasstraat")
    record.concepts.add(gone)
    rebuild()

    merge_concepts(kept, gone, by=Actor("page", curator))

    assert titles("robotica", visitor) == {"Lasstraat"}
    assert titles("automatenkunde", visitor) == set()


def test_merged_organisations_are_found_under_both_names(visitor, admin_user):
    kept, gone = OrganisationFactory(name="Ooievaar"), OrganisationFactory(name="Lepelaar")
    partner = PartnerFactory(organisation=gone)
    rebuild()

    merge_organisations(kept, gone, by=Actor("page", admin_user))

    assert titles("ooievaar", visitor, "samenwerking") == {partner.partnership.name}
    assert titles("lepelaar", visitor, "organisatie") == {"Ooievaar"}


def test_what_is_hidden_is_gone_and_comes_back(visitor):
    record = whole(PartnershipFactory(name="Verscholen"))
    whole(record.form)

    hidden = hide_record(record, by=BY)
    assert titles("verscholen", visitor) == set()
    assert not SearchDocument.objects.filter(record=record.uuid).exists()

    restore_record(hidden, by=BY)
    assert titles("verscholen", visitor) == {"Verscholen"}


def test_a_hidden_organisation_takes_its_name_along(visitor):
    organisation = OrganisationFactory(name="Karekiet")
    partner = PartnerFactory(organisation=organisation)
    rebuild()
    assert titles("karekiet", visitor, "samenwerking") == {partner.partnership.name}

    hide_record(organisation, by=BY)

    assert titles("karekiet", visitor) == set()


def test_what_is_undone_is_undone_in_the_index(visitor, admin_user):
    record = whole(PartnershipFactory(name="Eerste naam"))
    whole(record.form)
    changed = change_record(record, Change({"name": "Tweede naam"}), by=Actor("page", admin_user))

    undo(changed.change_set, by=Actor("page", admin_user))

    assert titles("eerste", visitor) == {"Eerste naam"}
    assert titles("tweede", visitor) == set()


def test_a_change_that_fails_leaves_the_index_as_it_was(visitor):
    record = whole(PartnershipFactory(name="Blijft"))
    whole(record.form)

    def change_and_fail() -> None:
        with change_set(BY, "partnership.changed"):
            change_record(record, Change({"name": "Verdwijnt"}), by=BY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert titles("blijft", visitor) == {"Blijft"}
    assert titles("verdwijnt", visitor) == set()


def test_words_are_forgotten_with_the_last_record_that_has_them():
    record = whole(PartnershipFactory(name="Kwikstaartproject"))
    whole(record.form)
    assert _counted(analysis.stem("kwikstaartproject")) == 1

    hide_record(record, by=BY)

    assert _counted(analysis.stem("kwikstaartproject")) == 0


def test_a_wide_change_leaves_the_rest_to_the_worker(visitor, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 2)
    region = RegionFactory(name="Oudland")
    for number in range(4):
        PartnershipFactory(name=f"Werkplaats {number}", region=region)
    rebuild()

    change_record(region, Change({"name": "Nieuwland"}), by=BY)

    behind = SearchDocument.objects.filter(analysis=actions.BEHIND).count()
    assert (len(titles("nieuwland", visitor, "samenwerking")), behind) == (2, 2)
    rebuild(only_behind=True)
    assert len(titles("nieuwland", visitor, "samenwerking")) == 4


def test_nothing_is_written_when_nothing_that_is_found_changed(django_assert_num_queries):
    record = whole(PartnershipFactory(name="Stil"))
    whole(record.form)
    before = SearchDocument.objects.get(record=record.uuid).fingerprint
    terms = SearchTerm.objects.count()

    change_record(record, Change({"remark": "Alleen voor onszelf"}), by=BY)

    assert SearchDocument.objects.get(record=record.uuid).fingerprint == before
    assert SearchTerm.objects.count() == terms


def test_a_hidden_agenda_takes_its_lines_along_and_what_tells_of_them(visitor):
    line = AgendaItemFactory(title="Zwanenlijn", code="Z1")
    practice = PracticeFactory(title="Volgt de lijn")
    practice.agenda_items.add(line)
    rebuild()
    assert titles("zwanenlijn", visitor) == {"Zwanenlijn", "Volgt de lijn"}

    hide_record(line.agenda, by=BY)

    assert titles("zwanenlijn", visitor) == set()
    assert "Zwanenlijn" not in SearchDocument.objects.get(record=practice.uuid).text


def test_a_practice_that_is_followed_can_be_hidden(visitor):
    adoption = AdoptionFactory(practice__title="Gevolgd en verborgen", changes="Met eigen lassers")
    rebuild()

    hide_record(adoption.practice, by=BY)

    assert titles("gevolgd verborgen", visitor, "navolging") == set()


def test_a_hidden_organisation_takes_the_rows_along_that_name_it(visitor):
    row = ContributionFactory(description="Een draaibank van de Wulpfabriek")
    rebuild()
    assert titles("draaibank", visitor) == {row.partnership.name}

    hide_record(row.organisation, by=BY)

    assert titles("draaibank", visitor) == set()


def test_what_disappears_never_waits_for_the_worker(visitor, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 0)
    region = RegionFactory(name="Kiekendiefland")
    PartnershipFactory(name="Werkplaats", region=region)
    rebuild()

    hide_record(region, by=BY)

    assert titles("kiekendiefland", visitor) == set()


def test_a_row_that_goes_leaves_nothing_with_the_other_record_it_named(visitor):
    link = ProgrammeModuleFactory(programme__name="Grutto-opleiding", module__name="Module")
    rebuild()
    assert titles("grutto", visitor, "module") == {"Module"}

    change_record(
        link.programme, Change(rows={"module_links": [Row(uuid=link.uuid, is_removed=True)]}), by=BY
    )

    assert titles("grutto", visitor, "module") == set()


def test_a_practice_that_moves_leaves_nothing_behind(visitor):
    first, second = PartnershipFactory(name="Eerste"), PartnershipFactory(name="Tweede")
    practice = PracticeFactory(title="Verhuist", partnership=first, state="draft", visibility="concept")
    rebuild()

    change_record(practice, Change({"partnership": second}), by=BY)

    assert list(differences()) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_change_what_the_other_reads_leave_the_last_of_both(visitor):
    """One hides an organisation; another changes a partnership with it before that is committed."""
    organisation = OrganisationFactory(name="Roerdomp")
    partner = PartnerFactory(organisation=organisation)
    rebuild()
    faults = []

    def change() -> None:
        try:
            change_record(partner.partnership, Change({"summary": "Vernieuwd"}), by=BY)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=change)
    with transaction.atomic():
        hide_record(organisation, by=BY)
        other.start()
        other.join(timeout=2)
    other.join()

    assert faults == []
    assert titles("roerdomp", visitor) == set()
    assert titles("vernieuwd", visitor) == {partner.partnership.name}


@pytest.mark.django_db(transaction=True)
def test_who_changes_many_never_waits_for_each_other(visitor):
    """Two change the same records in opposite orders, again and again: nobody gets an error."""
    organisation = OrganisationFactory(name="Kluut")
    partnerships = [PartnerFactory(organisation=organisation).partnership for _ in range(4)]
    rebuild()
    faults = []

    def rename(records, word: str) -> None:
        try:
            for number in range(4):
                with transaction.atomic():
                    for record in records:
                        change_record(record, Change({"name": f"{word} {record.pk} {number}"}), by=BY)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=rename, args=([organisation], "Kluut")),
        threading.Thread(target=rename, args=(partnerships[:1], "Eerst")),
        threading.Thread(target=rename, args=(partnerships[1:2], "Dan")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []


def test_a_second_rebuild_of_what_is_behind_leaves_the_first_alone():
    taken = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [actions.REBUILDING])
            taken.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(20)
    try:
        assert rebuild(only_behind=True) == 0
    finally:
        done.set()
        holder.join()


@pytest.mark.django_db(transaction=True)
def test_the_change_and_the_index_are_one(visitor):
    """Nobody sees the one without the other: before the commit neither, after it both."""
    record = whole(PartnershipFactory(name="Voorheen"))
    whole(record.form)
    seen = []

    def look() -> None:
        seen.append(titles("voorheen", visitor) | titles("voortaan", visitor))
        connection.close()

    with transaction.atomic():
        change_record(record, Change({"name": "Voortaan"}), by=BY)
        _in_another_thread(look)
    _in_another_thread(look)

    assert seen == [{"Voorheen"}, {"Voortaan"}]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_in_use_leaves_out_nothing(visitor):
    """Records are changed while everything is written again; afterwards the index is what the records give."""
    records = [PartnershipFactory(name=f"Loods {number}") for number in range(8)]
    rebuild()
    faults = []

    def change() -> None:
        try:
            for record in records:
                change_record(record, Change({"name": f"{record.name} vernieuwd"}), by=BY)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=change)
    worker.start()
    for _ in range(3):
        rebuild()
    worker.join()

    assert faults == []
    assert list(differences()) == []
    assert len(titles("vernieuwd", visitor)) == 8


def _counted(lexeme: str) -> int:
    return sum(SearchTerm.objects.filter(lexeme=lexeme).values_list("count", flat=True))


def _in_another_thread(call) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
