def _matches(pattern: str) -> AfterValidator:
    """Refuse a text that does not match."""

    def check(value: str) -> str:
        if not re.search(pattern, value):
            raise ValueError(f"must match {pattern}")
        return value

    return AfterValidator(check)
