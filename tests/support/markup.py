"""Whether a page is written as the standard has it: the browser reads the tree that was written, and nothing in it strays.

A browser mends what is written wrongly, in silence. So the tree is read here as it stands, tag by tag, and compared with
the one that the browser's own parser makes of the same text: where they differ, something was mended. Beside that, what
no parser minds: ids given twice, references that lead nowhere, elements where the standard does not have them.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from playwright.sync_api import Page, Response

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# What may not stand within a line of text, and what holds a line of text and nothing else.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
LINES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "span",
        "strong",
        "em",
        "b",
        "i",
        "small",
        "label",
        "button",
        "dt",
        "summary",
        "ruby",
        "rt",
        "time",
        "code",
    ]
)
TOUCHED = frozenset(["a", "button", "input", "select", "textarea", "details"])
ONLY_IN = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "tr": {"tbody", "thead", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "option": {"select", "optgroup", "datalist"},
}
ONLY_HOLDS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup"},
}
FIRST = ("legend", "summary", "caption")
REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls")
STRAY_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|[A-Za-z]+;)")
PASSED_ON = """source => {
  const found = [];
  const visit = (one, depth) => {
    found.push(`${depth} ${one.localName}`);
    for (const child of one.children) { visit(child, depth + 1) }
  };
  visit(new DOMParser().parseFromString(source, 'text/html').documentElement, 0);
  return found;
}"""


@dataclass(eq=False)
class _Written(HTMLParser):
    """A page as it is written."""

    tree: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    references: set[str] = field(default_factory=set)
    open: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._place(tag)
        self.tree.append(f"{len(self.open)} {tag}")
        given = Counter(name for name, _value in attrs)
        self.faults += [f"<{tag}> has {name} twice" for name, times in given.items() if times > 1]
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in REFERENCES:
                self.references |= set((value or "").split())
            elif name == "href" and (value or "").startswith("#"):
                self.references.add((value or "")[1:])
        if self.open:
            self.open[-1] = (self.open[-1][0], self.open[-1][1] + 1)
        if tag not in VOID:
            self.open.append((tag, 0))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {[name for name, _ in self.open][-1:]}")
            return
        self.open.pop()

    def _place(self, tag: str) -> None:
        around = [name for name, _children in self.open]
        parent, before = self.open[-1] if self.open else ("", 0)
        if parent in LINES and tag in BLOCKS and not (parent == "summary" and tag in ("h2", "h3")):
            self.faults.append(f"<{tag}> within the line of a <{parent}>")
        if tag in TOUCHED and {"a", "button"} & set(around):
            self.faults.append(f"<{tag}> within what is pressed already")
        if (tag in ONLY_IN and parent not in ONLY_IN[tag]) or (parent in ONLY_HOLDS and tag not in ONLY_HOLDS[parent]):
            self.faults.append(f"<{tag}> directly in <{parent}>")
        if tag in FIRST and before:
            self.faults.append(f"<{tag}> is not the first in <{parent}>")


def faults_of(source: str, page: Page) -> list[str]:
    """What is wrong with the text of a page; `page` is any one whose browser may read it."""
    written = _Written()
    written.feed(source)
    written.close()
    found = list(written.faults)
    found += [f"<{tag}> is never closed" for tag, _children in written.open]
    found += [f"the id {name!r} is given {times} times" for name, times in written.ids.items() if times > 1 or not name]
    found += [f"nothing is called {name!r}" for name in sorted(written.references - written.ids.keys())]
    found += [f"a bare & before {source[at.end() : at.end() + 12]!r}" for at in STRAY_AMPERSAND.finditer(source)]
    for tag in ("main", "h1", "title"):
        times = sum(line.endswith(f" {tag}") for line in written.tree)
        found += [f"{times} <{tag}>"] if times != 1 else []
    read = page.evaluate(PASSED_ON, source)
    mended = next((pair for pair in zip(written.tree, read, strict=False) if pair[0] != pair[1]), None)
    if mended or len(read) != len(written.tree):
        found.append(f"the browser mends it: {mended or (len(written.tree), len(read))}")
    return found


class Sources:
    """Keeps the answer of which a tab shows the page, so that its text can be had as the server wrote it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._last: Response | None = None
        page.on("response", self._keep)

    def _keep(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._last = response

    def faults(self) -> list[str]:
        """What is wrong with the page that is shown."""
        assert self._last is not None, "no page was opened yet"
        return faults_of(self._last.text(), self._page)
