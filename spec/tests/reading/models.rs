//! Interfaces to test with, built by hand after ones of the public catalogue.

use relata_spec::model::{
    Alias, Bag, Check, CheckKind, Comparison, Document, Encoding, EnumBase, Field, IntegerWidth,
    Interface, Kind, Layout, Marker, MarkerSpelling, Operand, Predicate, Presence, Rest, Role,
    RoleSpec, Status, TextFormat, Type, TypeBody, TypeDecl, UnionVariant, Variant, Version,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(crate) fn text(format: TextFormat) -> Type {
    Type::new(Kind::Text { format })
}

pub(crate) fn plain() -> Type {
    Type::text()
}

pub(crate) fn sensitive() -> Type {
    text(TextFormat::Sensitive)
}

pub(crate) fn pem() -> Type {
    text(TextFormat::Pem)
}

pub(crate) fn url() -> Type {
    text(TextFormat::Url)
}

pub(crate) fn integer(width: IntegerWidth) -> Type {
    Type::new(Kind::Integer { width })
}

pub(crate) fn list(items: Type) -> Type {
    Type::new(Kind::List {
        items: Box::new(items),
    })
}

pub(crate) fn set(items: Type) -> Type {
    Type::new(Kind::Set {
        items: Box::new(items),
    })
}

pub(crate) fn map(keys: Type, values: Type) -> Type {
    Type::new(Kind::Map {
        keys: Box::new(keys),
        values: Box::new(values),
    })
}

pub(crate) fn named(name: &str) -> Type {
    Type::new(Kind::Named { name: name.into() })
}

/// A field, optional and JSON unless said otherwise.
pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.into(),
        rust: name.replace('-', "_"),
        aliases: Vec::new(),
        doc: format!("The {name}."),
        ty,
        presence: Presence::Optional,
        encodings: Vec::new(),
        examples: Vec::new(),
        marker: None,
        deprecated: None,
        since: None,
        until: None,
        allows: Vec::new(),
    }
}

pub(crate) trait FieldExt {
    fn required(self) -> Self;
    fn or(self, default: Json) -> Self;
    fn alias(self, name: &str, written: bool) -> Self;
    fn encoded(self, encodings: &[Encoding]) -> Self;
    fn raw(self) -> Self;
    fn marker(self, spelling: MarkerSpelling) -> Self;
}

impl FieldExt for Field {
    fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    fn or(mut self, default: Json) -> Self {
        self.presence = Presence::Default(default);
        self
    }

    fn alias(mut self, name: &str, written: bool) -> Self {
        self.aliases.push(Alias {
            name: name.into(),
            written,
        });
        self
    }

    fn encoded(mut self, encodings: &[Encoding]) -> Self {
        self.encodings = encodings.to_vec();
        self
    }

    fn raw(self) -> Self {
        self.encoded(&[Encoding::RAW])
    }

    fn marker(mut self, spelling: MarkerSpelling) -> Self {
        self.marker = Some(Marker {
            absent: None,
            spelling,
            list: false,
        });
        self
    }
}

pub(crate) fn rest(keys: Type, values: Type) -> Rest {
    Rest {
        rust: "others".into(),
        doc: "What else there is.".into(),
        keys,
        values,
        encodings: Vec::new(),
        examples: Vec::new(),
        allows: Vec::new(),
    }
}

pub(crate) fn bag(fields: Vec<Field>) -> Bag {
    Bag {
        doc: String::new(),
        layouts: vec![Layout::Keys],
        fields,
        rest: None,
        checks: Vec::new(),
        reserved: Vec::new(),
        allows: Vec::new(),
    }
}

pub(crate) fn nested(key: &str, format: Document) -> Layout {
    Layout::Nested {
        key: key.into(),
        format,
    }
}

pub(crate) fn decl(name: &str, body: TypeBody) -> TypeDecl {
    TypeDecl {
        name: name.into(),
        doc: format!("A {name}."),
        body,
        allows: Vec::new(),
        reserved: Vec::new(),
    }
}

pub(crate) fn structure(name: &str, fields: Vec<Field>) -> TypeDecl {
    decl(
        name,
        TypeBody::Struct {
            fields,
            rest: None,
            checks: Vec::new(),
        },
    )
}

pub(crate) fn enumeration(name: &str, closed: bool, words: &[&str]) -> TypeDecl {
    decl(
        name,
        TypeBody::Enum {
            base: EnumBase::Text,
            closed,
            variants: words.iter().map(|word| variant(json!(word))).collect(),
        },
    )
}

