//! Python source text, laid out as `black` and `ruff format` leave it.

use serde_json::Value as Json;

/// The longest line.
pub(super) const WIDTH: usize = 88;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Py {
    /// Anything that stands on one line.
    Atom(String),
    /// A type that is defined further down.
    Later(String),
    /// `head[…]`, a list of types.
    Of(String, Vec<Py>),
    /// `head(…)`, or with an empty head a tuple, list or dict, by the brackets.
    Call(String, Vec<Py>),
    /// `{key: value, …}`, given as `key: value`.
    Dict(Vec<Py>),
    /// `name=value`, an argument.
    Named(String, Box<Py>),
    /// `a | b`.
    Or(Vec<Py>),
}

impl Py {
    pub(super) fn atom(text: impl Into<String>) -> Py {
        Py::Atom(text.into())
    }

    pub(super) fn named(name: &str, value: Py) -> Py {
        Py::Named(name.to_owned(), Box::new(value))
    }

    pub(super) fn of(head: &str, items: Vec<Py>) -> Py {
        Py::Of(head.to_owned(), items)
    }

    pub(super) fn call(head: &str, items: Vec<Py>) -> Py {
        Py::Call(head.to_owned(), items)
    }

    /// `Annotated[self, …]`; the type itself if there is nothing to say.
    pub(super) fn annotated(self, with: Vec<Py>) -> Py {
        if with.is_empty() {
            return self;
        }
        let items = match self {
            // Two layers are one.
            Py::Of(head, mut items) if head == "Annotated" => {
                items.extend(with);
                items
            }
            other => std::iter::once(other).chain(with).collect(),
        };
        Py::of("Annotated", items)
    }

    /// `self | None`.
    pub(super) fn or_none(self) -> Py {
        Py::either(vec![self, Py::atom("None")])
    }

    /// One of several types, each once.
    pub(super) fn either(types: Vec<Py>) -> Py {
        let mut flat: Vec<Py> = Vec::new();
        for ty in types {
            let parts = match ty {
                Py::Or(parts) => parts,
                one => vec![one],
            };
            for part in parts {
                if !flat.contains(&part) {
                    flat.push(part);
                }
            }
        }
        if flat.len() == 1 {
            flat.swap_remove(0)
        } else {
            Py::Or(flat)
        }
    }

    /// The same, with the names of what is defined further down as they are.
    pub(super) fn bare(&self) -> Py {
        let all = |items: &[Py]| items.iter().map(Py::bare).collect();
        match self {
            Py::Atom(text) | Py::Later(text) => Py::Atom(text.clone()),
            Py::Of(head, items) => Py::Of(head.clone(), all(items)),
            Py::Call(head, items) => Py::Call(head.clone(), all(items)),
            Py::Dict(items) => Py::Dict(all(items)),
            Py::Named(name, value) => Py::Named(name.clone(), Box::new(value.bare())),
            Py::Or(parts) => Py::Or(all(parts)),
        }
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        let list = |items: &[Py]| items.iter().map(Py::flat).collect::<Vec<_>>().join(", ");
        match self {
            Py::Atom(text) => text.clone(),
            Py::Later(name) => format!("\"{name}\""),
            Py::Of(head, items) => format!("{head}[{}]", list(items)),
            Py::Call(head, items) => format!("{head}({})", list(items)),
            Py::Dict(items) => format!("{{{}}}", list(items)),
            Py::Named(name, value) => format!("{name}={}", value.flat()),
            Py::Or(parts) => parts.iter().map(Py::flat).collect::<Vec<_>>().join(" | "),
        }
    }

    /// With line breaks where it is too long. `before` is how much stands on
    /// the line already, `after` how much follows.
    fn broken(&self, before: usize, after: usize, indent: usize) -> String {
        let flat = self.flat();
        if before + flat.chars().count() + after <= WIDTH {
            return flat;
        }
        let inner = indent + 4;
        let margin = " ".repeat(inner);
        let end = " ".repeat(indent);
        let lines = |items: &[Py], comma: &str| -> String {
            items
                .iter()
                .map(|item| format!("{margin}{}{comma}\n", item.broken(inner, 1, inner)))
                .collect()
        };
        match self {
            // A comma behind a single type would make a tuple of it.
            Py::Of(head, items) if items.len() == 1 => {
                let item = match &items[0] {
                    Py::Or(parts) => format!("{margin}{}\n", either(parts, inner)),
                    _ => lines(items, ""),
                };
                format!("{head}[\n{item}{end}]")
            }
            Py::Of(head, items) => format!("{head}[\n{}{end}]", lines(items, ",")),
            Py::Call(head, items) if !items.is_empty() => {
                format!("{head}(\n{}{end})", lines(items, ","))
            }
            Py::Dict(items) => format!("{{\n{}{end}}}", lines(items, ",")),
            Py::Named(name, value) => {
                let start = before + name.len() + 1;
                format!("{name}={}", value.broken(start, after, indent))
            }
            _ => flat,
        }
    }

