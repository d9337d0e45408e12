//! Where in a value?

use serde::{Serialize, Serializer};
use std::fmt;

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Into a declared member of an object.
    Member(String),
    /// Into an element of a list, counted from 0.
    Index(usize),
    /// Into an entry of a map, or a member that is no declared one.
    Key(String),
}

/// A place inside a value; empty for the value itself.
///
/// ```
/// use relata_spec::value::{Path, Segment};
///
/// let path = Path::from(vec![
///     Segment::Member("certificates".into()),
///     Segment::Index(0),
///     Segment::Key("a b".into()),
/// ]);
/// assert_eq!(path.to_string(), r#"certificates[0]["a b"]"#);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The steps, from the outside in.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Whether this is the value itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Segment>> for Path {
    fn from(segments: Vec<Segment>) -> Self {
        Path(segments)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Member(name) if is_word(name) => {
                    let dot = if at == 0 { "" } else { "." };
                    write!(f, "{dot}{name}")?;
                }
                Segment::Member(name) | Segment::Key(name) => {
                    write!(f, "[{}]", serde_json::Value::from(name.as_str()))?;
                }
            }
        }
        Ok(())
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn is_word(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_joined_by_dots_and_everything_else_stands_in_brackets() {
        let path = Path::from(vec![
            Segment::Member("endpoints".into()),
            Segment::Key("a\"b".into()),
            Segment::Member("secret-extra".into()),
            Segment::Member("1st".into()),
            Segment::Index(2),
        ]);
        assert_eq!(
            path.to_string(),
            r#"endpoints["a\"b"].secret-extra["1st"][2]"#
        );
    }

    #[test]
    fn the_value_itself_has_an_empty_path() {
        assert_eq!(Path::default().to_string(), "");
        assert!(Path::default().is_empty());
    }
}
