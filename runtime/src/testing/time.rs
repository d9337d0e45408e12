//! Points in time of the world's own clock, in seconds since 1970.

/// `2026-01-01T00:00:00Z`: a world starts at the same moment on every run.
pub(super) const START: u64 = 1_767_225_600;

const DAY: u64 = 24 * 60 * 60;

/// `2026-01-01T00:00:00Z`
pub(super) fn rfc3339(seconds: u64) -> String {
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `2026-01-01 00:00:00Z`, as Juju prints times for people.
pub(super) fn for_people(seconds: u64) -> String {
    rfc3339(seconds).replacen('T', " ", 1)
}

/// Days since 1970 to a date, after Howard Hinnant's `civil_from_days`.
fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

/// Days since 1970 of a date that is none of the 19th century.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..10_000).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let months = (year * 12 + month - 1) - 1970 * 12;
    // Not more than 31 days a month: from there the date tells.
    let mut guess = months * 30;
    loop {
        match date(guess) {
            found if found == (year, month, day) => return Some(guess),
            found if found > (year, month, day) => return None,
            _ => guess += 1,
        }
    }
}

/// Reads `2026-01-01T00:00:00`, with a zone or without.
pub(super) fn parse(text: &str) -> Option<u64> {
    let (date, clock) = text.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (clock, offset) = match clock.find(['Z', '+', '-']) {
        Some(at) if &clock[at..] == "Z" => (&clock[..at], 0),
        Some(at) => {
            let [hours, minutes] = numbers(&clock[at + 1..], ':', [2, 2])?;
            let seconds = i64::try_from(hours * 3600 + minutes * 60).ok()?;
            let sign = if clock[at..].starts_with('+') { 1 } else { -1 };
            (&clock[..at], sign * seconds)
        }
        None => (clock, 0),
    };
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days(year, month, day)? * DAY + hour * 3600 + minute * 60 + second;
    seconds.checked_add_signed(-offset)
}

fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[u64; N]> {
    let mut parts = text.split(separator);
    let mut found = [0; N];
    for (number, width) in found.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// Reads a duration as Go writes it, such as `1h30m`, in whole seconds;
/// negative ones too.
pub(super) fn parse_duration(text: &str) -> Option<f64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0.0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit = &rest[end..];
        let end = unit
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(unit.len());
        seconds += number
            * match &unit[..end] {
                "ns" => 1e-9,
                "us" | "µs" | "μs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        rest = &unit[end..];
    }
    Some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::{START, parse, parse_duration, rfc3339};

    #[test]
    fn a_point_in_time_goes_both_ways() {
        for text in [
            "2026-01-01T00:00:00Z",
            "2024-02-29T23:59:59Z",
            "2000-12-31T01:02:03Z",
            "2100-03-01T00:00:00Z",
        ] {
            assert_eq!(rfc3339(parse(text).expect(text)), text);
        }
        assert_eq!(rfc3339(START), "2026-01-01T00:00:00Z");
    }

    #[test]
    fn zones_and_their_absence_are_understood() {
        assert_eq!(parse("2026-01-01T02:00:00+02:00"), Some(START));
        assert_eq!(parse("2025-12-31T23:30:00.5-00:30"), Some(START));
        assert_eq!(parse("2026-01-01T00:00:00"), Some(START));
        for text in [
            "2026-02-30T00:00:00Z",
            "2026-01-01",
            "24h",
            "2026-13-01T00:00:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_read_as_go_writes_them() {
        assert_eq!(parse_duration("1h30m"), Some(5400.0));
        assert_eq!(parse_duration("1.5s"), Some(1.5));
        assert_eq!(parse_duration("-24h"), Some(-86400.0));
        for text in ["", "24", "1d", "h", "-"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
