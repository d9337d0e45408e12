//! What does a condition between fields say, in words?

use super::markdown::{code, sentence};
use crate::model::{
    Check, CheckKind, Comparison, Expectation, Expected, Moment, Operand, Predicate, Role,
};
use serde_json::Value as Json;

/// A check as a sentence or two.
pub(super) fn check(check: &Check) -> String {
    match check.kind {
        CheckKind::AnyOf => format!(
            "{} Until then the databag counts as incomplete.",
            sentence(&check.message)
        ),
        CheckKind::OneOf | CheckKind::Together => sentence(&check.message),
        CheckKind::Named => format!(
            "{} Must hold: {}.",
            sentence(&check.message),
            condition(&check.holds)
        ),
    }
}

/// What an expectation asks for, and when, in a sentence.
///
/// ```
/// use relata_spec::export::expectation_phrase;
/// use relata_spec::model::{Expectation, Expected, Moment, Role};
///
/// let expectation = Expectation {
///     doc: "Waits to be asked.".into(),
///     expected: Expected::Nothing,
///     when: vec![Moment::Silent, Moment::Missing("app.name".into())],
/// };
/// assert_eq!(
///     expectation_phrase(Role::Provider, &expectation),
///     "When the requirer has written nothing or written everything but `app.name`: \
///      nothing is there."
/// );
/// ```
pub fn expectation_phrase(role: Role, expectation: &Expectation) -> String {
    let other = match role {
        Role::Peer => "another unit".to_owned(),
        role => format!("the {}", role.other()),
    };
    let moments: Vec<String> = expectation.when.iter().map(moment).collect();
    let expected = match &expectation.expected {
        Expected::Nothing => "nothing is there".to_owned(),
        Expected::Holds(predicate) => condition(predicate),
    };
    format!("When {other} has {}: {expected}.", moments.join(" or "))
}

fn moment(moment: &Moment) -> String {
    match moment {
        Moment::Silent => "written nothing".to_owned(),
        Moment::Minimal => "written only what it must".to_owned(),
        Moment::Complete => "written everything".to_owned(),
        Moment::Broken => "written a wrong value".to_owned(),
        Moment::Withdrawn => "taken back what it wrote".to_owned(),
        Moment::Missing(field) => format!("written everything but {}", code(field)),
        Moment::BrokenField(field) => format!("written a wrong {}", code(field)),
    }
}

/// A check of members of an object, which has no state of being incomplete.
pub(super) fn member_check(check: &Check) -> String {
    match check.kind {
        CheckKind::AnyOf => sentence(&check.message),
        _ => self::check(check),
    }
}

fn condition(predicate: &Predicate) -> String {
    match predicate {
        Predicate::Present(name) => format!("{} is there", code(name)),
        Predicate::All(parts) => joined(parts, " and "),
        Predicate::Any(parts) => implication(parts).unwrap_or_else(|| joined(parts, " or ")),
        Predicate::Not(part) => denied(part),
        Predicate::Compare { left, how, right } => compared(left, *how, right),
    }
}

/// "Not a, or b" reads better as "if a, then b".
fn implication(parts: &[Predicate]) -> Option<String> {
    let given: Vec<String> = parts.iter().filter_map(opposite).collect();
    let wanted: Vec<String> = parts
        .iter()
        .filter(|part| opposite(part).is_none())
        .map(nested)
        .collect();
    if given.is_empty() || wanted.is_empty() {
        return None;
    }
    Some(format!(
        "if {}, then {}",
        given.join(" and "),
        wanted.join(" or ")
    ))
}

/// What holds exactly where a denial does not; `None` for what is no denial.
fn opposite(part: &Predicate) -> Option<String> {
    match part {
        Predicate::Not(part) => Some(nested(part)),
        Predicate::Compare {
            left,
            how: Comparison::Ne,
            right,
        } => Some(compared(left, Comparison::Eq, right)),
        Predicate::All(parts) if !parts.is_empty() => {
            let parts: Option<Vec<String>> = parts.iter().map(opposite).collect();
            Some(format!("({})", parts?.join(" or ")))
        }
        _ => None,
    }
}

fn denied(part: &Predicate) -> String {
    match part {
        Predicate::Present(name) => format!("{} is not there", code(name)),
        Predicate::Not(part) => condition(part),
        Predicate::All(parts) => format!("not all of this holds: {}", joined(parts, "; ")),
        Predicate::Any(parts) => format!("none of this holds: {}", joined(parts, "; ")),
        Predicate::Compare { left, how, right } => {
            format!("it does not hold that {}", compared(left, *how, right))
        }
    }
}

fn joined(parts: &[Predicate], by: &str) -> String {
    let parts: Vec<String> = parts.iter().map(nested).collect();
    parts.join(by)
}

fn nested(part: &Predicate) -> String {
    match part {
        Predicate::All(parts) | Predicate::Any(parts) if parts.len() > 1 => {
            format!("({})", condition(part))
        }
        _ => condition(part),
    }
}

fn compared(left: &Operand, how: Comparison, right: &Operand) -> String {
    let how = match how {
        Comparison::Eq => "is",
        Comparison::Ne => "is not",
        Comparison::Lt => "is less than",
        Comparison::Le => "is at most",
        Comparison::Gt => "is greater than",
        Comparison::Ge => "is at least",
    };
    format!("{} {how} {}", operand(left), operand(right))
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Field(name) => code(name),
        Operand::Value(Json::String(text)) if !text.is_empty() => code(text),
        Operand::Value(value) => code(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn present(name: &str) -> Predicate {
        Predicate::Present(name.into())
    }

    #[test]
    fn only_with_reads_as_if_then() {
        let only_with = Predicate::Any(vec![
            Predicate::Not(Box::new(present("tenant"))),
            Predicate::Compare {
                left: Operand::Field("provider".into()),
                how: Comparison::Eq,
                right: Operand::Value(json!("microsoft")),
            },
        ]);
        assert_eq!(
            condition(&only_with),
            "if `tenant` is there, then `provider` is `microsoft`"
        );
    }

    #[test]
    fn a_comparison_that_denies_is_a_condition_too() {
        let is_not = |word: &str| Predicate::Compare {
            left: Operand::Field("p".into()),
            how: Comparison::Ne,
            right: Operand::Value(json!(word)),
        };
        let both = Predicate::All(vec![is_not("a"), is_not("b")]);
        assert_eq!(
            condition(&Predicate::Any(vec![both, present("url")])),
            "if (`p` is `a` or `p` is `b`), then `url` is there"
        );
    }

    #[test]
    fn parts_of_another_kind_stand_in_parentheses() {
        let all = Predicate::All(vec![
            present("a"),
            Predicate::Any(vec![present("b"), present("c")]),
            Predicate::Not(Box::new(present("d"))),
        ]);
        assert_eq!(
            condition(&all),
            "`a` is there and (`b` is there or `c` is there) and `d` is not there"
        );
    }
}
