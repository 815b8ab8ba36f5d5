"""Forty questions that the portal must answer with only its initial data, asked of the running API."""

import json
import urllib.parse
import urllib.request
from functools import cache

import pytest


@pytest.fixture(scope="module")
def ask(portal):
    """Return a function that reads an address under /api/v1; of a collection, all items over all pages."""

    @cache
    def get(path: str):
        with urllib.request.urlopen(f"{portal.url}/api/v1/{path}") as answer:
            return json.load(answer)

    def read(path: str):
        answer = get(path)
        if "items" not in answer:
            return answer
        items = list(answer["items"])
        joint = "&" if "?" in path else "?"
        while answer["next"]:
            answer = get(f"{path}{joint}cursor={urllib.parse.quote(answer['next'])}")
            items += answer["items"]
        return items

    return read


def names(partners: list[dict]) -> list[str]:
    return [partner["organisation"]["name"] for partner in partners if partner["organisation"]]


def amount(indicator: dict) -> tuple[float, str]:
    quantity = indicator["measurements"][0]["quantity"]
    return quantity["value"], quantity["qualifier"]


def notations(record: dict, scheme: str) -> set[str]:
    return {term["notation"] for term in record["concepts"][scheme]}


def lines(ask, agenda: str, level: str) -> list[dict]:
    items = ask(f"agenda-items?agenda={agenda}&limit=200")
    return sorted((item for item in items if item["level"] == level), key=lambda item: item["position"])


def test_how_many_koplopers(ask):
    regions = ask("regions?koploper=true")

    assert len(ask("organisations?koploper=true")) == 9
    assert sum(len(region["frontrunners"]) for region in regions) == 9
    assert amount(ask("indicators/koplopers-aantal")) == (9, "exact")


def test_which_institutions_are_koploper(ask):
    assert {organisation["name"] for organisation in ask("organisations?koploper=true")} == {
        "Deltion College", "Firda", "Technova", "mboRijnland", "Nova College", "ROC van Twente", "Graafschap College",
        "Summa College", "VISTA college",
    }  # fmt: skip


def test_who_merged_into_firda(ask):
    firda = ask("organisations/firda")

    merged = {link["predecessor"]["name"] for link in firda["predecessors"] if link["kind"] == "merger"}
    assert merged == {"ROC Friese Poort", "Friesland College"}
    assert len(firda["frontrunnerOf"]) == 1


def test_which_koploper_belongs_to_mra(ask):
    assert [link["organisation"]["name"] for link in ask("regions/mra")["frontrunners"]] == ["Nova College"]


def test_which_partnerships_of_the_proposition_involve_vista(ask):
    found = ask("partnerships?partner=vista-college&collection=proposition")

    assert {partnership["slug"] for partnership in found} == {
        "chill-cop",
        "civil",
        "gol",
        "manufacturing-college",
    }


def test_who_takes_part_in_chill(ask):
    partners = ask("partnerships/chill-cop")["partners"]
    labels = " ".join(partner["label"] or "" for partner in partners)

    assert "VISTA college" in names(partners)
    assert "hoger onderwijs" in labels
    assert "chemiebedrijven op Chemelot" in labels


def test_how_many_students_at_jc_electronics_now(ask):
    assert amount(ask("indicators/jc-mbo-nu")) == (60, "about")


def test_jc_electronics_in_2019(ask):
    indicator = ask("indicators/jc-bbl-2019")
    awards = [
        m for m in ask("partnerships/jc-electronics-bedrijfsschool")["milestones"] if m["kind"] == "award"
    ]

    assert amount(indicator) == (30, "about")
    assert indicator["measurements"][0]["year"] == 2019
    assert [award["dueOn"] for award in awards] == ["2019"]
    assert "leerbedrijf van het jaar" in awards[0]["title"].lower()


def test_who_takes_part_in_greenbiz(ask):
    partners = ask("partnerships/greenbiz-mbo")["partners"]
    counted = {p["kind"]["notation"]: p["count"]["value"] for p in partners if p["count"]}

    assert {"Nova College", "Hogeschool Inholland"} <= set(names(partners))
    assert (counted["company"], counted["vo_vmbo"]) == (18, 2)


def test_civ_smart_technology(ask):
    ecosystem = ask("ecosystems/civ-smart-technology")
    counts = [p["count"] for p in ask("partnerships/civ-smart-technology")["partners"] if p["count"]]

    assert [(count["value"], count["qualifier"]) for count in counts] == [(60, "about")]
    assert (ecosystem["from"], ecosystem["legalForm"]) == ("2016", "stichting")