pub(crate) fn variant(wire: Json) -> Variant {
    Variant {
        rust: format!("V{wire}"),
        wire,
        doc: String::new(),
        deprecated: None,
    }
}

pub(crate) fn union(
    name: &str,
    tag: Option<&str>,
    closed: bool,
    shapes: &[(&str, Type)],
) -> TypeDecl {
    decl(
        name,
        TypeBody::Union {
            tag: tag.map(str::to_owned),
            closed,
            variants: shapes
                .iter()
                .map(|(wire, ty)| UnionVariant {
                    wire: (*wire).into(),
                    rust: (*wire).into(),
                    doc: String::new(),
                    ty: ty.clone(),
                })
                .collect(),
        },
    )
}

pub(crate) fn present(name: &str) -> Predicate {
    Predicate::Present(name.into())
}

pub(crate) fn equals(name: &str, value: Json) -> Predicate {
    Predicate::Compare {
        left: Operand::Field(name.into()),
        how: Comparison::Eq,
        right: Operand::Value(value),
    }
}

/// "`name` only if": `!present(name) || condition`.
pub(crate) fn only_if(name: &str, condition: Predicate) -> Predicate {
    Predicate::Any(vec![Predicate::Not(Box::new(present(name))), condition])
}

pub(crate) fn check(kind: CheckKind, message: &str, holds: Predicate) -> Check {
    Check {
        name: message.split(' ').next().unwrap_or_default().into(),
        kind,
        message: message.into(),
        holds,
    }
}

pub(crate) fn any_of(names: &[&str]) -> Check {
    check(
        CheckKind::AnyOf,
        "one of them is needed",
        Predicate::Any(names.iter().map(|name| present(name)).collect()),
    )
}

pub(crate) fn one_of(a: &str, b: &str) -> Check {
    let not = |name: &str| Predicate::Not(Box::new(present(name)));
    check(
        CheckKind::OneOf,
        "exactly one of them is needed",
        Predicate::Any(vec![
            Predicate::All(vec![present(a), not(b)]),
            Predicate::All(vec![not(a), present(b)]),
        ]),
    )
}

pub(crate) fn together(names: &[&str]) -> Check {
    let all = || names.iter().map(|name| present(name)).collect::<Vec<_>>();
    check(
        CheckKind::Together,
        "they belong together",
        Predicate::Any(vec![
            Predicate::All(all()),
            Predicate::Not(Box::new(Predicate::Any(all()))),
        ]),
    )
}

/// A version in which the provider writes one application databag.
pub(crate) fn version(app: Bag, types: Vec<TypeDecl>) -> Version {
    Version {
        number: 0,
        status: Status::Draft,
        doc: "For a test.".into(),
        lib: None,
        providers: Vec::new(),
        requirers: Vec::new(),
        roles: BTreeMap::from([(
            Role::Provider,
            RoleSpec {
                doc: String::new(),
                app: Some(app),
                unit: None,
                expects: Vec::new(),
            },
        )]),
        types,
    }
}

pub(crate) fn interface(name: &str, versions: Vec<Version>) -> Interface {
    Interface {
        name: name.into(),
        summary: "For a test.".into(),
        description: String::new(),
        maintainer: None,
        tags: Vec::new(),
        internal: false,
        versions,
        allows: Vec::new(),
        sources: relata_spec::model::Sources::default(),
    }
}

/// `certificate_transfer` v0: PEM texts that one library writes plain and
/// another as JSON, one of which suffices, and a marker.
pub(crate) fn certificate_transfer() -> Version {
    let both = [Encoding::Json, Encoding::RAW];
    let mut app = bag(vec![
        field("certificate", pem()).encoded(&both),
        field("ca", pem()).encoded(&both),
        field("chain", list(pem())),
        field("version", integer(IntegerWidth::U32)).marker(MarkerSpelling::Number),
    ]);
    app.checks.push(any_of(&["certificate", "ca", "chain"]));
    version(app, Vec::new())
}

/// `tls-certificates` v0: plain CA and chain, and a key per host name.
pub(crate) fn tls_certificates() -> Version {
    let mut app = bag(vec![
        field("ca", pem()).raw().required(),
        field("chain", pem()).raw().required(),
        field("unit_name", plain()).raw(),
    ]);
    app.rest = Some(rest(text(TextFormat::Hostname), named("Issued")));
    let issued = structure(
        "Issued",
        vec![
            field("cert", pem()).required(),
            field("key", sensitive()).required(),
        ],
    );
    version(app, vec![issued])
}

