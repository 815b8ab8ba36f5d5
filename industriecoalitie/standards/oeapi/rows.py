"""The records that the Open Education API answers with: what a visitor may see, read in as many queries as one row takes."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.asking import answer
from programmes.choices import ProviderRole
from programmes.models import Module, Offering, Programme, ProgrammeModule, Provider
from regions.choices import CodeType
from regions.models import Organisation, OrganisationCode

from . import codes

# Everything here is the same for everybody.
VISITOR = AnonymousUser()
BY_NAME = (Lower("name"), "pk")
BY_DAY = (F("from_on").asc(nulls_last=True), "pk")


def organisations() -> QuerySet:
    """Return the organisations that everybody may see."""
    return Organisation.objects.visible_to(VISITOR)


def programmes() -> QuerySet:
    """Return the programmes that everybody may see."""
    return Programme.objects.visible_to(VISITOR)


def courses() -> QuerySet:
    """Return the modules that everybody may see."""
    return Module.objects.visible_to(VISITOR)


def _offerings() -> QuerySet:
    return Offering.objects.visible_to(VISITOR).filter(organisation__in=organisations())


def programme_offerings() -> QuerySet:
    """Return the offerings of programmes; everybody may see the programme and the organisation too."""
    return _offerings().filter(programme__in=programmes())


def course_offerings() -> QuerySet:
    """Return the offerings of modules; everybody may see the module and the organisation too."""
    return _offerings().filter(module__in=courses())


def own_codes() -> QuerySet:
    """Return the codes that are an organisation's own today: none of a predecessor, none that somebody inferred."""
    return OrganisationCode.objects.current().filter(of_predecessor="", is_inferred=False)


def dressed_organisations(rows: QuerySet) -> QuerySet:
    """Return organisations with kind, place, parent, ``shown_codes`` and ``shown_children``."""
    return rows.select_related("kind", "place", "parent").prefetch_related(
        Prefetch("codes", own_codes().order_by("code_type", "code"), to_attr="shown_codes"),
        Prefetch("children", organisations().order_by(*BY_NAME), to_attr="shown_children"),
    )


def _terms(scheme: str, relation: str) -> ArraySubquery:
    terms = Concept.objects.visible_to(VISITOR).filter(scheme=scheme, **{relation: OuterRef("pk")})
    return ArraySubquery(terms.order_by("notation").values("notation"))


def with_terms(rows: QuerySet) -> QuerySet:
    """Annotate ``levels`` and ``forms``: lists of notations."""
    relation = rows.model._meta.get_field("concepts").remote_field.related_name
    return rows.annotate(levels=_terms(Scheme.LEVEL, relation), forms=_terms(Scheme.EDUCATION_FORM, relation))


def _providers() -> QuerySet:
    return Provider.objects.visible_to(VISITOR).current().filter(role=ProviderRole.PROVIDER)


def dressed_programmes(rows: QuerySet) -> QuerySet:
    """Return programmes with levels, forms and ``shown_providers``, in their order."""
    providers = _providers().select_related("organisation").order_by("order", "pk")
    return with_terms(rows).prefetch_related(Prefetch("providers", providers, to_attr="shown_providers"))


def dressed_courses(rows: QuerySet) -> QuerySet:
    """Return modules with levels, forms and ``shown_links``: the programmes they are part of."""
    links = ProgrammeModule.objects.visible_to(VISITOR).select_related("programme")
    links = links.order_by(Lower("programme__name"), "pk")
    return with_terms(rows).prefetch_related(Prefetch("programme_links", links, to_attr="shown_links"))


def dressed_offerings(rows: QuerySet) -> QuerySet:
    """Return offerings with what they are of, by whom, where and in which form."""
    return rows.select_related("programme", "module", "organisation", "place", "form", "level")


def provided_by(organisation: Organisation) -> QuerySet:
    """Return the programmes that an organisation offers."""
    return programmes().filter(pk__in=_providers().filter(organisation=organisation).values("programme"))


def taught_by(organisation: Organisation) -> QuerySet:
    """Return the modules that an organisation offers, by themselves or within a programme."""
    links = ProgrammeModule.objects.filter(programme__in=provided_by(organisation))
    offered = _offerings().filter(organisation=organisation, module__isnull=False)
    return courses().filter(Q(pk__in=links.values("module")) | Q(pk__in=offered.values("module")))


