def _from_json(text: Any) -> Any:
    """Decode a databag value; a value that is decoded already stays as it is."""
    return from_json(text, allow_inf_nan=False) if isinstance(text, str) else text


#: A value in JSON.
FromJson = Annotated[T, BeforeValidator(_from_json)]
