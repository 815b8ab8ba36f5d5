"""What was retired is no longer offered to what does not carry it, and stays on what does."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.desk import Desk
from industriecoalitie.curation import actions
from industriecoalitie.editing.fields import PickField, Reader
from knowledgebank.models import SuccessFactor
from regions.models import Organisation
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import SuccessFactorFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.promises.pages import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(by):
    """A kind of organisation that was retired."""
    concept = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="stichting", label="Stichting")
    return actions.retire(concept, by=by)


@pytest.fixture
def sector(by):
    """A sector that was retired."""
    return actions.retire(ConceptFactory(notation="turf", label="Turfwinning"), by=by)


def test_a_retired_kind_is_not_offered_for_something_new(client, lead, kind):
    ConceptFactory(scheme=Scheme.ORGANISATION_KIND, label="Bedrijf")
    client.force_login(lead)

    page = client.get("/organisaties/nieuw/")
    sent = client.post("/organisaties/nieuw/", form_on(page.text) | {"name": "Nieuw", "kind": str(kind.pk)})

    assert "Bedrijf" in page.text
    assert "Stichting" not in page.text
    assert sent.status_code == 422
    assert not Organisation.objects.filter(name="Nieuw").exists()


def test_a_retired_kind_stays_on_what_carries_it(client, lead, region, kind):
    organisation = OrganisationFactory(owner=region, kind=kind, name="Oud")
    client.force_login(lead)
    address = f"{organisation.get_absolute_url()}bewerken/"

    values = form_on(client.get(address).text)
    client.post(address, values | {"name": "Oud en nieuw"})

    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind) == ("Oud en nieuw", kind)
    assert "Stichting" in client.get(organisation.get_absolute_url()).text


def test_a_retired_term_is_offered_to_what_carries_it_alone(client, lead, region, sector):
    carrying, other = PartnershipFactory(owner=region), PartnershipFactory(owner=region)
    carrying.concepts.add(sector)
    client.force_login(lead)
    with_it = f"{carrying.get_absolute_url()}bewerken/"
    without = f"{other.get_absolute_url()}bewerken/"

    assert "Turfwinning" in client.get(with_it).text
    assert "Turfwinning" not in client.get(without).text
    sent = client.post(without, form_on(client.get(without).text) | {"concepts": [str(sector.pk)]})
    assert (sent.status_code, list(other.concepts.all())) == (422, [])

    client.post(with_it, form_on(client.get(with_it).text) | {"summary": "Anders"})
    assert list(carrying.concepts.all()) == [sector]

    values = form_on(client.get(with_it).text)
    values.pop("concepts")
    client.post(with_it, values)
    assert list(carrying.concepts.all()) == []


def test_a_retired_factor_is_not_found_while_typing(client, lead, by):
    factor = SuccessFactorFactory(label="Korte lijnen")
    field = PickField("knowledgebank.SuccessFactor")
    field.read_by(Reader(lead))
    client.force_login(lead)
    find = "/kiezen/succesfactor/?q=korte"
    assert "Korte lijnen" in client.get(find).text
    assert field.clean(("Korte lijnen", "", False)) == factor

    actions.retire(factor, by=by)

    assert "Korte lijnen" not in client.get(find).text
    with pytest.raises(ValidationError):
        field.clean(("Korte lijnen", "", False))
    assert field.clean(("Korte lijnen", str(factor.uuid), False)) == factor  # it stood there already


def test_a_retired_term_is_not_offered_for_many_at_once_but_read_from_a_file(lead, kind):
    other = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, label="Bedrijf")
    desk = Desk(lead)
    limit = {"scheme": "organisation-kind"}

    assert {"Bedrijf", "Stichting"} & set(desk.names(type(other), limit)) == {"Bedrijf"}
    assert desk.find(type(other), "Stichting", limit) == kind


def test_the_public_pages_say_so(client, sector, by):
    factor = actions.retire(SuccessFactorFactory(), by=by)

    assert "niet meer te kiezen" in client.get(sector.get_absolute_url()).text
    assert "niet meer te kiezen" in client.get(factor.get_absolute_url()).text
    assert list(SuccessFactor.objects.offered()) == []
