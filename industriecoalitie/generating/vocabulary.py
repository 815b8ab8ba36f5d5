"""The words that made-up Dutch is put together from.

A part of a compound is written with its linking letters behind a plus (``onderhoud+s``: onderhoudsplan, but "onderhoud
plan"). A head that takes "het" stands with "het" before it; all others take "de".
"""

# For each sector, by its key in the list of sectors: what compounds begin with.
BEGINNINGS = {
    "metaal": "las plaat frees draai staal verspaning+s gieterij buis pons kant slijp constructie metaal gereedschap+s zet laser snij",
    "installatietechniek": "warmtepomp leiding ketel ventilatie sanitair lucht koel regel verwarming+s water dak badkamer legionella buffer vat afgifte",
    "elektrotechniek": "elektro kabel schakel meterkast stroom verlichting+s beveiliging+s motor paneel meet laag+spanning+s hoog+spanning+s aandrijf veld verdeel",
    "bouw": "prefab hout gevel dak timmer beton metsel isolatie renovatie fundering+s kozijn bouw ruwbouw afbouw sloop gips",
    "procestechniek": "proces pomp reactor ketel afvul batch meng tank destillatie operator+s fabriek+s droog filter stoom doseer",
    "chemie": "laboratorium analyse polymeer katalyse verf grondstof+fen oplosmiddel+en monster veiligheid+s meet recycling kunststof extractie chroma zuur",
    "energie": "waterstof zonnepaneel wind netwerk laadpaal batterij warmtenet biogas opslag turbine elektrolyse net energie brandstofcel restwarmte",
    "mobiliteit": "voertuig accu rem truck carrosserie fiets diagnose laad motor+en band+en vrachtwagen bus chassis uitlaat verkeer+s",
    "maritiem": "schip+s romp scheepsmotor+en dok jacht anker haven boord scheep+s navigatie lier ballast binnenvaart voortstuwing+s kade",
    "logistiek": "magazijn heftruck voorraad pallet transport+ distributie order retour planning+s vracht sorteer container kraan route overslag",
    "food": "zuivel brood vlees verpakking+s hygiëne+ koel oven vul voedsel recept inspectie+ bak aardappel drank kwaliteit+s",
    "high-tech": "sensor vacuüm optiek+ cleanroom precisie chip robot mechatronica+ laser meet vision module+ wafer lens uitlijn",
    "ict": "software data netwerk server beveiliging+s cloud app database koppeling+s simulatie+ spel test web scherm code",
    "zorg": "zorg domotica+ prothese+ implantaat+ echo revalidatie+ zorgrobot alarm apparaat+ bed til sensor orthese+ thuis steriel",
}  # fmt: skip

# What compounds of every sector end in: a thing, a place, and work.
THINGS = [
    "installatie", "het systeem", "machine", "het model", "het project", "module", "opstelling", "het apparaat", "lijn",
    "het programma", "training", "het netwerk", "keten", "regeling", "kast", "eenheid", "het pakket", "cel", "simulator",
    "leergang", "opdracht", "toets", "proef", "cursus", "handleiding", "kar", "besturing", "aandrijving", "koppeling", "norm",
]  # fmt: skip
PLACES = [
    "hal", "werkplaats", "het lokaal", "het lab", "het centrum", "school", "campus", "straat", "het plein", "studio",
    "fabriek", "academie", "het atelier", "vloer", "het fieldlab",
]  # fmt: skip
WORK = [
    "het onderhoud", "montage", "techniek", "het beheer", "controle", "het ontwerp", "inspectie", "reparatie", "bouw",
    "kunde", "productie", "assemblage", "afstelling", "inbedrijfstelling", "kwaliteit", "veiligheid", "planning", "keuring",
    "engineering", "het werk", "analyse", "logistiek", "herstel", "automatisering", "advisering",
]  # fmt: skip
# Who does it: one, and more than one.
PEOPLE = [
    ("monteur", "monteurs"), ("operator", "operators"), ("technicus", "technici"), ("specialist", "specialisten"),
    ("vakman", "vakmannen"), ("adviseur", "adviseurs"), ("tekenaar", "tekenaars"), ("werkvoorbereider", "werkvoorbereiders"),
    ("programmeur", "programmeurs"), ("bediener", "bedieners"), ("inspecteur", "inspecteurs"), ("planner", "planners"),
    ("bouwer", "bouwers"), ("ontwerper", "ontwerpers"), ("analist", "analisten"), ("begeleider", "begeleiders"),
    ("voorman", "voormannen"), ("coördinator", "coördinatoren"), ("installateur", "installateurs"), ("lasser", "lassers"),
]  # fmt: skip
GROUPS = [
    "zij-instromers", "werknemers", "studenten van niveau 2", "studenten van niveau 4", "starters", "herintreders",
    "statushouders", "jonge vakmensen", "oudere werknemers", "vmbo-leerlingen", "havisten", "omscholers", "werkzoekenden",
    "bbl-studenten", "docenten", "praktijkopleiders", "deeltijders", "leerlingen van de basisschool", "uitzendkrachten",
    "ploegleiders", "stagiairs", "gediplomeerden", "mensen zonder diploma", "zelfstandigen",
]  # fmt: skip
PARTIES = [
    "een familiebedrijf", "een toeleverancier", "de gemeente", "een roc", "een vakschool", "het werkgeversservicepunt",
    "een branchevereniging", "een installateur", "een aannemer", "een hogeschool", "een opleidingsfonds", "een machinebouwer",
    "de provincie", "een groothandel", "een reparatiebedrijf", "een uitzendbureau", "een vmbo-school", "een woningcorporatie",
]  # fmt: skip
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag"
FEW = "twee drie vier vijf zes zeven acht negen"