def within(programme: Programme) -> QuerySet:
    """Return the modules of a programme."""
    return courses().filter(pk__in=ProgrammeModule.objects.filter(programme=programme).values("module"))


# Narrowing, each by one parameter.


def asked(rows: QuerySet, text: str) -> QuerySet:
    """Return the rows that answer a text, as the search of the portal reads it; offerings by what and who."""
    if rows.model is not Offering:
        return rows.filter(pk__in=answer(text, VISITOR, rows.model).keys)
    return rows.filter(
        Q(programme__in=answer(text, VISITOR, Programme).keys)
        | Q(module__in=answer(text, VISITOR, Module).keys)
        | Q(organisation__in=answer(text, VISITOR, Organisation).keys)
    )


def with_code(rows: QuerySet, code: str) -> QuerySet:
    """Return the rows whose primary code is ``code``."""
    if rows.model is Organisation:
        institutions = own_codes().filter(code_type=CodeType.INSTITUTION)
        first = institutions.filter(organisation=OuterRef("pk")).order_by("code").values("code")[:1]
        without = Q(slug=code) & ~Q(pk__in=institutions.values("organisation"))
        return rows.alias(institution_codes=ArraySubquery(first)).filter(
            Q(institution_codes=[code]) | without
        )
    return rows.filter(Q(code=code) | Q(code="", slug=code))


def of_organisation_type(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(kind__notation__in=codes.notations(codes.ORGANISATION_TYPES, value))


def of_programme_type(rows: QuerySet, value: str) -> QuerySet:
    kinds = [kind for kind, name in codes.PROGRAMME_TYPES.items() if name == value]
    return rows.filter(kind__in=kinds)


def of_state(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(state__in=[state for state, name in codes.STATES.items() if name == value])


def of_level(rows: QuerySet, value: str) -> QuerySet:
    """Return the rows of which ``codes.level_of`` is ``value``."""
    alike = sorted(codes.notations(codes.LEVELS, value))
    test = Q(levels__contained_by=alike, levels__len__gt=0)
    if value == codes.MBO:
        test |= Q(levels__contained_by=list(codes.MBO_LEVELS), levels__len__gt=1)
    return with_terms(rows).filter(test)


def of_qualification_level(rows: QuerySet, value: str) -> QuerySet:
    """Return the rows of which ``codes.qualification_level_of`` is ``value``."""
    alike = [notation for notation, level in codes.QUALIFICATION_LEVELS.items() if level == value]
    return with_terms(rows).filter(levels__contained_by=alike, levels__len__gt=0)


def of_qualification(rows: QuerySet, value: str) -> QuerySet:
    """Return the programmes that award one thing, and that is ``value``."""
    alike = [form for form, name in codes.QUALIFICATIONS.items() if name == value]
    others = [form for form in codes.QUALIFICATIONS if form not in alike]
    return with_terms(rows).filter(forms__overlap=alike).exclude(forms__overlap=others)


def of_delivery(rows: QuerySet, value: str) -> QuerySet:
    """Return what is taught in this way, perhaps beside others."""
    alike = [form for form, name in codes.MODES_OF_DELIVERY.items() if name == value]
    if rows.model is Offering:
        return rows.filter(form__notation__in=alike)
    return with_terms(rows).filter(forms__overlap=alike)


def of_study(rows: QuerySet, value: str) -> QuerySet:
    """Return the offerings in this mode of study."""
    return rows.filter(
        form__notation__in=[form for form, name in codes.MODES_OF_STUDY.items() if name == value]
    )


def not_known(rows: QuerySet, value: object) -> QuerySet:
    """Return nothing: the portal does not know this of any record."""
    return rows.none()


def not_over(rows: QuerySet) -> QuerySet:
    """Return the offerings that have not ended before today, those without a day too."""
    return rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate()))


def since(rows: QuerySet, moment: datetime.datetime) -> QuerySet:
    """Return the offerings that begin at or after a moment."""
    local = timezone.localtime(moment)
    day = local.date() + datetime.timedelta(days=local.time() != datetime.time.min)
    return rows.filter(from_on__gte=day)


def until(rows: QuerySet, moment: datetime.datetime) -> QuerySet:
    """Return the offerings that end at or before a moment."""
    passed = timezone.localtime(moment) + datetime.timedelta(seconds=1)
    return rows.filter(until_on__lt=passed.date())
