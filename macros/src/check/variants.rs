//! D5, D6, R3 among the variants of enums and unions; D5 between a union's
//! tag and the members of its variants.

use crate::lower::nodes::{Body, Reserved, TypeNode};
use crate::lower::{Scene, Versions, is_catch_all};
use crate::parse::tree::Word;
use crate::report::Report;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for node in &scene.types {
        let closed = node.decl.is_some_and(|decl| decl.attrs.closed);
        let (names, reserved): (Vec<Name>, _) = match &node.body {
            Body::Enum { variants, reserved } => {
                let names = variants.iter().map(|variant| Name {
                    word: &variant.decl.word,
                    wire: match &variant.wire {
                        serde_json::Value::String(text) => text.clone(),
                        other => other.to_string(),
                    },
                    rust: variant.rust.as_deref(),
                    versions: &variant.versions,
                });
                (names.collect(), reserved)
            }
            Body::Union { variants, reserved } => {
                let names = variants.iter().map(|variant| Name {
                    word: &variant.decl.word,
                    wire: variant.wire.clone(),
                    rust: variant.rust.as_deref(),
                    versions: &variant.versions,
                });
                tag_is_no_member(scene, node, report);
                (names.collect(), reserved)
            }
            Body::Object(_) | Body::Alias(_) => continue,
        };
        once(&names, report);
        catch_all(&names, closed, report);
        if !node.chain.allows("R3") {
            unreserved(&names, reserved, report);
        }
    }
}

/// A variant, as far as names go.
struct Name<'s> {
    word: &'s Word,
    wire: String,
    rust: Option<&'s str>,
    versions: &'s Versions,
}

fn once(names: &[Name], report: &mut Report) {
    for (index, later) in names.iter().enumerate() {
        let overlapping = names[..index]
            .iter()
            .filter(|earlier| earlier.versions.overlap(later.versions).is_some());
        for earlier in overlapping {
            if earlier.wire == later.wire {
                report
                    .error(
                        "D5",
                        later.word.span,
                        format!("`{}` is declared twice", later.wire),
                    )
                    .help("remove one of the two")
                    .also(
                        earlier.word.span,
                        format!("`{}` was declared first here", earlier.wire),
                    );
            } else if let (Some(rust), true) = (later.rust, earlier.rust == later.rust) {
                report
                    .error(
                        "D6",
                        later.word.span,
                        format!(
                            "`{}` and `{}` are both `{rust}` in Rust",
                            earlier.wire, later.wire
                        ),
                    )
                    .help(format!(
                        "choose another name for one: `Name = {:?}`",
                        later.wire
                    ))
                    .also(
                        earlier.word.span,
                        format!("`{}` is `{rust}` in Rust", earlier.wire),
                    );
            }
        }
    }
}

fn catch_all(names: &[Name], closed: bool, report: &mut Report) {
    for name in names {
        if name.rust.is_some_and(|rust| is_catch_all(rust, closed)) {
            report
                .error(
                    "D6",
                    name.word.span,
                    "`Unknown` is the variant that keeps unknown values",
                )
                .help(format!("choose another name: `NotKnown = {:?}`", name.wire));
        }
    }
}

fn unreserved(names: &[Name], reserved: &[Reserved], report: &mut Report) {
    for name in names {
        let taken = reserved.iter().find(|reserved| {
            reserved.name.text == name.wire && reserved.versions.overlap(name.versions).is_some()
        });
        if let Some(reserved) = taken {
            report
                .error("R3", name.word.span, format!("`{}` is reserved", name.wire))
                .help("older charms read another meaning from it: choose a new value")
                .also(
                    reserved.name.span,
                    format!("`{}` is reserved here", name.wire),
                );
        }
    }
}

fn tag_is_no_member(scene: &Scene, union: &TypeNode, report: &mut Report) {
    let Some(tag) = union.decl.and_then(|decl| decl.attrs.tag.as_ref()) else {
        return;
    };
    let Body::Union { variants, .. } = &union.body else {
        return;
    };
    for variant in variants {
        let object = scene
            .objects()
            .filter(|object| object.owner == variant.expr.name)
            .find(|object| object.versions.overlap(&variant.versions).is_some());
        let members = object.map(|object| object.fields.as_slice());
        let clash = members
            .unwrap_or_default()
            .iter()
            .find(|member| member.name() == tag.text);
        if let Some(member) = clash {
            report
                .error(
                    "D5",
                    member.span(),
                    format!("`{}` is the tag of `{}`", tag.text, union.name),
                )
                .help("the union writes and reads it: remove the member")
                .also(
                    tag.span,
                    format!("`{}` is the tag of `{}`", tag.text, union.name),
                );
        }
    }
}
