//! What is a text of this form?

use super::pattern;
use crate::model::{Constraint, TextFormat};
use crate::value::format_rule;

/// The longest text that is made up.
const MOST_LETTERS: u64 = 20_000;

/// A word, with its number behind it unless it is the first.
pub(super) fn numbered(word: &str, number: usize) -> String {
    match number {
        0 => word.to_owned(),
        number => format!("{word}-{number}"),
    }
}

/// The URI of a secret.
pub(super) fn secret_uri(number: usize) -> String {
    format!("secret:d40rbhnmp25c76d6{:04}", number % 10_000)
}

/// Texts of which one probably fits the format and the constraints, the
/// plainest first.
pub(super) fn candidates(
    format: TextFormat,
    constraints: &[&Constraint],
    number: usize,
) -> Vec<String> {
    let mut texts = vec![plain(format, number), plain(format, 0)];
    let mut least = 0;
    let mut most = MOST_LETTERS;
    for constraint in constraints {
        match constraint {
            Constraint::Length { min, max } => {
                least = least.max(min.unwrap_or(0));
                most = most.min(max.unwrap_or(MOST_LETTERS));
            }
            Constraint::Pattern(pattern) => texts.extend(pattern::matching(pattern, number)),
            Constraint::Range { .. } => {}
        }
    }
    let least = usize::try_from(least.min(MOST_LETTERS)).unwrap_or(0);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let fitted: Vec<String> = texts
        .iter()
        .flat_map(|text| [fit(text, least, most, 'x'), fit(text, least, most, '0')])
        .filter(|text| !texts.contains(text))
        .collect();
    texts.extend(fitted);
    if format == TextFormat::Base64 {
        texts.push("AAAA".repeat(least.div_ceil(4)));
    }
    texts
}

/// A text of the format, without regard to constraints.
fn plain(format: TextFormat, number: usize) -> String {
    if number == 0 {
        return format_rule(format).example.to_owned();
    }
    match format {
        TextFormat::Plain => numbered("text", number),
        TextFormat::Sensitive => numbered("invented", number),
        TextFormat::Url => format!("https://host.example:8443/{number}"),
        TextFormat::IpAddress => format!("10.0.{}.{}", number / 250 % 250, number % 250 + 1),
        TextFormat::Cidr => format!("10.{}.{}.0/24", number / 250 % 250, number % 250),
        TextFormat::Hostname => format!("host-{number}.example"),
        TextFormat::UnitName => format!("app/{number}"),
        TextFormat::AppName => numbered("app", number),
        TextFormat::Base64 => format!("cmVsYXRh{}", hundred(number)),
        TextFormat::Pem => format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----",
            hundred(number)
        ),
    }
}

/// Four letters of base64.
fn hundred(number: usize) -> String {
    format!("{:04}", number % 10_000)
}

/// The text, cut or filled up to so many letters.
fn fit(text: &str, least: usize, most: usize, filler: char) -> String {
    let mut fitted: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(fitted.chars().count());
    fitted.extend(std::iter::repeat_n(filler, missing));
    fitted
}
