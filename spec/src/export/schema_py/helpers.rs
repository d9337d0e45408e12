//! The few lines that stand at the top of a module which needs them.

use std::collections::BTreeSet;

/// A helper or shared type. They are printed in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Helper {
    FromJson,
    FromYaml,
    Number,
    Integer,
    Spelled,
    Boolean,
    Separated,
    CommaSeparated,
    SemicolonSeparated,
    NullIsDefault,
    NotNull,
    OneOf,
    NoneOf,
    Matches,
    Different,
    PassOver,
    PassOverEmpty,
    Fits,
    IpAddress,
    Cidr,
    Url,
    Hostname,
    UnitName,
    AppName,
    Base64,
    SecretUri,
    Port,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Int8,
    Int16,
    Int32,
    Int64,
    Object,
    Databag,
}

/// Where a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Import {
    Typing(&'static str),
    Pydantic(&'static str),
    Core(&'static str),
    Extensions(&'static str),
    Module(&'static str),
}

impl Helper {
    /// Other helpers that this one uses.
    fn helpers(self) -> &'static [Helper] {
        match self {
            Helper::CommaSeparated | Helper::SemicolonSeparated => &[Helper::Separated],
            Helper::Boolean => &[Helper::Spelled],
            _ => &[],
        }
    }

    fn imports(self) -> &'static [Import] {
        use Import::{Core, Module, Pydantic, Typing};
        match self {
            Helper::FromJson | Helper::Number => &[
                Typing("Annotated"),
                Typing("Any"),
                Typing("TypeVar"),
                Pydantic("BeforeValidator"),
                Core("from_json"),
            ],
            Helper::FromYaml => &[
                Typing("Annotated"),
                Typing("Any"),
                Typing("TypeVar"),
                Pydantic("BeforeValidator"),
                Module("re"),
                Module("yaml"),
            ],
            Helper::Integer => &[
                Typing("Annotated"),
                Typing("Any"),
                Typing("TypeVar"),
                Pydantic("BeforeValidator"),
                Module("re"),
            ],
            Helper::Spelled | Helper::Separated | Helper::PassOver | Helper::PassOverEmpty => {
                &[Typing("Any"), Pydantic("BeforeValidator")]
            }
            Helper::CommaSeparated | Helper::SemicolonSeparated => {
                &[Typing("Annotated"), Typing("TypeVar")]
            }
            Helper::Boolean => &[Typing("Annotated")],
            Helper::NullIsDefault => &[
                Typing("Annotated"),
                Typing("Any"),
                Typing("TypeVar"),
                Pydantic("BeforeValidator"),
                Core("PydanticUseDefault"),
            ],
            Helper::NotNull => &[Typing("Any")],
            Helper::OneOf | Helper::Different => &[Typing("Any"), Pydantic("AfterValidator")],
            Helper::NoneOf => &[Pydantic("AfterValidator")],
            Helper::Matches => &[Pydantic("AfterValidator"), Module("re")],
            Helper::Fits => &[
                Typing("Any"),
                Pydantic("TypeAdapter"),
                Pydantic("ValidationError"),
            ],
            Helper::IpAddress | Helper::Cidr => &[
                Typing("Annotated"),
                Pydantic("AfterValidator"),
                Module("ipaddress"),
            ],
            Helper::Base64 => &[
                Typing("Annotated"),
                Pydantic("AfterValidator"),
                Module("re"),
            ],
            Helper::Url
            | Helper::Hostname
            | Helper::UnitName
            | Helper::AppName
            | Helper::SecretUri
            | Helper::Port
            | Helper::UInt8
            | Helper::UInt16
            | Helper::UInt32
            | Helper::UInt64
            | Helper::Int8
            | Helper::Int16
            | Helper::Int32
            | Helper::Int64 => &[Typing("Annotated"), Pydantic("Field")],
            Helper::Object | Helper::Databag => &[
                Typing("Any"),
                Pydantic("BaseModel"),
                Pydantic("ConfigDict"),
                Pydantic("model_validator"),
            ],
        }
    }

    fn text(self) -> &'static str {
        match self {
            Helper::FromJson => include_str!("helpers/from_json.py"),
            Helper::FromYaml => include_str!("helpers/from_yaml.py"),
            Helper::Number => include_str!("helpers/number.py"),
            Helper::Integer => include_str!("helpers/integer.py"),
            Helper::Spelled => include_str!("helpers/spelled.py"),
            Helper::Separated => include_str!("helpers/separated.py"),
            Helper::Boolean => {
                "#: A boolean as plain text.\n\
                 Boolean = Annotated[bool, _spelled({\"true\": True, \"false\": False})]\n"
            }
            Helper::CommaSeparated => {
                "#: A list with commas between its elements.\n\
                 CommaSeparated = Annotated[T, _separated(\",\")]\n"
            }
            Helper::SemicolonSeparated => {
                "#: A list with semicolons between its elements.\n\
                 SemicolonSeparated = Annotated[T, _separated(\";\")]\n"
            }
            Helper::NullIsDefault => include_str!("helpers/null_is_default.py"),
            Helper::NotNull => include_str!("helpers/not_null.py"),
            Helper::OneOf => include_str!("helpers/one_of.py"),
            Helper::NoneOf => include_str!("helpers/none_of.py"),
            Helper::Matches => include_str!("helpers/matches.py"),
            Helper::Different => include_str!("helpers/different.py"),
            Helper::PassOver => include_str!("helpers/pass_over.py"),
            Helper::PassOverEmpty => include_str!("helpers/pass_over_empty.py"),
            Helper::Fits => include_str!("helpers/fits.py"),
            Helper::IpAddress => include_str!("helpers/ip_address.py"),
            Helper::Cidr => include_str!("helpers/cidr.py"),
            Helper::Base64 => include_str!("helpers/base64.py"),
            // Their patterns are written from the rules of the formats.
            Helper::Url
            | Helper::Hostname
            | Helper::UnitName
            | Helper::AppName
            | Helper::SecretUri => "",
            Helper::Port => "#: A TCP or UDP port.\nPort = Annotated[int, Field(ge=1, le=65535)]\n",
            Helper::UInt8 => "UInt8 = Annotated[int, Field(ge=0, le=255)]\n",
            Helper::UInt16 => "UInt16 = Annotated[int, Field(ge=0, le=65535)]\n",
            Helper::UInt32 => "UInt32 = Annotated[int, Field(ge=0, le=4294967295)]\n",
            Helper::UInt64 => "UInt64 = Annotated[int, Field(ge=0, le=18446744073709551615)]\n",
            Helper::Int8 => "Int8 = Annotated[int, Field(ge=-128, le=127)]\n",
            Helper::Int16 => "Int16 = Annotated[int, Field(ge=-32768, le=32767)]\n",
            Helper::Int32 => "Int32 = Annotated[int, Field(ge=-2147483648, le=2147483647)]\n",
            Helper::Int64 => {
                "Int64 = Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]\n"
            }
            Helper::Object => include_str!("helpers/object.py"),
            Helper::Databag => include_str!("helpers/databag.py"),
        }
    }

    /// Whether the helper is generic, so that `T` is needed.
    fn is_generic(self) -> bool {
        self.imports().contains(&Import::Typing("TypeVar"))
    }
}

/// What a module needs.
#[derive(Debug, Default)]
pub(super) struct Needs {
    helpers: BTreeSet<Helper>,
    imports: BTreeSet<Import>,
}

impl Needs {
    pub(super) fn helper(&mut self, helper: Helper) {
        if self.helpers.insert(helper) {
            self.imports.extend(helper.imports());
            for other in helper.helpers() {
                self.helper(*other);
            }
        }
    }

    pub(super) fn import(&mut self, from: Import) {
        self.imports.insert(from);
    }

    /// The import statements, in the order that linters want.
    pub(super) fn imports(&self) -> String {
        let names = |pick: fn(&Import) -> Option<&'static str>| -> Vec<&str> {
            self.imports.iter().filter_map(pick).collect()
        };
        let typing = names(|from| match from {
            Import::Typing(name) => Some(name),
            _ => None,
        });
        let pydantic = names(|from| match from {
            Import::Pydantic(name) => Some(name),
            _ => None,
        });
        let core = names(|from| match from {
            Import::Core(name) => Some(name),
            _ => None,
        });
        let modules = names(|from| match from {
            Import::Module(name) => Some(name),
            _ => None,
        });
        let extensions = names(|from| match from {
            Import::Extensions(name) => Some(name),
            _ => None,
        });
        let mut text = String::new();
        for module in modules.iter().filter(|module| **module != "yaml") {
            text += &format!("import {module}\n");
        }
        text += &import("typing", typing);
        text.push('\n');
        if modules.contains(&"yaml") {
            text += "import yaml\n";
        }
        text += "from interface_tester.schema_base import DataBagSchema\n";
        text += &import("pydantic", pydantic);
        text += &import("pydantic_core", core);
        text += &import("typing_extensions", extensions);
        text
    }

    /// The helpers, each after those that it uses. `edit` may change the text
    /// of one.
    pub(super) fn text(&self, edit: impl Fn(Helper, &str) -> String) -> String {
        let mut text = String::new();
        if self.helpers.iter().any(|helper| helper.is_generic()) {
            text += "T = TypeVar(\"T\")\n";
        }
        for helper in &self.helpers {
            append(&mut text, &edit(*helper, helper.text()));
        }
        text
    }
}

/// Appends one statement or more, with as many empty lines between as the
/// formatters want: two around functions and classes.
pub(super) fn append(text: &mut String, more: &str) {
    let is_block = |line: &str| {
        ["def ", "class ", "@"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let after_block = text
        .lines()
        .last()
        .is_some_and(|line| line.starts_with(' '));
    if !text.is_empty() {
        text.push('\n');
        if after_block || is_block(more) {
            text.push('\n');
        }
    }
    text.push_str(more);
}

/// `from module import …`; names in the order of `isort`: constants, classes,
/// functions.
fn import(module: &str, mut names: Vec<&str>) -> String {
    if names.is_empty() {
        return String::new();
    }
    names.sort_by_key(|name| (name.starts_with(|first: char| first.is_lowercase()), *name));
    let line = format!("from {module} import {}\n", names.join(", "));
    if line.trim_end().len() <= super::py::WIDTH {
        return line;
    }
    format!(
        "from {module} import (\n    {},\n)\n",
        names.join(",\n    ")
    )
}