def test_civ_bio_sciences(ask):
    partnership = ask("partnerships/civ-bio-sciences")

    assert [p["count"]["value"] for p in partnership["partners"] if p["count"]] == [26]
    assert partnership["from"] == "2022"


def test_members_of_remo_and_bouwmensen(ask):
    found = {indicator["slug"]: amount(indicator) for indicator in ask("indicators?partnership=kampus")}

    assert found["remo-leden"] == (70, "more_than")
    assert found["bouwmensen-wt-leden"] == (30, "over")


def test_which_colleges_work_in_the_masterplan(ask):
    partners = ask("partnerships/masterplan-techniek-zuid-holland")["partners"]

    found = {
        partner["organisation"]["slug"]
        for partner in partners
        if partner["role"] and partner["role"]["notation"] == "onderwijspartner"
    }
    assert found == {"mborijnland", "roc-mondriaan", "techniekcollege-rotterdam", "da-vinci-college"}


def test_target_groups_of_the_manufacturing_college(ask):
    found = notations(ask("partnerships/manufacturing-college"), "targetGroups")

    assert found == {"zijinstromers", "herstarters", "opstromers"}


def test_action_lines_of_smart_maintenance(ask):
    found = ask("partnerships/smart-maintenance-mbo")["actionLines"]

    assert [line["title"] for line in found] == ["Kiezen", "Leren", "Werken", "Innoveren"]


def test_partners_of_gelders_vakmanschap(ask):
    partners = names(ask("partnerships/gelders-vakmanschap")["partners"])

    assert len(partners) == 15
    for part in (
        "Provincie Gelderland", "FME", "Oost NL", "FNV", "Bouwend Nederland", "Metaalunie", "RBPI", "Techniek Nederland",
        "CNV Vakmensen", "De Unie", "VNO-NCW Midden", "UWV", "ROC’s in Gelderland", "Saxion", "Arnhem en Nijmegen",
    ):  # fmt: skip
        assert any(part in name for name in partners), part


def test_who_signed_aan_de_slag_voor_de_klas(ask):
    partnership = ask("partnerships/convenant-aan-de-slag-voor-de-klas")
    text = " | ".join(names(partnership["partners"]))

    assert len(partnership["partners"]) == 8
    for party in (
        "Banken", "Verzekeraars", "PO-Raad", "VO-raad", "MBO Raad", "Vereniging Hogescholen", "VSNU", "OCW",
    ):  # fmt: skip
        assert party in text
    dates = {m["dueOn"] for m in partnership["milestones"]} | {partnership["from"]}
    assert "2019-02-11" in dates


def test_gas_2_0(ask):
    found = {indicator["unit"]: amount(indicator)[0] for indicator in ask("indicators?partnership=gas-2-0")}

    assert found["euro"] == 2_000_000
    assert 3400 in found.values()


def test_who_went_on_as_ptvt(ask):
    found = {link["predecessor"]["name"] for link in ask("organisations/ptvt")["predecessors"]}

    assert found == {"TechniekTalent.nu", "Jet-Net & TechNet", "PBT"}


def test_days_in_overvecht(ask):
    programmes = ask("partnerships/utrecht-overvecht")["programmes"]
    programme = ask(f"programmes/{programmes[0]['slug']}")

    assert (programme["workDaysPerWeek"], programme["schoolDaysPerWeek"]) == (4, 1)
    assert "werkzoekenden" in notations(ask("partnerships/utrecht-overvecht"), "targetGroups")


def test_pillars_and_lines_of_the_plan(ask):
    pillars = lines(ask, "aanvalsplan-industriecoalitie", "pijler")
    actions = lines(ask, "aanvalsplan-industriecoalitie", "actielijn")

    assert [sum(a["parent"]["code"] == pillar["code"] for a in actions) for pillar in pillars] == [3, 2, 2]
    assert [action["number"] for action in actions] == [1, 2, 3, 4, 5, 6, 7]


def test_branch_organisations_of_the_coalition(ask):
    partners = ask("partnerships/industriecoalitie")["partners"]
    later = [partner for partner in partners if partner["from"]]

    assert set(names(partners)) == {
        "Bouwend Nederland", "FME", "Koninklijke Metaalunie", "Techniek Nederland", "WENB",
    }  # fmt: skip
    assert names(later) == ["WENB"]


