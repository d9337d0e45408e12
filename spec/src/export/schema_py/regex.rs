//! How does another engine read a pattern?
//!
//! A declaration's patterns are those of `regex-lite`, whose classes know
//! ASCII only. Pydantic's engine is `regex`, whose classes know Unicode, and
//! Python's `re` besides lets `$` match before a last line feed.

/// The pattern, with the classes spelled out.
pub(super) fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    let mut inside = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let Some(next) = letters.next() else {
                    out.push('\\');
                    break;
                };
                let class = match next {
                    'd' => "0-9",
                    'w' => "0-9A-Za-z_",
                    's' => r"\t\n\v\f\r ",
                    'D' if !inside => "^0-9",
                    'W' if !inside => "^0-9A-Za-z_",
                    'S' if !inside => r"^\t\n\v\f\r ",
                    _ => {
                        out.push('\\');
                        out.push(next);
                        continue;
                    }
                };
                if inside {
                    out.push_str(class);
                } else {
                    out.push_str(&format!("[{class}]"));
                }
                continue;
            }
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        out.push(letter);
    }
    out
}

/// The pattern for Python's `re`.
pub(super) fn for_python(pattern: &str) -> String {
    let pattern = ascii(pattern);
    match pattern.strip_suffix('$') {
        Some(start) if !start.ends_with('\\') => format!("{start}\\Z"),
        _ => pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_spelled_out() {
        assert_eq!(
            ascii(r"^\d+[\w.-]\S\.$"),
            r"^[0-9]+[0-9A-Za-z_.-][^\t\n\v\f\r ]\.$"
        );
        assert_eq!(ascii(r"\\d"), r"\\d");
    }

    #[test]
    fn an_end_is_the_very_end_in_python() {
        assert_eq!(for_python("^a$"), r"^a\Z");
        assert_eq!(for_python(r"^a\$"), r"^a\$");
    }
}
