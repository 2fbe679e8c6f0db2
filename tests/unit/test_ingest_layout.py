"""Layouts of the newswire family: a text and the row it must become. All texts are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from transforms import ingest
from transforms.article import articles

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "Envoy Baek Seung-min left for Oslo on Thursday.\nHe will meet Lars Haugen there."
D18, D19 = date(2019, 9, 18), date(2019, 9, 19)


def parsed(text: str, name: str = "landing/story.txt"):
    made = ingest.documents([(name, text.encode())], NOW)
    return articles(made.raw, NOW)


def row(text: str, name: str = "landing/story.txt") -> dict:
    found = parsed(text, name)
    assert found.article_quarantine.is_empty(), found.article_quarantine["detail"].to_list()
    (article,) = found.article.rows(named=True)
    assert article["body"] in text, "a body is a slice of its text"
    return article


HEADER = " date 2019-09-19 Envoy leaves for Oslo\n"
DATELINE = "SEOUL, Sept. 18 (Yonhap) -- "

#: What stands above the body, and the parts of it: title, byline, place, dateline's date, source. The header gives 19 September 2019.
LAYOUTS = {
    # A: header line, byline, dateline
    "A": (HEADER + "By Kim Ji-woo\n" + DATELINE, "Envoy leaves for Oslo", "Kim Ji-woo", "SEOUL", D18, "Yonhap"),
    "A without a byline": (HEADER + DATELINE, "Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    "A with blank lines": ("\n" + HEADER + "\nBy Kim Ji-woo\n\n" + DATELINE, "Envoy leaves for Oslo", "Kim Ji-woo", "SEOUL", D18, "Yonhap"),
    "A two writers": (
        HEADER + "By Kim Ji-woo and Park Da-eun\n" + DATELINE,
        "Envoy leaves for Oslo",
        "Kim Ji-woo and Park Da-eun",
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "A by an agency": (HEADER + "By Yonhap\n", "Envoy leaves for Oslo", "Yonhap", None, None, "Yonhap"),
    "A byline with agency": (
        HEADER + "By Ida Berg, AP\nOSLO, Norway (AP) — ",
        "Envoy leaves for Oslo",
        "Ida Berg, AP",
        "OSLO, Norway",
        None,
        "AP",
    ),
    "A agency under byline": (HEADER + "By Ida Berg\nAssociated Press\n", "Envoy leaves for Oslo", "Ida Berg", None, None, "AP"),
    "A title repeated": (HEADER + "Envoy leaves for Oslo\n" + DATELINE, "Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    "A title repeated, no dateline": (HEADER + "Envoy leaves for Oslo\n\n", "Envoy leaves for Oslo", None, None, None, None),
    "A title runs on": (
        " date 2019-09-19 Envoy leaves for\nOslo and Bergen\nBy Kim Ji-woo\n" + DATELINE,
        "Envoy leaves for Oslo and Bergen",
        "Kim Ji-woo",
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "A title ends in an abbreviation": (
        " date 2019-09-19 Envoy leaves for U.S.\n" + DATELINE,
        "Envoy leaves for U.S.",
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "A a deck under the title": (
        HEADER + "Talks are the first in a year\nBy Kim Ji-woo\n" + DATELINE,
        "Envoy leaves for Oslo",
        "Kim Ji-woo",
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "A windows line ends": (HEADER + "By Kim Ji-woo\n" + DATELINE, "Envoy leaves for Oslo", "Kim Ji-woo", "SEOUL", D18, "Yonhap"),
    "A name alone": (HEADER + "Kim Ji-woo\nWASHINGTON —\n", "Envoy leaves for Oslo", "Kim Ji-woo", "WASHINGTON", None, None),
    "A name and agency": (
        HEADER + "IDA BERG, Associated Press\nOSLO, Norway (AP) — ",
        "Envoy leaves for Oslo",
        "IDA BERG, Associated Press",
        "OSLO, Norway",
        None,
        "AP",
    ),
    "A byline with a bar": (HEADER + "By Ida Berg | AP\n", "Envoy leaves for Oslo", "Ida Berg | AP", None, None, "AP"),
    "A points above": (
        HEADER + "* Talks to start Friday\n* First in a year\n\nBy Ida Berg\n\nOSLO, Sept 18 (Reuters) - ",
        "Envoy leaves for Oslo",
        "Ida Berg",
        "OSLO",
        D18,
        "Reuters",
    ),
    "A source line": (
        "Envoy leaves for Oslo\nSource: Xinhua| 2019-09-19 10:12:33|Editor: Li\n\nOSLO, Sept. 18 (Xinhua) -- ",
        "Envoy leaves for Oslo",
        None,
        "OSLO",
        D18,
        "Xinhua",
    ),
    "A day under the byline": (
        "Envoy leaves for Oslo\nBy IDA BERG\nSeptember 19, 2019\nOSLO, Norway (AP) — ",
        "Envoy leaves for Oslo",
        "IDA BERG",
        "OSLO, Norway",
        None,
        "AP",
    ),
    # C: page furniture in the header line
    "C": (
        " date 2019-09-19 Go to Contents\nEnvoy leaves for Oslo\n\n15:40 September 18, 2019\n\n" + DATELINE,
        *("Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    ),
    "C without a clock": (
        " date 2019-09-19 Go to contents\nEnvoy leaves for Oslo\n\n" + DATELINE,
        "Envoy leaves for Oslo",
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "C empty header line": (
        " date 2019-09-19\nEnvoy leaves for Oslo\n\n" + DATELINE,
        "Envoy leaves for Oslo",
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "C without a dateline": (
        " date 2019-09-19 Go to Contents\nEnvoy leaves for Oslo\n\n09:05 Sept. 19, 2019\n\n",
        "Envoy leaves for Oslo",
        None,
        None,
        None,
        None,
    ),
    # D: a newspaper's page
    "D": (
        "The Korea Herald\nEnvoy leaves for Oslo\nBy Kim Ji-woo\nPublished : Sept. 19, 2019 - 09:12\nLink copied\n",
        *("Envoy leaves for Oslo", "Kim Ji-woo", None, None, "The Korea Herald"),
    ),
    "D updated": (
        "THE KOREA TIMES\n\nEnvoy leaves for Oslo\n\nBy Kim Ji-woo\nPosted : 2019-09-19 09:12\nUpdated : 2019-09-20 10:00\nShare\nPrint\n\n",
        *("Envoy leaves for Oslo", "Kim Ji-woo", None, None, "The Korea Times"),
    ),
    "D a newspaper nobody listed": (
        "The Bergen Tribune\nEnvoy leaves for Oslo\nBy Ida Berg\nPublished: 19 September 2019\n",
        *("Envoy leaves for Oslo", "Ida Berg", None, None, "The Bergen Tribune"),
    ),
    "D body alone": (None, None, None, None, None, "Yonhap"),
    # E: a picture's credit in the header line, no title
    "E": (" date 2019-09-19 Photo : YONHAP News\n\n", None, None, None, None, None),
    "E with a dateline": (" date 2019-09-19 Photo: YONHAP News\n\n" + DATELINE, None, None, "SEOUL", D18, "Yonhap"),
    # F: slug, marks of revision, everything run together, entities
    "F": (
        " date 2019-09-19 (LEAD) Envoy leaves for Oslo\n(ATTN: UPDATES with details throughout; ADDS photo)\nBy Kim Ji-wooSEOUL, Sept. 18 (Yonhap) -- ",
        *("Envoy leaves for Oslo", "Kim Ji-woo", "SEOUL", D18, "Yonhap"),
    ),
    "F slug": (
        "envoy-talks\n(2nd LD) Envoy leaves for Oslo\n(ATTN: RECASTS headline, lead)\nBy Kim Ji-woo\nSEOUL, Sept. 18, 2019 (Yonhap) -- ",
        *("Envoy leaves for Oslo", "Kim Ji-woo", "SEOUL", D18, "Yonhap"),
    ),
    "F mark on its own line": (HEADER + "(3rd LD)\n" + DATELINE, "Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    "F mark behind": (
        " date 2019-09-19 Envoy leaves for Oslo (2nd LD)\n" + DATELINE,
        "Envoy leaves for Oslo",
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "F urgent": (" date 2019-09-19 (URGENT) Envoy leaves for Oslo\n" + DATELINE, "Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    "F note over two lines": (
        HEADER + "(ATTN: UPDATES throughout;\nADDS photo (Baek))\n" + DATELINE,
        "Envoy leaves for Oslo",
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "F recast": (
        HEADER + "(Recasts, adds quotes)\nBy Ida Berg\nOSLO, Sept 18 (Reuters) - ",
        "Envoy leaves for Oslo",
        "Ida Berg",
        "OSLO",
        D18,
        "Reuters",
    ),
    "F editors": (HEADER + "(EDS: adds background)\n" + DATELINE, "Envoy leaves for Oslo", None, "SEOUL", D18, "Yonhap"),
    "F glued with a space": (
        HEADER + "By Kim Ji-woo SEOUL, Sept. 18 (Yonhap) -- ",
        "Envoy leaves for Oslo",
        "Kim Ji-woo",
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "F glued, two writers": (
        HEADER + "By Kim Ji-woo and Park Da-eunSEOUL, Sept. 18 (Yonhap) -- ",
        "Envoy leaves for Oslo",
        "Kim Ji-woo and Park Da-eun",
        "SEOUL",
        D18,
        "Yonhap",
    ),
    "F entities": (
        " date 2019-09-19 Envoy&#039;s &quot;offer&quot; &amp; Oslo&#8217;s reply\n" + DATELINE,
        'Envoy\'s "offer" & Oslo’s reply',
        None,
        "SEOUL",
        D18,
        "Yonhap",
    ),
}


@pytest.mark.parametrize("case", LAYOUTS, ids=str)
def test_layout(case):
    above, title, byline, place, day, source = LAYOUTS[case]
    found = row(above + BODY + "\n") if above is not None else row(BODY + " (Yonhap News)\n", "2019-09-19.txt")
    assert found["body"] == BODY
    assert (found["title"], found["byline"], found["source"]) == (title, byline, source)
    assert (found["dateline_place"], found["dateline_date"]) == (place, day)
    assert found["published_date"] == (D18 if case == "F slug" else D19)


#: A dateline, and its place, date and agency.
DATELINES = [
    ("SEOUL, Sept. 18 (Yonhap) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap) --", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap) – ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap) — ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap)-- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap)  ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept.18 (Yonhap) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL Sept. 18 (Yonhap) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18 (Yonhap News) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18, 2019 (Yonhap) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL, Sept. 18\n(Yonhap) -- ", "SEOUL", D18, "Yonhap"),
    ("SEOUL/WASHINGTON, Sept. 18 (Yonhap) -- ", "SEOUL/WASHINGTON", D18, "Yonhap"),
    ("VLADIVOSTOK, Russia, Sept. 18 (Yonhap) -- ", "VLADIVOSTOK, Russia", D18, "Yonhap"),
    ("Pyongyang, September 18 (KCNA) -- ", "Pyongyang", D18, "KCNA"),
    ("Pyongyang, September 18 (KCNA) --", "Pyongyang", D18, "KCNA"),
    ("GENEVA, Sept. 18 (Xinhua) -- ", "GENEVA", D18, "Xinhua"),
    ("UNITED NATIONS, Sept. 18 (Xinhua) -- ", "UNITED NATIONS", D18, "Xinhua"),
    ("PORT-AU-PRINCE, Sept. 18 (Xinhua) -- ", "PORT-AU-PRINCE", D18, "Xinhua"),
    ("SÃO PAULO, Sept. 18 (Xinhua) -- ", "SÃO PAULO", D18, "Xinhua"),
    ("Rio de Janeiro, Sept 18 (EFE).- ", "Rio de Janeiro", D18, "EFE"),
    ("OSLO, Sept 18 (Reuters) - ", "OSLO", D18, "Reuters"),
    ("OSLO, 18 Sept (Reuters) - ", "OSLO", D18, "Reuters"),
    ("OSLO, 18 September 2019 (Reuters) - ", "OSLO", D18, "Reuters"),
    ("OSLO, SEPT 18 (Reuters) - ", "OSLO", D18, "Reuters"),
    ("NEW YORK/OSLO, Sept 18 (Reuters) - ", "NEW YORK/OSLO", D18, "Reuters"),
    ("OSLO (Reuters) - ", "OSLO", None, "Reuters"),
    ("ABOARD AIR FORCE ONE (Reuters) - ", "ABOARD AIR FORCE ONE", None, "Reuters"),
    ("GENEVA, Switzerland (AP) — ", "GENEVA, Switzerland", None, "AP"),
    ("PALM BEACH, Fla. (AP) — ", "PALM BEACH, Fla.", None, "AP"),
    ("WASHINGTON, D.C. (AP) -- ", "WASHINGTON, D.C.", None, "AP"),
    ("OSLO, Norway (AP) _ ", "OSLO, Norway", None, "AP"),
    ("Paris (AFP) – ", "Paris", None, "AFP"),
    ("PARIS, Sept 18 (AFP) - ", "PARIS", D18, "AFP"),
    ("SEOUL, South Korea, Sept. 18 (UPI) -- ", "SEOUL, South Korea", D18, "UPI"),
    ("Sept. 18 (UPI) -- ", None, D18, "UPI"),
    ("MOSCOW, September 18. /TASS/. ", "MOSCOW", D18, "TASS"),
    ("MOSCOW, September 18 /TASS/. ", "MOSCOW", D18, "TASS"),
    ("MOSCOW, September 18 (Itar-Tass) - ", "MOSCOW", D18, "TASS"),
    ("MOSCOW. Sept 18 (Interfax) - ", "MOSCOW", D18, "Interfax"),
    ("Tehran, Sept 18, IRNA – ", "Tehran", D18, "IRNA"),
    ("TEHRAN, (IRNA) – ", "TEHRAN", None, "IRNA"),
    ("ISLAMABAD, Sep 18 (APP): ", "ISLAMABAD", D18, "APP"),
    ("ANKARA (AA) - ", "ANKARA", None, "Anadolu"),
    ("KUALA LUMPUR, Sept 18 (Bernama) -- ", "KUALA LUMPUR", D18, "Bernama"),
    ("TOKYO, Sept. 18 - ", "TOKYO", D18, None),
    ("MOSCOW, Sept 18 - RIA Novosti. ", "MOSCOW", D18, "RIA Novosti"),
    ("(SEOUL=Yonhap) ", "SEOUL", None, "Yonhap"),
    ("PANMUNJOM, Sept. 18 (Joint Press Corps-Yonhap) -- ", "PANMUNJOM", D18, "Yonhap"),
    ("SEOUL,\xa0Sept. 18\xa0(Yonhap)\xa0-- ", "SEOUL", D18, "Yonhap"),
    ("TOKYO, Wednesday, September 18 -- ", "TOKYO", D18, None),
    ("CNN — ", None, None, "CNN"),
    ("CNN  — ", None, None, "CNN"),
    ("(CNN) -- ", None, None, "CNN"),
    ("(CNN)", None, None, "CNN"),
    ("Hong Kong CNN — ", "Hong Kong", None, "CNN"),
    ("Seoul, South Korea (CNN) -- ", "Seoul, South Korea", None, "CNN"),
    ("SEOUL — ", "SEOUL", None, None),
    ("STATE DEPARTMENT — ", "STATE DEPARTMENT", None, None),
    ("WASHINGTON —\n", "WASHINGTON", None, None),
    ("Seoul, South Korea — ", "Seoul, South Korea", None, None),
    ("PALM BEACH, Fla. — ", "PALM BEACH, Fla.", None, None),
    ("NEW DELHI: ", "NEW DELHI", None, None),
    ("BRUSSELS ", "BRUSSELS", None, None),
    ("NEW YORK ", "NEW YORK", None, None),
    ("Washington, September 18, 2019, 11:17 p.m.\n\n", "Washington", D18, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("dateline", "place", "day", "source"), DATELINES)
def test_dateline(dateline, place, day, source):
    found = row(HEADER + dateline + BODY + "\n")
    assert (found["dateline_place"], found["dateline_date"], found["source"]) == (place, day, source)
    assert found["body"] == BODY


@pytest.mark.parametrize(
    "body",
    [
        "On Monday — the day after the vote — the envoys met.",
        "Baek Seung-min of Seoul on Thursday, Sept. 18 - a day late - left for Oslo.",
        "Baek, who travels to Mexico City, Sept. 22 - 24, will meet Pilar Rojas.",
        "THE PRESIDENT: Thank you all.\n\nQ — Will you go?",
        "THE PRESIDENT — who spoke first — thanked them.",
        "By Friday the ministers had agreed on nothing.\nThey went home.",
        "Monday, September 16 - the envoys met.",
        "The talks (in Oslo) - the first - failed.",
        "NATO leaders met in Oslo.",
        "NATO — the alliance — met in Oslo.",
        "By Friday, the ministers will have met with all the\nleaders of the union.",
        "The treaty binds Norway and the\nNordic Safety Board (NSB) - of which Chad is a member - to meet.",
        "Norway will\nOn Sept. 20 (Friday) -- a holiday -- meet Chad.",
        "PHOTO: #Envoy meets the foreign minister of #Chad\nThey talked.",
        "The question came from Ida Berg of\nReuters.",
        "The ministers of Norway and Chad met.\n\nThe Congress of Young Farmers is held on Dec. 8 – 10 in Oslo.",
        "U.S. President Carol Danner will visit Oslo.",
        "A NORWEGIAN MINISTER SAID NO.",
    ],
)
def test_a_sentence_is_no_dateline(body):
    found = row(HEADER + body + "\n")
    assert (found["dateline_place"], found["dateline_date"], found["body"]) == (None, None, body)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("landing/2019/story.txt", D18),
        ("landing/2019-09-19-story.txt", D18),
        ("landing/2019/09/19/story.txt", D18),
        ("landing/AEN20190919001000325.txt", D18),
        ("news.zip#2019/story.txt", D18),
        ("wire-2019.zip#story.txt", D18),
    ],
)
def test_layout_b_takes_its_year_from_the_path(name, day):
    found = row("Envoy leaves for Oslo\n\n" + DATELINE + BODY + "\n", name)
    assert (found["title"], found["dateline_date"], found["body"]) == ("Envoy leaves for Oslo", day, BODY)


@pytest.mark.parametrize("above", ["Envoy leaves\nfor Oslo\n", "Envoy leaves for\nOslo\n\n", "ENVOY LEAVES\nFOR OSLO\n\n"])
def test_a_title_over_two_lines_is_one_title(above):
    found = row(above + DATELINE + BODY + "\n", "2019/a.txt")
    assert (found["title"].lower(), found["body"]) == ("envoy leaves for oslo", BODY)


def test_layout_b_without_a_year_goes_to_quarantine_and_says_so():
    found = parsed("Envoy leaves for Oslo\n\n" + DATELINE + BODY + "\n", "a.txt")
    assert found.article.is_empty()
    (reason,), (detail,) = found.article_quarantine["reason"], found.article_quarantine["detail"]
    assert reason == "no_date"
    assert "Sept. 18" in detail


@pytest.mark.parametrize(
    ("published", "printed", "day"),
    [
        ("2020-01-02", "Dec. 31", date(2019, 12, 31)),
        ("2019-12-31", "Jan. 1", date(2020, 1, 1)),
        ("2020-03-01", "Feb. 29", date(2020, 2, 29)),
        ("2021-01-05", "Feb. 29", None),
        ("2021-02-27", "Feb. 29", None),
        ("2019-09-19", "Feb. 30", None),
    ],
)
def test_a_dateline_is_of_the_year_that_brings_it_nearest(published, printed, day):
    found = row(f" date {published} Envoy leaves\nSEOUL, {printed} (Yonhap) -- {BODY}\n")
    assert (found["dateline_place"], found["dateline_date"]) == ("SEOUL", day)


#: What stands under the body, and the source it names.
CREDITS = [
    ("\n", None),
    (" (Yonhap)\n", "Yonhap"),
    ("\n(Yonhap News)\n", "Yonhap"),
    ("\n REUTER\n", "Reuters"),
    ("\n\n REUTER\n", "Reuters"),
    (" REUTER&#3;\n", "Reuters"),
    ("\nReuter \x03\n", "Reuters"),
    (" -0-\n", None),
    ("\n\n###\n", None),
    ("\n\n\\###\n", None),
    ("\n\n# # #\n", None),
    ("\n(END)\n", None),
    ("\njiwoo@example.com\n(END)\n", None),
    ("\n(Reporting by Ida Berg; Editing by Ola Nord)\n", None),
    ("\n(Additional reporting by Ida Berg in Oslo)\n(Additional reporting by Ida Berg in Oslo)\n", None),
    ("\nReporting by Ida Berg; Editing by Ola Nord\n\nOur Standards: The Thomson Reuters Trust Principles.\n", "Reuters"),
    ("\n\nib-on/abc/de\n", None),
]


@pytest.mark.parametrize(("below", "source"), CREDITS)
def test_credits_are_no_body(below, source):
    found = row(HEADER + BODY + below)
    assert (found["body"], found["source"]) == (BODY, source)


def test_a_caption_stays_and_its_agency_goes():
    caption = "\nEnvoy Baek Seung-min speaks at the airport. (Yonhap)"
    found = row(" date 2019-09-19 Go to Contents\nEnvoy leaves\n\n" + BODY + caption + "\n")
    assert found["body"] == BODY + caption.removesuffix(" (Yonhap)")
    assert found["source"] == "Yonhap"


#: Whole texts in the manner of one publisher each, and title, source, place, date of the dateline, first and last words of the body.
PUBLISHERS = {
    "Reuters 1987": (
        " date 1987-03-27 NORWAY ENVOY TO VISIT SEOUL\nEnvoy Lars Haugen will\nvisit Seoul from April 2.\n    He will hold talks with officials of the\nU.S. And Korea.\n REUTER\n",
        *("NORWAY ENVOY TO VISIT SEOUL", "Reuters", None, None, "Envoy Lars Haugen will\nvisit", "And Korea."),
    ),
    "White House": (
        " date 2022-05-30 Readout of President Danner’s Call with Prime Minister Haugen of Norway\nPresident Carol Danner spoke today with Prime Minister Lars\nHaugen of Norway.\xa0 They agreed to stay in touch.\n\n\\###\n",
        *("Readout of President Danner’s Call with Prime Minister Haugen of Norway", None, None, None, "President Carol", "in touch."),
    ),
    "White House remarks": (
        " date 2022-05-30 Remarks by President Danner Before Meeting\nOval Office\n\n12:19 P.M. EDT\n\nPRESIDENT DANNER:\xa0 Well, welcome.\n\n12:30 P.M. EDT\n",
        *("Remarks by President Danner Before Meeting", None, None, None, "Oval Office", "12:30 P.M. EDT"),
    ),
    "White House page": (
        "THE WHITE HOUSE\nFOR IMMEDIATE RELEASE\nMay 30, 2022\n\nReadout of President Danner’s Call\n\nPresident Carol Danner spoke today with Lars Haugen.\n",
        *("Readout of President Danner’s Call", "White House", None, None, "President Carol", "Haugen."),
    ),
    "Kremlin": (
        " date 2022-04-09 Telephone conversation with President of Chad Idriss Oumar\nThe President of Russia spoke by telephone with Idriss Oumar.\n\nThe leaders will talk again. <…>\n",
        *("Telephone conversation with President of Chad Idriss Oumar", None, None, None, "The President", "<…>"),
    ),
    "Kremlin page": (
        "Telephone conversation with Lars Haugen\n\nSeptember 18, 2019, 14:20\n\nThe President spoke by telephone with Lars Haugen.\n",
        *("Telephone conversation with Lars Haugen", None, None, None, "The President", "Haugen."),
    ),
    "ministry's page": (
        "Ministry of Foreign Affairs of Norway\n\nForeign Ministers' Meeting\n\nSeptember 18, 2019\n\nOn September 18 the ministers met.\n",
        *("Foreign Ministers' Meeting", "Ministry of Foreign Affairs of Norway", None, None, "On September", "met."),
    ),
    "State Department page": (
        "U.S. Department of State\nOffice of the Spokesperson\nSeptember 18, 2019\n\nSecretary's Meeting with Lars Haugen\n\nThe Secretary met Lars Haugen.\n",
        *("Secretary's Meeting with Lars Haugen", "State Department", None, None, "The Secretary met", "Haugen."),
    ),
    "Ukrainian presidency": (
        " date 2022-06-05 President held a meeting on the region\nDuring a working trip to the region, the President held a meeting.\n",
        *("President held a meeting on the region", None, None, None, "During", "meeting."),
    ),
    "Wikinews": (
        " date 2019-07-10 Norway, Chad join a bloc\nWednesday, July 10, 2019\xa0\n\n\nLeaders met in Oslo.\n",
        *("Norway, Chad join a bloc", None, None, None, "Wednesday, July", "Oslo."),
    ),
    "FRUS": (
        " date 1961-01-27 Telegram From the Department of State to the Embassy in Norway\n16. Telegram From the Department of State to the Embassy in NorwaySource\n\n\nWashington, January 27, 1961, 11:17 p.m.\n\n1115. Please inform Haugen.\n",
        *(
            "Telegram From the Department of State to the Embassy in Norway",
            "State Department",
            "Washington",
            date(1961, 1, 27),
            "16. Telegram",
            "Haugen.",
        ),
    ),
    "broadcaster's page": (
        " date 2016-04-05 The Latest: Envoy Heads to Oslo – ABC News\nThe Latest on the talks (all times local):\n1:35 p.m.\nThe envoy is heading to Oslo.\n",
        *("The Latest: Envoy Heads to Oslo – ABC News", "ABC News", None, None, "The Latest on", "Oslo."),
    ),
    "title cut from the first sentence": (
        " date 2022-07-14 Officials of Norway met a delegation from Chad to discuss the\nOfficials of Norway met a delegation from Chad to discuss the port.\n\nNothing was signed.\n",
        *("Officials of Norway met a delegation from Chad to discuss the", None, None, None, "Officials of Norway", "signed."),
    ),
    "KCNA with lost line breaks": (
        " date 2011-07-12 Ri Song Chol Meets Norwegian Delegation\nRi Song Chol met the delegation on Tuesday., , Talks were friendly. , , ,\n",
        *("Ri Song Chol Meets Norwegian Delegation", None, None, None, "Ri Song Chol met", ", , ,"),
    ),
}


@pytest.mark.parametrize("publisher", PUBLISHERS, ids=str)
def test_publisher(publisher):
    text, title, source, place, day, first, last = PUBLISHERS[publisher]
    found = row(text)
    assert (found["title"], found["source"], found["dateline_place"], found["dateline_date"]) == (title, source, place, day)
    assert found["body"].startswith(first)
    assert found["body"].endswith(last)


@pytest.mark.parametrize(
    ("above", "warnings"),
    [
        (HEADER + DATELINE, {"header_dateline_conflict", "weekday_conflict"}),
        (HEADER + "SEOUL, Sept. 19 (Yonhap) -- ", set()),
        (HEADER + "SEOUL (Yonhap) -- ", set()),
        (HEADER + "SEOUL, Feb. 30 (Yonhap) -- ", set()),
        (" date 2019-09-20 Envoy leaves\nSEOUL, Sept. 18 (Yonhap) -- ", {"header_dateline_conflict"}),
        (" date 2019-09-19 Photo : YONHAP News\n\n", {"no_title"}),
    ],
)
def test_contradictions_are_warned_of_and_kept(above, warnings):
    assert set(parsed(above + BODY + "\n").article_warning["warning"]) == warnings


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        ("Envoy leaves\n\nHe left.\n", "no_date", "YYYY-MM-DD"),
        (" date 2019-02-30 Envoy leaves\nHe left.\n", "no_date", "2019-02-30"),
        (" date 1822-09-19 Envoy leaves\nHe left.\n", "date_out_of_range", "1945"),
        (" date 2019-09-19 Envoy leaves\n", "no_body", "no text"),
        (HEADER + "By Kim Ji-woo\n\n(END)\n", "no_body", "no text"),
    ],
)
def test_what_cannot_be_an_article_says_what_to_do(text, reason, says):
    found = parsed(text)
    assert found.article.is_empty()
    (row_,) = found.article_quarantine.rows(named=True)
    assert row_["reason"] == reason
    assert says in row_["detail"]
