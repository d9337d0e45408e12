//! Which known word did the author mean, and how is a list of words read out?

/// The known word that `word` is most likely a misspelling of.
///
/// Case, and whether words are joined by `-` or `_`, play no part. At most a
/// third of the letters may be wrong; where two known words are equally near,
/// the first is taken.
///
/// ```
/// use relata_spec::words::did_you_mean;
///
/// let known = ["certificate", "chain", "ca"];
/// assert_eq!(did_you_mean("certifcate", known), Some("certificate"));
/// assert_eq!(did_you_mean("bucket", known), None);
/// ```
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The distance takes time in proportion to the product of the lengths, and
    // the word may come from a databag.
    if word.len() > LONGEST {
        return None;
    }
    let wanted = normal(word);
    let allowed = (wanted.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len() <= LONGEST)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&wanted, &normal(candidate)),
                candidate,
            )
        })
        .filter(|(distance, candidate)| {
            // A word of one or two letters is near to every other such word.
            *distance <= allowed && *distance < candidate.chars().count()
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words as they stand in a sentence: each in backquotes, the last after "or".
///
/// ```
/// use relata_spec::words::list;
///
/// assert_eq!(list(["a", "b", "c"]), "`a`, `b` or `c`");
/// assert_eq!(list(["a"]), "`a`");
/// ```
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    either(words.into_iter().map(|word| format!("`{word}`")).collect())
}

/// Phrases as they stand in a sentence, the last after "or".
pub(crate) fn either(mut phrases: Vec<String>) -> String {
    match phrases.pop() {
        None => String::new(),
        Some(last) if phrases.is_empty() => last,
        Some(last) => format!("{} or {last}", phrases.join(", ")),
    }
}

/// A number of things: "1 element", "2 entries".
pub(crate) fn count(count: u64, unit: &str) -> String {
    match (count, unit.strip_suffix('y')) {
        (1, _) => format!("1 {unit}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {unit}s"),
    }
}

/// Longer words are not compared, in bytes.
const LONGEST: usize = 64;

fn normal(word: &str) -> String {
    word.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transposition_is_one_mistake() {
        assert_eq!(did_you_mean("cahin", ["chain"]), Some("chain"));
    }

    #[test]
    fn hyphen_underscore_and_case_play_no_part() {
        assert_eq!(
            did_you_mean("Secret_Extra", ["secret-extra"]),
            Some("secret-extra")
        );
    }

    #[test]
    fn the_word_itself_is_no_suggestion() {
        assert_eq!(did_you_mean("chain", ["chain"]), None);
    }

    #[test]
    fn a_short_word_is_not_mistaken_for_an_unrelated_short_word() {
        assert_eq!(did_you_mean("x", ["y"]), None);
        assert_eq!(did_you_mean("u8", ["u16"]), None);
    }

    #[test]
    fn a_huge_word_is_not_compared() {
        let huge = "a".repeat(1_000_000);
        assert_eq!(did_you_mean(&huge, ["a"]), None);
    }

    #[test]
    fn two_words_are_joined_by_or() {
        assert_eq!(list(["a", "b"]), "`a` or `b`");
        assert_eq!(list([]), "");
    }
}
