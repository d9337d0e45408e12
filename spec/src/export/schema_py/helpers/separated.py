def _separated(by: str) -> BeforeValidator:
    """Decode a list of plain texts."""

    def read(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        elements = [element.strip(" ") for element in text.split(by)]
        return [element for element in elements if element]

    return BeforeValidator(read)
