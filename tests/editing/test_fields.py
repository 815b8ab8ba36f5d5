"""Fields turn what people type into values, and say what to do when they cannot."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.core.dates import written
from industriecoalitie.editing.fields import NamesField, NewRecord, PartialDateField, PickField, Reader
from regions.models import Organisation
from tests.factories.regions import OrganisationFactory


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023", "2023"), ("mei 2023", "2023-05"), ("mrt 2023", "2023-03"), ("5-2023", "2023-05"),
        ("2023-05", "2023-05"), ("9 mei 2023", "2023-05-09"), ("9-5-2023", "2023-05-09"),
        ("09/05/2023", "2023-05-09"), ("2023-05-09", "2023-05-09"), (" 9  MEI  2023 ", "2023-05-09"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text, meant):
    assert str(written(text)) == meant


@pytest.mark.parametrize(
    "text",
    ["gisteren", "23", "31-2-2023", "13-2023", "m 2023", "1 2 3 2023", "2023-", "9999999", "12-9999", "0999"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        written(text)


def test_a_date_comes_back_as_it_was_typed():
    field = PartialDateField()

    assert field.prepare_value(field.clean("mei 2023")) == "mei 2023"
    assert not field.has_changed(field.clean("mei 2023"), "5-2023")
    assert field.has_changed(field.clean("mei 2023"), "2023")


def test_names_stand_on_lines_once_each():
    assert NamesField().clean(" Firda \n\nFirda\nROC  Friese Poort") == ["Firda", "ROC Friese Poort"]


@pytest.fixture
def pick(lead):
    field = PickField("regions.Organisation", may_add=True)
    field.read_by(Reader(lead))
    return field


def refusal(field: PickField, value: tuple[str, str, bool]) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages[0]


def test_a_name_an_alias_and_a_picked_record_are_found(pick):
    firda = OrganisationFactory(name="Firda", aliases=["ROC Friese Poort"])

    assert pick.clean(("firda", "", False)) == firda
    assert pick.clean(("ROC Friese Poort", "", False)) == firda
    assert pick.clean(("Firda", str(firda.uuid), False)) == firda


def test_a_picked_record_counts_only_with_its_own_name(pick):
    firda = OrganisationFactory(name="Firda")
    deltion = OrganisationFactory(name="Deltion")

    assert pick.clean(("Deltion", str(firda.uuid), False)) == deltion


def test_two_of_one_name_are_asked_apart(pick):
    one, _two = OrganisationFactory.create_batch(2, name="Techniekhuis")

    assert refusal(pick, ("Techniekhuis", "", False)).startswith("Er zijn er meer die ‘Techniekhuis’ heten.")
    assert pick.clean(("Techniekhuis", str(one.uuid), False)) == one


def test_an_unknown_name_becomes_a_record_only_when_asked(pick):
    OrganisationFactory(name="Techniekhuis Twente")

    assert refusal(pick, ("Techniekhuis", "", False)) == (
        "We kennen ‘Techniekhuis’ niet. Bedoel je ‘Techniekhuis Twente’? "
        "Is deze nieuw? Zet dan het vinkje bij ‘toevoegen als nieuw’."
    )
    assert pick.clean(("Techniekhuis", "", True)) == NewRecord(Organisation, "Techniekhuis")


def test_a_hidden_record_answers_as_one_that_does_not_exist(pick):
    hidden = OrganisationFactory(name="Geheim", visibility="concept")

    by_name = refusal(pick, ("Geheim", "", False))
    by_key = refusal(pick, ("Geheim", str(hidden.uuid), False))
    unknown = refusal(pick, ("Bestaatniet", "", False))

    assert by_name == by_key == unknown.replace("Bestaatniet", "Geheim")
