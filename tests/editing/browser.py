"""What a browser without JavaScript sends: the form of a page as it stands, with what a person changes."""

from html.parser import HTMLParser

from django.test import Client

ROW_END = "-TOTAL_FORMS"
BLANK = "-__prefix__-"


class Form(HTMLParser):
    """The fields of the form with an id, as name → values."""

    def __init__(self, form_id: str):
        super().__init__()
        self.form_id = form_id
        self.data: dict[str, list[str]] = {}
        self.is_inside = False
        self.select = ""
        self.text_name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and (values.get("id") == self.form_id or not self.form_id):
            self.is_inside = True
        if not self.is_inside:
            return
        name = values.get("name") or ""
        if tag == "input" and name:
            self._input(name, values)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in values and self.select:
            self.data[self.select] = [values.get("value") or ""]
        elif tag == "textarea":
            self.text_name = name
            self.data[name] = [""]

    def _input(self, name: str, values: dict[str, str | None]) -> None:
        if values.get("type") == "file":
            return  # nothing chosen: nothing sent
        if values.get("type") in ("checkbox", "radio"):
            if "checked" in values:
                self.data.setdefault(name, []).append(values.get("value") or "on")
        else:
            self.data.setdefault(name, []).append(values.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.text_name:
            self.data[self.text_name][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            # HTML takes away the first line break.
            self.data[self.text_name][0] = self.data[self.text_name][0].removeprefix("\n")
            self.text_name = ""


def form_on(client: Client, address: str, form_id: str = "bewerken") -> dict[str, list[str]]:
    """Return what the form on a page would send."""
    return {name: values for name, values in _read(client, address, form_id).items() if BLANK not in name}


def _read(client: Client, address: str, form_id: str = "bewerken") -> dict[str, list[str]]:
    """Return the fields of a form, with those of the blank row that a browser copies."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    form = Form(form_id)
    form.feed(page.content.decode())
    form.data.pop("csrfmiddlewaretoken", None)
    return form.data


def send(client: Client, address: str, /, rows: dict[str, list[dict]] | None = None, **values):
    """Open a page, fill in fields and rows, send it; return the answer.

    ``rows`` are new rows by relation: they take the empty rows of the page, and copies of the blank one after that.
    """
    data = _read(client, address)
    for relation, wanted in (rows or {}).items():
        _add_rows(data, relation, wanted)
    data = {name: sent for name, sent in data.items() if BLANK not in name}
    for name, value in values.items():
        data[name] = value if isinstance(value, list) else [value]
    return client.post(address, data)


def _add_rows(data: dict[str, list[str]], relation: str, wanted: list[dict]) -> None:
    total = int(data[f"{relation}{ROW_END}"][0])
    free = [number for number in range(total) if not data.get(f"{relation}-{number}-uuid", [""])[0]]
    for row in wanted:
        if free:
            number = free.pop(0)
        else:
            number, total = total, total + 1
            data |= {
                name.replace(BLANK, f"-{number}-"): values
                for name, values in data.items()
                if name.startswith(f"{relation}{BLANK}")
            }
        data |= {f"{relation}-{number}-{name}": [str(value)] for name, value in row.items()}
    data[f"{relation}{ROW_END}"] = [str(total)]


def errors_of(answer) -> list[str]:
    """Return what the page says is wrong, in its order."""
    assert answer.status_code == 422, (answer.status_code, answer.get("Location"))
    return [text for _id, text in answer.context["errors"]]
