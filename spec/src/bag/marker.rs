//! Which version does a writer state?

use super::read::accepted;
use crate::model::{Field, Marker, MarkerSpelling, Version};
use crate::wire;
use serde_json::Value as Json;

/// A marker as it was found.
#[derive(Clone, Copy)]
pub(super) enum Spelled<'t> {
    /// As a databag value of its own.
    Wire(&'t str),
    /// As a member of a document.
    Decoded(&'t Json),
}

/// The decoded marker, and whether it states a version. Anything is a marker;
/// what states no version is only noted.
pub(super) fn read(
    version: &Version,
    field: &Field,
    marker: &Marker,
    spelled: Spelled<'_>,
) -> (Json, bool) {
    let text = match spelled {
        Spelled::Decoded(value) => {
            return (value.clone(), stated_versions(marker, value).is_some());
        }
        Spelled::Wire(text) => text,
    };
    let mut first = None;
    for encoding in accepted(&field.encodings) {
        if let Ok(value) = wire::decode(version, &field.ty, encoding, text) {
            if value.is_null() || stated_versions(marker, &value).is_some() {
                return (value, true);
            }
            first.get_or_insert(value);
        }
    }
    (first.unwrap_or_else(|| Json::from(text)), false)
}

/// The version numbers that a decoded marker states, in its order; `None` if it
/// states none.
///
/// Beside the declared spelling a bare number is always understood, in quotes or
/// not, and a list where one number is declared, and the reverse: the libraries
/// in the field do not agree about that. What in a list is no version is passed
/// over. A number that is out of all proportion is still newer than any version
/// that is known.
///
/// ```
/// use relata_spec::bag::stated_versions;
/// use relata_spec::model::{Marker, MarkerSpelling};
/// use serde_json::json;
///
/// let marker = Marker {
///     absent: None,
///     spelling: MarkerSpelling::Template("{}.0".into()),
///     list: false,
/// };
/// assert_eq!(stated_versions(&marker, &json!("1.0")), Some(vec![1]));
/// assert_eq!(stated_versions(&marker, &json!("1.7")), Some(vec![1]));
/// assert_eq!(stated_versions(&marker, &json!("1")), Some(vec![1]));
/// assert_eq!(stated_versions(&marker, &json!("one")), None);
/// ```
pub fn stated_versions(marker: &Marker, value: &Json) -> Option<Vec<u32>> {
    match value {
        Json::Array(list) => {
            let numbers: Vec<u32> = list
                .iter()
                .filter_map(|element| number(&marker.spelling, element))
                .collect();
            (!numbers.is_empty()).then_some(numbers)
        }
        one => number(&marker.spelling, one).map(|number| vec![number]),
    }
}

fn number(spelling: &MarkerSpelling, value: &Json) -> Option<u32> {
    let spelled_by_number;
    let text = match value {
        // JSON has no integers of that size.
        Json::Number(number) if number.as_f64() > Some(f64::from(u32::MAX)) => {
            return Some(u32::MAX);
        }
        // `1.0` may be a version with a minor number.
        Json::Number(number) => {
            spelled_by_number = number.to_string();
            &spelled_by_number
        }
        Json::String(text) => text.trim(),
        _ => return None,
    };
    let spelled = || {
        let MarkerSpelling::Template(template) = spelling else {
            return None;
        };
        let (before, after) = template.split_once("{}")?;
        let text = text.strip_prefix(before)?;
        let end = text
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(text.len());
        let (digits, tail) = text.split_at(end);
        let fits = tail == after || (is_minor(after) && is_minor(tail));
        fits.then(|| bare(digits)).flatten()
    };
    spelled().or_else(|| bare(text))
}

/// Digits and nothing else: `+1` is no version.
fn bare(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u32::MAX))
}

/// Whether this is a minor number: `.0`, `.1.2`.
fn is_minor(tail: &str) -> bool {
    tail.strip_prefix('.').is_some_and(|rest| {
        rest.split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn marker(spelling: MarkerSpelling, list: bool) -> Marker {
        Marker {
            absent: None,
            spelling,
            list,
        }
    }

    #[test]
    fn a_number_is_read_with_and_without_quotes() {
        let number = marker(MarkerSpelling::Number, false);
        for stated in [json!(1), json!("1"), json!([1])] {
            assert_eq!(stated_versions(&number, &stated), Some(vec![1]), "{stated}");
        }
        for garbage in [json!(-1), json!(1.0), json!("+1"), json!("")] {
            assert_eq!(stated_versions(&number, &garbage), None, "{garbage}");
        }
    }

    #[test]
    fn a_number_out_of_all_proportion_is_newer_than_any_version() {
        let number = marker(MarkerSpelling::Number, false);
        for huge in [json!(5_000_000_000_u64), json!("5000000000"), json!(1e30)] {
            assert_eq!(
                stated_versions(&number, &huge),
                Some(vec![u32::MAX]),
                "{huge}"
            );
        }
    }

    #[test]
    fn a_json_number_may_have_a_minor_number() {
        let minor = marker(MarkerSpelling::Template("{}.0".into()), false);
        for stated in [json!(1), json!(1.0), json!("1.0"), json!("1.10.2")] {
            assert_eq!(stated_versions(&minor, &stated), Some(vec![1]), "{stated}");
        }
    }

    #[test]
    fn a_template_without_a_minor_number_takes_none() {
        let v = marker(MarkerSpelling::Template("v{}".into()), false);
        for stated in ["v12", "12", " v12 "] {
            assert_eq!(
                stated_versions(&v, &json!(stated)),
                Some(vec![12]),
                "{stated}"
            );
        }
        for garbage in ["v", "v1.0", "vv1", "1.0", ""] {
            assert_eq!(stated_versions(&v, &json!(garbage)), None, "{garbage}");
        }
    }

    #[test]
    fn a_list_states_every_element_that_is_a_version() {
        let list = marker(MarkerSpelling::Number, true);
        assert_eq!(stated_versions(&list, &json!([0, 1])), Some(vec![0, 1]));
        assert_eq!(stated_versions(&list, &json!([0, "x"])), Some(vec![0]));
        assert_eq!(stated_versions(&list, &json!([])), None);
    }
}
