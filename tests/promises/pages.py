"""Reading a form off a page, as a browser would send it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the fields of the form with an id, without its buttons; those in templates of rows apart."""

    def __init__(self, id_: str):
        super().__init__()
        self.id, self.is_in, self.templates = id_, False, 0
        self.sent: dict[str, list[str]] = {}
        self.blank: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.chosen: list[str] = []
        self.first: str | None = None
        self.text = ""

    @property
    def values(self) -> dict[str, list[str]]:
        return self.blank if self.templates else self.sent

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.is_in = given.get("id") == self.id
        elif tag == "template":
            self.templates += 1
        if not self.is_in:
            return
        name = given.get("name") or ""
        if tag == "select":
            self.select, self.chosen, self.first = name, [], None
        elif tag == "option" and self.select:
            value = given.get("value") or ""
            self.first = value if self.first is None else self.first
            if "selected" in given:
                self.chosen.append(value)
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and name and "disabled" not in given and _is_sent(given):
            self.values.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.is_in = False
        elif tag == "select" and self.select:
            self.values[self.select] = self.chosen or ([self.first] if self.first is not None else [])
            self.select = ""
        elif tag == "textarea" and self.area:
            # A browser leaves out the line that Django puts first.
            self.values[self.area] = [self.text.removeprefix("\n").removeprefix("\r\n")]
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data


def _is_sent(given: dict[str, str | None]) -> bool:
    return given.get("type") not in ("checkbox", "radio") or "checked" in given


def form_on(html: str, id_: str = "bewerken") -> dict[str, list[str]]:
    """Return the fields of a form on a page and what stands in them, by name."""
    reader = _Form(id_)
    reader.feed(html)
    return reader.sent


def add_row(html: str, values: dict[str, list[str]], relation: str, **row: str) -> None:
    """Fill in one more row in ``values``, as the button of the page in ``html`` does."""
    reader = _Form("bewerken")
    reader.feed(html)
    total = values[f"{relation}-TOTAL_FORMS"][0]
    values[f"{relation}-TOTAL_FORMS"] = [str(int(total) + 1)]
    blank = {name: value for name, value in reader.blank.items() if name.startswith(f"{relation}-__prefix__")}
    values |= {name.replace("__prefix__", total): value for name, value in blank.items()}
    values |= {f"{relation}-{total}-{name}": [value] for name, value in row.items()}
