def _not_null(value: Any) -> Any:
    """Refuse `null`, which is a missing value."""
    if value is None:
        raise ValueError("the value is missing")
    return value
