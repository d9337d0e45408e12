def _one_of(*known: int) -> AfterValidator:
    """Refuse a value that is none of these."""

    def check(value: Any) -> Any:
        if value not in known:
            raise ValueError(f"must be one of {known}")
        return value

    return AfterValidator(check)
