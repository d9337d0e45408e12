def _spelled(spellings: dict[str, bool]) -> BeforeValidator:
    """Decode a boolean as plain text."""

    def read(text: Any) -> Any:
        return spellings.get(text, text) if isinstance(text, str) else text

    return BeforeValidator(read)
