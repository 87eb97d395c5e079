"""Random cards: front matters as people write them, and everything that YAML has, with mistakes of all kinds."""

import random

PLAIN = """
mit apache-2.0 en no yes on off true False NULL null ~ y n Yes OFF 0 1 -1 +7 007 08 0o7 0b101 0b_ 0x1F 0x_ 1_000 1__ _1 0_ -0
12345678901234567890 1:30 1:75 190:20:30 1:30.5 -1:30 0:30 1. 1.5 .5 +.5 -1.5e+3 1e5 1.5e3 1.e+5 1_0.5 .inf -.INF .NaN +.nan
2024-05-17 2024-13-45 2024-02-30 2024-2-3 0000-01-01 2023-02-29 2024-02-29 2024-05-17T12:30:00Z 2024-05-17t1:30:00.25-5
2024-05-17T25:00:00Z 2024-05-17T10:61:00 2024-5-7T10:00:00.1234567+02:30 2024-05-17T10:00:00+25:00 2024-05-17T10:00:00+24:00
<<x =x . .. -- -a ?a :a a:b http://a.b/c a#b a,b a'b a"b a\\b é ü\u2028x
\u00a0 日本 😀 zh-CN org/model text-ranking 0.5 20.0 \u0085 .5e+3 1.5.2 v1.0 1,000 5% a?b ?- -? a]b a}b
""".split()
BROKEN = ["=", "<<", "...", "-", "?", ":", "a:", "[a]", "{a}", "@a", "`a", "%a", "!a", "&a", "*a", "|a", ">a", "'a", '"a', "a: b", "- a", "? a",
          "a\tb", "2024-05-17\t12:30:00"]
SPACED = ["a b", "2024-05-17 12:30:00", "2024-05-17 1:2:3", "2024-05-17  12:30:00 +2", "a #b", "a# b", "a :b", "a,b, c", "a b  c",
          "2024-05-17 12:30:00 Z"]
TAGS = ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!binary", "!!seq", "!!map", "!!set", "!!omap", "!!pairs",
        "!", "!local", "!!python/object:os.system", "!!python/tuple", "!<tag:yaml.org,2002:str>", "!<tag:yaml.org,2002:int>",
        "!!merge", "!!value", "!!st%72", "!e!x", "!!", "!<x", "!!str,", "!!yaml", "!!foo"]
KEYS = ["license", "language", "tags", "base_model", "datasets", "library_name", "pipeline_tag", "metrics", "model_name",
        "model-index", "eval_results", "license_name", "date", "widget", "x", "y", "self", "ignore_metadata_errors", "<<", "=", "1",
        "1.0", "true", "no", "null", "2024-05-17", "", "a b", "'q'", '"q"', "? z", "[k]", "{k: v}", "é", "-k", ":k", "!!str 5", "&k k",
        "*a", "!!binary YQ==", "0x1"]
