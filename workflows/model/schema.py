"""JSON Schemas of the declaration files for editors, made of the models by which the files are read."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from workflows.model.calendar import CalendarFile
from workflows.model.criteria import CriteriaFile, LabelsFile, ScoringSetFile, WordingFile
from workflows.model.forms import Form
from workflows.model.law import PlanFile
from workflows.model.organisations import OrganisationsFile
from workflows.model.papers import PapersFile
from workflows.model.parts import Declared
from workflows.model.programme import ProgrammeFile
from workflows.model.reform import ReformFile
from workflows.model.roles import RolesFile
from workflows.model.trials import TrialsFile
from workflows.model.workflow import WorkflowFile

# Editors for YAML understand this version of JSON Schema; later ones not everywhere.
DIALECT = "http://json-schema.org/draft-07/schema#"
KINDS: Mapping[str, type[Declared]] = {
    "workflow": WorkflowFile,
    "papers": PapersFile,
    "roles": RolesFile,
    "calendar": CalendarFile,
    "programme": ProgrammeFile,
    "organisations": OrganisationsFile,
    "reform": ReformFile,
    "trials": TrialsFile,
    "law": PlanFile,
    "criteria": CriteriaFile,
    "scoring_set": ScoringSetFile,
    "labels": LabelsFile,
    "wording": WordingFile,
}


class _Generator(GenerateJsonSchema):
    """Writes what a file may hold: no file holds a null, so what may be left out is not also a null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Form:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Form:
        form = super().default_schema(schema)
        return {key: value for key, value in form.items() if key != "default" or value is not None}

    def dict_schema(self, schema: core_schema.DictSchema) -> Form:
        keys, values = self.generate_inner(schema["keys_schema"]), self.generate_inner(schema["values_schema"])
        limits = {"min_length": "minProperties", "max_length": "maxProperties"}
        count = {name: schema[limit] for limit, name in limits.items() if limit in schema}  # type: ignore[literal-required]  # the two names above
        return {"type": "object", "propertyNames": keys, "additionalProperties": values, **count}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def schema_of(kind: str, describe: Callable[[str], str]) -> Form:
    """The schema of a kind of file. `describe` gives the text of each `mapping` and of each `mapping.key` in it."""
    made = KINDS[kind].model_json_schema(schema_generator=_Generator, ref_template="#/definitions/{model}")
    definitions = {name: _described(form, describe) for name, form in made.pop("$defs", {}).items()}
    return {"$schema": DIALECT, **_described(made, describe), "definitions": definitions}


def noun_of(name: str) -> str:
    """What the mapping of a model is called: that of PaperTypeItem is `paper_type`."""
    bare = name.removesuffix("File").removesuffix("Item")
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in bare).lstrip("_")


def _described(form: Form, describe: Callable[[str], str]) -> Form:
    noun = noun_of(form["title"])
    keys = {key: _explained(value, describe(f"{noun}.{key}")) for key, value in form["properties"].items()}
    return {**form, "title": noun.replace("_", " "), "description": describe(noun), "properties": keys}


def _explained(form: Form, text: str) -> Form:
    """A reference bears no text beside it in this version of JSON Schema."""
    return {"allOf": [form], "description": text} if "$ref" in form else {**form, "description": text}
