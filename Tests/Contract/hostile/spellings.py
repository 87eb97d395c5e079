"""Pickles that import something, written in every spelling that Python accepts: seeded, at random.

Each program follows the stack that Python will have, so that most of them run to their end; a few instructions are wrong on
purpose. What they import, the real readers say (reading.py).
"""

import random
import struct

NAMES = [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("torch._utils", "_rebuild_tensor_v2"), ("a", "b"),
    ("collections", "OrderedDict"), ("unittest.__main__", "main"), ("näh", "größe"), ("x" * 300, "y"), ("numpy.core", ""),
]
MARK = "mark"
TEXT, VALUE, IMPORT = "text", "value", "import"


class Program:
    """A pickle that grows: its bytes, and the kinds of what Python has on the stack."""

    def __init__(self, seed, wrong=0.01):
        self.random = random.Random(seed)
        self.wrong = wrong
        self.out = bytearray()
        self.stack = []
        self.memo = {}
        self.counted = 0

    # Spellings

    def integer(self, value):
        """A number as the line of GET and PUT, which Python reads with int()."""
        digits = str(value)
        if self.random.random() < 0.3:
            digits = "0" * self.random.choice([1, 2, 40, 4000]) + digits
        if len(digits) > 1 and self.random.random() < 0.4:
            at = self.random.randrange(1, len(digits))
            digits = digits[:at] + "_" + digits[at:]
        sign = self.random.choice(["", "", "+", "-" if value == 0 else ""])
        space = lambda: "".join(self.random.choices(" \t\r\v\f", k=self.random.choice([0, 0, 1, 3, 6000])))
        tail = self.random.choice(["", "", "\0", "\0junk"])
        return (space() + sign + digits + space() + tail).encode()

    def text(self, value):
        """A text in one of seven opcodes."""
        raw = value.encode("utf-8", "surrogatepass")
        kind = self.random.choice("SSVVXXcdTU")
        if kind == "S" and value.isascii():
            quote = self.random.choice("'\"")
            return b"S" + quote.encode() + b"".join(self.escaped(byte, quote) for byte in raw) + quote.encode() + b"\n"
        if kind == "V":
            return b"V" + b"".join(self.raw_escaped(letter) for letter in value) + b"\n"
        if kind == "c" and len(raw) < 256:
            return b"\x8c" + bytes([len(raw)]) + raw
        if kind == "d":
            return b"\x8d" + struct.pack("<Q", len(raw)) + raw
        if kind == "T" and value.isascii():
            return b"T" + struct.pack("<i", len(raw)) + raw
        if kind == "U" and value.isascii() and len(raw) < 256:
            return b"U" + bytes([len(raw)]) + raw
        return b"X" + struct.pack("<I", len(raw)) + raw

    def escaped(self, byte, quote):
        letter = chr(byte)
        way = self.random.random()
        if way < 0.1:
            return f"\\x{byte:02x}".encode()
        if way < 0.2:
            return f"\\{byte:03o}".encode()
        if letter in ("\\", quote):
            return f"\\{letter}".encode()
        return letter.encode() if 0x20 <= byte < 0x7F else f"\\x{byte:02X}".encode()

    def raw_escaped(self, letter):
        way = self.random.random()
        if ord(letter) > 0xFF or letter in "\\\n" or way < 0.1:
            return f"\\u{ord(letter):04x}".encode() if ord(letter) < 0x10000 and way < 0.5 else f"\\U{ord(letter):08X}".encode()
        return letter.encode("latin-1")

    def scalar(self):
        """Anything that is a value and nothing else, in one of 20 opcodes."""
        number = self.random.choice([0, 1, 255, 256, 65535, 2**31 - 1, 10**30, -5])
        line = self.random.choice([str(number), hex(number), oct(number), f" {number}", f"{number} ", "0_0", "0x_ff"]).encode()
        small = self.random.randrange(256)
        raw = self.random.randbytes(self.random.choice([0, 1, 5, 200]))
        big = number.to_bytes(20, "little", signed=True)
        return self.random.choice([
            b"N", b"\x88", b"\x89", b"I" + line + b"\n", b"I01\n", b"I00\n", b"L" + line + b"L\n", b"L" + line + b"\n",
            b"K" + bytes([small]), b"M" + struct.pack("<H", small), b"J" + struct.pack("<i", -small),
            b"\x8a" + bytes([len(big)]) + big, b"\x8a\x00", b"\x8b" + struct.pack("<i", len(big)) + big,
            b"F" + self.random.choice([b"1.5", b"inf", b"-nan", b" 1e5 ", b"1_0.0", b"infinity"]) + b"\n",
            b"G" + struct.pack(">d", 1.5), b"B" + struct.pack("<I", len(raw)) + raw, b"C" + bytes([len(raw)]) + raw,
            b"\x8e" + struct.pack("<Q", len(raw)) + raw, b"\x96" + struct.pack("<Q", len(raw)) + raw,
            b"P" + self.random.choice([b"", b"id", b"x" * 5000]) + b"\n", b"]", b")", b"}", b"\x8f",
        ])

    # The stack

    def depth(self):
        """How many values stand above the last mark."""
        return next((n for n, kind in enumerate(reversed(self.stack)) if kind == MARK), len(self.stack))

    def push(self, code, kind=VALUE):
        self.out += code
        self.stack.append(kind)

    def pop(self, count):
        del self.stack[len(self.stack) - count:]

    def to_mark(self):
        del self.stack[len(self.stack) - self.depth() - 1:]

    def has_mark(self):
        return MARK in self.stack

    # Instructions

    def step(self):
        choices = [self.push_scalar, self.push_text, self.push_mark, self.shuffle, self.remember, self.recall, self.wrap,
                   self.import_line, self.import_stack, self.call, self.decorate]
        self.random.choices(choices, weights=[5, 3, 2, 3, 4, 4, 4, 2, 3, 3, 1])[0]()
        if self.random.random() < self.wrong:
            self.out += bytes([self.random.randrange(256)])

    def push_scalar(self):
        self.push(self.scalar())

    def push_text(self):
        word = self.random.choice([part for name in NAMES for part in name] + ["x" * self.random.choice([0, 4094, 4097, 9000])])
        self.push(self.text(word), TEXT)

    def push_mark(self):
        self.push(b"(", MARK)

    def shuffle(self):
        way = self.random.choice("0012")
        if way == "0" and self.stack:
            self.out += b"0"
            self.pop(1)
        elif way == "1" and self.has_mark():
            self.out += b"1"
            self.to_mark()
        elif way == "2" and self.depth():
            self.push(b"2", self.stack[-1])

    def remember(self):
        if not self.depth():
            return
        key = self.random.choice([0, 1, 7, 255, 256, 70000, 10**19])
        way = self.random.choice("pppqrm")
        if way == "q" and key < 256:
            self.out += b"q" + bytes([key])
        elif way == "r" and key < 10**6:
            self.out += b"r" + struct.pack("<I", key)
        elif way == "m":
            key = len(self.memo)
            self.out += b"\x94"
        else:
            self.out += b"p" + self.integer(key) + b"\n"
        self.memo[key] = self.stack[-1]

    def recall(self):
        if not self.memo:
            return
        key = self.random.choice(list(self.memo))
        way = self.random.choice("ggghj")
        if way == "h" and key < 256:
            self.push(b"h" + bytes([key]), self.memo[key])
        elif way == "j" and key < 10**6:
            self.push(b"j" + struct.pack("<I", key), self.memo[key])
        else:
            self.push(b"g" + self.integer(key) + b"\n", self.memo[key])

    def wrap(self):
        way = self.random.choice("123tlfQ")
        if way in "123" and self.depth() >= int(way):
            self.out += bytes([0x84 + int(way)])
            self.pop(int(way))
            self.stack.append(VALUE)
        elif way in "tl" and self.has_mark():
            self.out += way.encode()
            self.to_mark()
            self.stack.append(VALUE)
        elif way == "Q" and self.depth():
            self.out += b"Q"
            self.stack[-1] = VALUE

    def name(self):
        return self.random.choice(NAMES)

    def import_line(self):
        module, name = (part.encode() for part in self.name())
        if self.random.random() < 0.6:
            self.push(b"c" + module + b"\n" + name + b"\n", IMPORT)
        elif self.has_mark() or self.random.random() < 0.05:
            self.out += b"i" + module + b"\n" + name + b"\n"
            self.to_mark()
            self.stack.append(IMPORT)

    def import_stack(self):
        if self.stack[-2:] != [TEXT, TEXT]:
            module, name = self.name()
            for part in (module, name):
                self.push(self.text(part), TEXT)
                if self.random.random() < 0.3:
                    self.remember()
                if self.random.random() < 0.3:
                    self.out += b"N0"
        self.out += b"\x93"
        self.pop(2)
        self.stack.append(IMPORT)

    def call(self):
        way = self.random.choice("RRboN")
        if way == "o":
            self.push_mark()
            self.import_stack()
            self.push_scalar()
            self.out += b"o"
            self.to_mark()
            self.stack.append(IMPORT)
            return
        if not self.stack or self.stack[-1] != IMPORT:
            self.import_stack()
        if way == "R":
            self.out += self.random.choice([b")R", b"(tR", b"N\x85R", b"(NNtR", b")\x81", b")}\x92", b"(tN0R"])
        elif way == "b":
            self.out += b"}b"
        else:
            self.out += self.random.choice([b"Na", b"(NNe", b"NNs", b"(NNu", b"(N\x90"])

    def decorate(self):
        """Instructions that change nothing: versions, and frames in their right and wrong places."""
        way = self.random.random()
        if way < 0.5:
            self.out += b"\x80" + bytes([self.random.randrange(6)])
        elif way < 0.7:
            self.out += b"\x95" + struct.pack("<Q", self.random.choice([0, 2**40, 2**62]))
        else:
            inside = Program(self.random.random(), wrong=0)
            for _ in range(self.random.randrange(1, 4)):
                inside.push_scalar()
            size = len(inside.out) - self.random.choice([0, 0, 0, 1, 3])
            self.out += b"\x95" + struct.pack("<Q", max(0, size)) + inside.out
            self.stack += inside.stack


