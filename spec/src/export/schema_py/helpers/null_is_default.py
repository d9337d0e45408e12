def _default_for_null(value: Any) -> Any:
    if value is None:
        raise PydanticUseDefault
    return value


#: `null` stands for the default.
NullIsDefault = Annotated[T, BeforeValidator(_default_for_null)]
