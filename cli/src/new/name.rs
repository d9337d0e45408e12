//! Can an interface have that name?

use crate::failure::Failure;
use relata_spec::Interface;

/// Rust's keywords: the module of an interface has its name.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of more characters than this make no good file names.
const LONGEST: usize = 60;

/// That a new interface may have the name; else why not.
pub(super) fn check(catalogue: &[Interface], name: &str) -> Result<(), Failure> {
    let no = |why: String| Err(Failure::new(why));
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if name.is_empty() {
        return no("the interface needs a name, such as `build_result`".to_owned());
    }
    if let Some(bad) = name.chars().find(|c| !fits(*c)) {
        let meant: String = name
            .chars()
            .map(|c| c.to_ascii_lowercase())
            .map(|c| if fits(c) { c } else { '_' })
            .collect();
        let meant = meant.trim_matches(['_', '-']);
        let hint = if is_well_formed(meant) {
            format!("; did you mean `{meant}`?")
        } else {
            String::new()
        };
        return no(format!(
            "`{name}` cannot be the name of an interface: {bad:?} is none of a to z, 0 to 9, `_` \
             and `-`{hint}"
        ));
    }
    if !is_well_formed(name) {
        return no(format!(
            "`{name}` cannot be the name of an interface: it begins with a letter, ends with a \
             letter or digit, and has no two of `_` and `-` in a row"
        ));
    }
    if name.len() > LONGEST {
        return no(format!(
            "`{name}` is too long for the name of an interface: {} characters, and {LONGEST} are \
             the most",
            name.len()
        ));
    }
    if KEYWORDS.contains(&name) {
        return no(format!(
            "`{name}` is a word of Rust's own, and the interface is a module of its name: choose \
             another"
        ));
    }
    if name == "juju" || name.starts_with("juju-") {
        return no(format!(
            "`{name}` is one of the names that Juju keeps for itself: choose another"
        ));
    }
    let plain = |name: &str| name.replace('-', "_");
    if let Some(taken) = (catalogue.iter()).find(|known| plain(&known.name) == plain(name)) {
        return no(format!(
            "there is an interface `{known}` already, {summary:?}: use it, as `relata show {known}` \
             shows it, or choose another name",
            known = taken.name,
            summary = taken.summary
        ));
    }
    Ok(())
}

fn is_well_formed(name: &str) -> bool {
    let ends = |end: Option<char>| end.is_some_and(|c| c.is_ascii_alphanumeric());
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && ends(name.chars().last())
        && !["__", "--", "_-", "-_"]
            .iter()
            .any(|two| name.contains(two))
}
