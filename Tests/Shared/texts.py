"""Seeded texts to prune: prose, lists, tables, code and long paragraphs in six languages, and hostile scalar soup."""

import random

SENTENCES = {
    "en": [
        "The lighthouse was built in 1874 after two ships were lost.", "Dr. Marlow kept a diary, e.g. about storms.",
        "How far can the beam be seen?", "It cost $3.5 million (approx. 4 million euros).", "She said: \"Come in. Sit down.\"",
        "The U.S. Navy measured it on Jan. 5, 1931.", "Nobody knows why...", "Its tower is 31.4 m high!",
        "A very long sentence goes on, clause after clause, and names the reef, the bay, the harbour, the river and "
        "the mountain, before it says that the water near the rocks was warm in the summer of that year.",
    ],
    "de": [
        "Am 3. Oktober 1990 wurde der Turm z. B. neu gestrichen.", "Prof. Dr. Meyer kam um 12. Er blieb bzw. ging.",
        "Wie weit reicht das Licht?", "„Komm herein. Setz dich.“", "Der Fluss fließt durch die Stadt; über die Brücke führt ein Weg.",
        "Die Straße ist ca. 3,5 km lang usw. Das genügt!",
    ],
    "ja": [
        "灯台は一八七四年に建てられた。", "「どこまで見えますか？」と彼女は聞いた。", "光は三十海里先まで届く！", "冬の嵐で窓が割れた（一九三一年）。",
        "「はい。そうです。」", "すごい！と叫んだ。", "海の水は暖かく、魚が多い。そのため、漁師は毎日船を出した。",
    ],
    "zh": [
        "灯塔建于一八七四年。", "“光能照多远？”她问。", "山里的河流经过城市，最后流入大海。", "真的吗？！", "他说：“请进。请坐。”然后走了。",
        "一九三一年冬天的风暴打碎了大部分窗户；后来换成了电灯。",
    ],
    "ar": [
        "بُنيت المنارة عام 1874.", "إلى أي مدى يصل الضوء؟", "القاهرة عاصمة مصر، وهي مدينة كبيرة.", "قال: «تفضل بالدخول.»",
        "يجري النهر من الجبل إلى البحر!",
    ],
    "th": [
        "ประภาคารสร้างขึ้นในปี 1874 หลังจากเรือสองลำจมลง ", "แสงไฟมองเห็นได้ไกลเท่าใด ", "แม่น้ำไหลผ่านเมืองและลงสู่ทะเล ",
        "น้ำอุ่นในฤดูร้อนทำให้มีปลามากมาย และคนในหมู่บ้านออกเรือทุกวัน ",
    ],
}  # fmt: skip
QUERIES = {
    "en": ["where is the coral reef", "How far can the beam be seen?", "when was it built"],
    "de": ["Wie weit reicht das Licht?", "Wann wurde der Turm gestrichen?"],
    "ja": ["灯台はいつ建てられた？", "光はどこまで届く"],
    "zh": ["灯塔什么时候建的", "光能照多远？"],
    "ar": ["متى بنيت المنارة؟", "ما عاصمة مصر"],
    "th": ["ประภาคารสร้างขึ้นเมื่อใด", "แสงไฟไกลเท่าใด"],
}
SPACED = ("en", "de", "ar")


def prose(chooser, language, count):
    joint = " " if language in SPACED else ""
    return joint.join(chooser.choice(SENTENCES[language]) for _ in range(count))


