//! Documentation and attributes, before it is known what they stand on and
//! after.

use super::recover::{bump, inside};
use super::tree::{Attrs, Word};
use super::{Parser, bracketed, parenthesized};
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Ident, LitStr, Token, token};

/// What attributes stand on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Interface,
    Version,
    Role,
    Bag,
    Expectation,
    Field,
    Member,
    Key,
    Rest,
    Reserved,
    Struct,
    Secret,
    Enum,
    Union,
    Alias,
    Variant,
    UnionVariant,
}

/// Every attribute with its form, and the places where it may stand.
const ATTRIBUTES: [(&str, &str, &[Place]); 20] = {
    use Place::{
        Alias, Bag, Enum, Expectation, Field, Interface, Key, Member, Reserved, Rest, Role, Secret,
        Struct, Union, UnionVariant, Variant, Version,
    };
    const TAGGED: &[Place] = &[
        Role,
        Bag,
        Expectation,
        Field,
        Member,
        Key,
        Rest,
        Reserved,
        Struct,
        Secret,
        Enum,
        Union,
        Alias,
        Variant,
        UnionVariant,
    ];
    const DEPRECATED: &[Place] = &[
        Role,
        Bag,
        Field,
        Member,
        Key,
        Struct,
        Secret,
        Enum,
        Variant,
        UnionVariant,
    ];
    const OBJECTS: &[Place] = &[Bag, Struct, Secret, UnionVariant];
    const VALUES: &[Place] = &[Field, Member, Key, Alias];
    const EVERYWHERE: &[Place] = &[
        Interface,
        Version,
        Role,
        Bag,
        Field,
        Member,
        Key,
        Rest,
        Struct,
        Secret,
        Enum,
        Union,
        Alias,
        Variant,
        UnionVariant,
    ];
    [
        ("since", "#[since(v1)]", TAGGED),
        ("until", "#[until(v1)]", TAGGED),
        ("deprecated", "#[deprecated(v1, \"use …\")]", DEPRECATED),
        ("encoding", "#[encoding(raw)]", &[Bag, Field, Rest]),
        ("required", "#[required]", &[Field]),
        ("alias", "#[alias(\"other-name\")]", &[Field, Member, Key]),
        ("version", "#[version]", &[Field]),
        ("pattern", "#[pattern(\"^[a-z]+$\")]", VALUES),
        ("range", "#[range(1..=10)]", VALUES),
        ("len", "#[len(1..=200)]", VALUES),
        (
            "example",
            "#[example(\"value\")]",
            &[Field, Member, Key, Rest],
        ),
        (
            "rust",
            "#[rust(name)]",
            &[Field, Member, Key, Variant, UnionVariant],
        ),
        ("allow", "#[allow(R15, reason = \"…\")]", EVERYWHERE),
        ("tag", "#[tag(\"type\")]", &[Union]),
        ("closed", "#[closed]", &[Enum, Union]),
        ("any_of", "#[any_of(a, b)]", OBJECTS),
        ("one_of", "#[one_of(a, b)]", OBJECTS),
        ("together", "#[together(a, b)]", OBJECTS),
        ("check", "#[check(name, \"message\", condition)]", OBJECTS),
        ("doc", "/// Documentation.", EVERYWHERE),
    ]
};