def test_points_of_attention(ask):
    assert [item["title"] for item in lines(ask, "mbo-propositie", "aandachtspunt")] == [
        "Doelgroepen", "Vraaggestuurd opleiden", "Samenwerking: regionaal en landelijk", "Beroepsonderwijsinnovatie",
        "Herkenbaarheid & kennisdeling",
    ]  # fmt: skip


def test_sub_trajectories_and_focus(ask):
    found = lines(ask, "mbo-propositie", "deeltraject")

    assert len(found) == 6
    assert [item["number"] for item in found if item["isInFocus"]] == [1, 2, 3, 4]


def test_categories_of_the_databank(ask):
    titles = " ".join(item["title"].lower() for item in lines(ask, "mbo-propositie", "databankcategorie"))

    assert len(lines(ask, "mbo-propositie", "databankcategorie")) == 4
    for word in ("pps", "vraagarticulatie", "doelgroep", "transitie"):
        assert word in titles
    assert {practice["kind"] for practice in ask("practices")} == {
        "partnership", "demand", "education_form", "programme",
    }  # fmt: skip


def test_action_lines_of_de_uitdaging(ask):
    titles = [item["title"].lower() for item in lines(ask, "de-uitdaging", "actielijn")]

    assert len(titles) == 7
    for number, word in enumerate(
        ("leerplatform", "energie-innovatieproject", "kwalificatiekader", "klimaat", "opleidingsinfrastructuur",
         "leven lang ontwikkelen", "werkprocessen")
    ):  # fmt: skip
        assert word in titles[number]


def test_themes_of_the_techniekpact(ask):
    titles = [item["title"].lower() for item in lines(ask, "techniekpact-2019", "thema")]

    assert [word in title for word, title in zip(
        ("instroom", "bedrijven", "leven lang ontwikkelen", "docententekort"), titles, strict=True
    )] == [True] * 4  # fmt: skip


def test_durations_of_the_noord_veluwe_projects(ask):
    found = lines(ask, "techniekpact-noord-veluwe", "project")

    assert [item["durationYears"] for item in found] == [3, 4, 5, 4]
    assert [item["displayPosition"] for item in found] == sorted([1, 3, 2, 4], key=[1, 3, 2, 4].index)


@pytest.mark.parametrize(
    ("total", "kind", "whole", "split"),
    [("nv-basis-totaal", "baseline", 8, [5, 2, 1]), ("nv-doel-totaal", "target", 15, [5, 5, 5])],
)
def test_target_of_noord_veluwe_is_a_ratio(ask, total, kind, whole, split):
    indicator = ask(f"indicators/{total}")
    parts = [ask(f"indicators/{part['slug']}") for part in indicator["parts"]]

    assert amount(indicator) == (whole, "exact")
    assert sorted((amount(part)[0] for part in parts), reverse=True) == split
    assert {m["kind"] for record in (indicator, *parts) for m in record["measurements"]} == {kind}
    assert indicator["unit"] not in ("studenten", "personen")


def test_growth_of_the_mkb_route(ask):
    agenda = ask("agendas/mkb-route-hbo")
    values = {amount(indicator)[0] for indicator in ask("indicators?agenda=mkb-route-hbo&q=pilots")}

    assert {7, 20} <= values
    assert (agenda["firstYear"], agenda["lastYear"]) == (2021, 2023)


def test_which_pilots_lead_to_an_associate_degree(ask):
    found = ask("partnerships?collection=mkb_route&educationForm=ad")

    assert sorted(pilot["number"] for pilot in found) == [2, 3, 4, 5, 7]


def test_parties_of_pilot_5(ask):
    partners = {partner["organisation"]["slug"] for partner in ask("partnerships/mkb-pilot-5")["partners"]}

    assert partners == {
        "hogeschool-utrecht", "roc-midden-nederland", "windesheim", "deltion", "obm-oost", "obm-midden-nederland",
        "metaalunie",
    }  # fmt: skip


def test_functions_on_the_advisory_board(ask):
    board = " | ".join(
        f"{item['title']} {' '.join(party['name'] for party in item['organisations'])}".lower()
        for item in lines(ask, "mkb-route-hbo", "rol")
    )

    for words in (
        "voorzitter van mkb-nederland", "bedrijfsleven en innovatie", "ho&s", "voorzitter van de vereniging hogescholen",
    ):  # fmt: skip
        assert words in board


