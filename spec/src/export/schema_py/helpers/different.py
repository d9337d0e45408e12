def _different(least: int = 0, most: int | None = None) -> AfterValidator:
    """Refuse a list with too few or too many different elements."""

    def check(elements: list[Any]) -> list[Any]:
        different: list[Any] = []
        for element in elements:
            if element not in different:
                different.append(element)
        if len(different) < least or (most is not None and len(different) > most):
            raise ValueError(f"{len(different)} different elements")
        return elements

    return AfterValidator(check)
