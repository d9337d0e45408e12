//! Which rule is that, and what does it say?
//!
//! The ids are stable: reports, declarations (`#[allow(R15, …)]`) and pages of
//! the documentation name them. `R` rules say how a released version may
//! evolve, `B` rules what can be wrong with a databag, `D` rules what can be
//! wrong with a declaration, `C` rules what a charm may do wrong.

mod pages;

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A letter and a number: `R14`.
    pub id: &'static str,
    /// The rule in a few words joined by hyphens, for file names and filters.
    pub slug: &'static str,
    /// What happened when the rule is reported, in one line.
    pub title: &'static str,
    /// What to do about it, in one sentence.
    pub help: &'static str,
}

impl Rule {
    /// The page about this rule, in Markdown: what happened, whom it breaks in
    /// the field, an example, how to mend it, and whether it can be allowed.
    ///
    /// It is in the program; the repository has the same text in `spec/rules`.
    pub fn page(&self) -> &'static str {
        pages::page(self.id).unwrap_or(self.help)
    }
}

/// The rule with this id.
///
/// ```
/// use relata_spec::rules::rule;
///
/// let rule = rule("R15").unwrap();
/// assert_eq!(rule.slug, "collection-not-extensible");
/// assert!(rule.page().starts_with("# R15: a collection holds primitives"));
/// ```
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

const fn new(
    id: &'static str,
    slug: &'static str,
    title: &'static str,
    help: &'static str,
) -> Rule {
    Rule {
        id,
        slug,
        title,
        help,
    }
}

