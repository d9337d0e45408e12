//! What is a struct in Python?

use super::conditions;
use super::helpers::{Helper, Import, append};
use super::names::{attribute, class};
use super::py::{self, Py, docstring, literal, string};
use super::types::Types;
use crate::model::{Check, Field, Kind, Presence, Rest, TextFormat, Type, TypeBody};
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

impl Attribute {
    /// A mandatory member without documentation.
    pub(super) fn plain(wire: &str, ty: Py) -> Self {
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
    /// The class of a struct, with a tag where it is a shape of a union.
    pub(super) fn structure(
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
            attributes.push(Attribute::plain(tag, ty));
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
            body.push_str("    pass\n");
        }
        append(&mut text, &format!("class {name}({}):\n{body}", class.base));
        text
    }

    pub(super) fn line(&mut self, attribute: Attribute) -> String {
        let value = if attribute.arguments.is_empty() {
            attribute.default
        } else {
            let arguments = attribute.default.into_iter().chain(attribute.arguments);
            Some(self.field(arguments.collect()))
        };
        py::field(&attribute.name, &attribute.ty, value.as_ref())
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
