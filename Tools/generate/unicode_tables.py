"""Writes UnicodeTables.generated.swift from what `tokenizers` does to every scalar.

Each property is asked of the library itself, one scalar at a time, because its parts carry Unicode tables of
different ages: what a category "should" hold does not matter, only what the reference does.

    .cache/venv-tf5/bin/python Tools/generate/unicode_tables.py [--check]
"""

import unicodedata

import tokenizers
from tokenizers import Regex, normalizers, pre_tokenizers

from grapheme_classes import grapheme_classes
from output import finish

OUTPUT = "Sources/PackTokenizers/Unicode/UnicodeTables.generated.swift"
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
# 64 printable characters without the quote, the backslash and what Swift interpolates.
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def integer(value):
    """Five bits a character, the lowest first; the sixth bit says that more follow."""
    text = ""
    while True:
        low, value = value & 31, value >> 5
        text += DIGITS[low | (32 if value else 0)]
        if not value:
            return text


def signed(value):
    return integer(value << 1 if value >= 0 else (-value << 1) - 1)


def runs(values):
    """Run lengths over all code points; surrogates take the value before them."""
    text, previous, length = "", values[0], 0
    for scalar in range(0x110000):
        value = values.get(scalar, previous)
        if value == previous:
            length += 1
        else:
            text += integer(length) + integer(previous)
            previous, length = value, 1
    return text + integer(length) + integer(previous)


def mapping(pairs):
    """Scalar (as a difference), count, then the images as differences from the scalar."""
    text, last = "", 0
    for scalar, image in sorted(pairs.items()):
        text += integer(scalar - last) + integer(len(image))
        text += "".join(signed(other - scalar) for other in image)
        last = scalar
    return text


def matches(regex):
    """The scalars that the regular expression engine (Oniguruma) puts into a class."""
    split = pre_tokenizers.Split(Regex(regex), "removed")
    return {c for c in SCALARS if not split.pre_tokenize_str(chr(c))}


def normalized(normalizer):
    return {c: normalizer.normalize_str(chr(c)) for c in SCALARS}


def property_sets():
    bert = normalizers.BertNormalizer
    clean = normalized(bert(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False))
    chinese = normalized(bert(clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=False))
    stripped = normalized(bert(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False))
    accents = normalized(normalizers.StripAccents())
    space_split, words = pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Whitespace()
    digits, punctuation = pre_tokenizers.Digits(True), pre_tokenizers.Punctuation("removed")
    return {
        "whiteSpace": {c for c in SCALARS if not space_split.pre_tokenize_str(chr(c))},
        "numeric": {c for c in SCALARS if len(digits.pre_tokenize_str("a" + chr(c))) == 2},
        "bertDeleted": {c for c in SCALARS if clean[c] == ""},
        "bertSpace": {c for c in SCALARS if clean[c] == " "},
        "bertChinese": {c for c in SCALARS if chinese[c] == " " + chr(c) + " "},
        "punctuation": {c for c in SCALARS if not punctuation.pre_tokenize_str(chr(c))},
        "bertMark": {c for c in SCALARS if stripped[c] == ""},
        "combiningMark": {c for c in SCALARS if accents[c] == ""},
        "wordSpace": {c for c in SCALARS if not words.pre_tokenize_str(chr(c))},
        "word": {c for c in SCALARS if len(words.pre_tokenize_str("a" + chr(c))) == 1
                 and words.pre_tokenize_str("a" + chr(c))[0][0] == "a" + chr(c)},
        "regexLetter": matches(r"\p{L}"),
        "regexNumber": matches(r"\p{N}"),
        "regexSpace": matches(r"\s"),
        "regexUpper": matches(r"[\p{Lu}\p{Lt}]"),
        "regexLower": matches(r"\p{Ll}"),
        "regexOtherLetter": matches(r"[\p{Lm}\p{Lo}]"),
        "regexMark": matches(r"\p{M}"),
        "regexPunctuation": matches(r"\p{P}"),
        "regexSymbol": matches(r"\p{S}"),
        "regexSpaceSeparator": matches(r"\p{Zs}"),
    }


def combining_classes():
    """Canonical combining classes as NFD orders them: where a scalar moves to among one mark of each class."""
    nfd = normalizers.NFD()

    def moves(first, second):
        return first != second and nfd.normalize_str(first + second) == second + first

    # A mark of each class that the reference knows as one: it changes places with U+0334 (1) or U+0345 (240).
    probes = {}
    for c in SCALARS:
        number, text = unicodedata.combining(chr(c)), chr(c)
        if number and number not in probes and (moves(text, "\u0334") or moves("\u0345", text)):
            probes[number] = text
    result = {}
    for c in SCALARS:
        text = chr(c)
        if not (moves(text, "\u0334") or moves("\u0345", text)):
            result[c] = 0
            continue
        still = [k for k, probe in probes.items() if not moves(text, probe) and not moves(probe, text)]
        assert len(still) == 1, (hex(c), still)
        result[c] = still[0]
    return result


