"""Reading a form out of a page, as a browser fills it in before anyone types."""

from html.parser import HTMLParser


def filled_in(html: str, form_id: str) -> dict[str, list[str]]:
    """Return what a browser would send for the form with this id, buttons left out: values by name."""
    reader = _FormReader(form_id)
    reader.feed(html)
    return reader.values


class _FormReader(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id = form_id
        self.values: dict[str, list[str]] = {}
        self.is_inside = False
        self.templates = 0
        self.select: dict | None = None
        self.area: str | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_inside = given.get("id") == self.form_id
        elif tag == "template":
            self.templates += 1
        elif self.is_inside and not self.templates:
            self._take(tag, given)

    def _take(self, tag, given):
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._add(name, given.get("value", "on" if given.get("type") == "checkbox" else ""))
        elif tag == "select" and name:
            self.select = {"name": name, "first": None, "chosen": [], "is_many": "multiple" in given}
        elif tag == "option" and self.select is not None:
            value = given.get("value", "")
            self.select["first"] = value if self.select["first"] is None else self.select["first"]
            if "selected" in given:
                self.select["chosen"].append(value)
        elif tag == "textarea" and name:
            self.area, self.text = name, []

    def handle_data(self, data):
        if self.area is not None:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.area is not None:
            text = "".join(self.text).removeprefix("\r\n").removeprefix("\n")
            self._add(self.area, text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = self.select["chosen"]
            if not chosen and not self.select["is_many"] and self.select["first"] is not None:
                chosen = [self.select["first"]]
            for value in chosen:
                self._add(self.select["name"], value)
            self.select = None

    def _add(self, name, value):
        self.values.setdefault(name, []).append(value or "")