def test_vacancies_in_2026(ask):
    whole = ask("indicators/tekort-techniek-2026")

    assert amount(whole) == (50000, "over")
    assert sorted(amount(ask(f"indicators/{part['slug']}")) for part in whole["parts"]) == [
        (23000, "nearly"), (28000, "exact"),
    ]  # fmt: skip


def test_qualifier_of_the_bbl_students(ask):
    texts = [i["measurements"][0]["quantity"]["text"] for i in ask("indicators?q=bbl")]

    assert any(text.startswith("bijna 108.000") for text in texts)


def test_schools_helped_with_science(ask):
    assert amount(ask("indicators/wt-scholen"))[0] == 1337
    assert amount(ask("indicators/wt-techniekcoach-scholen"))[0] == 321


def test_recognised_training_companies(ask):
    found = [amount(i) for i in ask("indicators?q=leerbedrijven")]

    assert (250000, "over") in found


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("mboRijnland", "mborijnland"), ("MBO Rijnland", "mborijnland"), ("Nova College", "nova-college"),
        ("ROC Nova College", "nova-college"), ("Tatasteel", "tata-steel"), ("Tata Steel", "tata-steel"),
        ("INholland", "inholland"), ("InHolland", "inholland"), ("TLN", "tln"), ("Friese Poort", "firda"),
        ("NLDigital", "nldigital"), ("TechniekNederland", "techniek-nederland"), ("A+O-Metalekto", "ao-metalektro"),
        ("Bovag", "bovag"),
    ],
)  # fmt: skip
def test_spellings_find_one_record(ask, spelling, slug):
    found = [o["slug"] for o in ask(f"organisations?q={urllib.parse.quote(spelling)}")]

    assert slug in found
    assert found.count(slug) == 1


def test_sub_groups_of_employees(ask):
    found = {term["notation"] for term in ask("concepts/target-group:werknemers")["narrower"]}

    assert {"opstromers", "doorstarters", "zijinstromers"} <= found


def test_education_forms_of_principle_5(ask):
    found = {term["notation"] for term in ask("concepts?scheme=education-form")}
    principle = next(item for item in lines(ask, "mbo-propositie", "uitgangspunt") if item["number"] == 5)

    assert {"bol", "bbl", "cursorisch", "praktijkverklaring"} <= found
    for word in ("bol", "bbl", "cursus", "praktijkverklaring"):
        assert word in principle["summary"].lower()


def test_counts_of_the_initial_data(ask):
    counted = {
        name: len(ask(f"{name}?limit=200"))
        for name in (
            "organisations", "regions", "ecosystems", "partnerships", "programmes", "instruments", "agendas", "agenda-items",
            "indicators", "demands", "concepts", "labour-market-regions", "progress-reports",
        )
    }  # fmt: skip

    assert counted == {
        "organisations": 180, "regions": 36, "ecosystems": 42, "partnerships": 70, "programmes": 62, "instruments": 32,
        "agendas": 6, "agenda-items": 236, "indicators": 153, "demands": 20, "concepts": 273, "labour-market-regions": 35,
        "progress-reports": 1,
    }  # fmt: skip


def test_partner_links_and_report_entries(ask):
    partners = [p for partnership in ask("partnerships?limit=200") for p in partnership["partners"]]
    entries = ask("progress-reports")[0]["entries"]
    by_theme = {}
    for entry in entries:
        by_theme.setdefault(entry["kind"], {}).setdefault(entry["theme"]["code"], []).append(entry)

    assert len(names(partners)) == 243
    assert {code: len(found) for code, found in by_theme["progress"].items()} == {
        "T1": 14,
        "T2": 7,
        "T3": 15,
        "T4": 7,
    }
    assert {code: len(found) for code, found in by_theme["example"].items()} == {
        "T1": 9,
        "T2": 7,
        "T3": 7,
        "T4": 4,
    }


def test_every_fact_has_a_source(ask):
    silent = [
        f"{name}: {record['id']}"
        for name in (
            "partnerships",
            "indicators",
            "ecosystems",
            "organisations",
            "demands",
            "programmes",
            "agenda-items",
        )
        for record in ask(f"{name}?limit=200")
        if not record["sources"]
    ]
    silent += [
        f"partner: {partner['id']}"
        for partnership in ask("partnerships?limit=200")
        for partner in partnership["partners"]
        if not partner["sources"]
    ]

    assert silent == []