    /// `name = self`, as a statement at this indentation.
    pub(super) fn assigned(&self, name: &str, indent: usize) -> String {
        let start = format!("{}{name} = ", " ".repeat(indent));
        let flat = self.flat();
        if start.chars().count() + flat.chars().count() <= WIDTH {
            return format!("{start}{flat}\n");
        }
        if let Py::Or(parts) = self {
            let inner = indent + 4;
            let margin = " ".repeat(inner);
            if inner + flat.chars().count() <= WIDTH {
                return format!("{start}(\n{margin}{flat}\n{})\n", " ".repeat(indent));
            }
            let parts = either(parts, inner);
            return format!("{start}(\n{margin}{parts}\n{})\n", " ".repeat(indent));
        }
        format!("{start}{}\n", self.broken(start.chars().count(), 0, indent))
    }
}

/// `a | b` at this indentation: on one line, or each part on its own.
fn either(parts: &[Py], indent: usize) -> String {
    let flat = Py::Or(parts.to_vec()).flat();
    if indent + flat.chars().count() <= WIDTH {
        return flat;
    }
    let parts: Vec<String> = parts
        .iter()
        .map(|part| part.broken(indent + 2, 0, indent))
        .collect();
    parts.join(&format!("\n{}| ", " ".repeat(indent)))
}

/// A string literal at this indentation, in several pieces if it is too long.
pub(super) fn long_string(text: &str, indent: usize) -> String {
    let whole = string(text);
    if indent + whole.chars().count() <= WIDTH {
        return whole;
    }
    let mut pieces = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let piece = pieces.last().map_or("", String::as_str);
        let longer = format!("{piece}{word}");
        if indent + string(&longer).chars().count() > WIDTH && !piece.is_empty() {
            pieces.push(word.to_owned());
        } else if let Some(last) = pieces.last_mut() {
            *last = longer;
        }
    }
    let pieces: Vec<String> = pieces.iter().map(|piece| string(piece)).collect();
    pieces.join(&format!("\n{}", " ".repeat(indent)))
}

/// A field of a class: `name: ty`, perhaps with a value.
pub(super) fn field(name: &str, ty: &Py, value: Option<&Py>) -> String {
    let head = format!("    {name}: {}", ty.flat());
    let Some(value) = value else {
        return format!("{head}\n");
    };
    let before = head.chars().count() + 3;
    format!("{head} = {}\n", value.broken(before, 0, 4))
}

/// Whether a field's annotation leaves room for its value.
pub(super) fn is_short(name: &str, ty: &Py) -> bool {
    4 + name.chars().count() + 2 + ty.flat().chars().count() + " = Field(".len() <= WIDTH
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    // As the formatters prefer: double quotes, unless that needs more escapes.
    let (double, single) = (text.matches('"').count(), text.matches('\'').count());
    let quote = if double > single { '\'' } else { '"' };
    let mut literal = String::new();
    literal.push(quote);
    for letter in text.chars() {
        match letter {
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            letter if letter == quote => {
                literal.push('\\');
                literal.push(letter);
            }
            letter if letter.is_control() => literal.push_str(&escaped(letter)),
            letter => literal.push(letter),
        }
    }
    literal.push(quote);
    literal
}

fn escaped(letter: char) -> String {
    let code = u32::from(letter);
    if code < 0x100 {
        format!("\\x{code:02x}")
    } else {
        format!("\\u{code:04x}")
    }
}

/// A regular expression as a literal.
pub(super) fn pattern(pattern: &str) -> String {
    let quotable = !pattern.contains(['"', '\n', '\r']) && !pattern.ends_with('\\');
    if quotable && !pattern.chars().any(char::is_control) {
        format!("r\"{pattern}\"")
    } else {
        string(pattern)
    }
}

/// A JSON value as a literal.
pub(super) fn literal(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => string(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", string(key), literal(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// A docstring at this indentation; empty for an empty text.
pub(super) fn docstring(text: &str, indent: usize) -> String {
    let text = text
        .trim()
        .replace('\\', "\\\\")
        .replace("\"\"\"", "\\\"\\\"\\\"");
    if text.is_empty() {
        return String::new();
    }
    let margin = " ".repeat(indent);
    let one_line = format!("{margin}\"\"\"{text}\"\"\"");
    if !text.contains('\n') && !text.ends_with('"') && one_line.chars().count() <= WIDTH {
        return one_line + "\n";
    }
    let lines = wrapped(&text, WIDTH - indent, 3);
    let mut doc = format!("{margin}\"\"\"");
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            doc.push('\n');
            if !line.is_empty() {
                doc.push_str(&margin);
            }
        }
        doc.push_str(line);
    }
    doc + "\n" + &margin + "\"\"\"\n"
}

