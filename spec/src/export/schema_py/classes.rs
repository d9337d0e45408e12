//! What is a struct in Python?

use super::conditions;
use super::helpers::{Helper, Import, append};
use super::names::{attribute, class};
use super::py::{self, Py, comment, docstring, literal, string};
use super::types::Types;
use crate::model::{
    Check, Field, Kind, Presence, Rest, TextFormat, Type, TypeBody, TypeDecl, UnionVariant, Variant,
};
use serde_json::Value as Json;

/// The longest examples that stand beside a field.
const MOST_EXAMPLES: usize = 60;

/// What one field is in Python.
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) ty: Py,
    /// What stands behind the `=`.
    pub(super) default: Option<Py>,
    /// Further arguments of `Field`.
    pub(super) arguments: Vec<Py>,
    pub(super) doc: String,
}

/// A class under construction.
pub(super) struct Class<'c> {
    pub(super) name: String,
    pub(super) base: &'static str,
    pub(super) doc: &'c str,
    pub(super) attributes: Vec<Attribute>,
    pub(super) fields: &'c [Field],
    pub(super) rest: Option<(&'c Rest, Py)>,
    pub(super) checks: &'c [Check],
}

impl<'a> Types<'a> {
    /// The statements that define a declared type.
    pub(super) fn declared(&mut self, decl: &'a TypeDecl) -> String {
        let name = class(&decl.name);
        let text = match &decl.body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => {
                let tag = self.tag_of(&decl.name);
                self.structure(&name, &decl.doc, fields, rest.as_ref(), checks, tag)
            }
            TypeBody::Secret { fields, checks } => {
                let doc = format!("{}\n\nThe content of a Juju secret.", decl.doc.trim());
                self.structure(&name, &doc, fields, None, checks, None)
            }
            TypeBody::Enum {
                base,
                closed,
                variants,
            } => {
                let doc = enum_doc(&decl.doc, *closed, variants);
                comment(&doc) + &self.choice(*base, *closed, variants).assigned(&name, 0)
            }
            TypeBody::Union {
                tag: Some(tag),
                closed,
                variants,
            } => self.tagged(&name, &decl.doc, tag, *closed, variants),
            TypeBody::Union {
                tag: None,
                variants,
                ..
            } => {
                let shapes = variants.iter().map(|variant| self.decoded(&variant.ty));
                let shapes = Py::either(shapes.collect());
                let doc = union_doc(&decl.doc, variants);
                comment(&doc) + &self.alias(&name, &shapes)
            }
            TypeBody::Alias { of, .. } => {
                let of = self.decoded(of);
                comment(&decl.doc) + &self.alias(&name, &of)
            }
        };
        self.defined.insert(&decl.name);
        text
    }

    fn alias(&mut self, name: &str, ty: &Py) -> String {
        let has_later = |parts: &[Py]| parts.iter().any(|part| matches!(part, Py::Later(_)));
        if matches!(ty, Py::Or(parts) if has_later(parts)) {
            // A name that is not known yet cannot stand beside `|`.
            self.import(Import::Typing("TypeAlias"));
            let quoted = Py::atom(string(&ty.bare().flat()));
            return quoted.assigned(&format!("{name}: TypeAlias"), 0);
        }
        ty.assigned(name, 0)
    }

    fn structure(
        &mut self,
        name: &str,
        doc: &str,
        fields: &'a [Field],
        rest: Option<&'a Rest>,
        checks: &'a [Check],
        tag: Option<(&str, &str)>,
    ) -> String {
        self.needs.helper(Helper::Object);
        let mut text = String::new();
        let mut attributes = Vec::new();
        if let Some((tag, wire)) = tag {
            self.import(Import::Typing("Literal"));
            let ty = Py::of("Literal", vec![Py::atom(string(wire))]);
            attributes.push(self.plain(tag, ty));
        }
        for field in fields.iter().filter(|field| field.marker.is_none()) {
            let attribute = self.member(name, field, &mut text);
            attributes.push(attribute);
        }
        let rest = rest.map(|rest| (rest, self.decoded(&rest.values)));
        let class = Class {
            name: name.to_owned(),
            base: "_Object",
            doc,
            attributes,
            fields,
            rest,
            checks,
        };
        let more = self.class(class);
        append(&mut text, &more);
        text
    }

    /// One member of an object.
    pub(super) fn member(&mut self, owner: &str, field: &Field, before: &mut String) -> Attribute {
        let decoded = self.decoded(&field.ty);
        let ty = match &field.presence {
            Presence::Optional if !self.accepts_null(&field.ty) => decoded.or_none(),
            _ => decoded,
        };
        self.attribute(owner, field, ty, before)
    }

    /// A field of this type, with its default, its other names and its
    /// documentation. A long type gets a name of its own, `before` the class.
    pub(super) fn attribute(
        &mut self,
        owner: &str,
        field: &Field,
        mut ty: Py,
        before: &mut String,
    ) -> Attribute {
        let name = attribute(&field.name);
        if !py::is_short(&name, &ty) {
            let owner = owner.strip_suffix("Data").unwrap_or(owner);
            let alias = format!("{owner}{}", class(&name));
            append(before, &self.alias(&alias, &ty));
            ty = Py::atom(alias);
        }
        let mut arguments = Vec::new();
        let default = match &field.presence {
            Presence::Optional => Some(Py::atom("None")),
            Presence::Required => None,
            Presence::Default(value) => match (value, self.is_structure(&field.ty)) {
                (Json::Object(members), true) if members.is_empty() => {
                    arguments.push(Py::named("default_factory", self.decoded(&field.ty)));
                    None
                }
                (Json::Object(_), true) => {
                    arguments.push(Py::atom("validate_default=True"));
                    Some(Py::atom(literal(value)))
                }
                _ => Some(Py::atom(literal(value))),
            },
        };
        if !field.aliases.is_empty() {
            self.import(Import::Pydantic("AliasChoices"));
            let names = std::iter::once(&field.name)
                .chain(field.aliases.iter().map(|alias| &alias.name))
                .map(|name| Py::atom(string(name)));
            let choices = Py::call("AliasChoices", names.collect());
            arguments.push(Py::named("validation_alias", choices));
        } else if name != field.name {
            arguments.push(Py::named("alias", Py::atom(string(&field.name))));
        }
        if self.is_sensitive(&field.ty) {
            arguments.push(Py::atom("repr=False"));
        }
        let examples: Vec<String> = field.examples.iter().map(literal).collect();
        let examples = format!("[{}]", examples.join(", "));
        if !field.examples.is_empty() && examples.chars().count() <= MOST_EXAMPLES {
            arguments.push(Py::named("examples", Py::atom(examples)));
        }
        let mut doc = field.doc.trim().to_owned();
        if let Kind::Secret { content } = &self.version.resolve(&field.ty).kind {
            doc += &format!("\n\nThe secret holds `{}`.", class(content));
        }
        if let Some(deprecated) = &field.deprecated {
            let since = deprecated.since;
            doc += &format!("\n\nDeprecated since v{since}: {}.", deprecated.note);
        }
        Attribute {
            name,
            ty,
            default,
            arguments,
            doc,
        }
    }

    /// A mandatory member without documentation.
    fn plain(&mut self, wire: &str, ty: Py) -> Attribute {
        let name = attribute(wire);
        let arguments = if name == wire {
            Vec::new()
        } else {
            vec![Py::named("alias", Py::atom(string(wire)))]
        };
        Attribute {
            name,
            ty,
            default: None,
            arguments,
            doc: String::new(),
        }
    }

    /// The class statement, behind what it needs for its dynamic keys.
    pub(super) fn class(&mut self, class: Class<'_>) -> String {
        let mut text = String::new();
        let name = &class.name;
        let mut body = docstring(class.doc, 4);
        let mut before_fields = String::new();
        let mut validators = String::new();
        if let Some((rest, values)) = &class.rest {
            self.import(Import::Pydantic("ConfigDict"));
            before_fields += "    model_config = ConfigDict(extra=\"allow\")\n";
            if *values != Py::atom("Any") {
                let mut values = values.clone();
                let dict = Py::of("dict", vec![Py::atom("str"), values.clone()]);
                if !py::is_short("__pydantic_extra__", &dict) {
                    let alias = format!("{name}Value");
                    append(&mut text, &self.alias(&alias, &values));
                    values = Py::atom(alias);
                }
                let dict = Py::of("dict", vec![Py::atom("str"), values]);
                let init = self.field(vec![Py::atom("init=False")]);
                before_fields += &py::field("__pydantic_extra__", &dict, Some(&init));
                before_fields += &docstring(&rest.doc, 4);
            }
            if self.restricts(&rest.keys) {
                let adapter = format!("_{name}Key");
                let keys = self.decoded(&rest.keys);
                self.needs.helper(Helper::Fits);
                self.import(Import::Typing("Any"));
                self.import(Import::Pydantic("model_validator"));
                let made = Py::call("TypeAdapter", vec![keys]);
                append(
                    &mut text,
                    &made.assigned(&format!("{adapter}: TypeAdapter[Any]"), 0),
                );
                let names = class.fields.iter().flat_map(|field| {
                    std::iter::once(&field.name)
                        .chain(field.aliases.iter().map(|alias| &alias.name))
                });
                validators += &other_keys(&adapter, names);
            }
        }
        let failures = conditions::body(class.fields, class.checks);
        if !failures.is_empty() {
            self.import(Import::Pydantic("model_validator"));
            self.import(Import::Extensions("Self"));
            validators += &format!(
                "\n    @model_validator(mode=\"after\")\n    def _fields_go_together(self) -> Self:\n\
                 {failures}        return self\n"
            );
        }
        let mut fields = String::new();
        for attribute in class.attributes {
            let doc = docstring(&attribute.doc, 4);
            fields += &self.line(attribute);
            fields += &doc;
        }
        for part in [before_fields, fields] {
            if !part.is_empty() {
                if !body.is_empty() {
                    body.push('\n');
                }
                body += &part;
            }
        }
        body += &validators;
        if body.is_empty() {
            body = "    pass\n".to_owned();
        }
        append(&mut text, &format!("class {name}({}):\n{body}", class.base));
        text
    }

    fn line(&mut self, attribute: Attribute) -> String {
        let value = if attribute.arguments.is_empty() {
            attribute.default
        } else {
            let arguments = attribute.default.into_iter().chain(attribute.arguments);
            Some(self.field(arguments.collect()))
        };
        py::field(&attribute.name, &attribute.ty, value.as_ref())
    }

    fn tagged(
        &mut self,
        name: &str,
        doc: &str,
        tag: &str,
        closed: bool,
        variants: &'a [UnionVariant],
    ) -> String {
        let mut text = String::new();
        let mut shapes = Vec::new();
        for variant in variants {
            let Kind::Named { name: shape } = self.version.resolve(&variant.ty).kind else {
                continue;
            };
            if self.tag_of(&shape).is_some() {
                shapes.push(Py::atom(class(&shape)));
                continue;
            }
            // The struct is used elsewhere too, without the tag.
            let sub = format!("{name}{}", class(&variant.rust));
            self.import(Import::Typing("Literal"));
            let ty = Py::of("Literal", vec![Py::atom(string(&variant.wire))]);
            let attribute = self.plain(tag, ty);
            let line = self.line(attribute);
            let doc = docstring(&variant.doc, 4);
            let doc = if doc.is_empty() { doc } else { doc + "\n" };
            append(
                &mut text,
                &format!("class {sub}({}):\n{doc}{line}", class(&shape)),
            );
            shapes.push(Py::atom(sub));
        }
        if !closed {
            self.needs.helper(Helper::Object);
            self.needs.helper(Helper::NoneOf);
            self.import(Import::Typing("Annotated"));
            let known = variants
                .iter()
                .map(|variant| Py::atom(string(&variant.wire)));
            let other = Py::call("_none_of", known.collect());
            let mut ty = Py::atom("str").annotated(vec![other]);
            let unknown = format!("{name}Unknown");
            if !py::is_short(tag, &ty) {
                let alias = format!("{unknown}{}", class(tag));
                append(&mut text, &ty.assigned(&alias, 0));
                ty = Py::atom(alias);
            }
            let attribute = self.plain(tag, ty);
            let line = self.line(attribute);
            let doc = docstring("A shape that came later.", 4);
            append(
                &mut text,
                &format!("class {unknown}(_Object):\n{doc}\n{line}"),
            );
            shapes.push(Py::atom(unknown));
        }
        let shapes = Py::either(shapes);
        append(
            &mut text,
            &(comment(&union_doc(doc, variants)) + &shapes.assigned(name, 0)),
        );
        text
    }

    /// The tag and its value, if the struct is the shape of one tagged union
    /// and nothing else.
    fn tag_of(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let mut found = None;
        for decl in &self.version.types {
            let TypeBody::Union { tag, variants, .. } = &decl.body else {
                continue;
            };
            for variant in variants {
                let is_it =
                    matches!(&variant.ty.kind, Kind::Named { name: other } if other == name);
                if let (true, Some(tag)) = (is_it, tag) {
                    if found.is_some() {
                        return None;
                    }
                    found = Some((tag.as_str(), variant.wire.as_str()));
                }
            }
        }
        (found.is_some() && uses(self.version, name) == 1)
            .then_some(found)
            .flatten()
    }

    fn is_structure(&self, ty: &Type) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Named { name } => matches!(
                self.version.type_decl(&name).map(|decl| &decl.body),
                Some(TypeBody::Struct { .. })
            ),
            _ => false,
        }
    }

    fn is_sensitive(&self, ty: &Type) -> bool {
        matches!(
            self.version.resolve(ty).kind,
            Kind::Text {
                format: TextFormat::Sensitive
            }
        )
    }

    /// Whether some texts are no such key.
    fn restricts(&self, keys: &Type) -> bool {
        let resolved = self.version.resolve(keys);
        match &resolved.kind {
            Kind::Text { format } => {
                !resolved.constraints.is_empty()
                    || crate::value::format_rule(*format).pattern.is_some()
            }
            Kind::Named { name } => !matches!(
                self.version.type_decl(name).map(|decl| &decl.body),
                Some(TypeBody::Enum { closed: false, .. })
            ),
            _ => true,
        }
    }
}