impl Place {
    fn name(self) -> &'static str {
        match self {
            Place::Interface => "an interface",
            Place::Version => "a version",
            Place::Role => "a role",
            Place::Bag => "a databag",
            Place::Expectation => "an expectation",
            Place::Field => "a field",
            Place::Member => "a member",
            Place::Key => "a key of a secret",
            Place::Rest => "dynamic keys",
            Place::Reserved => "reserved names",
            Place::Struct => "a struct",
            Place::Secret => "a secret",
            Place::Enum => "an enum",
            Place::Union => "a union",
            Place::Alias => "an alias",
            Place::Variant => "an enum's variant",
            Place::UnionVariant => "a union's variant",
        }
    }

    /// The attributes that may stand here.
    fn attributes(self) -> impl Iterator<Item = &'static str> + Clone {
        ATTRIBUTES
            .iter()
            .filter(move |(name, _, places)| *name != "doc" && places.contains(&self))
            .map(|(name, ..)| *name)
    }

    /// The rule against a known attribute that may not stand here.
    fn refusal(self, attribute: &str) -> (&'static str, &'static str) {
        let inside = matches!(self, Place::Member | Place::Key);
        match attribute {
            "version" => ("D9", "a marker is a field at the top of a databag"),
            "required" if inside => (
                "D8",
                "inside a type every member without `Option` or a default is mandatory: remove \
                 the attribute",
            ),
            "encoding" if inside => (
                "D15",
                "the document around a member decides how it is written: remove the attribute",
            ),
            "pattern" | "range" | "len" => (
                "D10",
                "constraints stand on fields and on `type Name: Base;`",
            ),
            _ => ("D1", ""),
        }
    }
}

/// Attributes whose place is not yet known.
#[derive(Default)]
pub(super) struct RawAttrs<'a> {
    doc: Vec<String>,
    list: Vec<RawAttr<'a>>,
    /// Where the first one stands.
    first: Option<Span>,
    broken: bool,
}

struct RawAttr<'a> {
    name: Ident,
    args: Option<ParseBuffer<'a>>,
}

impl RawAttrs<'_> {
    /// Where the first one stands, if there is any.
    pub(super) fn span(&self) -> Option<Span> {
        self.first
    }
}

