"""Charsmaps as SentencePiece lays them out."""

import base64
import struct


def charsmap(source):
    """A charsmap as SentencePiece lays it out, of a few random rules."""
    rules = {}
    keys = ["ﬁ", "½", "Ａ", "ｶ", "ｶ\uff9e", "\u3000", "\u00a0", "\u0301", "e\u0301", "㌀", "\u200b", "ab", "a", "A", "İ", "\u00ad", "ß",
            "क\u094d", "각", "\u1100\u1161", "👍", "\t", "\n", "É", "か\u3099", "。", "\u0000x"]
    values = ["fi", "1⁄2", "A", "カ", "ガ", " ", "", "x", "é", "アパート", "a", "i\u0307", "ss", "\u0301", "ガガ", "漢字"]
    for key in source.sample(keys, source.randint(1, len(keys) - 1)):
        if "\0" not in key:
            rules[key.encode()] = source.choice(values)
    blob, offsets = b"", {}
    for value in dict.fromkeys(rules.values()):
        offsets[value] = len(blob)
        blob += value.encode() + b"\0"
    return base64.b64encode(double_array({k: offsets[v] for k, v in rules.items()}) + blob).decode()


def double_array(entries):
    """A Darts-clone double array of byte strings."""
    trie = {}
    for key, value in entries.items():
        node = trie
        for byte in key:
            node = node.setdefault(byte, {})
        node[None] = value
    units = {0: 0}
    used, bases = {0}, set()

    def place(node, position, label):
        labels = [0 if b is None else b for b in node]
        offset = 1
        # The children stand at base ^ label; two nodes with one base would take each other's children for theirs.
        while (position ^ offset) in bases or any((position ^ offset ^ b) in used for b in labels):
            offset += 1
        base = position ^ offset
        bases.add(base)
        for b in labels:
            used.add(base ^ b)
        units[position] = label | (offset << 10) | (0x100 if None in node else 0)
        for byte, child in node.items():
            if byte is None:
                units[base] = child | (1 << 31)
        for byte, child in node.items():
            if byte is not None:
                place(child, base ^ byte, byte)

    place(trie, 0, 0)
    size = max(units) + 256
    return struct.pack("<I", size * 4) + b"".join(struct.pack("<I", units.get(i, 0)) for i in range(size))
