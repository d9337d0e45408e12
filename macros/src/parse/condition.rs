//! `#[any_of(…)]`, `#[one_of(…)]`, `#[together(…)]` and `#[check(…)]`.

use super::recover::{inside, text};
use super::tree::{CheckDecl, Condition, OperandDecl, Tag, Value, ValueKind, Word};
use super::{Parser, parenthesized};
use proc_macro2::{Span, TokenStream, TokenTree};
use relata_spec::model::{CheckKind, Comparison};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprCall, Ident, Lit, LitStr, Token, UnOp};

/// Longer conditions than this are refused: syn and this module read them
/// recursively.
const TOKENS: usize = 500;

const FORM: &str = "a condition is made of `present(field)`, comparisons between fields and \
                    literals, `!`, `&&`, `||` and parentheses";

const BEYOND: &str = "compare a field with another field or a literal; bounds of one field are \
                      declared on it: `#[range(1..=10)]`, `#[len(1..=200)]`";

impl Parser<'_> {
    /// The arguments of any of the four.
    pub(super) fn check(&mut self, name: &Ident, args: ParseStream) -> Option<CheckDecl> {
        let mut check = CheckDecl {
            kind: CheckKind::Named,
            span: name.span(),
            named: None,
            fields: Vec::new(),
            since: None,
            until: None,
        };
        if name == "check" {
            check.named = Some(self.named(name, args)?);
            while args.parse::<Token![,]>().is_ok() && !args.is_empty() {
                if !self.tags(args, &mut check)? {
                    self.malformed(args.span(), name, "ends with the condition");
                    return None;
                }
            }
            return Some(check);
        }
        check.kind = if name == "any_of" {
            CheckKind::AnyOf
        } else if name == "one_of" {
            CheckKind::OneOf
        } else {
            CheckKind::Together
        };
        while !args.is_empty() {
            if !self.tags(args, &mut check)? {
                let field = self.field_name(args)?;
                check.fields.push(field);
            }
            if args.parse::<Token![,]>().is_err() {
                break;
            }
        }
        if check.fields.len() < 2 {
            self.malformed(name.span(), name, "takes at least two fields");
            return None;
        }
        Some(check)
    }

    /// `since(v1)` or `until(v1)` among the arguments.
    fn tags(&mut self, args: ParseStream, check: &mut CheckDecl) -> Option<bool> {
        for word in ["since", "until"] {
            if Self::called(args, word) {
                let _: Ident = args.parse().ok()?;
                let (_, content) = parenthesized(args).ok()?;
                let tag: Option<Tag> = inside(&content, |content| self.version_tag(content));
                if word == "since" {
                    check.since = Some(tag?);
                } else {
                    check.until = Some(tag?);
                }
                return Some(true);
            }
        }
        Some(false)
    }

    /// `field`, `"wire-name"` or `field("wire-name")`
    fn field_name(&mut self, args: ParseStream) -> Option<Word> {
        if let Some(text) = text(args) {
            return Some(Word::from(&text));
        }
        if Self::called(args, "field") {
            let _: Ident = args.parse().ok()?;
            let (span, content) = parenthesized(args).ok()?;
            let text = inside(&content, syn::parse::ParseBuffer::parse::<LitStr>);
            if let Ok(text) = text {
                return Some(Word::from(&text));
            }
            self.syntax(span, "`field` takes a wire name in quotes")
                .help("write `field(\"wire-name\")`");
            return None;
        }
        let Ok(word) = args.call(Ident::parse_any) else {
            self.syntax(args.span(), "expected the name of a field")
                .help("a name that is no identifier is written `field(\"wire-name\")`");
            return None;
        };
        Some(Word::from(&word))
    }

    fn named(&mut self, name: &Ident, args: ParseStream) -> Option<(Ident, String, Condition)> {
        let Ok(own) = args.parse::<Ident>() else {
            self.malformed(args.span(), name, "lacks its name");
            return None;
        };
        let message = args
            .parse::<Token![,]>()
            .and_then(|_| args.parse::<LitStr>());
        let Ok(message) = message else {
            self.malformed(own.span(), name, "lacks its message");
            return None;
        };
        if args.parse::<Token![,]>().is_err() || args.is_empty() {
            self.malformed(message.span(), name, "lacks its condition");
            return None;
        }
        if !is_short(args.cursor().token_stream()) {
            self.syntax(args.span(), "this condition is too long")
                .help("write several checks: all of them must hold");
            return None;
        }
        let expr = match args.parse::<Expr>() {
            Ok(expr) => expr,
            Err(error) => {
                self.syntax(error.span(), format!("in this condition: {error}"))
                    .help(FORM);
                return None;
            }
        };
        Some((own, message.value(), self.condition(&expr)?))
    }

    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        match expr {
            Expr::Paren(inner) => self.condition(&inner.expr),
            Expr::Group(inner) => self.condition(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                Some(Condition::Not(Box::new(self.condition(&unary.expr)?)))
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Call(call) => self.present(call),
            _ if self.own.is_none() && self.is_beyond(expr) => None,
            _ => {
                self.syntax(expr.span(), "this is no condition").help(FORM);
                None
            }
        }
    }

    fn binary(&mut self, binary: &ExprBinary) -> Option<Condition> {
        let how = match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                let sides = [self.condition(&binary.left), self.condition(&binary.right)];
                let sides = sides.into_iter().collect::<Option<Vec<_>>>()?;
                return Some(if matches!(binary.op, BinOp::And(_)) {
                    all(sides)
                } else {
                    any(sides)
                });
            }
            BinOp::Eq(_) => Comparison::Eq,
            BinOp::Ne(_) => Comparison::Ne,
            BinOp::Lt(_) => Comparison::Lt,
            BinOp::Le(_) => Comparison::Le,
            BinOp::Gt(_) => Comparison::Gt,
            BinOp::Ge(_) => Comparison::Ge,
            _ if self.arithmetic(binary) => return None,
            _ => {
                self.syntax(
                    binary.op.span(),
                    "this operator has no meaning in a condition",
                )
                .help(FORM);
                return None;
            }
        };
        let left = self.operand(&binary.left)?;
        let right = self.operand(&binary.right)?;
        Some(Condition::Compare(left, how, right))
    }

    fn present(&mut self, call: &ExprCall) -> Option<Condition> {
        let function = called_name(call);
        if function.as_deref() != Some("present") || call.args.len() != 1 {
            self.syntax(call.span(), "this is no condition").help(FORM);
            return None;
        }
        match self.operand(call.args.first()?)? {
            OperandDecl::Field(field) => Some(Condition::Present(field)),
            // There is nothing else that a text could be here.
            OperandDecl::Value(Value {
                kind: ValueKind::Text(text),
                span,
            }) => Some(Condition::Present(Word {
                text,
                span,
                quoted: true,
            })),
            OperandDecl::Value(value) => {
                self.syntax(value.span, "`present` takes a field")
                    .help("write `present(name)` or `present(\"wire-name\")`");
                None
            }
        }
    }

    fn operand(&mut self, expr: &Expr) -> Option<OperandDecl> {
        let literal = |kind| {
            let span = expr.span();
            Some(OperandDecl::Value(Value { span, kind }))
        };
        match expr {
            Expr::Paren(inner) => self.operand(&inner.expr),
            Expr::Group(inner) => self.operand(&inner.expr),
            Expr::Path(_) | Expr::Field(_) | Expr::MethodCall(_) | Expr::Call(_)
                if self.own.is_some() =>
            {
                self.place(expr).map(OperandDecl::Field)
            }
            Expr::Path(path) if path.path.get_ident().is_some() => {
                let word = path.path.get_ident().map(Word::from)?;
                Some(OperandDecl::Field(word))
            }
            Expr::Call(call) if called_name(call).as_deref() == Some("field") => {
                match (call.args.len(), call.args.first()) {
                    (1, Some(Expr::Lit(lit))) => match &lit.lit {
                        Lit::Str(text) => Some(OperandDecl::Field(Word::from(text))),
                        _ => self.no_operand(expr.span()),
                    },
                    _ => self.no_operand(expr.span()),
                }
            }
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => literal(ValueKind::Text(text.value())),
                Lit::Bool(truth) => literal(ValueKind::Bool(truth.value)),
                Lit::Int(number) => literal(ValueKind::Integer(number.base10_parse().ok()?)),
                Lit::Float(number) => literal(ValueKind::Float(number.base10_parse().ok()?)),
                _ => self.no_operand(expr.span()),
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
                match self.operand(&unary.expr)? {
                    OperandDecl::Value(Value {
                        kind: ValueKind::Integer(number),
                        ..
                    }) => literal(ValueKind::Integer(-number)),
                    OperandDecl::Value(Value {
                        kind: ValueKind::Float(number),
                        ..
                    }) => literal(ValueKind::Float(-number)),
                    _ => self.no_operand(expr.span()),
                }
            }
            _ if self.is_beyond(expr) => None,
            _ => self.no_operand(expr.span()),
        }
    }

    /// Reports what Rust has and a condition has not.
    fn is_beyond(&mut self, expr: &Expr) -> bool {
        match expr {
            Expr::Binary(binary) => self.arithmetic(binary),
            Expr::MethodCall(call) => {
                self.syntax(call.dot_token.span(), "a condition has no method calls")
                    .help(BEYOND);
                true
            }
            Expr::Field(field) => {
                self.syntax(
                    field.dot_token.span(),
                    "a condition does not look into a field",
                )
                .help("declare the check on the struct that has the member");
                true
            }
            _ => false,
        }
    }

    fn arithmetic(&mut self, binary: &ExprBinary) -> bool {
        use BinOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, Shl, Shr, Sub};
        let arithmetic = matches!(
            binary.op,
            Add(_)
                | Sub(_)
                | Mul(_)
                | Div(_)
                | Rem(_)
                | BitAnd(_)
                | BitOr(_)
                | BitXor(_)
                | Shl(_)
                | Shr(_)
        );
        if arithmetic {
            self.syntax(binary.op.span(), "a condition has no arithmetic")
                .help(BEYOND);
        }
        arithmetic
    }

    fn no_operand(&mut self, span: Span) -> Option<OperandDecl> {
        self.syntax(span, "expected a field or a literal")
            .help("a field is written by its name, or as `field(\"wire-name\")`");
        None
    }
}

/// The name of what is called, if it is one identifier.
fn called_name(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    Some(path.path.get_ident()?.to_string())
}

/// All of `sides`; `a && b && c` is one list.
fn all(sides: Vec<Condition>) -> Condition {
    let mut parts = Vec::new();
    for side in sides {
        match side {
            Condition::All(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    Condition::All(parts)
}

/// Any of `sides`; `a || b || c` is one list.
fn any(sides: Vec<Condition>) -> Condition {
    let mut parts = Vec::new();
    for side in sides {
        match side {
            Condition::Any(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    Condition::Any(parts)
}

/// Whether there are at most [`TOKENS`] tokens, those in groups included.
pub(super) fn is_short(tokens: TokenStream) -> bool {
    let mut groups = vec![tokens];
    let mut count = 0;
    while let Some(tokens) = groups.pop() {
        for token in tokens {
            count += 1;
            if count > TOKENS {
                return false;
            }
            if let TokenTree::Group(group) = token {
                groups.push(group.stream());
            }
        }
    }
    true
}
