class _Databag(BaseModel):
    """A databag as Juju holds it: an empty value is a missing one."""

    model_config = ConfigDict(CONFIG)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value != ""}
