//! Checks between members as static tables.

use proc_macro2::TokenStream;
use quote::quote;
use relata_spec::model::{Check, CheckKind, Comparison, Field, Operand, Predicate};

/// The table entry of a check. Members are named by their place in `members`.
pub(super) fn check(check: &Check, members: &[&Field]) -> TokenStream {
    let name = &check.name;
    let message = &check.message;
    let places = places(&check.holds, members);
    let presence = match check.kind {
        CheckKind::AnyOf => quote!(Some(r::PresenceCheck::AnyOf(&[#(#places),*]))),
        CheckKind::OneOf => quote!(Some(r::PresenceCheck::OneOf(&[#(#places),*]))),
        CheckKind::Together => quote!(Some(r::PresenceCheck::Together(&[#(#places),*]))),
        CheckKind::Named => quote!(None),
    };
    let holds = predicate(&check.holds, members);
    quote!(r::Check { name: #name, message: #message, presence: #presence, holds: #holds })
}

fn place(name: &str, members: &[&Field]) -> Option<usize> {
    members.iter().position(|field| field.answers_to(name))
}

/// The members that a predicate asks the presence of, each once, in order.
fn places(predicate: &Predicate, members: &[&Field]) -> Vec<usize> {
    let mut found = Vec::new();
    collect(predicate, members, &mut found);
    found
}

fn collect(predicate: &Predicate, members: &[&Field], found: &mut Vec<usize>) {
    match predicate {
        Predicate::Present(name) => {
            if let Some(index) = place(name, members)
                && !found.contains(&index)
            {
                found.push(index);
            }
        }
        Predicate::All(all) | Predicate::Any(all) => {
            for each in all {
                collect(each, members, found);
            }
        }
        Predicate::Not(inner) => collect(inner, members, found),
        Predicate::Compare { .. } => {}
    }
}

fn predicate(condition: &Predicate, members: &[&Field]) -> TokenStream {
    match condition {
        Predicate::Present(name) => match place(name, members) {
            Some(index) => quote!(r::Condition::Present(#index)),
            // The field is broken and has been reported: nothing is known of it.
            None => quote!(r::Condition::Any(&[])),
        },
        Predicate::All(all) => {
            let all = all.iter().map(|each| predicate(each, members));
            quote!(r::Condition::All(&[#(#all),*]))
        }
        Predicate::Any(any) => {
            let any = any.iter().map(|each| predicate(each, members));
            quote!(r::Condition::Any(&[#(#any),*]))
        }
        Predicate::Not(inner) => {
            let inner = predicate(inner, members);
            quote!(r::Condition::Not(&#inner))
        }
        Predicate::Compare { left, how, right } => {
            let (Some(left), Some(right)) = (operand(left, members), operand(right, members))
            else {
                return quote!(r::Condition::Any(&[]));
            };
            let how = match how {
                Comparison::Eq => quote!(Eq),
                Comparison::Ne => quote!(Ne),
                Comparison::Lt => quote!(Lt),
                Comparison::Le => quote!(Le),
                Comparison::Gt => quote!(Gt),
                Comparison::Ge => quote!(Ge),
            };
            quote!(r::Condition::Compare(#left, r::Comparison::#how, #right))
        }
    }
}

fn operand(operand: &Operand, members: &[&Field]) -> Option<TokenStream> {
    Some(match operand {
        Operand::Field(name) => {
            let index = place(name, members)?;
            quote!(r::Operand::Member(#index))
        }
        Operand::Value(serde_json::Value::String(text)) => quote!(r::Operand::Text(#text)),
        Operand::Value(serde_json::Value::Bool(truth)) => quote!(r::Operand::Bool(#truth)),
        Operand::Value(serde_json::Value::Number(number)) => match number.as_i128() {
            Some(whole) => quote!(r::Operand::Int(#whole)),
            None => {
                let real = number.as_f64()?;
                quote!(r::Operand::Float(#real))
            }
        },
        Operand::Value(_) => return None,
    })
}
