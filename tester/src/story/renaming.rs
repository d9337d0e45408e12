//! What would be written if units had other names?

use serde_json::Value as Json;

/// Names, and what stands for each.
#[derive(Debug, Clone, Default)]
pub(super) struct Renaming(Vec<(String, String)>);

impl Renaming {
    pub(super) fn add(&mut self, name: &str, other: &str) {
        if name != other {
            self.0.push((name.to_owned(), other.to_owned()));
        }
    }

    /// The value with other names, wherever they stand.
    pub(super) fn of(&self, value: Json) -> Json {
        match value {
            Json::Object(members) => {
                let each = |(key, value): (String, Json)| (self.of_text(&key), self.of(value));
                Json::Object(members.into_iter().map(each).collect())
            }
            Json::Array(items) => items.into_iter().map(|item| self.of(item)).collect(),
            Json::String(text) => Json::String(self.of_text(&text)),
            value => value,
        }
    }

    /// All names at once, so that two can be exchanged. A name is whole: `app/1` is not
    /// in `app/10`.
    fn of_text(&self, text: &str) -> String {
        let mut renamed = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_whole = |name: &str| {
                let before = renamed.chars().next_back();
                let after = rest[name.len()..].chars().next();
                !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
                    && !after.is_some_and(|c| c.is_ascii_digit())
            };
            let mut names = self.0.iter();
            let found = names.find(|(name, _)| rest.starts_with(name.as_str()) && is_whole(name));
            if let Some((name, other)) = found {
                renamed.push_str(other);
                rest = &rest[name.len()..];
            } else {
                renamed.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        renamed
    }
}

#[cfg(test)]
mod tests {
    use super::Renaming;
    use serde_json::json;

    #[test]
    fn names_are_exchanged_wherever_they_stand_whole() {
        let mut renaming = Renaming::default();
        for (name, other) in [("a/1", "a/0"), ("a/0", "a/1"), ("10.20.0.11", "10.20.0.10")] {
            renaming.add(name, other);
        }
        let found = json!({
            "a/1": {"at": "http://10.20.0.11:80", "mates": ["a/0", "a/1", "a/10", "aa/1"]},
            "a/0": {"port": 80, "near": "10.20.0.110"},
        });
        let expected = json!({
            "a/0": {"at": "http://10.20.0.10:80", "mates": ["a/1", "a/0", "a/10", "aa/1"]},
            "a/1": {"port": 80, "near": "10.20.0.110"},
        });
        assert_eq!(renaming.of(found), expected);
    }
}