# Words that nearly every record has: how likely, and the sentences that bring them.
COMMON = {
    "techniek": (0.84, [
        "Wie kiest voor techniek, kiest hier voor {doen}.", "Zonder techniek staat {de_plek} stil.",
        "De techniek achter {de_ding} komt stap voor stap aan bod.", "Zo krijgen {groep} plezier in techniek.",
        "Het tekort aan mensen in de techniek blijft groot.", "Techniek leer je vooral door te doen, vindt {partij}.",
    ]),
    "onderwijs": (0.83, [
        "Het onderwijs past de lessen over {doen} elk jaar aan.", "Het onderwijs levert de docenten en de theorie.",
        "Tussen onderwijs en werkvloer zit zo minder tijd.", "Daarmee krijgt het onderwijs een eigen plek voor {doen}.",
        "{Partij} en het onderwijs dragen elk de helft.",
    ]),
    "bedrijfsleven": (0.80, [
        "Het bedrijfsleven stelt {een_ding} beschikbaar.", "Vanuit het bedrijfsleven denken {getal} mensen mee over {doen}.",
        "Het bedrijfsleven vraagt om {wies} die zelfstandig werken.", "Voor het bedrijfsleven telt dat {groep} snel mee kunnen doen.",
        "Het bedrijfsleven in de omgeving betaalt mee.",
    ]),
    "regio": (0.85, [
        "In de regio werken {getal} mensen als {wie}.", "De regio telt {klein} scholen met een eigen {plek}.",
        "Voor de hele regio is {doen} van belang.", "{Groep} uit de regio kunnen elk kwartaal beginnen.",
        "Buiten de regio is er ook belangstelling voor {de_ding}.",
    ]),
    "samenwerking": (0.82, [
        "De samenwerking begon in {jaar} met {een_ding}.", "De samenwerking rust op {klein} afspraken over {doen}.",
        "Deze samenwerking telt nu {getal} deelnemers.", "Door de samenwerking gaat {de_plek} vaker open.",
        "Een samenwerking met {partij} gaf de doorslag.",
    ]),
    "opleiding": (0.83, [
        "De opleiding duurt {klein} maanden en eindigt met {een_ding}.", "De opleiding is er voor {groep}.",
        "In de opleiding staat {doen} centraal.", "Na de opleiding werken de meesten als {wie}.",
        "Elke opleiding gebruikt {de_ding} op een eigen manier.",
    ]),
}  # fmt: skip

