//! The tree of a declaration: what was written, and where.
//!
//! Nothing here is resolved. A node that could not be understood is not in the
//! tree; what could not be understood *of* a node is left out of the node.

use proc_macro2::Span;
use relata_spec::model::{Charm, CheckKind, Comparison, Moment, Role, Scope, Status};
use std::collections::BTreeMap;
use syn::{Ident, Type as RustType, Visibility};

/// One `interface!` block.
pub(crate) struct Declaration {
    pub(crate) attrs: Attrs,
    pub(crate) vis: Visibility,
    pub(crate) name: Word,
    pub(crate) maintainer: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) internal: bool,
    pub(crate) versions: Vec<VersionDecl>,
    pub(crate) roles: Vec<RoleDecl>,
    pub(crate) types: Vec<TypeDecl>,
    /// Where the first declaration of each type is in `types`.
    pub(crate) types_by_name: BTreeMap<String, usize>,
    /// Names of types whose declaration could not be understood.
    pub(crate) broken_types: Vec<String>,
}

/// A name or word, as an identifier or in quotes.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) quoted: bool,
}

/// A version's number, such as the 1 in `v1`.
#[derive(Clone, Copy)]
pub(crate) struct Tag {
    pub(crate) number: u32,
    pub(crate) span: Span,
}

/// `version v0 (draft);`
pub(crate) struct VersionDecl {
    pub(crate) attrs: Attrs,
    pub(crate) tag: Tag,
    pub(crate) status: Status,
    pub(crate) lib: Option<String>,
    pub(crate) providers: Vec<Charm>,
    pub(crate) requirers: Vec<Charm>,
}

/// `provider { … }`
pub(crate) struct RoleDecl {
    pub(crate) attrs: Attrs,
    pub(crate) role: Role,
    pub(crate) span: Span,
    pub(crate) bags: Vec<BagDecl>,
    pub(crate) expects: Vec<ExpectDecl>,
}

/// `expect present(app.url) when requirer is silent;`
pub(crate) struct ExpectDecl {
    pub(crate) attrs: Attrs,
    pub(crate) span: Span,
    /// `None` for `nothing`. A field is named with its databag: `app.url`.
    pub(crate) expected: Option<Condition>,
    pub(crate) when: Vec<MomentDecl>,
}

/// `silent`, or one of the others, behind `when requirer is`.
pub(crate) struct MomentDecl {
    pub(crate) span: Span,
    /// The field of the other side that it is about, with its databag.
    pub(crate) field: Option<Word>,
    pub(crate) moment: Moment,
}

/// `app { … }`
pub(crate) struct BagDecl {
    pub(crate) attrs: Attrs,
    pub(crate) scope: Scope,
    pub(crate) span: Span,
    pub(crate) body: Body,
}

/// The fields of a databag, struct, secret or union variant.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) fields: Vec<FieldDecl>,
    pub(crate) rests: Vec<RestDecl>,
    pub(crate) reserved: Vec<ReservedDecl>,
}

/// `reserved "name", "other";`
pub(crate) struct ReservedDecl {
    pub(crate) attrs: Attrs,
    pub(crate) names: Vec<Word>,
}

/// `name: Type = default,`
pub(crate) struct FieldDecl {
    pub(crate) attrs: Attrs,
    pub(crate) name: Word,
    /// The type without an `Option` around it.
    pub(crate) ty: TypeExpr,
    pub(crate) optional: bool,
    pub(crate) default: Option<Default>,
}

/// What follows the `=` of a field.
pub(crate) enum Default {
    Value(Value),
    /// It could not be understood.
    Broken,
}

/// `..name: Map<K, V>,`
pub(crate) struct RestDecl {
    pub(crate) attrs: Attrs,
    pub(crate) name: Ident,
    pub(crate) ty: TypeExpr,
    /// Whether a field follows.
    pub(crate) misplaced: bool,
}

/// A type as written.
#[derive(Clone)]
pub(crate) struct TypeExpr {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) args: Vec<TypeExpr>,
}

/// A declared type.
pub(crate) struct TypeDecl {
    pub(crate) attrs: Attrs,
    pub(crate) name: Ident,
    pub(crate) body: TypeBody,
}

pub(crate) enum TypeBody {
    Struct(Body),
    Secret(Body),
    Enum(Vec<VariantDecl>, Vec<ReservedDecl>),
    Union(Vec<UnionVariantDecl>, Vec<ReservedDecl>),
    Alias {
        of: TypeExpr,
        rust: Option<Box<RustType>>,
    },
}

