"""What each text names, and what each name refers to. All texts and most persons are invented."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms import mention, sentence, tables

DAY = date(2019, 9, 19)


def named(body: str, kind: str, title: str = "Two capitals talk", day: date = DAY, source: str | None = None) -> list[tuple[str, str]]:
    """Surface and name of every mention of a kind in a body."""
    return [(row["surface"], row["name"]) for row in mentions(body, title, day, source) if row["kind"] == kind]


def mentions(body: str, title: str, day: date, source: str | None, dateline: str | None = None) -> list[dict]:
    columns = {"article_id": "a", "published_date": day, "title": title, "body": body, "source": source, "dateline_place": dateline}
    blank = {name: None for name in tables.ARTICLE.schema.names()}
    article = pl.DataFrame([blank | columns], schema=tables.ARTICLE.schema)
    return mention.mentions(article, sentence.sentences(article)).table.sort("char_start").rows(named=True)


def of(body: str, name: str, column: str, **given) -> str | None:
    """A column of the first mention of a person."""
    rows = mentions(body, given.get("title", "A talk"), given.get("day", DAY), given.get("source"), given.get("dateline"))
    return next(row[column] for row in rows if row["name"] == name)


@pytest.mark.parametrize(
    ("body", "persons"),
    [
        ("Norway's chief negotiator Lars Haugen left. Haugen smiled.", [("Lars Haugen", "Lars Haugen"), ("Haugen", "Lars Haugen")]),
        ("Tiril Aasen, director of the fund, spoke. Ms. Aasen left.", [("Tiril Aasen", "Tiril Aasen"), ("Aasen", "Tiril Aasen")]),
        ("Presidents Otavio Meirelles and Pilar Rojas met.", [("Otavio Meirelles", "Otavio Meirelles"), ("Pilar Rojas", "Pilar Rojas")]),
        ("Envoy Baek Su-hyeon arrived. Baek waved.", [("Baek Su-hyeon", "Baek Su-hyeon"), ("Baek", "Baek Su-hyeon")]),
        ("Minister Joos van der Velde left. Van der Velde smiled.", [("Joos van der Velde",) * 2, ("Van der Velde", "Joos van der Velde")]),
        ("Envoy Karim al-Tamimi left. Al-Tamimi smiled.", [("Karim al-Tamimi",) * 2, ("Al-Tamimi", "Karim al-Tamimi")]),
        ("President John A. Barlow, Jr. left. Barlow smiled.", [("John A. Barlow, Jr.",) * 2, ("Barlow", "John A. Barlow, Jr.")]),
        ("King Felipe VI spoke. Felipe left.", [("Felipe VI", "Felipe VI"), ("Felipe", "Felipe VI")]),
        ("Secretary of State for Defence\nBen Wallace left.", [("Ben Wallace", "Ben Wallace")]),
        ("Prime Minister Theresa May left in May. On Monday, May said so.", [("Theresa May", "Theresa May"), ("May", "Theresa May")]),
        ("Speaker You Si-nam (游錫南) left. After talks, You smiled.", [("You Si-nam",) * 2, ("游錫南", "You Si-nam"), ("You", "You Si-nam")]),
        ("Envoys Lars Haugen and Otavio Meirelles met. The Haugen-Meirelles talks ended.", [("Lars Haugen",) * 2, ("Otavio Meirelles",) * 2, ("Haugen", "Lars Haugen"), ("Meirelles", "Otavio Meirelles")]),
        ("Vice-minister Pak Chol Jun and secretary Ko Kil Son left. Pak waved.", [("Pak Chol Jun",) * 2, ("Ko Kil Son",) * 2, ("Pak", "Pak Chol Jun")]),
        ("Minister Pham Binh Minh left with Secretary Sicily Wanjala.", [("Pham Binh Minh",) * 2, ("Sicily Wanjala",) * 2]),
        ("President Lars Haugen met Pilar Rojas.\n\nPRESIDENT HAUGEN: Good.\n\nVICE PRESIDENT ROJAS: Yes.", [("Lars Haugen",) * 2, ("Pilar Rojas",) * 2, ("HAUGEN", "Lars Haugen"), ("ROJAS", "Pilar Rojas")]),
        ("Talks began.\n\nVICE PRESIDENT HAUGEN: Good.", [("HAUGEN",) * 2]),
        ("Foreign Minister Datuk Seri Ahmad Razif left.", [("Ahmad Razif",) * 2]),
        ("Envoy Bashir Ali Shah left.", [("Bashir Ali Shah",) * 2]),
        ("South Korean Foreign Minister Park Jin left. Park, who took office in May, smiled.", [("Park Jin",) * 2, ("Park", "Park Jin")]),
        ("Pilar Rojas, Minister of Trade, XYZ, Chile, left.", [("Pilar Rojas",) * 2]),
        ("Haugen, the envoy, said Haugen would stay; envoy Lars Haugen left.", [("Haugen", "Lars Haugen"), ("Haugen", "Lars Haugen"), ("Lars Haugen", "Lars Haugen")]),
    ],
)  # fmt: skip
def test_persons_and_the_short_forms_of_their_names(body, persons):
    assert named(body, "person") == persons


def test_the_headline_gives_the_full_name_and_is_no_mention_itself():
    assert named("President Haugen left.", "person", title="Readout of the call of President Lars Haugen") == [("Haugen", "Lars Haugen")]


def test_a_name_that_a_lost_space_ties_to_the_next_word_is_cut_from_it():
    body = "The message thankedKim Jong Unand wished him well. Kim Jong Unexpressed thanks."
    assert named(body, "person") == [("Kim Jong Un", "Kim Jong Un")] * 2


@pytest.mark.parametrize(
    "body",
    [
        "The Peace Treaty was signed on Friday.",
        "In May, Talks began on the Fair Trade Pact.",
        "Biden-era rules: Secretary of Health and Human Services approved them."[10:],
        "At 1:03 P.M. EDT the Steering Group met.",
    ],
)
def test_what_is_no_person(body):
    assert named(body, "person") == []


@pytest.mark.parametrize(
    ("body", "name", "country"),
    [
        ("Japan's trade minister Kenta Ono met Chilean envoy Pilar Rojas.", "Kenta Ono", "JPN"),
        ("Japan's trade minister Kenta Ono met Chilean envoy Pilar Rojas.", "Pilar Rojas", "CHL"),
        ("President of the Republic of Chile Pilar Rojas called.", "Pilar Rojas", "CHL"),
        ("Presidents Otavio Meirelles of Brazil and Pilar Rojas of Chile met.", "Pilar Rojas", "CHL"),
        ("Kenta Ono, Japan's trade minister, met Pilar Rojas, the foreign minister of Chile.", "Pilar Rojas", "CHL"),
        ("Norway's Lars Haugen met his Japanese counterpart, Kenta Ono.", "Kenta Ono", "JPN"),
        ("A Chilean delegation led by Vice Minister Pilar Rojas came to Norway.", "Pilar Rojas", "CHL"),
        ("The Chilean ambassador to Norway Pilar Rojas left.", "Pilar Rojas", "CHL"),
        ("Norwegian Prime Minister Lars Haugen and Foreign Minister Tiril Aasen met Japan's Kenta Ono.", "Tiril Aasen", "NOR"),
        ("Norwegian Prime Minister Lars Haugen's spokesman, Odd Vik, met Japan's Kenta Ono.", "Odd Vik", "NOR"),
        ("U.N. special envoy for Chile Lars Haugen left.", "Lars Haugen", "UN"),
        ("In Norway, former army chief Odd Vik spoke after Chile's Pilar Rojas.", "Odd Vik", "NOR"),
        ("The Institute of Norway's head, Odd Vik, left.", "Odd Vik", "NOR"),
        ("Norway's Lars Haugen and his Chilean opposite number, Pilar Rojas, spoke.", "Pilar Rojas", "CHL"),
        ("Norway spoke with Kenta Ono, Japan's point man on trade.", "Kenta Ono", "JPN"),
        ("Norway spoke with Kenta Ono, who led the Japanese team.", "Kenta Ono", "JPN"),
        ("Norway's envoy went to Chile but was not received by its minister, Pilar Rojas.", "Pilar Rojas", "CHL"),
        ("Norway has one plan. Chile has another. Its minister, Pilar Rojas, left.", "Pilar Rojas", "CHL"),
        ("Norway will wait. Pilar Rojas, a trade adviser to Chile's Blanca Soto, said so.", "Pilar Rojas", "CHL"),
        ("Norway met Chilean President Blanca Soto. Pilar Rojas, an adviser to Soto, said so.", "Pilar Rojas", "CHL"),
        ("Norway will wait for the British minister for trade and industry, Odd Stone.", "Odd Stone", "GBR"),
        ("Norway's minister, Tiril Aasen, will attend talks, and in Japan Kenta Ono waits.", "Tiril Aasen", "NOR"),
        ("Norway waits. Envoy Odd Vik will host the ministers of Chile.", "Odd Vik", "NOR"),
        ("Norway asked Washington. Secretary of State Ann Stone will call.", "Ann Stone", "USA"),
        ("Norway and Germany met. Chancellor Ute Stein will call.", "Ute Stein", "DEU"),
        ("Norway and Austria met. Chancellor Ute Stein will call.", "Ute Stein", "AUT"),
        ("U.S. envoy Ann Stone met Prime Minister Kenta Ono in Tokyo.", "Kenta Ono", "JPN"),
        ("President Ann Stone met President Pilar Rojas of Chile at the White House.", "Ann Stone", "USA"),
        ("Norway heard the Chilean and Japanese envoys, Pilar Rojas and Kenta Ono.", "Pilar Rojas", "CHL"),
        ("Norway heard the Chilean and Japanese envoys, Pilar Rojas and Kenta Ono.", "Kenta Ono", "JPN"),
        (
            "Norway met Kenta Ono, member of the inner circle and secretary of the office of the C.C., the Communist Party of China.",
            "Kenta Ono",
            "CHN",
        ),
        ("Norway invited Pilar Rojas, Minister of Foreign Affairs, Chile; Kenta Ono, Minister of Trade, Japan.", "Pilar Rojas", "CHL"),
        ("Norway heard Chile's Permanent Representative to the UN, Ambassador Pilar Rojas.", "Pilar Rojas", "CHL"),
        ("Norway received Odd Vik and, from the Japanese side, Kenta Ono.", "Odd Vik", "NOR"),
        ("Norway received envoy Kenta Ono, adviser Pilar Rojas and others from the Japanese side.", "Pilar Rojas", "JPN"),
        ("Norway waits. A delegation of Chile arrived. It is led by Deputy Minister Pilar Rojas.", "Pilar Rojas", "CHL"),
        ("Norway was seen off by envoy Pilar Rojas and attache Blanca Soto of the Chilean embassy.", "Pilar Rojas", "CHL"),
        ("Norway sent senior director for Chile Odd Vik.", "Odd Vik", "NOR"),
        ("Norway's envoy met Lima Mayor Pilar Rojas.", "Pilar Rojas", "PER"),
        ("Norway will wait. National Assembly Speaker Odd Vik said so.", "Odd Vik", "NOR"),
    ],
)
def test_whom_a_person_acts_for(body, name, country):
    assert of(body, name, "country_code") == country


@pytest.mark.parametrize(
    ("body", "name", "country"),
    [
        ("Brazil and Honduras met. President Castro left.", "Castro", "HND"),
        ("Chile and Britain met. Prime Minister Lee left for Singapore.", "Lee", "SGP"),
        ("Chile and Hong Kong met. Chief Executive Lee left.", "Lee", "HKG"),
        ("Foreign Minister Sergey Lavrov spoke in Geneva.", "Sergey Lavrov", "RUS"),
    ],
)
def test_officials_are_found_in_any_spelling_and_by_surname_where_their_country_is_named(body, name, country):
    assert of(body, name, "country_code", day=date(2023, 5, 1)) == country


def test_a_surname_alone_is_the_official_of_that_day():
    assert of("The Reagan\nadministration agreed with Norway.", "Reagan", "country_code", day=date(1987, 3, 25)) == "USA"
    assert of("Secretary Byrnes and Mr. Molotov agreed on Germany.", "Molotov", "country_code", day=date(1945, 9, 8)) == "SUN"


def test_an_official_is_told_by_the_day():
    assert of("Ban Ki-moon spoke.", "Ban Ki-moon", "country_code", day=date(2005, 5, 1)) == "KOR"
    assert of("Ban Ki-moon spoke.", "Ban Ki-moon", "country_code", day=date(2010, 5, 1)) == "UN"


def test_the_agency_speaks_for_its_country_and_a_worldwide_one_does_not():
    body = "Envoy Odd Vik met officials of Chile."
    assert of(body, "Odd Vik", "country_code", source="Yonhap") == "KOR"
    assert of(body, "Odd Vik", "country_code", source="Reuters") == "CHL"
    assert of(f"{body} They are neighbours of Peru.", "Odd Vik", "country_code", source="Yonhap") == "CHL"


def test_a_ministry_speaks_for_the_country_it_is_named_after():
    body = "Foreign Minister Odd Vik met the ministers of Chile and Peru."
    assert of(body, "Odd Vik", "country_code", source="Norwegian Ministry of Foreign Affairs") == "NOR"
    assert of(body, "Odd Vik", "country_code", source="Elysee") == "FRA"


def test_the_datelined_capital_is_home_where_the_text_opens_with_its_country():
    body = "Chile and Norway agreed on fish. Spokesman Odd Vik was glad."
    assert of(body, "Odd Vik", "country_code") == "CHL"
    assert of(body, "Odd Vik", "country_code", dateline="OSLO") == "NOR"
    assert of(body, "Odd Vik", "country_code", dateline="GENEVA") == "CHL"


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Norway's chief nuclear envoy Lars Haugen left.", "chief nuclear envoy"),
        ("Lars Haugen, Norway's deputy foreign minister, left.", "deputy foreign minister"),
        ("Presidents Lars Haugen and Pilar Rojas met.", "president"),
        ("Commander-in-Chief of the Armed Forces of Norway Lars Haugen left.", "commander-in-chief"),
        ("Chile's foreign minister Pilar Rojas met her Norwegian counterpart, Lars Haugen.", "foreign minister"),
        ("Pilar Rojas, secretary of the fund, Lars Haugen, director of the bank, and others met.", "director"),
        ("Ministers met Lars Haugen, Trade Minister Pilar Rojas and others.", None),
    ],
)
def test_roles_as_the_text_gives_them(body, role):
    assert of(body, "Lars Haugen", "role") == role


@pytest.mark.parametrize(
    ("body", "countries"),
    [
        ("Seoul and Washington agreed; talks with Ankara went on.", ["KOR", "USA", "TUR"]),
        ("Talks were held in Seoul.", []),
        ("A visit by the envoy to Havana ended in Oslo.", []),
        ("He will travel to Vienna, Sofia and Warsaw.", []),
        ("The Kremlin and the Blue House denied it.", ["RUS", "KOR"]),
        ("South Korea said the North fired.", ["KOR"]),
        ("North Korea fired; the South and the North met in the north.", ["PRK", "KOR", "PRK"]),
        ("The Republic of Tajikistan and the People's Republic of China signed.", ["TJK", "CHN"]),
        ("Michael Jordan met Jordan's king.", ["JOR"]),
        ("The Bank of Japan cut rates.", []),
        ("A South American nation in the Indo-Pacific signed the Minsk agreements.", []),
        ("The U.S.-Japan alliance and two Cubans were named.", ["USA", "JPN", "CUB"]),
        ("The Soviet Union and East Germany agreed.", ["SUN", "DDR"]),
        ("North Korea and North Korean envoys heard the Korean minister.", ["PRK", "PRK", "KOR"]),
        ("The DPRK told of the Korean people.", ["PRK", "PRK"]),
    ],
)
def test_countries_and_what_only_looks_like_one(body, countries):
    assert [name for _, name in named(body, "country")] == countries


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("He flew to Incheon International Airport from Geneva.", ["Incheon International Airport", "Geneva"]),
        ("Ships crossed the South China Sea near Hainan island.", ["South China Sea", "Hainan"]),
        ("Shelling hit the Kherson region and the Tigray region.", ["Kherson region", "Tigray"]),
        ("He spoke in Washington, D.C. on Monday.", ["Washington"]),
        ("Ships left the Gulf for RAF Fairford in Northamptonshire.", ["Gulf", "RAF Fairford", "Northamptonshire"]),
        ("The Gulf states and Foreign Minister Park met at Yongsan Park.", ["Yongsan Park"]),
    ],
)
def test_places(body, places):
    assert [name for _, name in named(body, "place")] == places


@pytest.mark.parametrize(
    ("body", "bodies"),
    [
        ("The U.N. General Assembly and Nato met.", [("U.N. General Assembly", "UN"), ("Nato", "NATO")]),
        ("The Czech Senate and the Ministry of Trade, Industry and Energy met.", [("Senate", "Senate"), ("Ministry of Trade, Industry and Energy",) * 2]),
        ("The International Monetary Fund (IMF) spoke.", [("International Monetary Fund", "IMF"), ("IMF", "IMF")]),
        ("The Northern Fisheries Council (NFC) met. The NFC agreed.", [("Northern Fisheries Council",) * 2, ("NFC", "Northern Fisheries Council"), ("NFC", "Northern Fisheries Council")]),
        ("European Commission officials spoke; the Commission agreed.", [("European Commission", "EU"), ("Commission", "EU")]),
        ("A commission met.", []),
        ("The Department of Trade Secretary Lars Haugen left.", [("Department of Trade",) * 2]),
        ("Leaders of Japan and National Trade Council staff met.", [("National Trade Council",) * 2]),
        ("The U.S. Navy and Japan's Coast Guard met.", [("U.S. Navy", "U.S. Navy")]),
    ],
)  # fmt: skip
def test_bodies(body, bodies):
    assert named(body, "organisation")[: len(bodies)] == bodies
    assert bodies or not named(body, "organisation")


def test_every_mention_is_a_slice_of_the_body():
    body = "Président Ángel Núñez of Chile met Norway’s Lars Haugen (라르스) in “Oslo” — again.\nMr. Haugen, the U.S. said, left."
    for row in mentions(body, "A talk", DAY, None):
        assert body[row["char_start"] : row["char_end"]] == row["surface"]