/// Every rule: evolution, databags, declarations, charms.
pub static RULES: &[Rule] = &[
    new(
        "R1",
        "field-removed",
        "a field is removed and its name is not reserved",
        "Put `reserved \"name\";` where the field was if charms can do without it; else keep it, and end it with `#[until(vN)]` in a new version.",
    ),
    new(
        "R2",
        "reservation-dropped",
        "a reservation of a removed name is dropped",
        "Put the `reserved \"name\";` back: deployed charms may still write the name, and read the old meaning from it.",
    ),
    new(
        "R3",
        "name-reused",
        "the name of a removed field is reused with another type or meaning",
        "Choose a name that was never used, or declare the field exactly as it was.",
    ),
    new(
        "R4",
        "type-changed",
        "the type of a field changes",
        "Add a field of the new type beside the old one, or make the change in a new version.",
    ),
    new(
        "R5",
        "encoding-changed",
        "the encoding of a field changes",
        "Keep the encoding that is written first; another that is accepted may be added behind it.",
    ),
    new(
        "R6",
        "wire-name-changed",
        "the name of a field on the wire changes",
        "Keep the name on the wire: rename only the Rust side with `#[rust(name)]`, or keep serving the old name with `#[alias(\"old\", written)]`.",
    ),
    new(
        "R7",
        "field-moved",
        "a field moves to another databag or role",
        "Move it in a new version: `#[until(vN)]` on the field where it was, `#[since(vN)]` where it goes.",
    ),
    new(
        "R8",
        "required-field-added",
        "a new field is required",
        "Make it `Option<T>` or give it a default: older writers do not know it.",
    ),
    new(
        "R9",
        "presence-changed",
        "an optional field becomes required, or the reverse",
        "Leave the presence as it is, or change it in a new version.",
    ),
    new(
        "R10",
        "default-changed",
        "the default of a field changes",
        "Leave the default as it is: older readers fill in the old one.",
    ),
    new(
        "R11",
        "scalar-and-list-exchanged",
        "a single value becomes a list, or a list a single value",
        "Add a second field for the list, or make the change in a new version.",
    ),
    new(
        "R12",
        "closed-enum-extended",
        "a value is added to a closed enum",
        "Add it in a new version, or declare enums open from the beginning.",
    ),
    new(
        "R13",
        "variant-removed",
        "a value is removed from an enum and not reserved",
        "Keep the value, or put `reserved \"value\";` in its place if the enum is open; it can end with `#[until(vN)]` in a new version.",
    ),
    new(
        "R14",
        "constraint-changed",
        "a constraint changes",
        "Leave it, or say with `#[allow(R14, reason = \"…\")]` why no deployed charm breaks.",
    ),
    new(
        "R15",
        "collection-not-extensible",
        "a collection holds primitives, or a map is not keyed by a Juju entity",
        "Collect structs, which can get more fields, or say with `#[allow(R15, reason = \"…\")]` why that is right here.",
    ),
    new(
        "R16",
        "secret-changed",
        "the content of a secret changes, or plain text moves into a secret",
        "The content of a secret follows the same rules as a databag; move plain text into a secret in a new version.",
    ),
    new(
        "R17",
        "marker-changed",
        "the version marker changes its key, spelling or absent version",
        "Leave the marker as it is: it is read before the version is known.",
    ),
    new(
        "R18",
        "version-dropped",
        "a version is dropped that was not retired",
        "Mark the version `(retired)` and release that before you drop it.",
    ),
    new(
        "R19",
        "optional-field-added",
        "an optional field is added under a name that was never used",
        "Nothing to do: this is a minor change.",
    ),
    new(
        "R20",
        "documentation-changed",
        "only documentation or names on the Rust side change",
        "Nothing to do: this is a patch.",
    ),
    new(
        "R21",
        "expectation-changed",
        "what a role is expected to do changes",
        "Nothing to do: this is a minor change. Test the charms that play the role anew.",
    ),
    new(
        "B1",
        "encoding",
        "a databag value is not in an accepted encoding",
        "Write the value in the first encoding that the field declares, such as `json.dumps(value)` for JSON.",
    ),
    new(
        "B2",
        "type",
        "a value is of another type",
        "Write a value of the declared type; in JSON, `42` is a number and `\"42\"` is a text.",
    ),
    new(
        "B3",
        "range",
        "a number is out of range",
        "Write a number within the declared bounds.",
    ),
    new(
        "B4",
        "pattern",
        "a text does not match the declared pattern",
        "Write a text that matches the pattern.",
    ),
    new(
        "B5",
        "length",
        "a text or collection is too short or too long",
        "Keep to the declared number of characters or elements.",
    ),
    new(
        "B6",
        "format",
        "a text is not of the declared form",
        "Write a text of the form that the field's type names, such as a URL with its scheme.",
    ),
    new(
        "B7",
        "unknown-value",
        "a value or tag is none of a closed list",
        "Write one of the listed values; a newer one needs a newer version of the interface.",
    ),
    new(
        "B8",
        "member-missing",
        "an object lacks a required member",
        "Write every member that the type requires, and not `null`.",
    ),
    new(
        "B9",
        "check-failed",
        "fields do not go together as declared",
        "Read the message: it says which fields belong together, and how.",
    ),
    new(
        "B10",
        "document-unreadable",
        "the document that holds the databag is no object",
        "Write one object with the fields as its members under this key.",
    ),
    new(
        "B11",
        "too-deep-or-too-large",
        "a value is nested too deeply or unfolds to too much",
        "Write a flatter value; no interface needs more than a hundred levels.",
    ),
    new(
        "D1",
        "unknown-word",
        "an attribute, item, type or option is unknown",
        "Look at the suggestion and the list of what is allowed here.",
    ),
    new(
        "D2",
        "unknown-version",
        "a version is not declared",
        "Declare it with `version vN (draft);`, or name one that is.",
    ),
    new(
        "D3",
        "empty-range",
        "a range of versions or numbers is empty",
        "Let the range begin before it ends.",
    ),
    new(
        "D4",
        "until-before-since",
        "something is gone before it comes",
        "Let `#[since(vN)]` name an older version than `#[until(vN)]`.",
    ),
    new(
        "D5",
        "duplicate-wire-name",
        "two fields have the same name on the wire",
        "Rename one, or give the two ranges of versions that do not overlap.",
    ),
    new(
        "D6",
        "identifier-clash",
        "two names on the wire give the same identifier in Rust",
        "Choose another identifier for one of them with `#[rust(name)]`.",
    ),
    new(
        "D7",
        "undocumented",
        "a documentation comment is missing",
        "Write a `///` line: it becomes the rustdoc, the README and the schema's description.",
    ),
    new(
        "D8",
        "mandatory-field",
        "a field of a databag is mandatory without saying so",
        "Make it `Option<T>`, give it a default, or write `#[required]` if there is no way around it.",
    ),
    new(
        "D9",
        "marker-misplaced",
        "a version marker is misplaced",
        "At most one `#[version]` field stands in a databag, and it is a number, a text or a list of those.",
    ),
    new(
        "D10",
        "constraint-on-wrong-type",
        "a constraint stands on a type that cannot have it",
        "`pattern` is for texts, `range` for numbers, `len` for texts and collections; for elements, name their type with an alias.",
    ),
    new(
        "D11",
        "constraint-malformed",
        "a constraint is malformed",
        "Write a range that is not empty and a pattern that compiles.",
    ),
    new(
        "D12",
        "example-does-not-fit",
        "an example does not fit its type",
        "Write an example as the field would be decoded, such as `8080` for a port.",
    ),
    new(
        "D13",
        "default-does-not-fit",
        "a default does not fit its type",
        "Write a default that the field's type and constraints allow.",
    ),
    new(
        "D14",
        "secret-content-no-text",
        "the content of a secret is no text",
        "Juju secrets hold texts only: use `String`, another text type or an enum.",
    ),
    new(
        "D15",
        "encoding-cannot-hold-type",
        "an encoding cannot hold the type",
        "`raw` holds texts, numbers, booleans and enums, `csv` and `separated` lists of those, `json` and `yaml` anything.",
    ),
    new(
        "D16",
        "check-of-unknown-field",
        "a check names a field that is not there, or always is",
        "Name the field as on the wire, in every version of its databag; a field with a default is always there.",
    ),
    new(
        "D17",
        "declared-twice",
        "something is declared twice",
        "Remove one, or give the two ranges of versions that do not overlap.",
    ),
    new(
        "D18",
        "type-unused",
        "a type is declared and never used",
        "Use it in a field, or remove it.",
    ),
    new(
        "D19",
        "no-version",
        "no version is declared",
        "Add a line such as `version v0 (draft);`.",
    ),
    new(
        "D20",
        "type-contains-itself",
        "a type contains itself",
        "Put the inner one into a list or a map: an `Option` of itself has no size in Rust.",
    ),
    new(
        "D21",
        "allow-without-reason",
        "an exception has no reason, is not needed or names no rule",
        "Write `#[allow(R15, reason = \"why that is right here\")]` where a rule is broken, and nowhere else.",
    ),
    new(
        "D22",
        "dynamic-keys-misplaced",
        "dynamic keys are misplaced",
        "One line `..name: Map<K, V>` stands at the end of a databag or struct.",
    ),
    new(
        "D23",
        "syntax",
        "the declaration is incomplete or not understood here",
        "Compare with the form of this item in the documentation of `interface!`.",
    ),
    new(
        "D24",
        "type-out-of-place",
        "a type or value cannot stand here",
        "Look at the form that the message names: map keys are texts, `Secret` takes a `secret`, `Option` stands around a whole field.",
    ),
    new(
        "D25",
        "expectation-cannot-be-met",
        "an expectation cannot be met, or is not about its own side",
        "Expect something of the role's own databags, at a moment that the other side can bring about, and nothing that another expectation denies.",
    ),
    new(
        "C1",
        "hook-failed",
        "a hook fails",
        "Whatever the other side writes, end the hook well and set a status that says what is missing or wrong.",
    ),
    new(
        "C2",
        "hook-hung",
        "a hook does not end",
        "Give everything that a hook waits for a time limit of its own.",
    ),
    new(
        "C3",
        "follower-wrote",
        "a unit that does not lead writes the application databag",
        "Ask `is-leader` before the application databag is written.",
    ),
    new(
        "C4",
        "databag-invalid",
        "a databag is not as the interface declares it",
        "Write what `relata show` and `relata schema` describe.",
    ),
    new(
        "C5",
        "other-version",
        "a databag is of a version that the other side does not speak",
        "Write the newest version that both sides state; a side that states none speaks the version that a missing marker stands for.",
    ),
    new(
        "C6",
        "needless-write",
        "something is written although nothing changed",
        "Write keys and lists in a stable order and compare before writing: each write wakes every unit of the other side.",
    ),
    new(
        "C7",
        "data-lost",
        "something is taken back or lost that still holds",
        "Leave what was written as long as what it says is true.",
    ),
    new(
        "C8",
        "secret-leaked",
        "the content of a secret stands in plain text",
        "Pass the secret's URI on; never log its content, nor put it into a status.",
    ),
    new(
        "C9",
        "left-behind",
        "something is left of what is over",
        "Revoke and remove the secrets of a relation when it breaks, and wait for the processes that a hook starts.",
    ),
    new(
        "C10",
        "never-settles",
        "the units never come to rest",
        "Write nothing that makes the other side write it back.",
    ),
    new(
        "C11",
        "behaviour-missing",
        "an expected behaviour is missing",
        "See what the interface asks of the role: `relata show`.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_numbered_without_gaps() {
        let mut ids = Vec::new();
        for (letter, last) in [('R', 21), ('B', 11), ('D', 25), ('C', 11)] {
            ids.extend((1..=last).map(|number| format!("{letter}{number}")));
        }
        let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(known, ids);
    }

    #[test]
    fn every_rule_has_its_page() {
        for rule in RULES {
            let heading = format!("# {}: {}\n", rule.id, rule.title);
            assert!(rule.page().starts_with(&heading), "{heading}");
        }
    }

    #[test]
    fn slugs_are_unique_words() {
        let slugs: BTreeSet<&str> = RULES.iter().map(|rule| rule.slug).collect();
        assert_eq!(slugs.len(), RULES.len());
        for slug in slugs {
            assert!(
                slug.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
                "{slug}"
            );
        }
    }

    #[test]
    fn a_title_is_one_line_and_the_help_one_paragraph() {
        for rule in RULES {
            assert!(
                !rule.title.contains('\n') && !rule.title.ends_with('.'),
                "{rule:?}"
            );
            assert!(
                rule.help.ends_with('.') && !rule.help.contains('\n'),
                "{rule:?}"
            );
        }
    }
}
