//! What is a databag in Python?

use super::classes::{Attribute, Class};
use super::helpers::{Helper, Import, append};
use super::names::{attribute, class};
use super::py::{self, Py, docstring};
use super::types::Types;
use crate::model::{
    Bag, Document, Encoding, Field, Layout, Presence, Rest, Role, RoleSpec, Scope, Type,
};
use crate::predicate::eval;

impl Types<'_> {
    /// The classes of a role's databags, and the schema class that names them.
    pub(super) fn role(&mut self, role: Role, spec: &RoleSpec, hides: bool) -> String {
        let mut text = String::new();
        let mut lines = String::new();
        for scope in Scope::ALL {
            let Some(bag) = spec.bag(scope) else { continue };
            let name = format!("{}{}Data", class(role.name()), class(scope.name()));
            self.bag(&name, bag, &mut text);
            let ty = Py::atom(&name);
            lines += &if needs_something(bag) {
                py::field(scope.name(), &ty, None)
            } else {
                py::field(scope.name(), &ty.or_none(), Some(&Py::atom("None")))
            };
            lines += &docstring(&bag.doc, 4);
        }
        let mut body = docstring(&schema_doc(role, spec), 4);
        if hides {
            self.import(Import::Pydantic("ConfigDict"));
            body += "\n    model_config = ConfigDict(hide_input_in_errors=True)\n";
        }
        if !lines.is_empty() {
            body += "\n";
            body += &lines;
        }
        let name = format!("{}Schema", class(role.name()));
        append(&mut text, &format!("class {name}(DataBagSchema):\n{body}"));
        text
    }

    fn bag(&mut self, name: &str, bag: &Bag, text: &mut String) {
        self.needs.helper(Helper::Databag);
        let documents: Vec<(&str, Document)> = bag
            .layouts
            .iter()
            .filter_map(|layout| match layout {
                Layout::Nested { key, format } => Some((key.as_str(), *format)),
                Layout::Keys => None,
            })
            .collect();
        let by_key = documents.len() < bag.layouts.len() || bag.layouts.is_empty();
        if documents.is_empty() {
            let class = self.keys(name, bag, &[], text);
            append(text, &class);
            return;
        }
        let content = format!("{}Document", name.trim_end_matches("Data"));
        let document = self.document(&content, bag, text);
        append(text, &document);
        if !by_key && documents.len() == 1 {
            let class = self.nested(name, bag, &content, documents[0], &[], false);
            append(text, &class);
            return;
        }
        // The document is read if its key is there, else the single keys.
        let mut shapes = Vec::new();
        let mut before: Vec<&str> = Vec::new();
        for (key, format) in &documents {
            let shape = format!("{}In{}", name.trim_end_matches("Data"), class(key));
            let in_document = self.nested(&shape, bag, &content, (key, *format), &before, true);
            append(text, &in_document);
            shapes.push(Py::atom(shape));
            before.push(key);
        }
        // Without any document, nothing is there.
        if by_key || !needs_something(bag) {
            let shape = format!("{}InKeys", name.trim_end_matches("Data"));
            let class = if by_key {
                self.keys(&shape, bag, &before, text)
            } else {
                let attributes = absent(&before);
                self.databag(&shape, &Bag::default(), attributes, None, "_Databag")
            };
            append(text, &class);
            shapes.push(Py::atom(shape));
        }
        append(text, &Py::either(shapes).assigned(name, 0));
    }

    /// Each field under its own key. There must be no value under `without`.
    fn keys(&mut self, name: &str, bag: &Bag, without: &[&str], text: &mut String) -> String {
        let mut attributes = absent(without);
        for field in &bag.fields {
            if without.contains(&field.name.as_str()) {
                continue;
            }
            let mut before = String::new();
            let attribute = if field.marker.is_some() {
                self.marker(field, &Py::atom("str"), &mut before)
            } else {
                let ty = self.value(&field.ty, &field.encodings, &field.presence);
                let union = matches!(&ty, Py::Or(parts)
                    if parts.iter().filter(|part| **part != Py::atom("None")).count() > 1);
                let mut attribute = self.attribute(name, field, ty, &mut before);
                // The first encoding that decodes and fits.
                if union && field.encodings.len() > 1 {
                    let mode = Py::atom("union_mode=\"left_to_right\"");
                    attribute.arguments.push(mode);
                }
                attribute
            };
            if !before.is_empty() {
                append(text, &before);
            }
            attributes.push(attribute);
        }
        let rest = bag.rest.as_ref().map(|rest| {
            let values = self.value(&rest.values, &rest.encodings, &Presence::Optional);
            (rest, values)
        });
        self.databag(name, bag, attributes, rest, "_Databag")
    }

    /// All fields as members of one document.
    fn document(&mut self, name: &str, bag: &Bag, text: &mut String) -> String {
        self.needs.helper(Helper::Object);
        let mut attributes = Vec::new();
        for field in &bag.fields {
            let mut before = String::new();
            attributes.push(if field.marker.is_some() {
                self.import(Import::Typing("Any"));
                self.marker(field, &Py::atom("Any"), &mut before)
            } else {
                self.member(name, field, &mut before)
            });
            if !before.is_empty() {
                append(text, &before);
            }
        }
        let rest = bag.rest.as_ref();
        let rest = rest.map(|rest| (rest, self.decoded(&rest.values)));
        self.databag(name, bag, attributes, rest, "_Object")
    }

    fn databag(
        &mut self,
        name: &str,
        bag: &Bag,
        attributes: Vec<Attribute>,
        rest: Option<(&Rest, Py)>,
        base: &'static str,
    ) -> String {
        self.class(Class {
            name: name.to_owned(),
            base,
            doc: &bag.doc,
            attributes,
            fields: &bag.fields,
            rest,
            checks: &bag.checks,
        })
    }

    /// A databag that is one document under one key.
    fn nested(
        &mut self,
        name: &str,
        bag: &Bag,
        content: &str,
        (key, format): (&str, Document),
        without: &[&str],
        must_be_there: bool,
    ) -> String {
        let encoding = match format {
            Document::Json => "FromJson",
            Document::Yaml => "FromYaml",
        };
        self.needs.helper(match format {
            Document::Json => Helper::FromJson,
            Document::Yaml => Helper::FromYaml,
        });
        let mut ty = Py::atom(content);
        let mut default = None;
        if !needs_something(bag) {
            ty = ty.or_none();
            default = (!must_be_there).then(|| Py::atom("None"));
        }
        let mut attributes = absent(without);
        let mut arguments = Vec::new();
        let python = attribute(key);
        if python != key {
            arguments.push(Py::named("alias", Py::atom(py::string(key))));
        }
        attributes.push(Attribute {
            name: python,
            ty: Py::of(encoding, vec![ty]),
            default,
            arguments,
            doc: "Everything, in one document.".to_owned(),
        });
        self.class(Class {
            name: name.to_owned(),
            base: "_Databag",
            doc: &bag.doc,
            attributes,
            fields: &[],
            rest: None,
            checks: &[],
        })
    }

    /// The version marker: anything, since what states no version is as good
    /// as missing.
    fn marker(&mut self, field: &Field, ty: &Py, before: &mut String) -> Attribute {
        let mut field = field.clone();
        field.presence = Presence::Optional;
        let ty = match ty {
            Py::Atom(any) if any == "Any" => ty.clone(),
            other => other.clone().or_none(),
        };
        let mut attribute = self.attribute("", &field, ty, before);
        let says = "States the version that the writer speaks.";
        if !attribute.doc.is_empty() {
            attribute.doc += "\n\n";
        }
        attribute.doc += says;
        attribute
    }

    /// The value of one key of a databag.
    fn value(&mut self, ty: &Type, encodings: &[Encoding], presence: &Presence) -> Py {
        let encodings = if encodings.is_empty() {
            &[Encoding::Json]
        } else {
            encodings
        };
        let accepts_null = self.accepts_null(ty);
        let is_required = *presence == Presence::Required;
        let several = encodings.len() > 1;
        let mut ways = Vec::new();
        for encoding in encodings {
            let mut wrap = |types: &mut Self, content: Py| match presence {
                Presence::Default(_) => {
                    types.needs.helper(Helper::NullIsDefault);
                    Py::of("NullIsDefault", vec![content])
                }
                _ if accepts_null => content,
                Presence::Optional => content.or_none(),
                Presence::Required if several => content.or_none(),
                Presence::Required => content,
            };
            ways.extend(self.encoded(ty, encoding, &mut wrap));
        }
        if ways.is_empty() {
            // No declared encoding can hold the type.
            self.import(Import::Typing("Never"));
            ways.push(Py::atom("Never"));
        }
        let is_document = |encoding: &Encoding| matches!(encoding, Encoding::Json | Encoding::Yaml);
        let documents = encodings.iter().any(is_document);
        let value = Py::either(ways);
        if is_required && documents && (several || accepts_null) {
            self.import(Import::Typing("Annotated"));
            self.import(Import::Pydantic("AfterValidator"));
            self.needs.helper(Helper::NotNull);
            let not_null = Py::atom("AfterValidator(_not_null)");
            return value.annotated(vec![not_null]);
        }
        if *presence == Presence::Optional && !documents {
            return value.or_none();
        }
        value
    }
}

/// Keys under which there must be no value.
fn absent(keys: &[&str]) -> Vec<Attribute> {
    keys.iter()
        .map(|key| {
            let name = attribute(key);
            let arguments = if name == *key {
                Vec::new()
            } else {
                vec![Py::named("alias", Py::atom(py::string(key)))]
            };
            Attribute {
                name,
                ty: Py::atom("None"),
                default: Some(Py::atom("None")),
                arguments,
                doc: "Read in the stead of all others.".to_owned(),
            }
        })
        .collect()
}

/// Whether an empty databag is refused.
fn needs_something(bag: &Bag) -> bool {
    let nothing = serde_json::Map::new();
    let fields = bag.fields.iter().filter(|field| field.marker.is_none());
    fields.into_iter().any(Field::is_required)
        || bag
            .checks
            .iter()
            .any(|check| !eval(&check.holds, &bag.fields, &nothing))
}

fn schema_doc(role: Role, spec: &RoleSpec) -> String {
    format!("What the {role} writes.\n\n{}", spec.doc.trim())
}
