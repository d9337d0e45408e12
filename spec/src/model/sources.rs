//! Where the nodes of an interface are written.

use std::collections::BTreeMap;
use std::fmt;

/// Where the nodes of an interface stand in its declaration.
///
/// Known for an interface that was compiled into the program; empty for one
/// that was read from a file. It is no part of what the interface says: two
/// interfaces that differ in it only are equal, and it is not written to files.
#[derive(Clone, Default)]
pub struct Sources {
    file: String,
    places: BTreeMap<(String, String), (u32, u32)>,
}

impl Sources {
    /// Reads what the macro left in the program: a JSON list of
    /// `[owner, name, line, column]`. Malformed text yields no place.
    pub fn new(file: &str, places: &str) -> Sources {
        let places: Vec<(String, String, u32, u32)> =
            serde_json::from_str(places).unwrap_or_default();
        Sources {
            file: file.replace('\\', "/"),
            places: places
                .into_iter()
                .map(|(owner, name, line, column)| ((owner, name), (line, column)))
                .collect(),
        }
    }

    /// The place of a node, or of the nearest node around it that has one.
    ///
    /// `owner` is `provider/app` for a databag, a type's name, or nothing for
    /// the interface; `name` is the wire name in it, a version such as `v1`, or
    /// nothing for the owner itself. Both are as in
    /// [`Change`](crate::evolution::Change).
    ///
    /// ```
    /// use relata_spec::model::Sources;
    ///
    /// let sources = Sources::new("src/demo.rs", r#"[["", "", 3, 5], ["provider/app", "port", 9, 17]]"#);
    /// let place = |owner, name| sources.of(owner, name).map(|place| place.to_string());
    /// assert_eq!(place("provider/app", "port").as_deref(), Some("src/demo.rs:9:17"));
    /// assert_eq!(place("provider/app", "host").as_deref(), Some("src/demo.rs:3:5"));
    /// assert_eq!(Sources::default().of("", ""), None);
    /// ```
    pub fn of(&self, owner: &str, name: &str) -> Option<Source<'_>> {
        let at = |owner: &str, name: &str| self.places.get(&(owner.to_owned(), name.to_owned()));
        let (line, column) = at(owner, name)
            .or_else(|| at(owner, ""))
            .or_else(|| at("", ""))?;
        Some(Source {
            file: &self.file,
            line: *line,
            column: *column,
        })
    }

    /// Every place as `(owner, name, line, column)`, in the order of the names.
    pub fn places(&self) -> impl Iterator<Item = (&str, &str, u32, u32)> {
        (self.places.iter())
            .map(|((owner, name), (line, column))| (owner.as_str(), name.as_str(), *line, *column))
    }
}

impl PartialEq for Sources {
    fn eq(&self, _: &Sources) -> bool {
        true
    }
}

impl Eq for Sources {}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sources({})", self.file)
    }
}

/// A place in a source file, written `file:line:column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// The file, as the compiler was given it.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