NEWLINES = ["\n"] * 9 + ["\r\n"] * 3 + ["\r"]
SPECIAL = list("\t :-?[]{},#&*!|>'\"%@`\n\r\\~=<_.0123456789abé\u0085\u2028\ufeff\u00a0\x0b\x07/+") + ["---", "...", "\n---\n", "\n...\n",
          "  ", "\n  ", "\t", ": ", " #", "- ", "? ", "<<: ", "!!", "&a ", "*a", "\n- ", "|\n  ", ">-\n  ", "%YAML 1.1\n", "\n\n"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.anchors = []

    def card(self):
        self.anchors = []
        pick = self.random
        newline = pick.choice(NEWLINES)
        matter = self.mapping(0, top=True)
        if pick.random() < 0.05:
            matter = pick.choice(["%YAML 1.1\n---\n", "%TAG !e! tag:yaml.org,2002:\n---\n", "--- ", "---\n", "# c\n", "%YAML 2.0\n---\n",
                                  "%FOO bar\n---\n", "%YAML 1.1 # c\n---\n", "--- !!map\n", "--- # c\n"]) + matter
        if pick.random() < 0.03:
            matter = pick.choice(["", "\n", "# c", "text", "- a", "[a, b]", "null", "~", "{}", "{a: b}", "[]", "5", "'a'", "--- a", "..."])
        if pick.random() < 0.05:
            matter += pick.choice(["\n...", "\n... # c", "\n...\n...", "\n...\na: b", "\n--- \nb: 2", "\n---x\nb: 2"])
        if pick.random() < 0.25:
            matter = self.mutated(matter)
        opening = pick.choice(["---\n"] * 40 + ["\n---\n", " ---\n", "---\n---\n", "--- \n", "---\n\n", "\ufeff---\n", "\u00a0---\n",
                                                "\ufeff\ufeff---\n", "\x1c---\n", "x\n---\n", "----\n", "---\n\n---\n"])
        closing = pick.choice(["\n---\n"] * 40 + ["\n---", "\n--- \t\n", "\n---x\n", "\n----\n", "---\n", "\n--- \r", "", "\n---\n---\n"])
        text = opening + matter + closing + "\n# Title\n\ntext\n---\nmore\n"
        return text.replace("\n", newline) if newline != "\n" else text

    def mutated(self, text):
        for _ in range(self.random.choice([1, 1, 1, 2, 4])):
            place = self.random.randrange(len(text) + 1)
            kind = self.random.random()
            if kind < 0.55:
                text = text[:place] + self.random.choice(SPECIAL) + text[place:]
            elif kind < 0.8:
                text = text[:place] + text[place + 1 :]
            else:
                text = text[:place] + self.random.choice(SPECIAL) + text[place + 1 :]
        return text

    def scalar(self, flow):
        pick = self.random
        kind = pick.random()
        text = pick.choice(BROKEN if pick.random() < 0.04 else PLAIN if kind < 0.4 else SPACED)
        if kind < 0.55:
            return text
        if kind < 0.75:
            return self.quoted(text)
        if kind < 0.9 and not flow:
            return self.block(text)
        return text

    def quoted(self, text):
        if self.random.random() < 0.5:
            inner = self.random.choice([text, "a\n  b", "a\n\n  b", "a ''b", "'' ", " a ", "a\t\n b"]).replace("'", "''")
            return f"'{inner}'"
        escapes = ["\\n", "\\t", "\\x41", "\\u00e9", "\\U0001F600", "\\/", "\\0", "\\e", "\\N", "\\_", "\\L", "\\ ", "\\\n  b", "\\q", "\\x4",
                   "\\U00110000", "a\n  b", "a\n\n  b ", "\\\\", '\\"', " a ", "\\\t"]
        return '"' + self.random.choice(["", text.replace("\\", "").replace('"', "")]) + self.random.choice(escapes) + '"'

    def block(self, text):
        pick = self.random
        header = pick.choice("|>") + pick.choice(["", "", "", "-", "+", "2", "4", "-2", "2+", "0", "x", " # c", "#c", "12", "++"])
        pad = " " * pick.choice([1, 2, 4, 0])
        lines = [pick.choice([text, "a", "", " b", "\tc", "# d", "- e", "a: b", "   "]) for _ in range(pick.randrange(4))]
        return header + "".join("\n" + (pad + line if line else "") for line in lines) + pick.choice(["", "", "\n", "\n\n"])

    def properties(self):
        text = ""
        if self.random.random() < 0.06:
            name = self.random.choice("abcd")
            self.anchors.append(name)
            text += f"&{name} "
        if self.random.random() < 0.07:
            text += self.random.choice(TAGS) + " "
        return text

    def value(self, depth, flow=False):
        pick = self.random
        if self.anchors and pick.random() < 0.08:
            return "*" + pick.choice(self.anchors)
        properties = self.properties()
        kind = pick.random()
        if depth > 3 or kind < 0.55:
            return properties + self.scalar(flow)
        if flow or kind < 0.75:
            return properties + (self.flow_list(depth) if pick.random() < 0.5 else self.flow_mapping(depth))
        pad = "  " * (depth + 1)
        if kind < 0.88:
            if pick.random() < 0.3:
                pad = pad[2:]
            return properties.rstrip() + "".join(f"\n{pad}-{pick.choice([' ', ' ', ' ', '  '])}{self.value(depth + 1)}"
                                                 for _ in range(pick.randrange(1, 4)))
        return properties.rstrip() + "\n" + self.mapping(depth + 1)

    def flow_list(self, depth):
        items = [self.value(depth + 1, flow=True) for _ in range(self.random.randrange(4))]
        if self.random.random() < 0.1:
            items.append(self.random.choice(["a: b", "? a : b", "", "http://foo.com", "a:b"]))
        return "[" + self.random.choice([", ", ", ", ",", " ,\n "]).join(items) + self.random.choice(["", "", "", ",", " "]) + "]"

    def flow_mapping(self, depth):
        items = []
        for _ in range(self.random.randrange(4)):
            key = self.random.choice(KEYS + ['"q"', "http://foo.com", "a"])
            items.append(key + self.random.choice([": ", ": ", ": ", ":", " : "]) + self.value(depth + 1, flow=True)
                         if self.random.random() < 0.85 else key)
        return "{" + ", ".join(items) + self.random.choice(["", "", "", ","]) + "}"

    def mapping(self, depth, top=False):
        pad = "  " * depth
        keys = [self.random.choice(KEYS[:16] if self.random.random() < 0.9 else KEYS) for _ in range(self.random.randrange(1, 5))]
        lines = []
        for key in keys:
            if top and key == "model-index" and self.random.random() < 0.7:
                lines.append("model-index: " + self.model_index())
            elif top and key in ("self", "ignore_metadata_errors", "eval_results") and self.random.random() < 0.5:
                continue
            elif key == "<<" and self.anchors:
                lines.append(f"{pad}<<: " + self.random.choice(["*" + a for a in self.anchors] + ["[" + ", ".join("*" + a for a in self.anchors) + "]"]))
            else:
                colon = self.random.choice([": "] * 40 + [":", ":  ", ":\t", " : "])
                lines.append(f"{pad}{key}{colon}{self.value(depth)}".replace(": \n", ":\n"))
            if self.random.random() < 0.05:
                lines.append(self.random.choice(["", "# c", "  # c", "\t", "   "]))
        return "\n".join(lines)

    def model_index(self):
        """Mostly right, with one or two parts replaced or left out."""

        def part(text, others=("null", "5", "''", "[]", "{}", "x", "2024", "true", "2024-05-17", "[a]", "{a: b}", "!!set {a}")):
            return self.random.choice(others) if self.random.random() < 0.06 else text

        def members(**values):
            return "{" + ", ".join(f"{k}: {v}" for k, v in values.items() if v is not None and self.random.random() > 0.04) + "}"

        def optional(text):
            return part(text) if self.random.random() < 0.3 else None

        def metric():
            return part(members(type=part("map"), value=part("0.5"), name=optional("MAP"), config=optional("c"), verified=optional("true")))

        def result():
            return part(members(
                task=part(members(type=part("text-ranking"), name=optional("Ranking"))),
                dataset=part(members(type=part("a/b"), name=part("B"), config=optional("2024"), split=optional("test"), args=optional("{}"))),
                metrics=part("[" + ", ".join(metric() for _ in range(self.random.randrange(3))) + "]"),
                source=optional(members(name=optional("n"), url=optional("http://a.b")))))

        models = [part(members(name=part("m"), results=part("[" + ", ".join(result() for _ in range(self.random.randrange(3))) + "]")))
                  for _ in range(self.random.choice([1, 1, 1, 1, 2, 0]))]
        return part("[" + ", ".join(models) + "]")


# What people and other tools wrote, or might, with what it is about.
KNOWN = [
    "---\nlicense: mit\n---\n", "---\n---\nlicense: mit\n---\n", "---\n\n---\n", "---\n---\n", "no front matter", "",
    "\ufeff---\nlicense: mit\n---\n", "---\r\nlicense: mit\r\n---\r\n", "---\r\n---\n", "---\rlicense: mit\r---\r\n",
    "---\ndate: 2024-13-45\n---\n", "---\nx: !foo bar\n---\n", "---\nx: !!python/object:a.b {}\n---\n", "---\n<<: mit\n---\n",
    "---\nx: =\n---\n", "---\n=: x\n---\n", "---\n1: b\n---\n", "---\na:\tb\n---\n", "---\na: |\n  \tb\n---\n",
    "---\na: |\n\tb\n---\n", "---\nx: {http://foo.com, a}\n---\n", "---\nx: [http://foo.com, a]\n---\n", "---\na: 1\na: 2\n---\n",
    "---\na: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n---\n", "---\na: &x 1\nb: &x 2\n---\n", "---\na: *x\n---\n", "---\nb: [&x {c: 1}, &y {c: 2}]\na: {<<: [*x, *y]}\n---\n",
    "---\nmodel-index:\n- name: x\n  results: []\n---\n", "---\nmodel-index: []\n---\n", "---\nmodel-index: {}\n---\n",
    "---\ntags: 5\n---\n", "---\ntags: a\n---\n", "---\ntags:\n---\n", "---\ntags: 2024-05-17\n---\n", "---\nself: a\n---\n",
    "---\nignore_metadata_errors: true\n---\n", "---\n? [a]\n: b\n---\n", "---\n? a\n---\n", "---\n[a]: b\n---\n", "---\nx: !!set {a, b}\n---\n",
    "---\nx: !!omap [a: 1, b: 2]\n---\n", "---\nx: !!pairs [a: 1, a: 2]\n---\n", "---\nx: !!omap {a: 1}\n---\n", "---\nx: !!str {=: y}\n---\n",
    "---\nx: !!binary aGk=\n---\n", "---\nx: !!binary aGk\n---\n", "---\nx: ! '5'\n---\n", "---\nx: " + "9" * 4301 + "\n---\n",
    "---\nx: " + "a" * 1100 + ": b\n---\n", "---\n" + "a" * 1025 + ": b\n---\n", "---\n" + "a" * 1023 + ": b\n---\n", "---\nx: a\x07\n---\n",
    "---\nx: 'a\x7f'\n---\n", "---\nx: \"\\ud83d\"\n---\n", "---\nx: <<\n---\n", "---\nx: [<<]\n---\n", "---\nx: 0b_\n---\n",
    "---\n- a\n---\n", "---\na\n---\n", "---\nx: |\n a\n---\n", "---\nx: |\n a\n\n---\n", "---\nx: >+\n a\n\n b\n\n\n---\n",
    "---\neval_results: []\n---\n", "---\neval_results: a\n---\n", "---\nx: {a: b}}\n---\n", "---\nx: ]\n---\n", "---\nx: {1: a, true: b, 1.0: c}\n---\n",
    "---\nx: @a\n---\n", "---\nx: `a`\n---\n", "---\nx: a: b\n---\n", "---\nx: \"a\n---\n", "---\nx: - a\n---\n", "---\nx:\n- a\n- b\n---\n",
]
