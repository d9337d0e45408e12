//! Does a writer state a version that there is?

use super::{judge, stated_versions};
use crate::model::{Interface, Role, Scope};
use crate::{value, words};
use std::collections::BTreeMap;

/// What is wrong with a version marker in the eyes of its writer's author.
///
/// Readers live with it: to them a marker that states no version is as one that is
/// missing, and a version that they do not know is a newer one. So it is no problem
/// of the [verdict](judge).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misstated {
    /// The marker's name.
    pub key: String,
    /// What is wrong with it.
    pub message: String,
}

/// What is wrong with the version that `role` states in `scope`: that it is none, or
/// one that nobody has declared. It is read in every version of the interface that has
/// a marker there.
///
/// ```
/// use relata_spec::Interface;
/// use relata_spec::bag::misstated;
/// use relata_spec::model::{Role, Scope};
///
/// let frozen = r#"{"relata": 1, "interface": {"name": "shelf", "summary": "Lend books.", "versions": [{
///     "number": 1, "status": "draft", "doc": "First.", "roles": {"provider": {"app": {
///         "layouts": [{"layout": "keys"}],
///         "fields": [{"name": "version", "rust": "version", "doc": "Version.",
///             "type": {"kind": "integer", "width": "u32"}, "encodings": [{"as": "json"}],
///             "marker": {"spelling": "number"}}]}}}}]}}"#;
/// let shelf = Interface::from_json_str(frozen)?;
/// let stated = |text: &str| {
///     let bag = [("version".to_owned(), text.to_owned())].into();
///     misstated(&shelf, Role::Provider, Scope::App, &bag).map(|wrong| wrong.message)
/// };
/// assert_eq!(stated("1"), None);
/// assert_eq!(stated("soon").unwrap(), "the text `soon` states no version");
/// assert_eq!(stated("7").unwrap(), "it states v7, which nobody has declared: there is only `v1`");
/// # Ok::<(), relata_spec::json::ReadError>(())
/// ```
pub fn misstated(
    interface: &Interface,
    role: Role,
    scope: Scope,
    bag: &BTreeMap<String, String>,
) -> Option<Misstated> {
    let mut garbage = None;
    for version in interface.versions.iter().rev() {
        let Some((field, marker)) = version.bag(role, scope).and_then(|bag| bag.marker()) else {
            continue;
        };
        let judgement = judge(version, role, scope, bag);
        let Some(stated) = judgement.stated else {
            continue;
        };
        let wrong = |message| Misstated {
            key: field.name.clone(),
            message,
        };
        let Some(numbers) = stated_versions(marker, &stated) else {
            garbage.get_or_insert_with(|| {
                wrong(format!("{} states no version", value::found(&stated)))
            });
            continue;
        };
        let known = interface.numbers();
        let strange = numbers.into_iter().find(|number| !known.contains(number))?;
        let known: Vec<String> = known.iter().map(|number| format!("v{number}")).collect();
        return Some(wrong(format!(
            "it states v{strange}, which nobody has declared: there is only {}",
            words::list(known.iter().map(String::as_str))
        )));
    }
    garbage
}
