def _cidr(text: str) -> str:
    """Refuse what is no address with the length of a prefix."""
    address, _, length = text.partition("/")
    if "%" in address or not length.isdecimal() or str(int(length)) != length:
        raise ValueError("no network such as 10.0.0.0/24")
    ipaddress.ip_interface(text)
    return text


#: An IPv4 or IPv6 network such as `10.0.0.0/24`.
Cidr = Annotated[str, AfterValidator(_cidr)]