/// `cos_agent`: everything as one JSON document under `config`.
pub(crate) fn cos_agent() -> Version {
    let mut app = bag(vec![
        field("metrics_alert_rules", Type::new(Kind::Any)).required(),
        field("dashboards", list(text(TextFormat::Base64))).required(),
        field("log_slots", list(plain())).or(json!([])),
        field("port", integer(IntegerWidth::Port)),
    ]);
    app.layouts = vec![nested("config", Document::Json)];
    version(app, Vec::new())
}

/// `kratos_external_idp`: a list of objects with conditions between members.
pub(crate) fn kratos_external_idp() -> Version {
    let mut provider = structure(
        "Provider",
        vec![
            field("client_id", plain()).required(),
            field("client_secret", sensitive()).required(),
            field("provider", named("Brand")).required(),
            field("tenant_id", plain()),
            field("issuer_url", url()),
            field("secret_backend", plain()).or(json!("relation")),
        ],
    );
    let TypeBody::Struct { checks, .. } = &mut provider.body else {
        unreachable!("`structure` makes a struct");
    };
    checks.push(check(
        CheckKind::Named,
        "tenant_id is for microsoft only",
        only_if("tenant_id", equals("provider", json!("microsoft"))),
    ));
    checks.push(check(
        CheckKind::Named,
        "issuer_url is for generic only",
        only_if("issuer_url", equals("provider", json!("generic"))),
    ));
    let brand = enumeration("Brand", true, &["microsoft", "generic", "google"]);
    version(
        bag(vec![field("providers", list(named("Provider")))]),
        vec![provider, brand],
    )
}

/// Every kind of type in one databag.
pub(crate) fn everything() -> Version {
    let yes_no = Encoding::Raw {
        bools: relata_spec::model::BoolSpelling {
            yes: vec!["True".into(), "true".into()],
            no: vec!["False".into()],
        },
    };
    let mut app = bag(vec![
        field("flag", Type::new(Kind::Bool)).encoded(&[yes_no]),
        field("size", integer(IntegerWidth::U8)).raw(),
        field("ratio", Type::new(Kind::Float)).encoded(&[Encoding::RAW, Encoding::Json]),
        field("anything", Type::new(Kind::Any)).alias("whatever", true),
        field("names", set(text(TextFormat::Hostname)))
            .encoded(&[Encoding::Separated { by: ",".into() }, Encoding::Json]),
        field("units", map(text(TextFormat::UnitName), named("Shape"))),
        field("tree", named("Tree")).encoded(&[Encoding::Yaml]),
        field(
            "credentials",
            Type::new(Kind::Secret {
                content: "Credentials".into(),
            }),
        )
        .raw(),
        field("level", named("Level")),
        field("password", sensitive()).alias("passwd", false),
    ]);
    app.checks.push(together(&["size", "ratio"]));
    app.checks.push(one_of("names", "units"));
    let level = decl(
        "Level",
        TypeBody::Enum {
            base: EnumBase::Integer,
            closed: false,
            variants: vec![variant(json!(1)), variant(json!(2))],
        },
    );
    version(
        app,
        vec![
            union(
                "Shape",
                Some("kind"),
                false,
                &[("circle", named("Circle")), ("box", named("Box"))],
            ),
            structure(
                "Circle",
                vec![field("radius", Type::new(Kind::Float)).required()],
            ),
            structure(
                "Box",
                vec![
                    field("width", integer(IntegerWidth::I64)).required(),
                    field("height", integer(IntegerWidth::I64)).or(json!(1)),
                ],
            ),
            union(
                "Tree",
                None,
                false,
                &[
                    ("leaf", plain()),
                    ("branches", list(named("Tree"))),
                    ("labelled", map(plain(), named("Tree"))),
                ],
            ),
            decl(
                "Credentials",
                TypeBody::Secret {
                    fields: vec![field("access-key", plain()).required()],
                    checks: Vec::new(),
                },
            ),
            level,
        ],
    )
}

/// All of them, each with a name.
pub(crate) fn all() -> Vec<(&'static str, Version)> {
    vec![
        ("certificate_transfer", certificate_transfer()),
        ("tls-certificates", tls_certificates()),
        ("cos_agent", cos_agent()),
        ("kratos_external_idp", kratos_external_idp()),
        ("everything", everything()),
    ]
}
