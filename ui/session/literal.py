"""Text of visitors inside Markdown, shown character for character: no link, picture, formula, icon or bold word."""

import re

LONGEST = 1_000
"""Characters that are shown of one text."""
JOINER = "\u2060"
"""A word joiner: of no width, and no place to break a line."""
_MEANING = re.compile(r"[!#$&*:<>@\[\\\]_`|~]|^[-+=]|(?<=\d)[.)](?=\s|$)")
"""Characters that mean something anywhere, then those that do where a line begins."""
_REPLACED = re.compile(r"(?<=:)(?=.)|(?=@)|(?<=www)(?=\.)|(?<=[<>~-])(?=[=>-])", re.IGNORECASE)
"""Where to part what Streamlit's Markdown replaces even if it is escaped: addresses, :icons:, :emoji:, arrows."""


def literal(text: object) -> str:
    """The text as ordinary words, safe also in labels, headings and `:red[...]`."""
    parted = _REPLACED.sub(JOINER, printable(str(text)))
    return _MEANING.sub(lambda found: f"&#{ord(found[0])};", parted)


def quoted(text: object) -> str:
    """The text as inline code, for sentences and tables; inside `:red[...]` a bracket would end it."""
    shown = printable(str(text)).replace(":material/", f":{JOINER}material/")
    shown = shown if shown.strip() else f'"{shown}"'
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def printable(text: str) -> str:
    r"""At most `LONGEST` characters; line breaks and what turns or hides text as Python writes it: \n, \u202e."""
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in cut)
