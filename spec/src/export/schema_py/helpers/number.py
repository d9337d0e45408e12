def _number(text: Any) -> Any:
    """Decode a number that is spelled as in JSON."""
    if not isinstance(text, str):
        return text
    if text != text.strip():
        raise ValueError("white space around a number")
    return from_json(text, allow_inf_nan=False)


#: A number as plain text.
Number = Annotated[T, BeforeValidator(_number)]
