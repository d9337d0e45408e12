//! What a value may be.

use super::{Check, Deprecation, Field, Rest, is_default};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value as Json};

/// A type with the constraints that narrow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Type {
    /// What kind of value.
    #[serde(flatten)]
    pub kind: Kind,
    /// What must hold of it besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
}

impl Type {
    /// A type without constraints.
    pub fn new(kind: Kind) -> Self {
        Type {
            kind,
            constraints: Vec::new(),
        }
    }

    /// Plain text.
    pub fn text() -> Self {
        Type::new(Kind::Text {
            format: TextFormat::Plain,
        })
    }
}

/// A kind of value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// A string.
    Text {
        /// What the string says.
        #[serde(default, skip_serializing_if = "is_default")]
        format: TextFormat,
    },
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer {
        /// How large it may be.
        width: IntegerWidth,
    },
    /// A finite number, with or without a fraction.
    Float,
    /// Any JSON value.
    Any,
    /// A list, in which order and repetition matter.
    List {
        /// What each element is.
        items: Box<Type>,
    },
    /// A list on the wire in which neither order nor repetition matters.
    Set {
        /// What each element is.
        items: Box<Type>,
    },
    /// An object with free keys.
    Map {
        /// What each key is: a text.
        keys: Box<Type>,
        /// What each value is.
        values: Box<Type>,
    },
    /// The URI of a Juju secret.
    Secret {
        /// The `secret` declaration that types its content.
        content: String,
    },
    /// A struct, enum, union or alias declared in the body.
    Named {
        /// Its name.
        name: String,
    },
}

/// What a string says. A format with a rule is enforced in both directions; see
/// [`crate::value`] for each rule.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    /// Anything.
    #[default]
    Plain,
    /// Anything, never shown in a report, log or `Debug` output.
    Sensitive,
    /// A URL or URI with a scheme (RFC 3986).
    Url,
    /// PEM text (RFC 7468). Advice only: what is no PEM is noted, not refused,
    /// because every reader in the field takes any text.
    Pem,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// An IPv4 or IPv6 network in prefix notation.
    Cidr,
    /// A DNS name, wildcard included.
    Hostname,
    /// A Juju unit: `app/0`.
    UnitName,
    /// A Juju application.
    AppName,
    /// Base64 (RFC 4648, standard alphabet).
    Base64,
}

impl TextFormat {
    /// Every format.
    pub const ALL: [TextFormat; 10] = [
        TextFormat::Plain,
        TextFormat::Sensitive,
        TextFormat::Url,
        TextFormat::Pem,
        TextFormat::IpAddress,
        TextFormat::Cidr,
        TextFormat::Hostname,
        TextFormat::UnitName,
        TextFormat::AppName,
        TextFormat::Base64,
    ];

    /// The type's name in a declaration and in Rust.
    pub fn rust(self) -> &'static str {
        match self {
            TextFormat::Plain => "String",
            TextFormat::Sensitive => "Sensitive",
            TextFormat::Url => "Url",
            TextFormat::Pem => "Pem",
            TextFormat::IpAddress => "IpAddr",
            TextFormat::Cidr => "Cidr",
            TextFormat::Hostname => "Hostname",
            TextFormat::UnitName => "UnitName",
            TextFormat::AppName => "AppName",
            TextFormat::Base64 => "Base64",
        }
    }
}

/// How large a whole number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "named after Rust's own integer types")]
pub enum IntegerWidth {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    /// A TCP or UDP port, 1 to 65535.
    Port,
}

impl IntegerWidth {
    /// Every width.
    pub const ALL: [IntegerWidth; 9] = [
        IntegerWidth::U8,
        IntegerWidth::U16,
        IntegerWidth::U32,
        IntegerWidth::U64,
        IntegerWidth::I8,
        IntegerWidth::I16,
        IntegerWidth::I32,
        IntegerWidth::I64,
        IntegerWidth::Port,
    ];