/// `word`, `name = "wire"` or `Name = 2`
pub(crate) struct VariantDecl {
    pub(crate) attrs: Attrs,
    pub(crate) word: Word,
    pub(crate) wire: Option<Value>,
}

impl VariantDecl {
    /// Whether it is an integer on the wire.
    pub(crate) fn is_number(&self) -> bool {
        let wire = self.wire.as_ref().map(|wire| &wire.kind);
        matches!(wire, Some(ValueKind::Integer(_)))
    }
}

/// `variant { fields }` or `Variant(Type)`
pub(crate) struct UnionVariantDecl {
    pub(crate) attrs: Attrs,
    pub(crate) word: Word,
    pub(crate) wire: Option<String>,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    Members(Body),
    Of(TypeExpr),
}

/// A literal with its place.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) span: Span,
    pub(crate) kind: ValueKind,
}

#[derive(Clone)]
pub(crate) enum ValueKind {
    Text(String),
    Integer(i128),
    Float(f64),
    Bool(bool),
    Word(String),
    List(Vec<Value>),
    Object(Vec<(Word, Value)>),
}

/// Documentation and attributes of a node.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) doc: String,
    /// Whether an attribute could not be understood: nothing may be concluded
    /// from one that is missing.
    pub(crate) broken: bool,
    pub(crate) since: Option<Tag>,
    pub(crate) until: Option<Tag>,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) encodings: Vec<EncodingDecl>,
    pub(crate) required: Option<Span>,
    pub(crate) aliases: Vec<AliasDecl>,
    pub(crate) marker: Option<MarkerDecl>,
    pub(crate) constraints: Vec<ConstraintDecl>,
    pub(crate) examples: Vec<Value>,
    pub(crate) rust: Option<Ident>,
    pub(crate) allows: Vec<AllowDecl>,
    pub(crate) tag: Option<Word>,
    pub(crate) closed: bool,
    pub(crate) checks: Vec<CheckDecl>,
}

/// `#[deprecated(v1, "use …")]`
#[derive(Clone)]
pub(crate) struct Deprecated {
    pub(crate) tag: Tag,
    pub(crate) note: String,
}

/// One of the encodings in `#[encoding(…)]`.
pub(crate) struct EncodingDecl {
    pub(crate) span: Span,
    pub(crate) kind: EncodingKind,
}

pub(crate) enum EncodingKind {
    Value(relata_spec::model::Encoding),
    Nested(relata_spec::model::Layout),
}

/// `#[alias("other", written)]`
pub(crate) struct AliasDecl {
    pub(crate) name: Word,
    pub(crate) written: bool,
}

/// `#[version(spelling = "v{}", absent = v0)]`
pub(crate) struct MarkerDecl {
    pub(crate) span: Span,
    pub(crate) spelling: Option<Word>,
    pub(crate) absent: Option<Tag>,
}

/// `#[pattern(…)]`, `#[range(…)]` or `#[len(…)]`
pub(crate) struct ConstraintDecl {
    pub(crate) span: Span,
    pub(crate) kind: ConstraintKind,
}

pub(crate) enum ConstraintKind {
    Pattern(Word),
    Range(Range),
    Length(Range),
}

/// `1..=10`; a number alone is both ends.
pub(crate) struct Range {
    pub(crate) min: Option<Value>,
    pub(crate) max: Option<Value>,
    pub(crate) exclusive: bool,
    pub(crate) span: Span,
}

/// `#[allow(R15, reason = "…")]`
#[derive(Clone)]
pub(crate) struct AllowDecl {
    pub(crate) rule: String,
    pub(crate) span: Span,
    pub(crate) reason: Option<String>,
}

/// `#[any_of(a, b)]` or `#[check(name, "message", condition)]`
pub(crate) struct CheckDecl {
    pub(crate) kind: CheckKind,
    pub(crate) span: Span,
    /// Of a named check only.
    pub(crate) named: Option<(Ident, String, Condition)>,
    /// Of a group only.
    pub(crate) fields: Vec<Word>,
    pub(crate) since: Option<Tag>,
    pub(crate) until: Option<Tag>,
}

pub(crate) enum Condition {
    Present(Word),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(OperandDecl, Comparison, OperandDecl),
}

pub(crate) enum OperandDecl {
    Field(Word),
    Value(Value),
}