impl Parser<'_> {
    /// All attributes that come next.
    pub(super) fn raw_attrs<'a>(&mut self, input: &ParseBuffer<'a>) -> RawAttrs<'a> {
        let mut raw = RawAttrs::default();
        while input.peek(Token![#]) {
            let pound = input.span();
            bump(input);
            raw.first.get_or_insert(pound);
            if !input.peek(token::Bracket) {
                raw.broken = true;
                self.syntax(pound, "this attribute is not finished")
                    .help("an attribute is written `#[name]` or `#[name(…)]`");
                continue;
            }
            let Ok((_, content)) = bracketed(input) else {
                continue;
            };
            if self.raw_attr(&content, pound, &mut raw).is_none() {
                raw.broken = true;
            }
            super::recover::drain(&content);
        }
        raw
    }

    fn raw_attr<'a>(
        &mut self,
        content: &ParseBuffer<'a>,
        pound: Span,
        raw: &mut RawAttrs<'a>,
    ) -> Option<()> {
        let Ok(name) = content.call(Ident::parse_any) else {
            self.syntax(pound, "this attribute has no name")
                .help("an attribute is written `#[name]` or `#[name(…)]`");
            return None;
        };
        if name == "doc" {
            raw.doc.push(self.doc_line(content, &name)?);
            return Some(());
        }
        let mut args = None;
        if content.peek(token::Paren) {
            args = Some(parenthesized(content).ok()?.1);
        }
        if !content.is_empty() {
            self.syntax(
                content.span(),
                format!("unexpected text after the attribute `{name}`"),
            )
            .help(format!(
                "write `{}`",
                form(&name.to_string()).unwrap_or("#[name(…)]")
            ));
            if let Some(args) = args {
                super::recover::drain(&args);
            }
            return None;
        }
        raw.list.push(RawAttr { name, args });
        Some(())
    }

    fn doc_line(&mut self, content: ParseStream, name: &Ident) -> Option<String> {
        let line = content
            .parse::<Token![=]>()
            .and_then(|_| content.parse::<LitStr>());
        if let Ok(line) = line {
            Some(line.value())
        } else {
            self.syntax(name.span(), "documentation is text")
                .help("write `/// …`: it goes into documents that rustc never sees");
            None
        }
    }

    /// Reports attributes after which nothing comes.
    pub(super) fn nothing_follows(&mut self, raw: RawAttrs, expected: &str) {
        if let Some(span) = raw.first {
            self.syntax(span, format!("expected {expected} after this"))
                .help("documentation and attributes stand before what they are about");
        }
        discard(raw);
    }

    /// The meaning of attributes on a node of this kind.
    pub(super) fn attrs(&mut self, raw: RawAttrs, place: Place) -> Attrs {
        let mut attrs = Attrs {
            doc: documentation(&raw.doc),
            broken: raw.broken,
            ..Attrs::default()
        };
        let mut seen: Vec<Ident> = Vec::new();
        for RawAttr { name, args } in raw.list {
            let understood = self.placed(&name, args.as_ref(), place)
                && self.once(&name, &seen)
                && self.attribute(&name, args.as_ref(), &mut attrs).is_some();
            attrs.broken |= !understood;
            if let Some(args) = &args {
                inside(args, |_| ());
            }
            seen.push(name);
        }
        attrs
    }

    /// Whether the attribute is known and may stand here.
    fn placed(&mut self, name: &Ident, args: Option<ParseStream>, place: Place) -> bool {
        let word = Word::from(name);
        let Some((_, _, places)) = ATTRIBUTES.iter().find(|(known, ..)| word.text == *known) else {
            let instead = instead(&word.text, args);
            let mistake = self.unknown("attribute", &word, place.attributes());
            if let Some(instead) = instead {
                mistake.help(instead);
            }
            return false;
        };
        if places.contains(&place) {
            return true;
        }
        let (rule, reason) = place.refusal(&word.text);
        let help = if reason.is_empty() {
            format!(
                "allowed here: {}",
                relata_spec::words::list(place.attributes())
            )
        } else {
            reason.to_owned()
        };
        self.report
            .error(
                rule,
                word.span,
                format!("`#[{}]` does not stand on {}", word.text, place.name()),
            )
            .help(help);
        false
    }

    /// Whether the attribute may be repeated or stands here the first time.
    fn once(&mut self, name: &Ident, seen: &[Ident]) -> bool {
        const REPEATED: [&str; 7] = [
            "alias", "example", "allow", "any_of", "one_of", "together", "check",
        ];
        let Some(first) = seen.iter().find(|first| *first == name) else {
            return true;
        };
        if REPEATED.iter().any(|repeated| name == repeated) {
            return true;
        }
        self.report
            .error("D17", name.span(), format!("`#[{name}]` stands here twice"))
            .help("remove one of the two")
            .also(first.span(), format!("`#[{name}]` stands here first"));
        false
    }
}

/// What to write for an attribute that Rust and its crates know.
fn instead(attribute: &str, args: Option<ParseStream>) -> Option<String> {
    Some(match attribute {
        "default" => {
            let value = args.map(ToString::to_string).unwrap_or_default();
            let value = if value.is_empty() { "0" } else { &value };
            format!("a default stands behind the type: write `name: Type = {value},`")
        }
        "serde" | "rename" => "the name in the declaration is the name on the wire: write \
             `\"wire-name\": Type,`, and `#[rust(name)]` for another name in Rust"
            .to_owned(),
        "derive" => "derives are generated: remove the attribute".to_owned(),
        "optional" => "write `name: Option<Type>,`".to_owned(),
        _ => return None,
    })
}

/// An example of an attribute.
pub(super) fn form(attribute: &str) -> Option<&'static str> {
    ATTRIBUTES
        .iter()
        .find(|(name, ..)| *name == attribute)
        .map(|(_, form, _)| *form)
}

/// Takes the arguments of attributes that nobody asks for.
pub(super) fn discard(raw: RawAttrs) {
    for args in raw.list.into_iter().filter_map(|attr| attr.args) {
        inside(&args, |_| ());
    }
}

/// Lines of `///`, each without the space after the slashes.
fn documentation(lines: &[String]) -> String {
    let lines: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split('\n'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
