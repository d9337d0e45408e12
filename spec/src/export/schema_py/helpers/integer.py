def _integer(text: Any) -> Any:
    """Decode a whole number in decimal digits."""
    if not isinstance(text, str):
        return text
    if not re.fullmatch(r"-?[0-9]+", text):
        raise ValueError("no whole number")
    return int(text)


#: A whole number as plain text.
Integer = Annotated[T, BeforeValidator(_integer)]
