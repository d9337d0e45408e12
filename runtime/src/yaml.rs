//! YAML in databag values.

use crate::Json;

/// Reads one document. Aliases, depth and size are bounded by the parser's
/// budget, so that a hostile document cannot use memory out of proportion.
pub(crate) fn parse(text: &str) -> Result<Json, String> {
    serde_saphyr::from_str(text).map_err(|error| error.without_snippet().to_string())
}

/// Makes canonical JSON fit for every YAML reader.
///
/// JSON is YAML, quotes everything that a YAML 1.1 reader might take for
/// something else, and has one canonical form. Only the control characters that
/// JSON lets stand and YAML does not have to be escaped.
pub(crate) fn write(json: &str) -> String {
    let mut yaml = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                yaml += &format!("\\u{:04x}", u32::from(c));
            }
            c => yaml.push(c),
        }
    }
    yaml
}
