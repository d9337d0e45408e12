//! Which type of the model is a type as written?

use super::classes::{Class, integer_width, text_format};
use super::lowering::Lowering;
use crate::parse::tree::{TypeBody, TypeExpr};
use relata_spec::model::{IntegerWidth, Kind, TextFormat, Type};
use relata_spec::words;

/// The types that need no declaration, besides texts and integers.
const OTHERS: [&str; 8] = [
    "bool", "f64", "Json", "Vec", "Set", "Map", "Secret", "Option",
];

/// Rust's and Python's names for what is called otherwise here.
const FOREIGN: [(&str, &str); 23] = [
    ("str", "String"),
    ("Str", "String"),
    ("string", "String"),
    ("Text", "String"),
    ("char", "String"),
    ("boolean", "bool"),
    ("Bool", "bool"),
    ("int", "i64"),
    ("Int", "i64"),
    ("isize", "i64"),
    ("usize", "u64"),
    ("i128", "i64"),
    ("u128", "u64"),
    ("f32", "f64"),
    ("float", "f64"),
    ("HashMap", "Map"),
    ("BTreeMap", "Map"),
    ("dict", "Map"),
    ("HashSet", "Set"),
    ("BTreeSet", "Set"),
    ("List", "Vec"),
    ("list", "Vec"),
    ("Value", "Json"),
];

/// The names of all types that need no declaration.
pub(crate) fn builtins<'a>() -> impl Iterator<Item = &'a str> + Clone {
    let texts = TextFormat::ALL.into_iter().map(TextFormat::rust);
    let integers = IntegerWidth::ALL.into_iter().map(IntegerWidth::rust);
    let all = texts.chain(integers).chain(OTHERS);
    // A `'static` item would force that life on every list it is joined to.
    all.map(|name| -> &'a str { name })
}

impl Lowering<'_, '_> {
    /// The type, or `None` if it is unknown or cannot stand where it does,
    /// which is reported.
    pub(super) fn ty(&mut self, ty: &TypeExpr) -> Option<Type> {
        let name = ty.name.as_str();
        let kind = match name {
            "Vec" | "Set" => {
                let [items] = self.args(ty)?;
                let items = Box::new(self.ty(items)?);
                if name == "Vec" {
                    Kind::List { items }
                } else {
                    Kind::Set { items }
                }
            }
            "Map" => {
                let [keys, values] = self.args(ty)?;
                let (keys_ty, values_ty) = (self.ty(keys), self.ty(values));
                self.map_key(keys)?;
                Kind::Map {
                    keys: Box::new(keys_ty?),
                    values: Box::new(values_ty?),
                }
            }
            "Secret" => {
                let [content] = self.args(ty)?;
                Kind::Secret {
                    content: self.secret_content(content)?,
                }
            }
            "Option" => {
                self.report
                    .error(
                        "D24",
                        ty.span,
                        "`Option` stands around the whole type of a field only",
                    )
                    .help("leave out what is absent, or declare a struct with an optional member");
                return None;
            }
            _ if !self.is_known(name) => {
                self.unknown_type(ty, false);
                return None;
            }
            _ => {
                let [] = self.args(ty)?;
                match name {
                    "bool" => Kind::Bool,
                    "f64" => Kind::Float,
                    "Json" => Kind::Any,
                    _ => self.named(ty)?,
                }
            }
        };
        Some(Type::new(kind))
    }

    fn named(&mut self, ty: &TypeExpr) -> Option<Kind> {
        if let Some(format) = text_format(&ty.name) {
            return Some(Kind::Text { format });
        }
        if let Some(width) = integer_width(&ty.name) {
            return Some(Kind::Integer { width });
        }
        match self.tree.declared(&ty.name).map(|decl| &decl.body) {
            Some(TypeBody::Secret(_)) => {
                self.report
                    .error(
                        "D24",
                        ty.span,
                        format!("`{}` is the content of a secret, not a value", ty.name),
                    )
                    .help(format!("write `Secret<{}>`: the URI is shared", ty.name));
                None
            }
            Some(_) => Some(Kind::Named {
                name: ty.name.clone(),
            }),
            None => None,
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.tree.declared(name).is_some() || builtins().any(|builtin| builtin == name)
    }

    fn secret_content(&mut self, content: &TypeExpr) -> Option<String> {
        match self.tree.declared(&content.name).map(|decl| &decl.body) {
            Some(TypeBody::Secret(_)) if content.args.is_empty() => Some(content.name.clone()),
            None if text_format(&content.name).is_none() => {
                self.unknown_type(content, true);
                None
            }
            _ => {
                self.report
                    .error(
                        "D24",
                        content.span,
                        format!("`{}` is no content of a secret", content.name),
                    )
                    .help("declare it: `secret Name { \"key\": String }`");
                None
            }
        }
    }

    fn map_key(&mut self, keys: &TypeExpr) -> Option<()> {
        match self.tree.class(keys) {
            Class::Text(_) | Class::Unknown => Some(()),
            _ => {
                self.report
                    .error(
                        "D24",
                        keys.span,
                        format!("`{}` is no key of a map", keys.name),
                    )
                    .help("a key is a text such as `String`, `UnitName` or an alias of one");
                None
            }
        }
    }

    fn unknown_type(&mut self, ty: &TypeExpr, secret: bool) {
        self.report.lose();
        // Its declaration has a mistake of its own, which is reported.
        if self.tree.broken_types.contains(&ty.name) {
            return;
        }
        let declared: Vec<String> = self
            .tree
            .types
            .iter()
            .filter(|decl| matches!(decl.body, TypeBody::Secret(_)) == secret)
            .map(|decl| decl.name.to_string())
            .collect();
        let declared = declared.iter().map(String::as_str);
        let foreign = FOREIGN.iter().find(|(name, _)| *name == ty.name);
        let meant = match foreign {
            Some((_, own)) if !secret => Some(*own),
            _ if secret => words::did_you_mean(&ty.name, declared.clone()),
            _ => words::did_you_mean(&ty.name, declared.clone().chain(builtins())),
        };
        let what = if secret { "secret" } else { "type" };
        let help = if let Some(meant) = meant {
            format!("did you mean `{meant}`?")
        } else if secret {
            "declare it: `secret Name { \"key\": String }`".to_owned()
        } else if declared.clone().next().is_some() {
            format!(
                "declared here: {}; known everywhere: {}",
                words::list(declared),
                words::list(builtins())
            )
        } else {
            format!("known everywhere: {}", words::list(builtins()))
        };
        self.report
            .error("D1", ty.span, format!("unknown {what} `{}`", ty.name))
            .help(help);
    }

    fn args<'e, const N: usize>(&mut self, ty: &'e TypeExpr) -> Option<[&'e TypeExpr; N]> {
        let args: Vec<&TypeExpr> = ty.args.iter().collect();
        if let Ok(args) = <[&TypeExpr; N]>::try_from(args) {
            return Some(args);
        }
        let form = match ty.name.as_str() {
            "Map" => "Map<UnitName, T>".to_owned(),
            "Secret" => "Secret<Content>".to_owned(),
            name if N == 1 => format!("{name}<T>"),
            name => name.to_owned(),
        };
        let what = match N {
            0 => "no types in angle brackets".to_owned(),
            1 => "one type in angle brackets".to_owned(),
            _ => format!("{N} types in angle brackets"),
        };
        self.report.lose();
        self.report
            .error("D24", ty.span, format!("`{}` takes {what}", ty.name))
            .help(format!("write `{form}`"));
        None
    }
}
