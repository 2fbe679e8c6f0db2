"""Formats, encodings and bad input: bytes in, raw documents or a reason out. All texts are invented."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import ingest, tables
from transforms.article import articles
from transforms.ingest import limits
from transforms.ingest.day import day
from transforms.ingest.document import path_hints

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = "Envoy Baek Seung-min left for Oslo."
TEXT = f" date 2019-09-19 Envoy leaves\nOSLO (AP) -- {WORDS}\n"


def zipped(*members: tuple[str, str | bytes], password_bit: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    data = bytearray(packed.getvalue())
    if password_bit:
        # The flag of an encrypted member, in its local and its central header.
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def read(name: str, data) -> ingest.Ingested:
    return ingest.documents([(name, data)], NOW)


def refused(name: str, data) -> list[tuple[str, str]]:
    made = read(name, data)
    assert set(made.quarantine["content_sha256"]) == set(made.rejected), "what was refused is kept"
    assert made.quarantine["detail"].str.len_chars().min() > 15
    return made.quarantine.select("source_uri", "reason").rows()


@pytest.mark.parametrize(
    ("name", "data", "uri"),
    [
        ("a.txt", TEXT.encode(), "a.txt"),
        ("A.TXT", TEXT.encode(), "A.TXT"),
        ("a.txt.gz", gzip.compress(TEXT.encode()), "a.txt.gz"),
        ("a.zip", zipped(("b/c.txt", TEXT)), "a.zip#b/c.txt"),
        ("a.zip", zipped(("b\\c.txt", TEXT)), "a.zip#b/c.txt"),
        ("a.zip", zipped(("한국/회담.txt", TEXT)), "a.zip#한국/회담.txt"),
        ("a.zip", zipped(("c.txt.gz", gzip.compress(TEXT.encode()))), "a.zip#c.txt.gz"),
        ("a.zip", zipped(("b.zip", zipped(("c.txt", TEXT)))), "a.zip#b.zip#c.txt"),
        ("a.zip", zipped(("b.jsonl", lines({"text": TEXT}))), "a.zip#b.jsonl#1"),
        ("a.jsonl", lines({"text": TEXT}), "a.jsonl#1"),
        ("a.jsonl", b"\xef\xbb\xbf" + lines({"text": TEXT}), "a.jsonl#1"),
        ("a.jsonl", b"\n\n" + lines({"text": TEXT}), "a.jsonl#3"),
        ("a.jsonl", lines({"text": TEXT}).decode().encode("utf-16"), "a.jsonl#1"),
        ("a.jsonl.gz", gzip.compress(lines({"text": TEXT})), "a.jsonl.gz#1"),
        ("a.zip", zipped((".hidden.txt", "x"), ("__MACOSX/._c.txt", "x"), ("c.txt", TEXT)), "a.zip#c.txt"),
    ],
)
def test_formats(name, data, uri):
    made = read(name, data)
    assert made.quarantine.is_empty()
    assert made.raw["source_uri"].to_list() == [uri]
    assert articles(made.raw, NOW).article["body"].to_list() == [WORDS]


def test_a_stream_is_read_as_its_bytes_are(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("b.txt", TEXT), ("c.jsonl", lines({"text": TEXT}, {"text": TEXT + "More."}))))
    with path.open("rb") as stream:
        assert read("a.zip", stream).raw.equals(read("a.zip", path.read_bytes()).raw)


@pytest.mark.parametrize(
    "record",
    [
        {"text": WORDS, "title": "T", "date": "2019-09-19", "source": "AP", "byline": "Ida Berg", "id": "7"},
        {"body": WORDS, "headline": "T", "created_at": "2019-09-19T23:10:16+09:00", "publisher": "AP", "author": "Ida Berg", "guid": 7},
        {"content": WORDS, "Title": "T", "pubDate": "Thu, 19 Sep 2019 23:10:16 +0900", "agency": "AP", "authors": ["Ida Berg"], "uid": 7},
        {"content": WORDS, "title": "T", "publishedAt": 1568894400, "source": {"id": "ap", "name": "AP"}, "author": "Ida Berg", "id": 7},
        {
            "text": WORDS,
            "title": "T",
            "published": 1568894400000.0,
            "source": "Associated Press",
            "byline": "Ida Berg",
            "id": 7,
            "extra": [1],
        },
        {"text": WORDS, "body": None, "title": "T", "timestamp": "1568894400", "source": "AP", "byline": "Ida Berg", "articleId": 7},
    ],
)
def test_fields_of_records_are_mapped_by_name(record):
    parsed = articles(read("a.jsonl", lines(record)).raw, NOW)
    (row,) = parsed.article.rows(named=True)
    assert (row["title"], row["source"], row["byline"], row["body"]) == ("T", "AP", "Ida Berg", WORDS)
    assert row["published_date"] == date(2019, 9, 19)
    assert parsed.article_source["record_id"].to_list() == ["7"]


@pytest.mark.parametrize(
    "value",
    [
        *("2019-09-19", "2019/9/19", "2019.09.19", "20190919", "2019-09-19 10:15", "2019-09-19T10:15:00Z", "2019-09-19T23:59:59.999+09:00"),
        *("Sept. 19, 2019", "September 19, 2019 10:15 AM", "Thursday, September 19, 2019", "19 September 2019", "19-Sep-2019"),
        *("Thu, 19 Sep 2019 10:15:00 GMT", "Thu Sep 19 10:15:00 +0000 2019", "19.09.2019", "9/19/2019", "19/9/2019", "1568894400"),
        *(1568894400, 1568894400.5, 1568894400000),
    ],
)
def test_days_of_records(value):
    assert day(value) == date(2019, 9, 19)


@pytest.mark.parametrize("value", ["yesterday", "2019-13-01", "2019-02-30", "3/4/2019", "", True, [], {}, 1e30, float("nan"), "19th"])
def test_a_day_that_cannot_be_read_is_refused_with_what_to_write(value):
    with pytest.raises(ingest.Rejected, match="YYYY-MM-DD") as refusal:
        day(value)
    assert refusal.value.reason == "no_date"


KOREAN = "서울에서 두 나라의 장관이 만나 회담을 했다고 외교부가 밝혔다."
FRENCH = "Le président a reçu l'émissaire à l'Élysée, près de la fenêtre."
QUOTED = "The envoy’s talks — “useful” — went on in São Tomé."
RUSSIAN = "Министр встретился с послом Норвегии в Москве и обсудил переговоры."
JAPANESE = "外務大臣は東京でノルウェーの外相と会談した。"
CHINESE = "外交部长在北京会见了挪威外长,双方就两国关系交换了意见。"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        *((words, "utf-8") for words in (KOREAN, FRENCH, JAPANESE)),
        *(
            (words, encoding)
            for words in (KOREAN, FRENCH, CHINESE)
            for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
        *((KOREAN, encoding) for encoding in ("euc-kr", "cp949", "iso2022_kr")),
        *((JAPANESE, encoding) for encoding in ("shift_jis", "euc_jp", "iso2022_jp")),
        *((RUSSIAN, encoding) for encoding in ("cp1251", "koi8-r", "utf-16")),
        *((words, "cp1252") for words in (FRENCH, QUOTED)),
        (FRENCH, "latin-1"),
        (CHINESE, "gb18030"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_encodings(words, encoding, times):
    text = f" date 2019-09-19 Title\nOSLO (AP) -- {' '.join([words] * times)}\n"
    made = read("a.txt", text.encode(encoding))
    assert made.raw["text"].to_list() == [text]
    marked = encoding.startswith(("utf-8", "iso2022")) or encoding in ("utf-16", "utf-32")
    warned = articles(made.raw, NOW).article_warning["warning"].to_list()
    assert ("guessed_encoding" in warned) is not marked


def test_a_declared_encoding_is_no_guess():
    text = f"charset=cp1250\n date 2019-09-19 Title\n{'Žluťoučký kůň se setkal s ministrem.'}\n"
    assert read("a.txt", text.encode("cp1250")).raw.select("text", "guessed_encoding").rows() == [(text, None)]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", "\ufeff".encode(), "empty"),
        ("a.txt", "\u200b\xa0\n".encode(), "empty"),
        ("a.txt", " \n".encode("utf-16"), "empty"),
        ("a.txt.gz", gzip.compress(b""), "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "binary"),
        ("a.txt", gzip.compress(TEXT.encode()), "binary"),
        ("a.txt", zipped(("b.txt", TEXT)), "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"\x01\x02\x05\x06" * 200, "binary"),
        ("a.txt", random.Random(1).randbytes(5_000), "binary"),
        ("a.txt", f"{FRENCH} ".encode() * 3 + b"caf\xe9", "encoding"),
        ("a.txt", KOREAN.encode()[:-2], "encoding"),
        ("a.txt", b"encoding=utf-99 caf\xe9", "encoding"),
        ("a.txt", b"\xff\xfea\x00b", "encoding"),
        ("a.txt", b"x" * (limits.MAX_LINE + 1), "line_too_long"),
        ("a.txt", b"x\n" * (limits.MAX_ARTICLE // 2 + 1), "too_large"),
        ("a.jsonl", b'{"text": "' + b"x" * limits.MAX_LINE + b'"}', "line_too_long"),
        ("a.pdf", b"%PDF", "unknown_format"),
        ("a", b"words", "unknown_format"),
        ("a.tar.gz", gzip.compress(b"words"), "unknown_format"),
        ("a.zip", b"", "bad_archive"),
        ("a.zip", b"PK\x03\x04 not a zip", "bad_archive"),
        ("a.zip", zipped(("b.txt", TEXT))[:-30], "bad_archive"),
        ("a.zip", zipped(("b.txt", TEXT), password_bit=True), "bad_archive"),
        ("a.zip", zipped(("b.zip", zipped(("c.zip", zipped(("d.zip", zipped(("e.txt", TEXT)))))))), "bad_archive"),
        ("a.txt.gz", b"no gzip", "bad_archive"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-12], "bad_archive"),
        ("a.jsonl", b"{broken", "bad_record"),
        ("a.jsonl", b"[" * 100_000, "bad_record"),
        ("a.jsonl", b"[1, 2]", "bad_record"),
        ("a.jsonl", b"null", "bad_record"),
        ("a.jsonl", lines({"words": "x"}), "bad_record"),
        ("a.jsonl", lines({"text": 5}), "bad_record"),
        ("a.jsonl", lines({"text": ["x"]}), "bad_record"),
        ("a.jsonl", lines({"text": "x", "title": 5}), "bad_record"),
        ("a.jsonl", lines({"text": ""}), "empty"),
        ("a.jsonl", lines({"text": " \n"}), "empty"),
        ("a.jsonl", lines({"text": "x", "date": "some day"}), "no_date"),
        ("a.jsonl", lines({"text": "x", "date": [2019]}), "no_date"),
        ("a.txt", PermissionError(13, "Permission denied"), "unreadable"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_disturbs_no_other(name, data, reason):
    assert [told for _, told in refused(name, data)] == [reason]
    made = ingest.documents([("first.txt", TEXT.encode()), (name, data), ("last.txt", TEXT.encode())], NOW)
    assert made.raw["source_uri"].to_list() == ["first.txt", "last.txt"]
    assert made.quarantine.height == 1


def test_members_and_lines_beside_bad_ones_are_read():
    archive = zipped(("a.txt", TEXT), ("b.pdf", b"%PDF"), ("c.jsonl", b"{broken\n" + lines({"text": TEXT}) + b"\xff\xff\n"), ("d.txt", b""))
    made = read("z.zip", archive)
    assert made.raw["source_uri"].to_list() == ["z.zip#a.txt", "z.zip#c.jsonl#2"]
    assert refused("z.zip", archive) == [
        ("z.zip#b.pdf", "unknown_format"),
        ("z.zip#c.jsonl#1", "bad_record"),
        ("z.zip#c.jsonl#3", "bad_record"),
        ("z.zip#d.txt", "empty"),
    ]


def test_what_stands_before_a_cut_is_read():
    # Noise, so that gzip keeps the lines in many blocks.
    records = [{"text": TEXT, "id": random.Random(i).randbytes(200).hex()} for i in range(2_000)]
    cut = gzip.compress(lines(*records))[:-200_000]
    made = read("a.jsonl.gz", cut)
    assert 0 < made.raw.height < 2_000
    assert made.quarantine.select("source_uri", "reason").rows() == [("a.jsonl.gz", "bad_archive")]
    assert list(made.rejected.values()) == [cut]


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("a.jsonl.gz", lambda: gzip.compress(b" " * 150_000_000)),
        ("a.zip", lambda: zipped(*((f"{i}.jsonl", b" " * 60_000_000) for i in range(3)))),
        ("a.zip", lambda: zipped(("b.zip", zipped(("c.zip", b" " * 150_000_000))))),
    ],
)
def test_a_bomb_is_left_alone(name, bomb):
    assert "bad_archive" in {reason for _, reason in refused(name, bomb())}


def test_an_archive_is_kept_once_for_all_its_bad_members():
    archive = bytearray(zipped(("a.txt", TEXT * 40), ("b.txt", TEXT * 40)))
    for start in (40, archive.index(b"PK\x03\x04", 4) + 40):
        archive[start : start + 8] = b"\xff" * 8
    made = read("a.zip", bytes(archive))
    assert made.quarantine["reason"].to_list() == ["bad_archive", "bad_archive"]
    assert list(made.rejected.values()) == [bytes(archive)]


def test_characters_that_utf8_cannot_write_disturb_nothing():
    made = read("a\udcff.jsonl", b'{"text": "half \\ud83d of a pair, whole \\ud83d\\ude00", "date": "2019-09-19"}')
    assert made.raw.select("source_uri", "text").rows() == [("a?.jsonl#1", "half ? of a pair, whole 😀")]


def test_batches_are_bounded_and_hold_all():
    items = [(f"{i}.jsonl", lines(*({"text": f"{TEXT}{i} {j}"} for j in range(7)))) for i in range(5)]
    items.append(("bad.txt", b"\x00\x01"))
    batches = list(ingest.batches(items, NOW, size=4))
    assert [batch.raw.height + batch.quarantine.height for batch in batches] == [4] * 9
    whole = ingest.documents(items, NOW)
    assert pl.concat(batch.raw for batch in batches).equals(whole.raw)
    small = list(ingest.batches(items, NOW, max_bytes=200))
    assert len(small) > 10


def test_streams_are_read_as_they_are_asked_for():
    asked: list[str] = []

    def items():
        for i in range(10):
            asked.append(f"{i}.txt")
            yield f"{i}.txt", TEXT.encode()

    next(ingest.batches(items(), NOW, size=2))
    assert len(asked) == 2


class Tape(io.RawIOBase):
    """A file of records without end, as far as a reader can tell, that counts what was read of it."""

    def __init__(self, line: bytes, times: int) -> None:
        self._line, self._size, self._at, self.count = line, len(line) * times, 0, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + {0: 0, 1: self._at, 2: self._size}[whence]
        return self._at

    def readinto(self, buffer) -> int:
        start, size = self._at % len(self._line), min(len(buffer), self._size - self._at)
        buffer[:size] = (self._line * (size // len(self._line) + 2))[start : start + size]
        self._at += size
        self.count += size
        return size


def test_a_file_of_records_is_not_held_in_memory():
    tape = Tape(lines({"text": TEXT}), 10_000_000)
    first = next(ingest.batches([("a.jsonl", io.BufferedReader(tape))], NOW, size=1_000))
    assert first.raw.height == 1_000
    assert tape.count < 1_000_000


@pytest.mark.parametrize(
    ("uri", "hints"),
    [
        ("a.txt", (None, None)),
        ("2019/a.txt", (None, 2019)),
        ("2019/03/05/a.txt", (date(2019, 3, 5), 2019)),
        ("2019-03-05.txt", (date(2019, 3, 5), 2019)),
        ("20190305-a.txt", (date(2019, 3, 5), 2019)),
        ("reuters-1987-03-27-09.txt", (date(1987, 3, 27), 1987)),
        ("2018-01-01/2019-03-05.txt", (date(2019, 3, 5), 2019)),
        ("2019-03-05.zip#a.txt", (date(2019, 3, 5), 2019)),
        ("2019-03-05.zip#2018-04-06.txt", (date(2018, 4, 6), 2018)),
        ("2019-02-31.txt", (None, 2019)),
        ("AEN20190918001000325.txt", (date(2019, 9, 18), 2019)),
        ("12019-03-05.txt", (None, None)),
        ("wp-20190.txt", (None, None)),
    ],
)
def test_dates_of_paths(uri, hints):
    assert path_hints(uri) == hints


def test_the_number_of_a_line_is_no_year():
    record = lines({"text": WORDS})
    made = read("a.jsonl", b"\n" * 2018 + record)
    assert made.raw.select("source_uri", "path_year").rows() == [("a.jsonl#2019", None)]


# Invariants, whatever the texts.

_HEADS = st.sampled_from(
    [
        "",
        " date 2019-09-19 Envoy leaves\n",
        " date 2019-09-19 Go to Contents\nEnvoy leaves\n\n",
        "Envoy leaves\nBy Kim Ji-woo\n",
        "(LEAD) Envoy leaves\n(ATTN: UPDATES)\nBy Kim Ji-wooSEOUL, Sept. 18 (Yonhap) -- ",
        "THE WHITE HOUSE\nMay 30, 2022\n",
    ]
)
_DATELINES = st.sampled_from(["", "SEOUL, Sept. 18 (Yonhap) -- ", "CNN — ", "BRUSSELS ", "MOSCOW, March 3. /TASS/. ", "Paris (AFP) – "])
_PROSE = st.text(
    st.one_of(st.sampled_from("ab AB.,-–—()\n\t\r\"'&;:#/0123456789"), st.characters(exclude_categories=["Cs", "Cc"])), max_size=300
)
_ENDS = st.sampled_from(["", "\n", " (Yonhap)\n", "\n REUTER&#3;\n", "\n\n\\###\n", "\n(Reporting by A; Editing by B)\n", "\n-0-"])
TEXTS = st.builds("{}{}{}{}".format, _HEADS, _DATELINES, _PROSE, _ENDS)


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=30))
def test_a_body_is_a_slice_of_its_text_and_every_input_is_somewhere(texts):
    items = [(f"2019/03/05/{i}.txt", text.encode()) for i, text in enumerate(texts)]
    made = ingest.documents(items, NOW)
    parsed = articles(made.raw, NOW)
    text = dict(zip(made.raw["source_uri"], made.raw["text"], strict=True))
    for uri, body in parsed.article.select("source_uri", "body").iter_rows():
        assert body in text[uri]
        assert body == body.strip()
    seen = [*parsed.article_source["source_uri"], *parsed.article_quarantine["source_uri"], *made.quarantine["source_uri"]]
    assert sorted(seen) == sorted(uri for uri, _ in items)


@settings(max_examples=8, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_and_grouping_change_no_row(texts, shuffle):
    # Every text twice, under names that sort apart.
    items = [(f"2019/03/05/{side}{i}.txt", text.encode()) for i, text in enumerate(texts) for side in "ab"]
    items.append(("2019/03/05/c.jsonl", lines(*({"text": text} for text in texts))))
    mixed = shuffle.sample(items, len(items))
    first, second = (articles(ingest.documents(order, NOW).raw, NOW) for order in (items, mixed))
    parts = [articles(batch.raw, NOW) for batch in ingest.batches(mixed, NOW, size=7)]
    for name in ("article", "article_source", "article_warning", "article_quarantine"):
        assert getattr(first, name).equals(getattr(second, name)), name
    pieces = pl.concat(part.article for part in parts).sort("source_uri").unique("article_id", keep="first")
    assert tables.ARTICLE.conform(pieces).equals(first.article)
    smallest = first.article_source.group_by("article_id").agg(pl.col("source_uri").min())
    assert first.article.select("article_id", "source_uri").sort("article_id").equals(smallest.sort("article_id"))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_bytes_stop_a_batch(data):
    name, whole = data.draw(
        st.sampled_from(
            [
                ("a.zip", zipped(("a.txt", TEXT * 9), ("b.jsonl.gz", gzip.compress(lines({"text": TEXT}))))),
                ("a.txt.gz", gzip.compress(TEXT.encode() * 9)),
                ("a.jsonl", lines({"text": TEXT, "date": "2019-09-19", "title": "T", "id": 1})),
                ("a.txt", TEXT.encode("utf-16")),
                ("a.txt", (TEXT + KOREAN).encode("cp949")),
            ]
        )
    )
    broken = bytearray(whole)
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=6)):
        broken[at] = value
    cut = bytes(broken[: data.draw(st.integers(0, len(whole)))])
    made = read(name, cut)
    articles(made.raw, NOW)
    assert made.raw.height + made.quarantine.height > 0 or b"PK\x05\x06" in cut or not cut.strip()
