//! What is a text that a regular expression matches?
//!
//! The syntax is that of `regex-lite`, which has neither look-around nor
//! references. What is generated is a guess that the caller verifies: anchors
//! inside a pattern and word boundaries are passed over.

use std::iter::Peekable;
use std::str::Chars;

/// One part of a pattern.
enum Node {
    /// One of these letters.
    Letter(Vec<(char, char)>),
    /// All, one after the other.
    All(Vec<Node>),
    /// One of several.
    One(Vec<Node>),
    /// So many times.
    Times {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
    },
}

/// The most repetitions of one part, so that nested ones stay small.
const MOST_TIMES: u32 = 128;

/// The deepest nesting of groups that is followed.
const MOST_DEPTH: usize = 32;

/// The longest text that is generated.
const MOST_LETTERS: usize = 4096;

/// Texts that the pattern probably matches, the shortest first. Different
/// numbers give different texts, where the pattern has several.
pub(super) fn matching(pattern: &str, number: usize) -> Vec<String> {
    const EXTRA: [u32; 10] = [0, 1, 2, 3, 4, 7, 15, 31, 63, 127];

    let mut parser = Parser {
        letters: pattern.chars().peekable(),
        depth: 0,
    };
    let Some(node) = parser.alternatives() else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for extra in EXTRA {
        let mut writer = Writer {
            text: String::new(),
            extra,
            number,
        };
        writer.write(&node);
        if !texts.contains(&writer.text) {
            texts.push(writer.text);
        }
    }
    texts
}

struct Writer {
    text: String,
    /// How often a part is repeated beyond what it must be.
    extra: u32,
    /// What is left of the number to tell texts apart.
    number: usize,
}

impl Writer {
    fn write(&mut self, node: &Node) {
        if self.text.len() > MOST_LETTERS {
            return;
        }
        match node {
            Node::Letter(ranges) => {
                let letter = self.letter(ranges);
                self.text.extend(letter);
            }
            Node::All(nodes) => nodes.iter().for_each(|node| self.write(node)),
            Node::One(nodes) => {
                if let Some(node) = nodes.get(self.number % nodes.len().max(1)) {
                    self.number /= nodes.len();
                    self.write(node);
                }
            }
            Node::Times { node, least, most } => {
                let times = (least + self.extra).min(most.unwrap_or(u32::MAX));
                for _ in 0..times.min(MOST_TIMES) {
                    self.write(node);
                }
            }
        }
    }

    /// A letter of the class; small letters and digits before others.
    fn letter(&mut self, ranges: &[(char, char)]) -> Option<char> {
        let usual: Vec<char> = ('a'..='z')
            .chain('0'..='9')
            .chain('A'..='Z')
            .filter(|letter| {
                ranges
                    .iter()
                    .any(|(from, to)| (from..=to).contains(&letter))
            })
            .collect();
        if usual.is_empty() {
            return ranges.first().map(|(from, _)| *from);
        }
        let letter = usual[self.number % usual.len()];
        self.number /= usual.len();
        Some(letter)
    }
}

