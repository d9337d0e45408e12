//! The command line of a hook tool, read as juju/gnuflag reads it.

use std::fmt::Write as _;

/// What a flag takes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Nothing, or `=true`.
    Bool,
    /// Any text.
    Text,
    /// A whole number.
    Int,
    /// The id of a relation that the hook knows.
    Relation,
    /// The id of a storage instance that the unit has.
    Storage,
    /// How to print; one of these.
    Format(&'static [&'static str]),
}

/// A flag, and its other names.
pub(super) struct Flag(pub(super) &'static [&'static str], pub(super) Kind);

pub(super) const SMART: &[&str] = &["json", "smart", "yaml"];
pub(super) const STRUCTURED: &[&str] = &["json", "yaml"];

/// `--format` and `--output` of most tools.
pub(super) const FORMAT: Flag = Flag(&["format"], Kind::Format(SMART));
pub(super) const FORMAT_YAML: Flag = Flag(&["format"], Kind::Format(STRUCTURED));
pub(super) const OUTPUT: Flag = Flag(&["o", "output"], Kind::Text);
pub(super) const RELATION: Flag = Flag(&["r", "relation"], Kind::Relation);

/// What stood on a command line.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// Under the first name of each flag; the last value counts.
    values: Vec<(&'static str, String)>,
    pub(super) args: Vec<String>,
}

impl Parsed {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut given = self.values.iter().rev();
        given
            .find(|(known, _)| *known == name)
            .map(|(_, value)| &**value)
    }

    /// The value of a flag, empty if it was not given: Juju knows no difference.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.get(name).and_then(parse_bool).unwrap_or_default()
    }

    /// Takes the first argument.
    pub(super) fn shift(&mut self) -> Option<String> {
        (!self.args.is_empty()).then(|| self.args.remove(0))
    }

    /// Complains about arguments that nobody took.
    pub(super) fn finish(&self) -> Result<(), String> {
        if self.args.is_empty() {
            return Ok(());
        }
        let quoted: Vec<String> = self.args.iter().map(|arg| quote(arg)).collect();
        Err(format!("unrecognized args: [{}]", quoted.join(" ")))
    }
}

/// Why a command line was not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It asks for help.
    Help,
    /// It is wrong, in Juju's words.
    Wrong(String),
}

/// Reads a command line. Flags and arguments may be mixed. `check` judges the
/// values that only the hook can judge.
pub(super) fn parse(
    flags: &[Flag],
    args: &[String],
    check: impl Fn(Kind, &str) -> Result<(), String>,
) -> Result<Parsed, Refusal> {
    let mut parsed = Parsed::default();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        if arg == "--" {
            parsed.args.extend(rest.by_ref().cloned());
        } else if let Some(long) = arg.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some(("", _)) => {
                    let arg = quote(arg);
                    return Err(Refusal::Wrong(format!("empty option in argument {arg}")));
                }
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            take(flags, name, value, &mut rest, &mut parsed, &check)?;
        } else if arg.len() > 1 && arg.starts_with('-') {
            let mut cluster = &arg[1..];
            while let Some(letter) = cluster.chars().next() {
                let (name, follows) = cluster.split_at(letter.len_utf8());
                let glued = (!follows.is_empty()).then_some(follows);
                let used = match find(flags, name)?.1 {
                    // `-a=true` is one flag, `-ab` are two.
                    Kind::Bool => glued.filter(|value| value.starts_with('=')),
                    _ => glued,
                };
                take(flags, name, used, &mut rest, &mut parsed, &check)?;
                cluster = if used.is_some() { "" } else { follows };
            }
        } else {
            parsed.args.push(arg.clone());
        }
    }
    Ok(parsed)
}

fn find<'a>(flags: &'a [Flag], name: &str) -> Result<&'a Flag, Refusal> {
    let known = flags.iter().find(|flag| flag.0.contains(&name));
    known.ok_or_else(|| match name {
        "help" | "h" => Refusal::Help,
        _ => Refusal::Wrong(format!("option provided but not defined: {}", dashed(name))),
    })
}

/// Reads one flag with its value, which may be the next argument.
fn take<'a>(
    flags: &[Flag],
    name: &str,
    value: Option<&str>,
    rest: &mut impl Iterator<Item = &'a String>,
    parsed: &mut Parsed,
    check: &impl Fn(Kind, &str) -> Result<(), String>,
) -> Result<(), Refusal> {
    let Flag(names, kind) = find(flags, name)?;
    let value = match (value, kind) {
        (Some(value), _) => value.to_owned(),
        (None, Kind::Bool) => "true".to_owned(),
        (None, _) => rest
            .next()
            .cloned()
            .ok_or_else(|| Refusal::Wrong(format!("option needs an argument: {}", dashed(name))))?,
    };
    let judged = match kind {
        Kind::Bool => parse_bool(&value)
            .map(drop)
            .ok_or_else(|| number_error("ParseBool", &value)),
        Kind::Int => value
            .parse::<i64>()
            .map(drop)
            .map_err(|_| number_error("ParseInt", &value)),
        Kind::Format(known) if !known.contains(&&*value) => {
            Err(format!("unknown format {}", quote(&value)))
        }
        Kind::Text | Kind::Format(_) => Ok(()),
        Kind::Relation | Kind::Storage => check(*kind, &value),
    };
    judged.map_err(|why| {
        let (value, flag) = (quote(&value), dashed(name));
        Refusal::Wrong(format!("invalid value {value} for option {flag}: {why}"))
    })?;
    parsed.values.push((names[0], value));
    Ok(())
}

fn dashed(name: &str) -> String {
    let dashes = if name.chars().count() > 1 { "--" } else { "-" };
    format!("{dashes}{name}")
}

/// A boolean as Go's `strconv.ParseBool` reads it.
pub(super) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

pub(super) fn number_error(function: &str, text: &str) -> String {
    format!(
        "strconv.{function}: parsing {}: invalid syntax",
        quote(text)
    )
}

/// A text as Go's `%q` prints it.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{b}' => quoted.push_str("\\v"),
            '\u{c}' => quoted.push_str("\\f"),
            // Writing to a `String` cannot fail.
            c if u32::from(c) < 0x20 || c == '\u{7f}' => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
