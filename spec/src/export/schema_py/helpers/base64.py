def _base64(text: str) -> str:
    """Refuse what is no base64 of the standard alphabet, white space apart."""
    letters = re.sub(r"[\t\n\f\r ]", "", text)
    if len(letters) % 4 or not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", letters):
        raise ValueError("no base64")
    return text


#: Base64 text.
Base64 = Annotated[str, AfterValidator(_base64)]
