//! When does a check between fields fail, in Python?

use super::names::attribute;
use super::py::{WIDTH, literal, long_string, string};
use crate::model::{Check, CheckKind, Comparison, Field, Operand, Predicate, Presence};
use crate::predicate::fields_of;

/// The body of a validator that runs after the fields are known: one `if` for
/// each check. Empty if there are none that could fail.
pub(super) fn body(fields: &[Field], checks: &[Check]) -> String {
    let terms = Terms { fields };
    checks.iter().map(|check| terms.check(check)).collect()
}

struct Terms<'a> {
    fields: &'a [Field],
}

/// A condition.
enum Cond {
    Always(bool),
    /// One that needs no parentheses anywhere.
    Atom(String),
    And(Vec<Cond>),
    Or(Vec<Cond>),
}

impl Terms<'_> {
    fn check(&self, check: &Check) -> String {
        let raise = raise(&check.message);
        let names = fields_of(&check.holds);
        let presences: Vec<String> = names
            .iter()
            .filter_map(|name| match self.present(name, true) {
                Cond::Atom(text) => Some(text),
                _ => None,
            })
            .collect();
        // Every one of them may be missing.
        let plain = presences.len() == names.len();
        match check.kind {
            CheckKind::OneOf if plain && names.len() > 1 => {
                list("present", &presences) + "        if sum(present) != 1:\n" + &raise
            }
            CheckKind::Together if plain && names.len() > 2 => {
                list("present", &presences)
                    + "        if any(present) and not all(present):\n"
                    + &raise
            }
            CheckKind::Together if plain && names.len() == 2 => {
                let [one, other] = [0, 1].map(|at| match self.present(names[at], false) {
                    Cond::Atom(text) => text,
                    _ => "False".to_owned(),
                });
                let line = format!("        if ({one}) != ({other}):\n");
                if line.trim_end().chars().count() <= WIDTH {
                    line + &raise
                } else {
                    format!("        if ({one}) != (\n            {other}\n        ):\n{raise}")
                }
            }
            _ => match simplified(self.condition(&check.holds, false)) {
                Cond::Always(false) => String::new(),
                Cond::Always(true) => raise.replacen("            ", "        ", 1),
                cond => test(&cond) + &raise,
            },
        }
    }

    /// The predicate, or its opposite.
    fn condition(&self, predicate: &Predicate, holds: bool) -> Cond {
        let parts = |parts: &[Predicate]| -> Vec<Cond> {
            parts
                .iter()
                .map(|part| self.condition(part, holds))
                .collect()
        };
        match predicate {
            Predicate::Present(name) => self.present(name, holds),
            Predicate::All(all) if holds => Cond::And(parts(all)),
            Predicate::All(all) => Cond::Or(parts(all)),
            Predicate::Any(any) if holds => Cond::Or(parts(any)),
            Predicate::Any(any) => Cond::And(parts(any)),
            Predicate::Not(part) => self.condition(part, !holds),
            Predicate::Compare { left, how, right } => self.compare(left, *how, right, holds),
        }
    }

    fn present(&self, name: &str, holds: bool) -> Cond {
        let field = self.field(name);
        let name = attribute(name);
        match field.map(|field| &field.presence) {
            Some(Presence::Required) => Cond::Always(holds),
            Some(Presence::Default(_)) => {
                let is = if holds { "in" } else { "not in" };
                Cond::Atom(format!("\"{name}\" {is} self.model_fields_set"))
            }
            Some(Presence::Optional) | None => {
                let is = if holds { "is not" } else { "is" };
                Cond::Atom(format!("self.{name} {is} None"))
            }
        }
    }

    fn compare(&self, left: &Operand, how: Comparison, right: &Operand, holds: bool) -> Cond {
        use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
        let text = |side: &Operand| match side {
            Operand::Field(name) => format!("self.{}", attribute(name)),
            Operand::Value(value) => literal(value),
        };
        let how = match (how, holds) {
            (how, true) => how,
            (Eq, false) => Ne,
            (Ne, false) => Eq,
            (Lt, false) => Ge,
            (Le, false) => Gt,
            (Gt, false) => Le,
            (Ge, false) => Lt,
        };
        let sign = match how {
            Eq => "==",
            Ne => "!=",
            Lt => "<",
            Le => "<=",
            Gt => ">",
            Ge => ">=",
        };
        let compared = Cond::Atom(format!("{} {sign} {}", text(left), text(right)));
        let ordered = matches!(how, Lt | Le | Gt | Ge);
        // What is missing compares with nothing but in being different.
        let guards: Vec<Cond> = [left, right]
            .into_iter()
            .filter_map(|side| match side {
                Operand::Field(name) if self.may_be_none(name) => Some(self.present(name, holds)),
                _ => None,
            })
            .collect();
        let both_fields = matches!((left, right), (Operand::Field(_), Operand::Field(_)));
        if guards.is_empty() || !(ordered || both_fields) {
            return compared;
        }
        let parts = guards.into_iter().chain([compared]).collect();
        if holds {
            Cond::And(parts)
        } else {
            Cond::Or(parts)
        }
    }

    fn may_be_none(&self, name: &str) -> bool {
        self.field(name)
            .is_none_or(|field| field.presence == Presence::Optional)
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Without what is always so, and without layers of one kind.
fn simplified(cond: Cond) -> Cond {
    let (is_and, parts) = match cond {
        Cond::And(parts) => (true, parts),
        Cond::Or(parts) => (false, parts),
        other => return other,
    };
    let mut kept = Vec::new();
    for part in parts {
        match (simplified(part), is_and) {
            (Cond::Always(always), _) if always == is_and => {}
            (Cond::Always(always), _) => return Cond::Always(always),
            (Cond::And(parts), true) | (Cond::Or(parts), false) => kept.extend(parts),
            (part, _) => kept.push(part),
        }
    }
    match kept.len() {
        0 => Cond::Always(is_and),
        1 => kept.swap_remove(0),
        _ if is_and => Cond::And(kept),
        _ => Cond::Or(kept),
    }
}

impl Cond {
    fn flat(&self) -> String {
        let parts = |parts: &[Cond], word: &str| {
            let parts: Vec<String> = parts.iter().map(Cond::inner).collect();
            parts.join(&format!(" {word} "))
        };
        match self {
            Cond::Always(true) => "True".to_owned(),
            Cond::Always(false) => "False".to_owned(),
            Cond::Atom(text) => text.clone(),
            Cond::And(and) => parts(and, "and"),
            Cond::Or(or) => parts(or, "or"),
        }
    }

    /// As a part of another condition.
    fn inner(&self) -> String {
        match self {
            Cond::And(_) | Cond::Or(_) => format!("({})", self.flat()),
            _ => self.flat(),
        }
    }

    /// Over several lines, at this indentation.
    fn broken(&self, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let line = format!("{margin}{}", self.flat());
        if line.chars().count() <= WIDTH {
            return line + "\n";
        }
        let (word, parts) = match self {
            Cond::And(parts) => ("and ", parts),
            Cond::Or(parts) => ("or ", parts),
            other => return format!("{margin}{}\n", other.flat()),
        };
        let mut text = String::new();
        for (at, part) in parts.iter().enumerate() {
            let word = if at == 0 { "" } else { word };
            let line = format!("{margin}{word}{}", part.inner());
            if line.chars().count() <= WIDTH || matches!(part, Cond::Atom(_)) {
                text += &format!("{line}\n");
            } else {
                text += &format!("{margin}{word}(\n{}{margin})\n", part.broken(indent + 4));
            }
        }
        text
    }
}

/// `if …:` in a method.
fn test(cond: &Cond) -> String {
    let line = format!("        if {}:", cond.flat());
    if line.chars().count() <= WIDTH {
        return line + "\n";
    }
    let (word, parts) = match cond {
        Cond::And(parts) => ("and", parts.as_slice()),
        Cond::Or(parts) => ("or", parts.as_slice()),
        _ => return line + "\n",
    };
    let is_compound = |part: &Cond| matches!(part, Cond::And(_) | Cond::Or(_));
    // Of two parts, the formatters open the parentheses that are there.
    match parts {
        [first, last] if is_compound(last) => {
            let inner = last.broken(12);
            format!("        if {} {word} (\n{inner}        ):\n", first.inner())
        }
        [first, last] if is_compound(first) => {
            let inner = first.broken(12);
            format!("        if (\n{inner}        ) {word} {}:\n", last.inner())
        }
        _ => format!("        if (\n{}        ):\n", cond.broken(12)),
    }
}

fn list(name: &str, items: &[String]) -> String {
    let line = format!("        {name} = [{}]\n", items.join(", "));
    if line.trim_end().chars().count() <= WIDTH {
        return line;
    }
    let items: String = items
        .iter()
        .map(|item| format!("            {item},\n"))
        .collect();
    format!("        {name} = [\n{items}        ]\n")
}

fn raise(message: &str) -> String {
    let line = format!("            raise ValueError({})", string(message));
    if line.chars().count() <= WIDTH {
        return line + "\n";
    }
    let message = long_string(message, 16);
    format!("            raise ValueError(\n                {message}\n            )\n")
}
