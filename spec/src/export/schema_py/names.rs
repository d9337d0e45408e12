//! What are fields and types called in Python?

/// The name of an attribute: the wire name where that is a name in Python.
pub(super) fn attribute(wire: &str) -> String {
    let mut name: String = wire
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect();
    // A leading underscore makes an attribute private to pydantic.
    name = name.trim_start_matches('_').to_owned();
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        name = format!("key_{name}");
    }
    if is_taken(&name) {
        name.push('_');
    }
    name
}

/// The name of a class or type alias.
pub(super) fn class(words: &str) -> String {
    const TAKEN: [&str; 46] = [
        "AfterValidator",
        "AliasChoices",
        "Annotated",
        "Any",
        "AppName",
        "Base64",
        "BaseModel",
        "BeforeValidator",
        "Boolean",
        "Cidr",
        "CommaSeparated",
        "ConfigDict",
        "DataBagSchema",
        "False",
        "Field",
        "FromJson",
        "FromYaml",
        "Hostname",
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "Integer",
        "IpAddress",
        "Literal",
        "Never",
        "None",
        "NullIsDefault",
        "Number",
        "Port",
        "PydanticUseDefault",
        "SecretUri",
        "Self",
        "SemicolonSeparated",
        "T",
        "True",
        "TypeAdapter",
        "TypeAlias",
        "TypeVar",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "UnitName",
        "Url",
        "ValidationError",
    ];
    let mut name = String::new();
    for word in words.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    if TAKEN.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// Keywords, what pydantic's models have as attributes, and the builtins that
/// annotations use.
fn is_taken(name: &str) -> bool {
    const KEYWORDS: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield",
    ];
    const ATTRIBUTES: [&str; 14] = [
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
        "model_config",
    ];
    const BUILTINS: [&str; 6] = ["str", "int", "float", "bool", "list", "property"];
    KEYWORDS.contains(&name)
        || ATTRIBUTES.contains(&name)
        || BUILTINS.contains(&name)
        || name.starts_with("model_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_name_becomes_a_name_in_python() {
        for (wire, name) in [
            ("bucket", "bucket"),
            ("secret-extra", "secret_extra"),
            ("client.cert", "client_cert"),
            ("for", "for_"),
            ("from", "from_"),
            ("schema", "schema_"),
            ("model_dump", "model_dump_"),
            ("list", "list_"),
            ("_private", "private"),
            ("5g", "key_5g"),
            ("é", "key_"),
        ] {
            assert_eq!(attribute(wire), name, "{wire}");
        }
    }

    #[test]
    fn the_name_of_a_class_has_no_gaps() {
        assert_eq!(class("grafana_source_data"), "GrafanaSourceData");
        assert_eq!(class("HTTPRoute"), "HTTPRoute");
        assert_eq!(class("Field"), "Field_");
    }
}
