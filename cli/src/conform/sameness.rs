//! Do two cases show the same fault?

use relata_tester::conformance::Finding;

/// What is the same in two findings that show the same fault: which one, where, and
/// what was said about it, apart from numbers, addresses and ids.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sameness {
    fault: &'static str,
    place: String,
    what: String,
    /// The last line that the hook said: two hooks that end with the same exit code may
    /// have different reasons.
    said: String,
}

pub(super) fn sameness(finding: &Finding) -> Sameness {
    let said = |line: &&String| line.starts_with("stderr: ") || line.starts_with("log: ");
    let said = finding.evidence.iter().rev().find(said);
    let place = [&finding.unit, &finding.hook].map(|part| part.as_deref().unwrap_or_default());
    Sameness {
        fault: finding.fault.id(),
        place: plain(&place.join(" ")),
        what: plain(&finding.what),
        said: plain(said.map_or("", String::as_str)),
    }
}

/// The text with every word that holds a digit made alike: numbers, addresses, ids of
/// secrets and units.
fn plain(text: &str) -> String {
    let parts = text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
    let parts = parts.map(|part| {
        let word = part.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            format!("0{}", &part[word.len()..])
        } else {
            part.to_owned()
        }
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_addresses_and_ids_play_no_part() {
        let one = "trust/0: secret:d4q7is9mp25c77ubru5g at <0x7f3a> line 12, `url` is missing";
        let other = "trust/1: secret:d4q7is9mp25c77ubrv6h at <0x99ff> line 7, `url` is missing";
        assert_eq!(plain(one), plain(other));
        assert_ne!(plain(one), plain(&one.replace("url", "key")));
    }
}