TITLES = [
    "{Een_ding} voor {groep}", "Van {doen} naar {doen}", "Leren in {de_plek}", "{Wie} worden in {klein} maanden",
    "Samen leren over {doen}", "{De_plek} als klas", "{Groep} leren {doen}", "{Doen}: leren op de werkvloer",
    "{De_ding} delen met {klein} scholen", "Nieuwe {wies} voor morgen", "{Doen} in {de_plek}", "Aan de slag als {wie}",
]  # fmt: skip
SUMMARIES = [
    "{Groep} leren {doen} in {de_plek}, samen met {partij}.",
    "In {de_plek} oefenen {groep} met {een_ding}.",
    "{Klein} partners leiden {wies} op met {een_ding}.",
    "{Partij} opende {een_plek} waar {groep} kennismaken met {doen}.",
    "Met {een_ding} worden {groep} in korte tijd {wie}.",
    "Een vaste groep {wies} geeft les over {doen}, dicht bij de werkvloer.",
]  # fmt: skip
# The parts of the story, in the order of the form; ``share`` of the words.
SECTIONS = {
    "context": (0.22, [
        "Werkgevers vonden te weinig {wies} die iets weten van {doen}.",
        "Door de komst van {de_ding} veranderde het werk van {een_wie}.",
        "In {maand} {jaar} stonden er {getal} vacatures voor {wies} al langer dan een half jaar open.",
        "Veel {wies} gaan binnen {klein} jaar met pensioen, en wat zij weten van {doen} gaat dan mee de deur uit.",
        "Studenten zagen {de_ding} alleen op papier, want {een_plek} was er nog niet.",
        "Kleine werkgevers konden {een_ding} niet alleen betalen.",
        "Wie {doen} wilde leren, moest tot {jaar} ver reizen.",
        "Uit gesprekken met {getal} werkgevers kwam steeds hetzelfde naar voren: {doen} vraagt om andere vaardigheden.",
        "De vraag naar {wies} groeit, terwijl {groep} de weg naar het vak nog niet kennen.",
        "Het lesmateriaal over {de_ding} was van {jaar} en paste niet meer bij de praktijk.",
        "{Groep} hadden weinig beeld van wat {een_wie} op een dag doet.",
        "Bij {partij} bleef {doen} steeds vaker liggen.",
    ]),
    "approach": (0.34, [
        "Een docent en {een_wie} geven samen les over {doen}.",
        "Elke {dag} werken {groep} in {de_plek} aan {een_ding}.",
        "Het traject begint met {een_ding} en eindigt met een proef bij een werkgever.",
        "{Groep} leren eerst {doen} en daarna hoe {de_ding} in elkaar zit.",
        "De {klein} partners kochten samen {een_ding} en maakten er een rooster voor.",
        "Een ervaren vakmens loopt {klein} weken mee als coach van {groep}.",
        "De stof over {doen} is opgeknipt in {getal} stukken van een dagdeel, zodat iedereen kan instappen wanneer het uitkomt.",
        "In {de_plek} staan {een_ding} en {een_ding} waar iedereen op mag oefenen.",
        "Wie klaar is met {doen}, gaat door met {doen}.",
        "Een werkgroep van {klein} docenten schreef het materiaal over {de_ding}.",
        "Per kwartaal bespreken de partners wat er beter kan aan {doen}.",
        "{Partij} leent {een_ding} uit en houdt die zelf bij.",
        "Om de {klein} weken komt {een_wie} vertellen over {doen}.",
        "{Groep} kiezen zelf of zij zich richten op {doen} of op {doen}.",
    ]),
    "results": (0.20, [
        "Na {klein} jaar hebben {getal} deelnemers een bewijs voor {doen}.",
        "Van elke tien deelnemers vonden er {klein} werk als {wie}.",
        "{De_plek} is nu {klein} dagen per week in gebruik.",
        "Het aantal {wies} dat uitvalt, daalde van {getal} naar {klein}.",
        "{Partij} nam {klein} van de deelnemers in dienst.",
        "{De_ding} draait inmiddels bij {getal} werkgevers.",
        "In {jaar} begonnen er {getal} {groep}, en in {maand} waren er nog {klein} bij.",
        "Werkgevers geven {doen} een ruime voldoende.",
    ]),
    "lessons": (0.15, [
        "Begin klein: met {een_ding} kom je verder dan met een dik plan.",
        "Zorg dat {een_wie} vanaf de eerste week meedoet.",
        "Spreek vooraf af wie {de_ding} onderhoudt.",
        "Reken op {klein} maanden voordat {groep} hun draai vinden.",
        "Laat {groep} zelf uitleggen wat zij van {doen} vinden.",
        "Een vaste plek als {de_plek} helpt meer dan een mooie folder.",
        "Plan {doen} buiten de drukke maanden, dus niet in {maand}.",
    ]),
    "costs": (0.09, [
        "{De_ding} kostte {getal} duizend euro.",
        "Het roosteren van {de_plek} vraagt {klein} uur per week.",
        "{Partij} draagt {klein} duizend euro per jaar bij.",
        "Een plek voor {doen} kost per deelnemer {getal} euro per dag.",
        "De helft van {de_ding} is betaald uit een fonds.",
    ]),
}  # fmt: skip
# Sentences that bring in words that few records share.
RARE = [
    "Ook {tail}, {tail} en {tail} kwamen langs.",
    "Er was aandacht voor {tail} en {tail} naast {doen}.",
    "Het verslag noemt {tail}, {tail}, {tail} en {tail}.",
    "{Partij} noemde vooral {tail} en {tail} als reden.",
    "Bij {doen} hoort soms {tail}, en een enkele keer {tail}.",
]  # fmt: skip
EVIDENCE = [
    "Een telling in {maand} {jaar}: {getal} deelnemers rondden {doen} af.",
    "{Partij} onderzocht {de_ding} en zag dat {groep} sneller zelfstandig werken.",
    "Van {getal} ondervraagde werkgevers wil driekwart verder met {doen}.",
    "Het jaarverslag van {jaar} noemt {getal} uren in {de_plek}.",
]  # fmt: skip
QUOTES = [
    "Wij zien nu {wies} binnenkomen die {doen} al eens gedaan hebben.",
    "{De_plek} is voor onze mensen een tweede werkplek geworden.",
    "Zonder {de_ding} hadden wij {groep} nooit bereikt.",
]  # fmt: skip
HOWS = [
    "{Groep} en {wies} werkten samen aan {een_ding}.",
    "In {de_plek} konden {groep} op echte spullen oefenen.",
    "{Partij} bleef {klein} jaar achter elkaar meedoen.",
]  # fmt: skip
TARGETS = [
    "Nieuwe {wies}",
    "Plekken in {de_plek}",
    "{Groep} die {doen} leren",
    "Docenten die {de_ding} gebruiken",
]
MILESTONES = [
    "Opening van {de_plek}", "Eerste groep {groep}", "Besluit over {de_ding}", "Start van {doen}", "Evaluatie van {doen}",
]  # fmt: skip
DEMANDS = [
    "Gezocht: {wies} die {doen} aankunnen", "Scholing in {doen}", "Meer {wies} voor {de_plek}", "Leren werken met {de_ding}",
]  # fmt: skip
FIGURES = [
    ("deelnemers", "mensen"),
    ("bedrijven die meedoen", "bedrijven"),
    ("uren les", "uur"),
    ("geslaagden", "mensen"),
]
FUNCTIONS = [
    "projectleider",
    "docent",
    "directeur",
    "hoofd productie",
    "praktijkopleider",
    "programmamanager",
    "ploegleider",
]

