class _YamlLoader(yaml.SafeLoader):
    """YAML 1.2, of which `yes`, `012` and dates are no part."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Make an object, whose keys are texts as in JSON."""
        self.flatten_mapping(node)
        if any(key.tag in _NO_KEYS for key, _ in node.value):
            raise yaml.YAMLError("a key is no text")
        return {
            key.value: self.construct_object(value, deep=True)
            for key, value in node.value
        }


_NO_KEYS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "map", "seq")}

_DIGITS = r"(?:0|[1-9][0-9]*(?:_[0-9]+)*)"

for _kind, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": rf"[-+]?{_DIGITS}|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+",
    "float": r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?",
    "none": r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    "merge": r"<<",
}.items():
    _YamlLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"^(?:{_pattern})$"), None
    )


def _yaml_integer(loader: yaml.SafeLoader, node: Any) -> int:
    return int(node.value, 10 if node.value.lstrip("+-")[:1] != "0" else 0)


def _yaml_float(loader: yaml.SafeLoader, node: Any) -> float:
    return float(node.value)


_YamlLoader.add_constructor("tag:yaml.org,2002:int", _yaml_integer)
_YamlLoader.add_constructor("tag:yaml.org,2002:float", _yaml_float)


def _from_yaml(text: Any) -> Any:
    """Decode a databag value; a value that is decoded already stays as it is."""
    if not isinstance(text, str):
        return text
    try:
        return yaml.load(text, Loader=_YamlLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"no YAML: {error}") from error


#: A value in YAML.
FromYaml = Annotated[T, BeforeValidator(_from_yaml)]
