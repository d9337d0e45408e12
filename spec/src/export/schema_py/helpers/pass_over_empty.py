def _pass_over_empty(elements: Any) -> Any:
    """Drop objects without members: what they said is no longer said."""
    if not isinstance(elements, list):
        return elements
    return [element for element in elements if element != {}]
