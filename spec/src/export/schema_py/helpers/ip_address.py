def _ip_address(text: str) -> str:
    """Refuse what is no address, or has a zone."""
    if "%" in text:
        raise ValueError("an address with a zone")
    ipaddress.ip_address(text)
    return text


#: An IPv4 or IPv6 address.
IpAddress = Annotated[str, AfterValidator(_ip_address)]
