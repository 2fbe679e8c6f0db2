"""Bytes as text: declared encodings, byte order marks, and a guess from what the bytes would say.

Belongs here: everything about encodings. Does not belong here: what a text says, archives, records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from transforms.ingest.rejection import Rejected

#: First bytes of files that are no text, and what to do with them.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document; save its text as a .txt file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document; name an archive .zip, save the text of a document as .txt"),
    (b"\x1f\x8b", "compressed by gzip; give it a name that ends in .gz"),
    (b"BZh", "compressed by bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed by xz; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save its text as a .txt file"),
    (b"{\\rtf", "an RTF document; save its text as a .txt file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet file; write its rows as .jsonl"),
    (b"\x7fELF", "a program"),
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: Seven-bit encodings announce themselves by an escape.
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"))
_DECLARED = re.compile(rb"(?:charset|encoding)\s*[=:]\s*[\"']?([A-Za-z0-9_-]+)")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH, _RUN = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile("[\x00-\x02\x04-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Guess:
    """An encoding is believed when it can decode the bytes and this share of the characters outside ASCII is what its readers write.

    `scattered` says whether they must stand singly among ASCII letters, as accents and quotes do, or make up whole words. It is open
    for East Asian ones: katakana of Shift JIS end in ASCII bytes.
    """

    encoding: str
    scattered: bool | None
    expected: str
    share: float


_GUESSES = (
    _Guess("cp1252", True, "[À-ÖØ-öø-ÿŠšŽžŒœŸ‘’“”„–—…•€£§°«»¿¡™©®·´½¼¾²±\xa0]", 0.97),
    # Hangul syllables; Chinese read as Korean gives a mixture of Hangul and hanja.
    _Guess("cp949", None, "[가-힣]", 0.85),
    # Kana stand between the kanji of every Japanese sentence.
    _Guess("cp932", None, "[ぁ-んァ-ヶー]", 0.3),
    _Guess("euc_jp", None, "[ぁ-んァ-ヶー]", 0.3),
    # Lower-case Cyrillic: the wrong one of the two Russian tables turns the case of every letter round.
    _Guess("cp1251", False, "[а-яёіїєґ]", 0.75),
    _Guess("koi8_r", False, "[а-яё]", 0.75),
)
#: Double-byte Chinese: which table, by where the first bytes of common characters lie.
_CHINESE = (("gb18030", re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")), ("big5", re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")))
_SAMPLE = 64_000


def decode(data: bytes) -> tuple[str, str | None]:
    """Text of the bytes, and the encoding where it had to be guessed. Raises `Rejected`: empty, binary or encoding."""
    if not data.strip():
        raise Rejected("empty", "the input holds no text")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Rejected("binary", f"the input is {what}")
    text, guessed = _decoded(data)
    controls = sum(1 for _ in _CONTROL.finditer(text, 0, _SAMPLE))
    if controls > 0.005 * min(len(text), _SAMPLE) + 2:
        raise Rejected("binary", "the input holds control bytes as programs and pictures do: not text")
    return text, guessed


def _decoded(data: bytes) -> tuple[str, str | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding).removeprefix("\ufeff"), None
    if b"\x00" in data[:_SAMPLE]:
        return _wide(data)
    for escape, encoding in _ESCAPES:
        if escape in data[:_SAMPLE]:
            return _strict(data, encoding), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as fault:
        declared = _DECLARED.search(data[:2000])
        if declared:
            return _strict(data, declared.group(1).decode("ascii")), None
        return _guessed(data, fault)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as fault:
        raise Rejected("encoding", f"the input declares the encoding {encoding}, which is unknown; save it as UTF-8") from fault
    except UnicodeDecodeError as fault:
        raise Rejected("encoding", f"the input says it is {encoding} but byte {fault.start:,} does not fit; save it as UTF-8") from fault


def _wide(data: bytes) -> tuple[str, str | None]:
    """UTF-16 without a mark: zero bytes stand on one side of each pair only."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    few, many = sorted((even, odd))
    if many < 0.04 * min(len(data), _SAMPLE) / 2 or few > 0.25 * many:
        raise Rejected("binary", "the input holds zero bytes as programs and pictures do: not text")
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return _strict(data[: len(data) // 2 * 2], encoding), encoding


def _guessed(data: bytes, fault: UnicodeDecodeError) -> tuple[str, str]:
    high = len(_HIGH.findall(data, 0, _SAMPLE))
    in_sequences = sum(len(found) for found in _SEQUENCE.findall(data, 0, _SAMPLE))
    if high and in_sequences > 0.5 * high:
        if fault.end >= len(data) - 3 and fault.reason == "unexpected end of data":
            raise Rejected("encoding", "the input ends inside a character: it is cut short; get it again")
        raise Rejected("encoding", f"the input mixes UTF-8 with another encoding, first at byte {fault.start:,}; save it as UTF-8")
    sample = data[:_SAMPLE]
    scattered = len(_RUN.findall(sample)) >= 0.7 * high
    for guess in _GUESSES:
        if guess.scattered not in (None, scattered):
            continue
        outside = re.sub(r"[\x00-\x7f]", "", sample.decode(guess.encoding, "replace").removesuffix("\ufffd"))
        fits = len(re.findall(guess.expected, outside))
        if outside and fits >= guess.share * len(outside) and "\ufffd" not in outside:
            return _whole(data, guess.encoding)
    for encoding, common in _CHINESE:
        if 2 * len(common.findall(sample)) >= 0.75 * high:
            return _whole(data, encoding)
    best = from_bytes(sample[:8_000]).best()
    if best is None or best.encoding is None:
        raise Rejected("encoding", "the bytes are text in no encoding that is known; save it as UTF-8")
    return _whole(data, best.encoding)


def _whole(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as fault:
        raise Rejected("encoding", f"the input looks like {encoding} but byte {fault.start:,} does not fit; save it as UTF-8") from fault
