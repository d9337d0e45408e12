//! `#[encoding(…)]`.

use super::recover::{inside, text};
use super::tree::{EncodingDecl, EncodingKind, Word};
use super::{Parser, parenthesized};
use relata_spec::model::{BoolSpelling, Document, Encoding, Layout};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, Token, token};

/// The encodings as they are written.
const ENCODINGS: [&str; 6] = ["json", "raw", "yaml", "csv", "separated", "nested"];

impl Parser<'_> {
    /// A list of encodings. Those that are not understood are left out, and
    /// `None` if that is all of them.
    pub(super) fn encodings(&mut self, args: ParseStream) -> Option<Vec<EncodingDecl>> {
        let mut encodings = Vec::new();
        while !args.is_empty() {
            let Ok(word) = args.call(Ident::parse_any) else {
                self.syntax(args.span(), "expected an encoding")
                    .help(format!("write {}", relata_spec::words::list(ENCODINGS)));
                return None;
            };
            let kind = self.encoding(args, &Word::from(&word));
            encodings.extend(kind.map(|kind| EncodingDecl {
                span: word.span(),
                kind,
            }));
            if args.parse::<Token![,]>().is_err() {
                break;
            }
        }
        (!encodings.is_empty()).then_some(encodings)
    }

    fn encoding(&mut self, args: ParseStream, word: &Word) -> Option<EncodingKind> {
        let options = args.peek(token::Paren).then(|| parenthesized(args));
        let options = options.transpose().ok()?.map(|(_, content)| content);
        let encoding = match (word.text.as_str(), &options) {
            ("json", None) => Encoding::Json,
            ("yaml", None) => Encoding::Yaml,
            ("raw", None) => Encoding::RAW,
            ("raw", Some(content)) => Encoding::Raw {
                bools: inside(content, |content| self.bools(content))?,
            },
            ("csv", None) => Encoding::Separated { by: ",".to_owned() },
            ("separated", Some(content)) => Encoding::Separated {
                by: inside(content, |content| self.separator_text(content, word))?,
            },
            ("nested", Some(content)) => {
                return inside(content, |content| self.nested(content, word));
            }
            ("separated", None) => {
                self.syntax(word.span, "`separated` lacks its separator")
                    .help("write `separated(\";\")`");
                return None;
            }
            ("nested", None) => {
                self.syntax(word.span, "`nested` lacks its key")
                    .help("write `nested(\"config\")` or `nested(\"config\", yaml)`");
                return None;
            }
            (known, Some(content)) if ENCODINGS.contains(&known) => {
                inside(content, |_| ());
                self.syntax(word.span, format!("`{known}` takes no arguments"))
                    .help(format!("write `{known}`"));
                return None;
            }
            (_, options) => {
                if let Some(content) = options {
                    inside(content, |_| ());
                }
                self.unknown("encoding", word, ENCODINGS);
                return None;
            }
        };
        Some(EncodingKind::Value(encoding))
    }

    /// `true = "True" | "true", false = "False"`
    fn bools(&mut self, content: ParseStream) -> Option<BoolSpelling> {
        const HELP: &str = "write `raw(true = \"True\", false = \"False\")`";
        let mut bools = BoolSpelling::default();
        while !content.is_empty() {
            let Ok(truth) = content.parse::<LitBool>() else {
                self.syntax(content.span(), "expected `true` or `false`")
                    .help(HELP);
                return None;
            };
            let spellings = if truth.value {
                &mut bools.yes
            } else {
                &mut bools.no
            };
            if content.parse::<Token![=]>().is_err() {
                self.syntax(truth.span, "this lacks its spelling")
                    .help(HELP);
                return None;
            }
            loop {
                let Some(text) = text(content) else {
                    self.syntax(content.span(), "expected a spelling in quotes")
                        .help(HELP);
                    return None;
                };
                spellings.push(text.value());
                if content.parse::<Token![|]>().is_err() {
                    break;
                }
            }
            if content.parse::<Token![,]>().is_err() {
                break;
            }
        }
        if !content.is_empty() {
            self.syntax(content.span(), "expected `,`").help(HELP);
            return None;
        }
        if let Some(both) = bools
            .of(true)
            .iter()
            .find(|text| bools.of(false).contains(text))
        {
            let message = format!("`{both}` cannot spell both `true` and `false`");
            self.report.error("D11", content.span(), message).help(HELP);
            return None;
        }
        Some(bools)
    }

    fn separator_text(&mut self, content: ParseStream, word: &Word) -> Option<String> {
        match text(content).map(|text| text.value()) {
            Some(text) if !text.is_empty() => Some(text),
            _ => {
                self.syntax(word.span, "`separated` takes a separator in quotes")
                    .help("write `separated(\";\")`");
                None
            }
        }
    }

    /// `"key"` or `"key", yaml`
    fn nested(&mut self, content: ParseStream, word: &Word) -> Option<EncodingKind> {
        let key = text(content).map(|key| key.value());
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            self.syntax(
                word.span,
                "`nested` takes the key of the document in quotes",
            )
            .help("write `nested(\"config\")` or `nested(\"config\", yaml)`");
            return None;
        };
        let mut format = Document::Json;
        if content.parse::<Token![,]>().is_ok() && !content.is_empty() {
            let Ok(document) = content.call(Ident::parse_any) else {
                self.syntax(content.span(), "expected `json` or `yaml`")
                    .help("write `nested(\"config\")` or `nested(\"config\", yaml)`");
                return None;
            };
            let document = Word::from(&document);
            match document.text.as_str() {
                "json" => (),
                "yaml" => format = Document::Yaml,
                _ => {
                    self.unknown("document format", &document, ["json", "yaml"]);
                    return None;
                }
            }
        }
        Some(EncodingKind::Nested(Layout::Nested { key, format }))
    }
}