# Made-up names of families and towns are put together from these.
NAME_BEGINNINGS = (
    "Bri Dol Ela Fron Gar Hemi Iso Jor Kel Lum Mero Nor Oltu Pra Quin Rova Sel Tovi Ubo Vral Wemi Zand"
)
NAME_ENDINGS = "bolt da dric fina gemo lanta mark nel pora quist rema sova tella umo vand wix zoma"
TOWN_ENDINGS = "broeksel hovene laarde meerdel rodel veenster wijkel zandel"

# What invented words are made of: begin, middle and end of a syllable, and the last part.
SYLLABLES = (
    "b bl br d dr f fl g gl gr h k kl kr kw l m n p pl pr r s sl sn st str t tr v vl w z zw",
    "a aa e ee ei eu i ie ij o oe oo ou u ui uu",
    "k l m n p r s t ng nk lf lk lt mp nd nt rf rk rm rt st",
    "el ling aar sel stof erij eling weer tuig wering sing naat",
)

# Endings that Dutch words have and names seldom: which words of the list are taken for the tail.
TAIL_ENDINGS = (
    "ing", "ingen", "heid", "heden", "lijk", "lijke", "baar", "bare", "tie", "ties", "eren", "ische", "schap", "teit", "loos",
)  # fmt: skip
# What the records of the sources are known by, and what has no place in an example: no made-up word holds one of these.
STOPPED = (
    "chemelot", "vdl", "altrex", "nefit", "drachten", "rijssen", "summa", "tata", "greenbiz", "kampus", "skillslab", "chill",
    "civil", "mtzh", "bouwmensen", "brainport", "microcontrol", "storingsdiag", "robotlas", "macrodoel", "technichub", "smeot",
    "henrar", "tech2create", "blankendaal", "radix", "actuator", "pdca", "kwaliteitscyclus", "regiodeal", "biosciences",
    "manufacturing", "mborijnland", "deltion", "vista", "masterplan", "vraagstuk", "revolutie", "lidbedrij", "functionaris",
    "seks", "sex", "porn", "moord", "verkracht", "castra", "nazi", "terror", "drug", "gods", "dood", "dode", "martel", "zelfm",
    "prostit", "racis", "homo", "joods", "islam", "christ", "kanker", "vergif", "misbruik", "mishandel", "vermoor", "executi",
)  # fmt: skip