/// How often a declared type is named.
fn uses(version: &crate::model::Version, name: &str) -> usize {
    fn text(value: &Json, name: &str) -> usize {
        match value {
            Json::Object(members) => {
                let is_it = members.get("kind").is_some_and(|kind| kind == "named")
                    && members.get("name").is_some_and(|other| other == name);
                usize::from(is_it)
                    + members
                        .values()
                        .map(|value| text(value, name))
                        .sum::<usize>()
            }
            Json::Array(elements) => elements.iter().map(|value| text(value, name)).sum(),
            _ => 0,
        }
    }
    serde_json::to_value(version).map_or(0, |value| text(&value, name))
}

/// A validator that drops keys which are neither fields nor dynamic.
fn other_keys<'n>(adapter: &str, names: impl Iterator<Item = &'n String>) -> String {
    let names: Vec<String> = names.map(|name| string(name)).collect();
    let line = format!("        known = {{{}}}", names.join(", "));
    let known = match names.as_slice() {
        [] => String::new(),
        _ if line.chars().count() <= py::WIDTH => line + "\n",
        names => format!(
            "        known = {{\n            {},\n        }}\n",
            names.join(",\n            ")
        ),
    };
    let test = if known.is_empty() {
        format!("_fits({adapter}, key)")
    } else {
        format!("key in known or _fits({adapter}, key)")
    };
    let line = format!("        return {{key: value for key, value in data.items() if {test}}}");
    let kept = if line.chars().count() <= py::WIDTH {
        line + "\n"
    } else {
        format!(
            "        return {{\n            key: value\n\
             \x20           for key, value in data.items()\n\
             \x20           if {test}\n        }}\n"
        )
    };
    format!(
        "\n    @model_validator(mode=\"before\")\n    @classmethod\n\
         \x20   def _without_other_keys(cls, data: Any) -> Any:\n\
         \x20       if not isinstance(data, dict):\n\
         \x20           return data\n{known}{kept}"
    )
}

/// The documentation of an enum with that of its values.
fn enum_doc(doc: &str, closed: bool, variants: &[Variant]) -> String {
    let mut text = doc.trim().to_owned();
    let documented = variants.iter().filter(|variant| !variant.doc.is_empty());
    let lines: Vec<String> = documented
        .map(|variant| format!("- `{}`: {}", plain(&variant.wire), one_line(&variant.doc)))
        .collect();
    if !lines.is_empty() {
        text += &format!("\n\n{}", lines.join("\n"));
    }
    if !closed {
        text += "\n\nOther values may come: treat one that is unknown as missing.";
    }
    text
}

fn union_doc(doc: &str, variants: &[UnionVariant]) -> String {
    let lines: Vec<String> = variants
        .iter()
        .filter(|variant| !variant.doc.is_empty())
        .map(|variant| format!("- {}", one_line(&variant.doc)))
        .collect();
    if lines.is_empty() {
        doc.trim().to_owned()
    } else {
        format!("{}\n\n{}", doc.trim(), lines.join("\n"))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
