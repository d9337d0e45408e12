def _none_of(*known: str) -> AfterValidator:
    """Refuse a value that is one of these."""

    def check(value: str) -> str:
        if value in known:
            raise ValueError(f"must be none of {known}")
        return value

    return AfterValidator(check)