def document(chooser, language):
    """A passage of one to six parts of different kinds."""
    parts = []
    for _ in range(chooser.randint(1, 6)):
        kind = chooser.choice(("prose", "prose", "list", "table", "code", "long", "heading", "wrapped"))
        some = [prose(chooser, language, 1) for _ in range(chooser.randint(2, 5))]
        if kind == "prose":
            parts.append(prose(chooser, language, chooser.randint(1, 6)))
        elif kind == "list":
            mark = chooser.choice(("- ", "* ", "• ", "{}. ", "({}) "))
            parts.append("\n".join(mark.format(number) + text for number, text in enumerate(some, 1)))
        elif kind == "table":
            parts.append("\n".join(f"| {number} | {text} |" for number, text in enumerate(some)))
        elif kind == "code":
            parts.append("```py\nreef = {'deep': 3.5}  # the sea.\nfor day in year:\n\n    print(day)\n```")
        elif kind == "long":
            parts.append(prose(chooser, language, chooser.randint(12, 30)))
        elif kind == "heading":
            parts.append("## " + some[0])
        else:
            words = prose(chooser, language, 6)
            parts.append("\n".join(words[start : start + 70] for start in range(0, len(words), 70)))
    return chooser.choice(("\n\n", "\n", "\r\n\r\n")).join(parts) + chooser.choice(("", "\n", "  \n\n"))


def pairs(count, seed=0):
    """(query, document) pairs, the languages in turn."""
    chooser = random.Random(seed)
    languages = list(SENTENCES)
    return [
        (chooser.choice(QUERIES[language]), document(chooser, language))
        for language in (languages[number % len(languages)] for number in range(count))
    ]


BITS = [
    *"abAB.!?… \n\r\t\"'()[]{}「」『』（）“”„«»‹›。！？‼．、，；：,;:-–—#|`~>123*_•・①とっはいう山ภาๆé\u2028\u0301\u200d😀Ёгא€",
    "Dr.", "e.g.", "```\n", "\n\n", "~~~", "````", "U.S. The ", "12. ", "  ", "\r\n", "word ", "Mai ", "| a | b |\n",
    "# ", "1) ", "[3]", "a" * 60, "山" * 50, "ก" * 61, "The ", "etc. ", "「", "」と", "。」", "(a) ", "iv. ", "No. ",
    "\n- ", "\n1.2. ", "z.B. ", "usw.", "word, " * 12, "𠀋", "।", "؟", "։", "។", "\ufeff", "\u3000", "N°.", "Straße",
    "x" * 250, "，" * 3, "\x0b", "\x85", "km\u00b2.", "' ", " '", "\U0001f3fd",
    "[a]", "[note 1]", "[3]:12", "[3]: 4–5 ", ".²", "†", "[" + "n" * 30 + "]", "[" + "n" * 31 + "]", "😀 ", " 🎉", "❤\ufe0f ", "✅" * 21,
    "Τι;", "α;", "Τι;» ", "…;", "\u037e", "Ու:", "Ու»: ", "Ա", "‽", "\ufe52", "\ufe12", "\u1c7e", "\uabeb", "\u1368", "\U00011041",
    "н. э. ", "1990 г. ", "v. Chr. ", "av. J.-C. ", "př. n. l. ", "XIV w. ", "ق.م. ", "der 3. Duke ", "Papa VI. Paul ", "II. Dünya ",
    "EE. UU. ", "Dr. med. Meyer ", "Ir. Duke ", "ir. Duke ", "Öğr. ", "Ул. ", "İ. ", "डॉ. ", "बी.सी. ", "د. ", "A. A. ", "ok. 5", "Sf. ",
    "และ", "ๆ ", "เช่น ", "กล่าว ", "ใน", "ก" * 25, "ก" * 45, "ກ ", "ดร. ", "က ", "o. ", "V. ",
]  # fmt: skip


def soup(chooser):
    """A text of the bits that splitting looks at; some have a run about as long as the rules read at once."""
    some = chooser.sample(BITS, chooser.randint(1, len(BITS)))
    bits = [chooser.choice(some) for _ in range(chooser.choice((3, 10, 30, 100, 300)))]
    if chooser.random() < 0.1:
        bits[chooser.randrange(len(bits))] = chooser.choice(some) * chooser.randint(99, 102)
    return "".join(bits)
