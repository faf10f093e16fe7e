"""Writes the shipped templates into `config/documents`."""

from tests.shape.forms.made import FOLDER, FORMS

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, make in FORMS.items():
        (FOLDER / name).write_bytes(make())
