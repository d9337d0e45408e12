//! At which line of a frozen specification does a node begin?
//!
//! The text is as `relata freeze` writes it: a member to a line. Of any other
//! text the answer is its beginning.

/// Line and column, from 1, of `name` in `owner`, as in
/// [`Change`](relata_spec::evolution::Change); of the owner, or of the text, where
/// there is no such node.
pub(super) fn locate(text: &str, owner: &str, name: &str) -> (usize, usize) {
    let lines: Vec<&str> = text.lines().collect();
    let find = |from: usize, key: &str| {
        let behind = lines.iter().enumerate().skip(from);
        let mut found = behind.filter(|(_, line)| line.trim_start().starts_with(key));
        found.next().map(|(at, _)| at)
    };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let around = if let Some((role, scope)) = owner.split_once('/') {
        let role = find(0, "\"roles\": {").and_then(|at| find(at, &format!("\"{role}\": {{")));
        role.and_then(|at| find(at, &format!("\"{scope}\": {{")))
    } else if owner.is_empty() {
        find(0, "\"number\":")
    } else {
        let named = format!("\"name\": {}", quoted(owner));
        find(0, "\"types\": [").and_then(|at| find(at, &named))
    };
    let Some(around) = around else {
        return (1, 1);
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    // A databag is a block and ends where its indentation comes again; a type is
    // found by its name, and ends where something stands less deep.
    let depth = indent(lines[around]) + usize::from(lines[around].ends_with('{'));
    let mut behind = lines.iter().skip(around + 1);
    let last = behind.position(|line| indent(line) < depth);
    let last = last.map_or(lines.len(), |count| around + 1 + count);
    let keys = ["name", "wire"].map(|key| format!("\"{key}\": {}", quoted(name)));
    let inner = keys.iter().filter(|_| !name.is_empty());
    let inner = inner
        .filter_map(|key| find(around + 1, key))
        .filter(|at| *at < last);
    let at = inner.min().unwrap_or(around);
    (at + 1, indent(lines[at]) + 1)
}

#[cfg(test)]
mod tests {
    use super::locate;

    const TEXT: &str = r#"{
  "interface": {
    "versions": [
      {
        "number": 1,
        "roles": {
          "provider": {
            "app": {
              "fields": [
                {
                  "name": "port"
                }
              ]
            },
            "unit": {
              "fields": [
                {
                  "name": "host"
                }
              ]
            }
          }
        },
        "types": [
          {
            "name": "Scheme",
            "body": {
              "variants": [
                {
                  "wire": "http"
                }
              ]
            }
          },
          {
            "name": "port"
          }
        ]
      }
    ]
  }
}
"#;

    #[test]
    fn a_node_is_found_in_its_owner() {
        assert_eq!(locate(TEXT, "provider/app", "port"), (11, 19));
        assert_eq!(locate(TEXT, "provider/unit", "host"), (18, 19));
        assert_eq!(locate(TEXT, "Scheme", "http"), (30, 19));
        assert_eq!(locate(TEXT, "port", ""), (36, 13));
    }

    #[test]
    fn of_what_is_gone_the_owner_is_found() {
        assert_eq!(locate(TEXT, "provider/app", "host"), (8, 13));
        assert_eq!(locate(TEXT, "provider", ""), (1, 1));
        assert_eq!(locate(TEXT, "requirer/app", "host"), (1, 1));
        assert_eq!(locate(TEXT, "", ""), (5, 9));
    }

    #[test]
    fn another_text_begins_at_its_beginning() {
        for text in ["", "{}", "\u{1f600}", "\"number\": 1"] {
            assert_eq!(locate(text, "provider/app", "x"), (1, 1));
        }
    }
}
