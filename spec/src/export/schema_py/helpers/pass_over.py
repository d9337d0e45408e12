def _pass_over_unknown(*known: str) -> BeforeValidator:
    """Drop objects of which no member is known: what they said is no longer said."""

    def is_known(element: Any) -> bool:
        return not isinstance(element, dict) or any(name in element for name in known)

    def read(elements: Any) -> Any:
        return [*filter(is_known, elements)] if isinstance(elements, list) else elements

    return BeforeValidator(read)
