"""The sentence splitter."""

from typing import List

from .sentence_patterns import (
    _apart, _behind_apostrophe, _blank_line, _borrowers, _closing_fences, _comma_cut, _era, _fence, _heading,
    _initials, _is_cjk, _is_combining, _is_emoji, _is_hard, _is_line_end, _is_mark, _is_pointed, _is_space,
    _is_spaceless, _is_thai, _is_white, _is_word, _item, _lead, _markers, _marks_run, _name, _note, _number,
    _pair_points, _point, _roman, _row, _space_run, _structure, _white_cut, _white_run, _word_stop,
)
from .sentence_tables import (
    _BRACKETS, _CLOSING, _CONTINUING, _DATE_LENGTH, _LOWER, _LOWERED, _OPENING, _PAIRS, _PAIR_DEPTH, _PAIR_REACH,
    _PARTICLES, _PIECE_LIMIT, _POINTS, _RUN_LIMIT, _SAYING, _SPACELESS_LENGTH, _THAI_LENGTH, _THAI_LONG, _THAI_SHORT,
    _UNFINISHED, _WHITE, _WRAPPED_LENGTH,
)
from .sentence_words import (
    _AFTER_ORDINAL, _AFTER_POINT, _BEFORE_ERA, _BEFORE_NUMBER, _BEFORE_ORDINAL, _MAYBE, _NEVER, _STARTERS,
    _THAI_FIRST, _THAI_LAST, _THAI_ON, _THAI_OPEN, _YEARS,
)

# ---- joined from here on ----


def split_sentences(text: str) -> List[str]:
    """The sentences of a text, which are the text when they are put together. Linear in the text's length."""
    splitter, sentences, start = _SentenceSplitter(text), [], 0
    while start < len(text):
        end = splitter.sentence_end(start)
        sentences.append(text[start:end])
        start = end
    return sentences


