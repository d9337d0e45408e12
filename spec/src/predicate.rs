//! Does a condition over several fields hold?

use crate::model::{Comparison, Field, Operand, Predicate, Presence};
use serde_json::{Map, Number, Value as Json};
use std::cmp::Ordering;

/// Whether `predicate` holds of the decoded `members` of a databag or object.
///
/// `fields` are its declared fields: they say under which other names a member
/// may stand, and which default takes the place of an absent one in a
/// comparison. A default does not make a field present.
///
/// ```
/// use relata_spec::model::{Comparison, Operand, Predicate};
/// use relata_spec::predicate::eval;
/// use serde_json::json;
///
/// // "tenant only with microsoft": !present(tenant) || provider == "microsoft"
/// let only_with = Predicate::Any(vec![
///     Predicate::Not(Box::new(Predicate::Present("tenant".into()))),
///     Predicate::Compare {
///         left: Operand::Field("provider".into()),
///         how: Comparison::Eq,
///         right: Operand::Value(json!("microsoft")),
///     },
/// ]);
/// let members = json!({"tenant": "t", "provider": "github"});
/// assert!(!eval(&only_with, &[], members.as_object().unwrap()));
/// ```
pub fn eval(predicate: &Predicate, fields: &[Field], members: &Map<String, Json>) -> bool {
    match predicate {
        Predicate::Present(name) => value_of(name, fields, members).is_some(),
        Predicate::All(parts) => parts.iter().all(|part| eval(part, fields, members)),
        Predicate::Any(parts) => parts.iter().any(|part| eval(part, fields, members)),
        Predicate::Not(part) => !eval(part, fields, members),
        Predicate::Compare { left, how, right } => compare(
            operand(left, fields, members),
            *how,
            operand(right, fields, members),
        ),
    }
}

/// The fields that a condition names, each once, in the order of appearance.
pub fn fields_of(predicate: &Predicate) -> Vec<&str> {
    let mut names = Vec::new();
    collect(predicate, &mut names);
    names
}

/// The member that holds `field`, with the key under which it stands. The own
/// name goes before the aliases; `null` is as good as absent.
pub(crate) fn member<'a>(
    field: &'a Field,
    members: &'a Map<String, Json>,
) -> Option<(&'a str, &'a Json)> {
    std::iter::once(&field.name)
        .chain(field.aliases.iter().map(|alias| &alias.name))
        .find_map(|name| match members.get(name) {
            None | Some(Json::Null) => None,
            Some(value) => Some((name.as_str(), value)),
        })
}

fn value_of<'a>(
    name: &str,
    fields: &'a [Field],
    members: &'a Map<String, Json>,
) -> Option<&'a Json> {
    match fields.iter().find(|field| field.name == name) {
        Some(field) => member(field, members).map(|(_, value)| value),
        None => members.get(name).filter(|value| !value.is_null()),
    }
}

fn operand<'a>(
    operand: &'a Operand,
    fields: &'a [Field],
    members: &'a Map<String, Json>,
) -> Option<&'a Json> {
    match operand {
        Operand::Value(value) => Some(value),
        Operand::Field(name) => value_of(name, fields, members).or_else(|| {
            let field = fields.iter().find(|field| field.name == *name)?;
            match &field.presence {
                Presence::Default(value) => Some(value),
                Presence::Optional | Presence::Required => None,
            }
        }),
    }
}

