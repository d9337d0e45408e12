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
    let mut name = String::new();
    for word in words.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
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