/// The lines of a text, those that are too long broken at spaces. The first has
/// `first` columns less.
fn wrapped(text: &str, width: usize, first: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        let hang = line.len() - line.trim_start().len()
            + if line.trim_start().starts_with("- ") {
                2
            } else {
                0
            };
        let mut current = String::new();
        for word in line.split_inclusive(' ') {
            let room = width - if lines.is_empty() { first } else { 0 };
            let length = current.chars().count() + word.trim_end().chars().count();
            if length > room && !current.trim().is_empty() {
                lines.push(current.trim_end().to_owned());
                current = " ".repeat(hang);
            }
            current.push_str(word);
        }
        lines.push(current.trim_end().to_owned());
    }
    lines
}

/// A comment that documents the name behind it, for Sphinx and editors.
pub(super) fn comment(text: &str) -> String {
    wrapped(text.trim(), WIDTH - 3, 0)
        .into_iter()
        .map(|line| {
            if line.is_empty() {
                "#:\n".to_owned()
            } else {
                format!("#: {line}\n")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn long(name: &str) -> Py {
        Py::atom(name.repeat(30))
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        let ty = Py::atom("str").annotated(vec![Py::call("Field", vec![Py::atom("ge=1")])]);
        assert_eq!(
            field("name", &ty, Some(&Py::atom("None"))),
            "    name: Annotated[str, Field(ge=1)] = None\n"
        );
    }

    #[test]
    fn what_is_too_long_has_an_item_on_each_line() {
        let call = Py::call("f", vec![long("a"), long("bcd")]);
        let (a, bcd) = ("a".repeat(30), "bcd".repeat(30));
        assert_eq!(
            call.assigned("x", 0),
            format!("x = f(\n    {a},\n    {bcd},\n)\n")
        );
        // A comma behind a single type would make a tuple of it.
        let of = Py::of("List", vec![long("bcd")]);
        assert_eq!(of.assigned("x", 0), format!("x = List[\n    {bcd}\n]\n"));
        let either = Py::Or(vec![long("a"), long("bcd")]);
        assert_eq!(
            either.assigned("x", 0),
            format!("x = (\n    {a}\n    | {bcd}\n)\n")
        );
    }

    #[test]
    fn layers_and_repetitions_are_put_together() {
        let inner = Py::atom("str").annotated(vec![Py::atom("A")]);
        assert_eq!(
            inner.annotated(vec![Py::atom("B")]).flat(),
            "Annotated[str, A, B]"
        );
        let union = Py::either(vec![
            Py::atom("a").or_none(),
            Py::atom("None"),
            Py::atom("b"),
        ]);
        assert_eq!(union.flat(), "a | None | b");
    }

    #[test]
    fn literals_are_those_of_python() {
        let value = json!({"a": [null, true, 1.5, "x\n\"y\""], "b": "it's"});
        assert_eq!(
            literal(&value),
            r#"{"a": [None, True, 1.5, 'x\n"y"'], "b": "it's"}"#
        );
        assert_eq!(string("\u{7}\\'\""), r#""\x07\\'\"""#);
        assert_eq!(pattern(r"^\d$"), r#"r"^\d$""#);
        assert_eq!(pattern("a\"b"), r#"'a"b'"#);
    }

    #[test]
    fn documentation_is_wrapped_and_cannot_end_early() {
        assert_eq!(docstring("One line.", 4), "    \"\"\"One line.\"\"\"\n");
        assert_eq!(docstring("Says \"no\"", 0), "\"\"\"Says \"no\"\n\"\"\"\n");
        assert!(!docstring("a \"\"\" b", 0)[3..10].contains("\"\"\""));
        let words = "- word ".to_owned() + &"word ".repeat(40);
        let doc = docstring(&words, 4);
        assert!(
            doc.lines().all(|line| line.chars().count() <= WIDTH),
            "{doc}"
        );
        assert!(
            doc.lines()
                .nth(1)
                .is_some_and(|line| line.starts_with("      word"))
        );
    }

    #[test]
    fn a_long_text_is_cut_at_spaces() {
        let text = "word ".repeat(30);
        let pieces = long_string(text.trim(), 8);
        assert!(pieces.lines().count() > 1);
        let whole: String = pieces
            .lines()
            .map(|line| line.trim().trim_matches('"'))
            .collect();
        assert_eq!(whole, text.trim());
    }
}
