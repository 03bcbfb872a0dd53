"""HTML as words: what a search engine, a preview or a contents list says of it."""

import html
import re

TAGS = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
SENTENCE_END = re.compile(r"(?<!\b[A-ZА-Я])[.?!][)”\"]?(?=\s+[A-ZА-ЯӘІҢҒҮҰҚӨҺ0-9“(\"])")
BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|t[dhr]|dt|dd|summary|caption|figcaption|pre)>|<br>")


def words_of(fragment: str) -> str:
    """Strip tags and entities from sanitised HTML and collapse its white space; paragraphs stay apart."""
    return " ".join(html.unescape(TAGS.sub("", BLOCK_END.sub(" ", fragment))).split())


def first_sentence(text: str) -> str:
    """Give the first sentence of a text; a number's point, or an initial's, ends none.

    >>> first_sentence("It was 3.5 of J. Doe's 7. More follows.")
    "It was 3.5 of J. Doe's 7."
    """
    found = SENTENCE_END.search(text)
    return text[: found.end()] if found else text


def excerpt(text: str, most: int = 300) -> str:
    """Cut text at a word so that a search result or a preview can show it."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