def compositions(nfd):
    """Primary composites: scalar -> (first, second), as NFC composes them."""
    nfc = normalizers.NFC()
    result = {}
    for c, image in nfd.items():
        if 0xAC00 <= c < 0xD7A4 or len(image) < 2 or nfc.normalize_str(image) != chr(c):
            continue
        first = nfc.normalize_str(image[:-1])
        assert len(first) == 1, hex(c)
        assert nfc.normalize_str(first + image[-1]) == chr(c), hex(c)
        result[c] = [ord(first), ord(image[-1])]
    return result


def scripts():
    """Numbers for the scripts that UnicodeScripts tells apart; 0 is the one that joins any neighbour."""
    split = pre_tokenizers.UnicodeScripts()

    def joins(a, b):
        return len(split.pre_tokenize_str(chr(a) + chr(b))) == 1

    representatives, result = [], {}
    for c in SCALARS:
        text = chr(c)
        if joins(c, ord("a")) and joins(c, ord("я")):
            result[c] = 0
            continue
        previous = result.get(c - 1, 0)
        order = ([previous] if previous else []) + [k for k in range(1, len(representatives) + 1) if k != previous]
        for number in order:
            if joins(c, representatives[number - 1]):
                result[c] = number
                break
        else:
            representatives.append(c)
            result[c] = len(representatives)
    return result


def literal(name, comment, text):
    lines = [text[i:i + 100] for i in range(0, len(text), 100)] or [""]
    body = "\\\n".join("    " + line for line in lines)
    return f"  // {comment}\n  static let {name}: StaticString = \"\"\"\n{body}\n    \"\"\"\n"


def main():
    sets = property_sets()
    lower = {c: [ord(x) for x in t] for c, t in normalized(normalizers.Lowercase()).items() if t != chr(c)}
    nfd = {c: t for c, t in normalized(normalizers.NFD()).items() if t != chr(c)}
    nfkd = {c: t for c, t in normalized(normalizers.NFKD()).items() if t != chr(c)}
    hangul = range(0xAC00, 0xD7A4)
    classes = combining_classes()
    composed = compositions(nfd)
    names = list(sets)
    derived = {
        "lowercased": set(lower),
        "decomposed": set(nfd),
        "compatibilityDecomposed": set(nfkd),
        "reordered": {c for c, k in classes.items() if k},
        # A mark, or a scalar with one inside, that NFD can move and that BERT's normalizer does not strip.
        "bertMovable": {c for c in SCALARS if any(
            classes[ord(x)] and ord(x) not in sets["bertMark"] for x in nfd.get(c, chr(c)))},
        # Whatever NFC can change, or can join to what stands before it.
        "composable": set(nfd) - set(composed) - set(hangul)
        | {pair[1] for pair in composed.values()} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
        | {c for c, k in classes.items() if k},
    }
    sets.update(derived)
    flags = {}
    for c in SCALARS:
        flags[c] = 0
    for bit, members in enumerate(sets.values()):
        for c in members:
            flags[c] |= 1 << bit
    values = sorted(set(flags.values()))
    index = {value: i for i, value in enumerate(values)}
    plain = lambda table: {c: [ord(x) for x in t] for c, t in table.items() if c not in hangul}
    canonical = plain(nfd)
    compatible = {c: image for c, image in plain(nfkd).items() if canonical.get(c) != image}
    parts = [
        literal("propertyValues", "The distinct values of the property bits.", "".join(integer(v) for v in values)),
        literal("properties", "Run lengths of indices into propertyValues.",
                runs({c: index[v] for c, v in flags.items()})),
        literal("lowercase", "Lower case, where it differs.", mapping(lower)),
        literal("canonical", "Canonical decompositions in full, but for Hangul.", mapping(canonical)),
        literal("compatible", "Compatibility decompositions in full, where they differ from the canonical ones.",
                mapping(compatible)),
        literal("compositions", "Primary composites and the two scalars that give them.", mapping(composed)),
        literal("combiningClasses", "Run lengths of canonical combining classes.", runs(classes)),
        literal("scripts", "Run lengths of the numbers of scripts.", runs(scripts())),
        literal("graphemes", "Run lengths of the classes of GraphemeClass.", runs(grapheme_classes())),
    ]
    bits = "\n".join(
        f"  static let {name} = ScalarProperties(rawValue: 1 << {bit})" for bit, name in enumerate(sets))
    finish(
        OUTPUT,
        f"// swift-format-ignore-file\n// Generated by Tools/generate/unicode_tables.py from what\n"
        f"// tokenizers {tokenizers.__version__} does to every scalar. Not to be edited.\n\n"
        f"extension ScalarProperties {{\n{bits}\n}}\n\n"
        "/// Text that UnicodeData expands on first use: integers of five bits a character, the lowest first.\n"
        "enum UnicodeTables {\n" + "\n".join(parts) + "}\n",
        "make tables")


if __name__ == "__main__":
    main()
