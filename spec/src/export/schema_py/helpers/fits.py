def _fits(adapter: TypeAdapter[Any], value: Any) -> bool:
    """Whether a value is of a type."""
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True
