"""`build_result`, version 1: Share build results with the charms that publish them.

JSON, several artefacts.
"""

# pyright: reportIncompatibleVariableOverride=false, reportGeneralTypeIssues=false

from typing import Annotated, Any, Literal, TypeVar

from interface_tester.schema_base import DataBagSchema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticUseDefault, from_json
from typing_extensions import Self

T = TypeVar("T")


def _from_json(text: Any) -> Any:
    """Decode a databag value; a value that is decoded already stays as it is."""
    return from_json(text, allow_inf_nan=False) if isinstance(text, str) else text


#: A value in JSON.
FromJson = Annotated[T, BeforeValidator(_from_json)]


def _default_for_null(value: Any) -> Any:
    if value is None:
        raise PydanticUseDefault
    return value


#: `null` stands for the default.
NullIsDefault = Annotated[T, BeforeValidator(_default_for_null)]


def _pass_over_unknown(*known: str) -> BeforeValidator:
    """Drop objects of which no member is known: what they said is no longer said."""

    def is_known(element: Any) -> bool:
        return not isinstance(element, dict) or any(name in element for name in known)

    def read(elements: Any) -> Any:
        return [*filter(is_known, elements)] if isinstance(elements, list) else elements

    return BeforeValidator(read)


#: A URL: a scheme, a colon, and no white space.
Url = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[^\t\n\v\f\r ]+$")]

#: The URI of a Juju secret.
SecretUri = Annotated[
    str,
    Field(
        pattern=r"^(?:secret:(?://(?:[^/\t\n\v\f\r ]+/)?|[0-9a-f-]+/)?)?[A-Za-z0-9_-]+$",
    ),
]


class _Object(BaseModel):
    """An object in a databag value: `null` is a missing member, others are ignored."""

    model_config = ConfigDict(
        strict=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}


class _Databag(BaseModel):
    """A databag as Juju holds it: an empty value is a missing one."""

    model_config = ConfigDict(
        strict=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value != ""}


#: What an artefact is for.
#:
#: Other values may come: treat one that is unknown as missing.
Kind = Literal["package", "debug-symbols"] | str


class Artefact(_Object):
    """One file that a build made."""

    url: Url
    """Where it can be fetched."""
    kind: Kind | None = None
    """What it is for."""


class Account(_Object):
    """Who may fetch artefacts.

    The content of a Juju secret.
    """

    username: str
    """The user's name."""
    password: str = Field(repr=False)
    """The user's password."""


ProviderAppArtefacts = FromJson[
    NullIsDefault[Annotated[list[Artefact], _pass_over_unknown("url", "kind")]]
]


class ProviderAppData(_Databag):
    """What was built."""

    artefacts: ProviderAppArtefacts = []
    """All artefacts of the newest build."""
    fetch_secret: SecretUri | None = Field(None, alias="fetch-secret")
    """The account that may fetch them.

    The secret holds `Account`.
    """


class ProviderSchema(DataBagSchema):
    """What the provider writes.

    - Publishes where finished builds can be fetched.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    app: ProviderAppData | None = None
    """What was built."""


class RequirerAppData(_Databag):
    """What is wanted."""

    branch: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Name of the branch."""
    tag: str | FromJson[str | None] = Field(None, union_mode="left_to_right")
    """Name of the tag."""

    @model_validator(mode="after")
    def _fields_go_together(self) -> Self:
        if self.branch is None and self.tag is None:
            raise ValueError("at least one of `branch` or `tag` is there")
        return self


class RequirerSchema(DataBagSchema):
    """What the requirer writes.

    - Says which builds it wants.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    app: RequirerAppData
    """What is wanted."""
