//! Reading a databag that is one document under one key.

use super::Sight;
use super::fault::Fault;
use crate::Json;
use crate::bag::{Bag, Layout};
use crate::report::Problem;
use crate::value::dot_before;

pub(super) fn read_nested<B: Bag>(value: &mut B, layout: &Layout, text: &str, sight: &mut Sight) {
    let key = layout.key().unwrap_or_default();
    let mut object = match parse_document(layout, text) {
        Ok(Json::Object(object)) => object,
        // `null` is as good as missing.
        Ok(Json::Null) => {
            sight.present = false;
            return;
        }
        Ok(_) => {
            sight.problems.push(Problem {
                rule: "B10",
                key: key.to_owned(),
                path: String::new(),
                message: "expected an object".to_owned(),
            });
            return;
        }
        Err(fault) => {
            sight.problems.push(Problem {
                rule: "B10",
                ..fault.problem(key, B::SHAPE.sensitive)
            });
            return;
        }
    };
    for (index, member) in B::SHAPE.members.iter().enumerate() {
        let mut names = std::iter::once(&member.name).chain(member.aliases);
        let Some(name) =
            names.find(|name| object.get(**name).is_some_and(|value| !value.is_null()))
        else {
            continue;
        };
        let Some(fault) = object
            .get_mut(*name)
            .map(|member| value.put(index, member.take()).err())
        else {
            continue;
        };
        let before = sight.problems.len();
        sight.note(value, index, key, fault.as_ref().map(Fault::of_member));
        for problem in &mut sight.problems[before..] {
            let dot = dot_before(&problem.path);
            problem.path = format!("{name}{dot}{}", problem.path);
        }
    }
    for (name, member) in object {
        let marker = B::TABLE.marker.as_ref();
        let declared = B::SHAPE.find(&name, 0).is_some()
            || marker.is_some_and(|marker| marker.keys.contains(&name.as_str()));
        if declared || !B::fits_rest(&name) {
            continue;
        }
        if let Err(error) = value.put_rest(&name, member) {
            let mut problem = Fault::of_member(&error).problem(key, B::SHAPE.sensitive);
            let dot = dot_before(&problem.path);
            problem.path = format!("[{name:?}]{dot}{}", problem.path);
            sight.problems.push(problem);
        }
    }
}

/// Reads the document that a databag is.
pub(super) fn parse_document(layout: &Layout, text: &str) -> Result<Json, Fault> {
    let (read, format) = match layout {
        Layout::NestedYaml(_) => (parse_yaml(text), "YAML"),
        _ => {
            let read = serde_json::from_str(text).map_err(|error| error.to_string());
            (read, "JSON")
        }
    };
    read.map_err(|text| {
        Fault {
            undecodable: true,
            null: false,
            rule: "B1",
            text,
        }
        .expecting(format)
    })
}

#[cfg(feature = "yaml")]
pub(super) fn parse_yaml(text: &str) -> Result<Json, String> {
    crate::yaml::parse(text)
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
pub(super) fn parse_yaml(_: &str) -> Result<Json, String> {
    Err("this build of relata cannot read YAML".to_owned())
}
