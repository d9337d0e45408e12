class _Object(BaseModel):
    """An object in a databag value: `null` is a missing member, others are ignored."""

    model_config = ConfigDict(CONFIG)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}