struct Parser<'p> {
    letters: Peekable<Chars<'p>>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let mut nodes = vec![self.sequence()?];
        while self.letters.next_if_eq(&'|').is_some() {
            nodes.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(Node::One(nodes))
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(letter) = self.letters.peek().copied() {
            if matches!(letter, '|' | ')') {
                break;
            }
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Some(Node::All(nodes))
    }

    /// One part.
    fn atom(&mut self) -> Option<Node> {
        let letter = self.letters.next()?;
        Some(match letter {
            // What matches no letter.
            '^' | '$' => Node::All(Vec::new()),
            '.' => Node::Letter(vec![(' ', '~')]),
            '[' => Node::Letter(self.class()?),
            '(' => {
                if self.letters.next_if_eq(&'?').is_some() {
                    self.group_kind()?;
                }
                let node = self.alternatives()?;
                self.letters.next_if_eq(&')')?;
                node
            }
            '\\' => match self.escape()? {
                ranges if ranges.is_empty() => Node::All(Vec::new()),
                ranges => Node::Letter(ranges),
            },
            letter => Node::Letter(vec![(letter, letter)]),
        })
    }

    /// What stands behind `(?`: a name, or `:`. Flags are not followed.
    fn group_kind(&mut self) -> Option<()> {
        match self.letters.next()? {
            ':' => Some(()),
            'P' | '<' => {
                self.letters.find(|letter| *letter == '>')?;
                Some(())
            }
            _ => None,
        }
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.letters.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.letters.next();
                let counts: String =
                    std::iter::from_fn(|| self.letters.next_if(|letter| *letter != '}')).collect();
                let (least, most) = match counts.split_once(',') {
                    None => {
                        let exactly = counts.trim().parse().ok()?;
                        (exactly, Some(exactly))
                    }
                    Some((least, "")) => (least.trim().parse().ok()?, None),
                    Some((least, most)) => {
                        (least.trim().parse().ok()?, Some(most.trim().parse().ok()?))
                    }
                };
                (least, most)
            }
            _ => return Some(node),
        };
        self.letters.next();
        // Lazy or greedy is the same here.
        self.letters.next_if_eq(&'?');
        Some(Node::Times {
            node: Box::new(node),
            least,
            most,
        })
    }

    fn class(&mut self) -> Option<Vec<(char, char)>> {
        let negated = self.letters.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let letter = self.letters.next()?;
            let from = match letter {
                ']' if !first => break,
                // `[[:alpha:]]` and nested classes are not followed.
                '[' => return None,
                '\\' => match self.escape()?.as_slice() {
                    [] => return None,
                    [(from, to)] if from == to => *from,
                    class => {
                        ranges.extend_from_slice(class);
                        first = false;
                        continue;
                    }
                },
                letter => letter,
            };
            first = false;
            let mut ahead = self.letters.clone();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|letter| letter != ']') {
                self.letters.next();
                let to = match self.letters.next()? {
                    '\\' => self.escape()?.first()?.0,
                    letter => letter,
                };
                ranges.push((from, to));
            } else {
                ranges.push((from, from));
            }
        }
        Some(if negated { outside(&ranges) } else { ranges })
    }

    /// What stands behind a backslash; no letters for what matches none.
    fn escape(&mut self) -> Option<Vec<(char, char)>> {
        let one = |letter| vec![(letter, letter)];
        Some(match self.letters.next()? {
            'd' => vec![('0', '9')],
            'w' => vec![('a', 'z'), ('0', '9'), ('A', 'Z'), ('_', '_')],
            's' => one(' '),
            'D' => outside(&[('0', '9')]),
            'W' => one('-'),
            'S' => vec![('!', '~')],
            'n' => one('\n'),
            't' => one('\t'),
            'r' => one('\r'),
            'f' => one('\u{c}'),
            'v' => one('\u{b}'),
            'b' | 'B' | 'A' | 'z' => Vec::new(),
            'x' | 'u' | 'U' => return None,
            letter => one(letter),
        })
    }
}

/// Printable letters that are in none of the ranges.
fn outside(ranges: &[(char, char)]) -> Vec<(char, char)> {
    (' '..='~')
        .filter(|letter| {
            !ranges
                .iter()
                .any(|(from, to)| (from..=to).contains(&letter))
        })
        .map(|letter| (letter, letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_lite::Regex;

    #[test]
    fn what_is_generated_matches() {
        for pattern in [
            "^[a-z]+$",
            "^v[0-9]{2,3}(?:\\.[0-9]+)*$",
            "-----BEGIN ",
            "^(?:abc|d\\.e)?x$",
            "^\\w+@\\w+\\.example$",
            "^[^a-z ]$",
            "^[]a-]+$",
            "^(?P<name>[0-9A-F]{6})$",
            "",
            "^\\d{3}-\\S*$",
            "^a{2}b{2,}c??$",
            "a|b|",
        ] {
            let regex = Regex::new(pattern).unwrap();
            for number in 0..5 {
                let texts = matching(pattern, number);
                assert!(!texts.is_empty(), "{pattern}");
                assert!(regex.is_match(&texts[0]), "{pattern}: {texts:?}");
            }
        }
    }

    #[test]
    fn numbers_tell_texts_apart() {
        let texts: Vec<String> = (0..30)
            .filter_map(|number| matching("^[a-z]{2}$", number).into_iter().next())
            .collect();
        let mut different = texts.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 30, "{texts:?}");
    }

    #[test]
    fn what_is_not_understood_gives_nothing() {
        for pattern in ["(", "(?i)a", "[[:alpha:]]", "a{", "\\x41", "["] {
            assert_eq!(matching(pattern, 0), Vec::<String>::new(), "{pattern}");
        }
        let deep = "(".repeat(1000);
        assert_eq!(matching(&deep, 0), Vec::<String>::new());
    }
}
