"""The sentence splitter's regular expressions, made of its tables."""

import re

from .sentence_tables import (
    _CJK, _COMBINING, _HARD, _LETTERS, _LINE_ENDS, _MARKS, _OPENING, _PAIRS, _RUN_LIMIT, _SOFT, _SPACELESS,
    _SPACES, _WHITE,
)

# ---- joined from here on ----


def _class(characters: str, repeated: str = "") -> "re.Pattern":
    """One of these characters, written as inside [...]; `repeated` is what follows the bracket."""
    return re.compile(f"[{characters}]{repeated}")


_is_white, _is_space, _is_line_end, _is_mark = _class(_WHITE), _class(_SPACES), _class(_LINE_ENDS), _class(_MARKS)
_is_hard, _is_cjk, _is_spaceless = _class(_HARD), _class(_CJK), _class(_SPACELESS)
_is_combining, _is_word = _class(_COMBINING), _class(_LETTERS + "0-9")
_white_run, _space_run, _marks_run = _class(_WHITE, "*"), _class(_SPACES, "*"), _class(_MARKS, f"{{1,{_RUN_LIMIT}}}")
_point = re.compile(
    f"[{re.escape(_LINE_ENDS + ''.join(_PAIRS))}]|[{_HARD}{re.escape(_SOFT)}]|(?<=[{_SPACELESS}])[{_SPACES}]"
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
_footnote = re.compile(r"\[[0-9]{1,3}\]")
_name = re.compile(f"[{_LETTERS}]{{1,13}}")
_item = re.compile(f"\\(?(?:[0-9]{{1,2}}|[A-Za-z]\\.?)\\)[{_SPACES}]")
_word_stop = frozenset(_WHITE + "\"\u201c\u201d\u201e\xab\xbb()[]{}<>\uff08\uff09\u300c\u300d,;:/|-\u2013\u2014*_`")
_short_parts = re.compile(f"[{_LETTERS}]{{1,2}}(?:\\.[{_LETTERS}]{{1,2}})*")
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