    /// The type's name in a declaration and in Rust.
    pub fn rust(self) -> &'static str {
        match self {
            IntegerWidth::U8 => "u8",
            IntegerWidth::U16 => "u16",
            IntegerWidth::U32 => "u32",
            IntegerWidth::U64 => "u64",
            IntegerWidth::I8 => "i8",
            IntegerWidth::I16 => "i16",
            IntegerWidth::I32 => "i32",
            IntegerWidth::I64 => "i64",
            IntegerWidth::Port => "Port",
        }
    }

    /// Smallest and largest number.
    pub fn bounds(self) -> (i128, i128) {
        match self {
            IntegerWidth::U8 => (0, u8::MAX.into()),
            IntegerWidth::U16 => (0, u16::MAX.into()),
            IntegerWidth::U32 => (0, u32::MAX.into()),
            IntegerWidth::U64 => (0, u64::MAX.into()),
            IntegerWidth::I8 => (i8::MIN.into(), i8::MAX.into()),
            IntegerWidth::I16 => (i16::MIN.into(), i16::MAX.into()),
            IntegerWidth::I32 => (i32::MIN.into(), i32::MAX.into()),
            IntegerWidth::I64 => (i64::MIN.into(), i64::MAX.into()),
            IntegerWidth::Port => (1, u16::MAX.into()),
        }
    }
}

/// What must hold of a value besides its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Constraint {
    /// A text matches this regular expression somewhere (anchor it with `^` and
    /// `$`). The syntax is what the crate `regex-lite`, ECMA 262 and Python
    /// have in common.
    Pattern(String),
    /// A number lies between these, both included.
    Range {
        /// The smallest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Number>,
        /// The largest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Number>,
    },
    /// A text has this many characters (Unicode scalar values), a collection
    /// this many elements.
    Length {
        /// The fewest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u64>,
        /// The most allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u64>,
    },
}

/// A type declared in the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDecl {
    /// Its name, in the declaration and in Rust.
    pub name: String,
    /// What it stands for, in Markdown.
    pub doc: String,
    /// What it is.
    pub body: TypeBody,
    /// Rules that the author allowed to be broken here, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<super::Allowance>,
    /// Members of a struct or secret, values of an enum or tags of a union
    /// that were removed, as on the wire (an integer in decimal). None may be
    /// taken again (rules R1 to R3 and R13).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<String>,
}

/// What a declared type is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum TypeBody {
    /// An object with declared members.
    Struct {
        /// The members, in declared order.
        fields: Vec<Field>,
        /// What other members hold, if they mean something.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<Rest>,
        /// What must hold between the members.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<Check>,
    },
    /// The content of a Juju secret: a map of strings.
    Secret {
        /// The keys, in declared order.
        fields: Vec<Field>,
        /// What must hold between the keys.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<Check>,
    },
    /// One of a list of strings or integers.
    Enum {
        /// What the variants are on the wire.
        base: EnumBase,
        /// Whether an unknown value is refused. An open enum keeps it.
        #[serde(default, skip_serializing_if = "is_default")]
        closed: bool,
        /// The known values, in declared order.
        variants: Vec<Variant>,
    },
    /// One of several shapes.
    Union {
        /// The member that says which shape it is, beside the shape's own
        /// members. Without one, the first shape that fits is taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<String>,
        /// Whether an unknown tag is refused. An open union keeps the value.
        #[serde(default, skip_serializing_if = "is_default")]
        closed: bool,
        /// The shapes, in declared order.
        variants: Vec<UnionVariant>,
    },
    /// Another name for a type, perhaps narrowed, perhaps with a type of the
    /// author's own in Rust.
    Alias {
        /// What it is on the wire.
        of: Type,
        /// The author's type in Rust, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rust: Option<String>,
    },
}

/// What the variants of an enum are on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnumBase {
    /// Strings.
    Text,
    /// Integers that fit in 64 bits, with a sign.
    Integer,
}

/// One known value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The value on the wire: a string or an integer.
    pub wire: Json,
    /// The variant in Rust.
    pub rust: String,
    /// What it means; may be empty where the word says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Why and since when it should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
}

/// One shape of a union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnionVariant {
    /// The value of the tag; in a union without one, a name for messages.
    pub wire: String,
    /// The variant in Rust.
    pub rust: String,
    /// When this shape is used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// What it holds. With a tag, a declared struct.
    #[serde(rename = "type")]
    pub ty: Type,
}