def programs(count, seed):
    """So many pickles, each different."""
    for number in range(count):
        program = Program(f"{seed}-{number}", wrong=0.02 if number % 4 == 0 else 0)
        if program.random.random() < 0.4:
            program.out += b"\x80" + bytes([program.random.randrange(6)])
        for _ in range(program.random.choice([1, 3, 8, 20, 60])):
            program.step()
        ending = program.random.random()
        if ending < 0.6:
            if not program.depth():
                program.push_scalar()
            program.out += b"." + program.random.choice([b"", b"\n", b"junk", b"N.cos\nsystem\n)R."])
        elif ending < 0.8:
            # The last line has no line feed: Lib/pickle.py takes it, without its last byte.
            program.out += b"cos\nsystemX"
        yield bytes(program.out)


def at_the_limits():
    """(name, pickle): more of something than any bound that a scan might have."""
    end = b"cos\nsystem\n(S'id'\ntR."
    yield "a line of 4096 bytes", b"S'" + b"x" * 4094 + b"'\n0" + end
    yield "a line of a megabyte", b"S'" + b"x" * (1 << 20) + b"'\n0" + end
    yield "a key after 70,000 spaces", b"Np" + b" " * 70000 + b"5\n0g5\n0" + end
    yield "a key of 4,000 zeros", b"Np" + b"0" * 4000 + b"5\n0g5\n0" + end
    yield "1.1 million values", b"N" * 1_100_000 + end
    yield "2.5 million values", b"N" * 2_500_000 + end
    yield "1.1 million keys", b"N" + b"\x94" * 1_100_000 + b"0" + end
    yield "20 million instructions", b"N" + b"N0" * 10_000_000 + b"0" + end
    yield "5,000 imports", b"".join(b"ca%d\nb\n0" % n for n in range(5000)) + end
    yield "5,000 imports and nothing else", b"".join(b"ca%d\nb\n0" % n for n in range(5000)) + b"N."
    yield "40 MB of text", b"S'" + b"x" * 40_000_000 + b"'\n0" + end
    yield "200,000 pickles before", b"N." * 200_000 + end
    yield "a frame that ends in a line", b"\x95\x05" + b"\0" * 7 + b"Np55g5\n0" + end
    yield "a frame that ends in a number", b"\x95\x03" + b"\0" * 7 + b"J\1\1\1\1" + b"N0N0" + end
    yield "a frame that begins in another", b"\x95\x0d" + b"\0" * 7 + b"N0\x95\x08" + b"\0" * 7 + b"0" * 2 + b"NNNN0000" + end