class _SentenceSplitter:
    """Finds where sentences of one text end. A boundary depends on nothing before its own sentence."""

    def __init__(self, text: str):
        """Keeps what of the text is looked up again and again, so that all sentences together take linear time."""
        self.text = text
        self.end = len(text.rstrip(_WHITE))
        self.line_end = -1  # the last one looked up
        self.unclosed = {}  # fence character -> the shortest fence that nothing closes any more

    def sentence_end(self, start: int) -> int:
        """Where the sentence that begins at `start` ends, the white space after it included."""
        text = self.text
        first = self.after_white(start)
        if first >= self.end:
            return len(text)
        unit = self.unit_end(first)
        if unit >= 0:
            return self.resume(unit)
        at, line_start, spans = _markers.match(text, first).end(), first, []
        limit = first + _PIECE_LIMIT
        while True:
            point = _point.search(text, at, min(self.end, limit)) if at < min(self.end, limit) else None
            if point is None:
                return len(text) if self.end <= max(at, limit) else self.resume(self.cut(first, limit, spans))
            at = point.start()
            character = text[at]
            if character in _PAIRS:
                closer = self.pair_end(at, first, line_start)
                if closer < 0:
                    at += 1
                    continue
                spans.append((at, closer))
                marks = closer
                while _is_space.match(text, marks - 1):
                    marks -= 1
                run = marks
                if character not in _BRACKETS or at == first:
                    while _is_mark.match(text, run - 1) or self.is_borrowed(at + 1, run - 1):
                        run -= 1
                at = self.after_closing(first, closer + 1)
                if run < marks and self.ends_sentence(first, run, marks, at):
                    return self.resume(at)
            elif _is_line_end.match(text, at):
                if self.breaks_line(at, line_start):
                    return self.resume(at)
                at = line_start = self.after_white(at)
            elif _is_space.match(text, at):  # after a letter of a script without sentence marks
                after = _space_run.match(text, at).end()
                if _is_spaceless.match(text, after) and at - first >= self.spaceless_length(first, at, after):
                    return self.resume(at)
                at += 1
            elif character in _borrowers and not self.is_borrowed(first, at):
                at += 1
            else:
                marks = at + 1 if character in _borrowers else _marks_run.match(text, at).end()
                after = self.after_closing(first, marks)
                spans.append((at, after - 1))
                if self.ends_sentence(first, at, marks, after):
                    return self.resume(after)
                at = after

    def unit_end(self, first: int) -> int:
        """The end of the fenced block, the heading or the table's row that begins here; -1 where there is none."""
        text = self.text
        fence = _fence.match(text, first)
        if fence:
            character, count = text[first], min(len(fence[0]), 8)
            if count < self.unclosed.get(character, 9):
                closing = _closing_fences[character, count].search(text, fence.end())
                if closing:
                    return closing.end()
                self.unclosed[character] = count
        if self.line_end < first:
            found = _is_line_end.search(text, first)
            self.line_end = found.start() if found else len(text)
        length = self.line_end - first
        if _heading.match(text, first) and length <= 200 or _row.match(text, first) and length <= 1000:
            return self.line_end
        return -1

    def resume(self, at: int) -> int:
        """Where the next sentence begins: after the white space, but with its line's indentation."""
        after = self.after_white(at)
        if after >= self.end:
            return len(self.text)
        begin = after
        while begin > at and _is_space.match(self.text, begin - 1):
            begin -= 1
        return begin if begin > at else after

    def cut(self, first: int, limit: int, spans: list) -> int:
        """Where a text without a sentence's end is cut: after a comma or the like, else at white space, else
        anywhere; but not inside a pair."""
        for pattern in (_comma_cut, _white_cut):
            cuts = [found.end() for found in pattern.finditer(self.text, first + _PIECE_LIMIT // 2, limit)]
            cuts = [cut for cut in cuts if not any(begin < cut <= last for begin, last in spans)]
            if cuts:
                return cuts[-1]
        cut = limit
        while _is_combining.match(self.text, cut) and cut > first + _PIECE_LIMIT // 2:
            cut -= 1
        return next((begin for begin, last in spans if first < begin < cut <= last), cut)

    def pair_end(self, at: int, first: int, line_start: int) -> int:
        """The place of what closes the bracket or quote at `at`, when it is near; else -1."""
        text, opener = self.text, self.text[at]
        if opener == '"':
            before = text[at - 1] if at > first else " "
            if not (_is_white.match(before) or before in _OPENING) or _is_white.match(text, at + 1):
                return -1
        depth, place, stop = 1, at + 1, min(at + 1 + _PAIR_REACH, self.end)
        while True:
            point = _pair_points[opener].search(text, place, stop)
            if point is None:
                return -1
            place = point.start()
            character = text[place]
            if character in _PAIRS[opener]:
                if opener != '"' or not _is_word.match(text, place + 1):
                    depth -= 1
                if depth == 0:
                    return place
            elif character == opener:
                depth += 1
                if depth > _PAIR_DEPTH:
                    return -1
            elif self.breaks_line(place, line_start):
                return -1
            else:
                place = line_start = self.after_white(place)
                continue
            place += 1

    def breaks_line(self, at: int, line_start: int) -> bool:
        """Whether the line's end at `at` ends a sentence, or the text only goes on in the next line."""
        text = self.text
        after = self.after_white(at)
        if after >= self.end:
            return False
        if _blank_line.match(text, at) or _structure.match(text, after) or _row.match(text, after):
            return True
        last = at - 1
        while last >= line_start and _is_space.match(text, last):
            last -= 1
        if last < line_start or text[after] in _LOWER or text[after] in _CONTINUING or text[last] in _UNFINISHED:
            return False
        if text[last] == "." and self.is_abbreviation(line_start, last, after):
            return False
        return text[last] == ":" or last + 1 - line_start < _WRAPPED_LENGTH

    def ends_sentence(self, first: int, start: int, end: int, after: int) -> bool:
        """Whether the marks [start, end) end a sentence; `after` is behind what closes with them."""
        text = self.text
        if after >= self.end:
            return True
        marks, follower = text[start:end], text[after]
        if _is_hard.search(marks):
            if after > end and follower in _PARTICLES or follower in "\u3001\uff0c":
                return False
            return not (follower == "\u3068" and (after + 1 >= self.end or text[after + 1] in _SAYING))
        if not _is_white.match(follower):
            if start == first or not _is_cjk.match(text, start - 1) or not marks.strip("\u2026"):
                return False
            wide = any(point in marks for point in _POINTS[1:])
            return bool(_is_cjk.match(follower)) or follower in _PAIRS or wide
        opened = self.after_white(after)
        if _item.match(text, opened):
            return True
        word = _lead.match(text, opened).end()
        if word >= self.end or text[word] in _LOWER or word == opened and text[word] in _CONTINUING:
            return False
        return len(marks) > 1 or marks not in _POINTS or not self.is_abbreviation(first, start, word)

    def is_borrowed(self, first: int, at: int) -> bool:
        """Whether what stands here is a mark, as a semicolon behind Greek and a colon behind Armenian words are."""
        letters = _borrowers.get(self.text[at])
        if letters is None:
            return False
        before = at
        while before > first and at - before < 5 and _is_mark.match(self.text, before - 1):
            before -= 1
        if before > first and self.text[before - 1] in _CLOSING:
            before -= 1
        return before - 2 >= first and all(letters.match(self.text, before - back) for back in (1, 2))

    def is_abbreviation(self, first: int, point: int, follower: int) -> bool:
        """Whether the point belongs to the word before it and not to the sentence."""
        text = self.text
        start = self.word_start(first, point)
        written = _behind_apostrophe.sub("", text[start:point])
        word = written.translate(_LOWERED)
        is_number = "0" <= text[follower] <= "9"
        name = _name.match(text, follower)
        name = name[0] if name else ""
        begins = name in _STARTERS and (len(name) > 1 or text[follower + 1 : follower + 2] != ".")
        if {word, written} & _NEVER or is_number and {word, written} & _BEFORE_NUMBER:
            return True
        if name in _BEFORE_ERA and len(written) <= 2 or text.startswith("J.-C", follower):
            return True
        if point > first and _is_pointed.match(text, point - 1):
            return True
        before = start
        while before > first and _is_white.match(text, before - 1):
            before -= 1
        if self.ends_date(first, before, written, point):
            return (point - first <= _DATE_LENGTH or not name) and not begins
        if {word, written} & _MAYBE or _initials.fullmatch(written):
            return not begins
        if word in _AFTER_POINT:
            return before > first and text[before - 1] == "."
        if not _number.fullmatch(written) and not _roman.fullmatch(written):
            return False
        if is_number and written[0] <= "9" or name in _AFTER_ORDINAL:
            return True
        leader = text[self.word_start(first, before) : before]
        return bool(name) and not begins and bool({leader, leader.translate(_LOWERED)} & _BEFORE_ORDINAL)

    def word_start(self, first: int, end: int) -> int:
        """Where the word that ends at `end` begins."""
        start = end
        while start > first and end - start < 20 and self.text[start - 1] not in _word_stop:
            start -= 1
        return start

    def ends_date(self, first: int, before: int, word: str, point: int) -> bool:
        """Whether a date ends at the point: a year behind a number, or an era."""
        if word in _YEARS:
            return before > first and self.text[before - 1] in "0123456789IVXLC"
        return bool(_era.search(self.text[max(first, point - 12) : point]))

    def spaceless_length(self, first: int, at: int, after: int) -> int:
        """The shortest sentence that the space from `at` to `after` ends, in a script without sentence marks."""
        text = self.text
        if not _is_thai.match(text, at - 1) or not _is_thai.match(text, after):
            return _SPACELESS_LENGTH
        if text.endswith(_THAI_OPEN, first, at) or text.startswith(_THAI_ON, after):
            return _THAI_LONG
        if text.endswith(_THAI_LAST, first, at) or text.startswith(_THAI_FIRST, after):
            return _THAI_SHORT
        return _THAI_LENGTH

    def after_closing(self, first: int, at: int) -> int:
        """Behind closing brackets and quotes, footnotes' marks, and emoji, unless the sentence begins with one."""
        stop = min(at + _RUN_LIMIT, self.end)
        is_plain = not _is_emoji.match(self.text, first)
        while at < stop:
            if self.text[at] in _CLOSING:
                at += 1
                continue
            note = _note.match(self.text, at) or is_plain and _apart.match(self.text, at)
            if not note:
                break
            at = note.end()
        return at

    def after_white(self, at: int) -> int:
        """The first place from `at` on that is not white space."""
        return _white_run.match(self.text, at).end()
