//! `schema.py`: pydantic models that take the strings of real databags.
//!
//! The public catalogue has a `schema.py` beside each version of an interface:
//! `ProviderSchema` and `RequirerSchema`, pydantic models that the interface
//! tests check a charm's databags with. Those of upstream often describe the
//! decoded values, and so refuse every real databag. The ones that are written
//! here take what Juju holds, text by text, in each accepted encoding, and give
//! the verdict of [`crate::bag::judge`]: what is ready is accepted, what is
//! incomplete or invalid is refused. A databag that is absent is accepted if
//! nothing in it is needed.
//!
//! What Python cannot tell apart stays so: a number that is too large for a
//! float is infinite there, and accepted where any JSON value is.
//!
//! The text is formatted as `black` and `ruff format` leave it, and a module
//! has only the helpers that it uses.

#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "writing text is all that is done here, and it is not hot"
)]

mod bags;
mod bounds;
mod classes;
mod conditions;
mod declared;
mod elements;
mod encoded;
mod formats;
mod helpers;
mod names;
mod order;
mod py;
mod regex;
mod types;

use crate::model::{Interface, Layout, Role, Version};
use crate::value::is_confidential;
use helpers::{Helper, Needs, append};
use py::{Py, comment, docstring};
use std::collections::BTreeSet;
use types::Types;

/// The module `schema.py` of one version: a class for each struct and databag,
/// and a schema for each role (`PeerSchema` for peers).
pub fn schema_py(interface: &Interface, version: &Version) -> String {
    let mut types = Types {
        version,
        needs: Needs::default(),
        defined: BTreeSet::new(),
        spellings: Vec::new(),
    };
    let hides = has_secrets(version);
    let mut body = String::new();
    for decl in order::in_order(version) {
        let declared = types.declared(decl);
        append(&mut body, &declared);
    }
    for role in Role::ALL {
        if let Some(spec) = version.roles.get(&role) {
            let classes = types.role(role, spec, hides);
            append(&mut body, &classes);
        }
    }
    let with_rest = has_dynamic_keys(version);
    let helpers = types.needs.text(|helper, text| match helper {
        Helper::Object => text.replace("    model_config = ConfigDict(CONFIG)\n", &config(hides)),
        Helper::Databag => {
            let text = text.replace("    model_config = ConfigDict(CONFIG)\n", &config(hides));
            if with_rest {
                ignoring_jujus_keys(&text)
            } else {
                text
            }
        }
        _ => formats::text(helper).unwrap_or_else(|| text.to_owned()),
    });
    let mut module = docstring(&module_doc(interface, version), 0);
    module.push('\n');
    if types
        .version
        .roles
        .values()
        .any(|spec| spec.app.is_some() || spec.unit.is_some())
    {
        // `DataBagSchema` is made for its fields to be overridden.
        module += "# pyright: reportIncompatibleVariableOverride=false";
        module += ", reportGeneralTypeIssues=false\n\n";
    }
    module += &types.needs.imports();
    if !helpers.is_empty() {
        append(&mut module, &helpers);
    }
    for (name, ty) in &types.spellings {
        let doc = comment("A boolean as plain text, in the spellings that are in use.");
        append(&mut module, &(doc + &ty.assigned(name, 0)));
    }
    append(&mut module, &body);
    module
}

fn module_doc(interface: &Interface, version: &Version) -> String {
    let mut doc = format!(
        "`{}`, version {}: {}",
        interface.name,
        version.number,
        interface.summary.trim()
    );
    for part in [&interface.description, &version.doc] {
        if !part.trim().is_empty() {
            doc += &format!("\n\n{}", part.trim());
        }
    }
    doc
}

/// The configuration of every model. What a secret may be in is not shown in an
/// error.
fn config(hides: bool) -> String {
    let mut arguments = vec![
        Py::atom("strict=True"),
        Py::atom("use_attribute_docstrings=True"),
    ];
    if hides {
        arguments.push(Py::atom("hide_input_in_errors=True"));
    }
    Py::call("ConfigDict", arguments).assigned("model_config", 4)
}

/// Dynamic keys would take Juju's own for theirs.
fn ignoring_jujus_keys(databag: &str) -> String {
    let keys = "_JUJU_KEYS = {\"egress-subnets\", \"ingress-address\", \"private-address\"}\n\n\n";
    let databag = databag
        .replace(
            "an empty value is a missing one.",
            "an empty value is missing.",
        )
        .replace(
            "        return {key: value for key, value in data.items() if value != \"\"}\n",
            "        return {\n            key: value\n            for key, value in data.items()\n\
             \x20           if value != \"\" and key not in _JUJU_KEYS\n        }\n",
        );
    format!("{keys}{databag}")
}

fn has_secrets(version: &Version) -> bool {
    let bags = version
        .roles
        .values()
        .flat_map(|spec| [&spec.app, &spec.unit])
        .flatten();
    bags.flat_map(|bag| {
        let fields = bag.fields.iter().map(|field| &field.ty);
        fields.chain(bag.rest.iter().map(|rest| &rest.values))
    })
    .any(|ty| is_confidential(version, ty))
}

/// Whether dynamic keys stand in a databag beside others.
fn has_dynamic_keys(version: &Version) -> bool {
    let bags = version
        .roles
        .values()
        .flat_map(|spec| [&spec.app, &spec.unit])
        .flatten();
    bags.into_iter().any(|bag| {
        let by_key = bag.layouts.is_empty() || bag.layouts.contains(&Layout::Keys);
        bag.rest.is_some() && by_key
    })
}