fn compare(left: Option<&Json>, how: Comparison, right: Option<&Json>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return how == Comparison::Ne;
    };
    let order = match (left, right) {
        (Json::Number(left), Json::Number(right)) => order_of(left, right),
        (Json::String(left), Json::String(right)) => Some(left.cmp(right)),
        _ if left == right => Some(Ordering::Equal),
        _ => None,
    };
    match how {
        Comparison::Eq => order == Some(Ordering::Equal),
        Comparison::Ne => order != Some(Ordering::Equal),
        Comparison::Lt => order == Some(Ordering::Less),
        Comparison::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Gt => order == Some(Ordering::Greater),
        Comparison::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// The order of two numbers; exact where both are whole and fit in 64 bits.
pub(crate) fn order_of(left: &Number, right: &Number) -> Option<Ordering> {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

/// The number, if it was written without fraction and exponent and fits in 64
/// bits.
pub(crate) fn whole(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

fn collect<'a>(predicate: &'a Predicate, names: &mut Vec<&'a str>) {
    let mut add = |name: &'a str| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    match predicate {
        Predicate::Present(name) => add(name),
        Predicate::Compare { left, right, .. } => {
            for side in [left, right] {
                if let Operand::Field(name) = side {
                    add(name);
                }
            }
        }
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                collect(part, names);
            }
        }
        Predicate::Not(part) => collect(part, names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Alias, Type};
    use serde_json::json;

    fn field(name: &str, presence: Presence) -> Field {
        Field {
            name: name.into(),
            rust: name.into(),
            aliases: Vec::new(),
            doc: "A field.".into(),
            ty: Type::text(),
            presence,
            encodings: Vec::new(),
            examples: Vec::new(),
            marker: None,
            deprecated: None,
            since: None,
            until: None,
            allows: Vec::new(),
        }
    }

    fn compares(left: Operand, how: Comparison, right: Json, members: &Json) -> bool {
        let predicate = Predicate::Compare {
            left,
            how,
            right: Operand::Value(right),
        };
        let fields = [
            field("a", Presence::Optional),
            field("d", Presence::Default(json!(7))),
        ];
        eval(&predicate, &fields, members.as_object().unwrap())
    }

    fn a() -> Operand {
        Operand::Field("a".into())
    }

    #[test]
    fn only_ne_holds_of_an_absent_field() {
        use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
        for how in [Eq, Lt, Le, Gt, Ge] {
            assert!(!compares(a(), how, json!(1), &json!({})), "{how:?}");
            assert!(
                !compares(a(), how, json!(1), &json!({"a": null})),
                "{how:?}"
            );
        }
        assert!(compares(a(), Ne, json!(1), &json!({})));
    }

    #[test]
    fn only_ne_holds_of_two_types() {
        assert!(!compares(a(), Comparison::Eq, json!(1), &json!({"a": "1"})));
        assert!(compares(a(), Comparison::Ne, json!(1), &json!({"a": "1"})));
    }

    #[test]
    fn a_default_is_compared_but_not_present() {
        let default = Operand::Field("d".into());
        assert!(compares(default, Comparison::Eq, json!(7), &json!({})));
        let present = Predicate::Present("d".into());
        let fields = [field("d", Presence::Default(json!(7)))];
        assert!(!eval(&present, &fields, &Map::new()));
    }

    #[test]
    fn large_whole_numbers_are_compared_exactly() {
        let members = json!({"a": 9_007_199_254_740_993_u64});
        assert!(compares(
            a(),
            Comparison::Gt,
            json!(9_007_199_254_740_992_u64),
            &members
        ));
        assert!(compares(
            a(),
            Comparison::Lt,
            json!(9_007_199_254_740_994.0),
            &members
        ));
    }

    #[test]
    fn strings_are_ordered_by_code_point() {
        assert!(compares(
            a(),
            Comparison::Lt,
            json!("\u{1F600}"),
            &json!({"a": "\u{FFFD}"})
        ));
    }

    #[test]
    fn an_alias_makes_a_field_present() {
        let mut aliased = field("new", Presence::Optional);
        aliased.aliases.push(Alias {
            name: "old".into(),
            written: false,
        });
        let members = json!({"new": null, "old": "x"});
        assert!(eval(
            &Predicate::Present("new".into()),
            &[aliased],
            members.as_object().unwrap()
        ));
    }

    #[test]
    fn each_field_is_named_once() {
        let both = Predicate::Any(vec![
            Predicate::Present("b".into()),
            Predicate::Not(Box::new(Predicate::All(vec![
                Predicate::Present("a".into()),
                Predicate::Present("b".into()),
            ]))),
        ]);
        assert_eq!(fields_of(&both), ["b", "a"]);
    }
}
