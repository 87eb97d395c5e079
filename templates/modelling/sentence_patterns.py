"""The sentence splitter's regular expressions, made of its tables."""

import re

from .sentence_tables import (
    _ARMENIAN, _CJK, _CLOSING, _COMBINING, _EMOJI, _GREEK, _HARD, _INDIC, _LETTERS, _LINE_ENDS, _MARKS, _OPENING,
    _PAIRS, _POINTED, _RUN_LIMIT, _SOFT, _SPACELESS, _SPACES, _SUPERSCRIPTS, _THAI, _WHITE,
)
from .sentence_words import _ERAS

# ---- joined from here on ----


def _class(characters: str, repeated: str = "") -> "re.Pattern":
    """One of these characters, written as inside [...]; `repeated` is what follows the bracket."""
    return re.compile(f"[{characters}]{repeated}")


_is_white, _is_space, _is_line_end, _is_mark = _class(_WHITE), _class(_SPACES), _class(_LINE_ENDS), _class(_MARKS)
_is_hard, _is_cjk, _is_spaceless = _class(_HARD), _class(_CJK), _class(_SPACELESS)
_is_combining, _is_word = _class(_COMBINING), _class(_LETTERS + "0-9")
_is_thai, _is_pointed, _is_emoji = _class(_THAI), _class(_POINTED), _class(_EMOJI)
_borrowers = {";": _class(_GREEK), ":": _class(_ARMENIAN)}  # marks of one script alone, and its letters
_white_run, _space_run, _marks_run = _class(_WHITE, "*"), _class(_SPACES, "*"), _class(_MARKS, f"{{1,{_RUN_LIMIT}}}")
_point = re.compile(
    f"[{re.escape(_LINE_ENDS + ''.join(_PAIRS))}]|[{_HARD}{re.escape(_SOFT)}]|(?<=[{_SPACELESS}])[{_SPACES}]"
    f"|(?<=[{_GREEK}{_MARKS}{re.escape(_CLOSING)}]);|(?<=[{_ARMENIAN}{_MARKS}{re.escape(_CLOSING)}]):"
)
_pair_points = {
    opener: re.compile("[" + re.escape(opener + closers + _LINE_ENDS) + "]") for opener, closers in _PAIRS.items()
}
_marker = re.compile(  # of a list: a bullet, or a number or a letter in front of an item
    f"[\u2022\u2023\u25e6\u2043\u2219\u25aa\u25a0\u25a1\u25c6\u25c7\u25cf\u25cb\u25bc\u25bd\u2605\u2606\u203b\u30fb\xb7"
    f"\u2460-\u2473]|(?:[-*+\u2013\u2014]|\\(?(?:[0-9]{{1,3}}(?:\\.[0-9]{{1,3}}){{0,3}}[.)]{{1,2}}|[A-Za-z]\\.?\\)"
    f"|[a-z]\\.|[ivxIVX]{{2,4}}[.)]))[{_SPACES}]"
)
_markers = re.compile(f"(?:(?:{_marker.pattern})[{_SPACES}]*){{0,2}}")
_heading = re.compile(f"#{{1,6}}[{_SPACES}]")
_structure = re.compile(f"{_marker.pattern}|{_heading.pattern}|```|~~~|[|>]")
_fence = re.compile(f"(`{{3,}}(?=[^`{_LINE_ENDS}]*(?:[{_LINE_ENDS}]|\\Z))|~{{3,}})")
_lead = re.compile(f"[{re.escape(_OPENING)}]{{0,8}}(?:[-\u2013\u2014]{{1,3}}[{_SPACES}]*)?")
_note = re.compile(  # a footnote's mark, or an emoji, right behind the sentence's
    f"\\[[^\\[\\]{_LINE_ENDS}]{{1,30}}\\](?::[{_SPACES}]?[0-9]{{1,4}}(?:[-\u2013][0-9]{{1,4}})?)?"
    f"|[{_SUPERSCRIPTS}{_EMOJI}]"
)
_apart = re.compile(f"[{_SPACES}]+[{_EMOJI}]{{1,20}}(?=[{_WHITE}]|\\Z)")  # emoji, with white space around
_name = re.compile(f"[{_LETTERS}]{{1,13}}")
_item = re.compile(f"\\(?(?:[0-9]{{1,2}}|[A-Za-z]\\.?)\\)[{_SPACES}]")
_word_stop = frozenset(_WHITE + "\"\u201c\u201d\u201e\xab\xbb()[]{}<>\uff08\uff09\u300c\u300d,;:/|-\u2013\u2014*_`")
_initials = re.compile(
    f"[{_LETTERS}](?:[{_LETTERS}]?(?:\\.[{_LETTERS}]{{1,2}})+)?|[{_INDIC}]{{1,3}}(?:\\.[{_INDIC}]{{1,3}})+"
    "|([ACDEFHJLMNORSU])\\1"
)
_behind_apostrophe = re.compile("^.*['\u2019](?=..)", re.DOTALL)
_era = re.compile(
    f"(?:\\A|[^{_LETTERS}])(?:{'|'.join(re.escape(era).replace('.', f'.[{_WHITE}]*') for era in sorted(_ERAS))})\\Z"
)
_number, _roman = re.compile("[0-9]{1,2}"), re.compile("[IVXL]{2,6}")
_comma_cut = re.compile(f"[\u3001\uff0c\uff1b\uff1a](?=[^{_WHITE}])|[,;:][{_WHITE}]+(?=[^{_WHITE}])")
_white_cut = re.compile(f"[{_WHITE}]+(?=[^{_WHITE}])")
_row = re.compile(f"\\||[^|{_LINE_ENDS}]{{0,200}}\\|[^|{_LINE_ENDS}]{{0,200}}\\|")
_blank_line = re.compile(f"(?:\r(?!\n)|\r\n|[{_LINE_ENDS.replace(chr(13), '')}])[{_SPACES}]*[{_LINE_ENDS}]")
_closing_fences = {
    (character, count): re.compile(
        f"[{_LINE_ENDS}][{_SPACES}]*{character}{{{count},}}[{_SPACES}]*(?=[{_LINE_ENDS}]|\\Z)"
    )
    for character in "`~"
    for count in range(3, 9)
}
