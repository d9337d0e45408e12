//! Which cases does a declaration ask for?

use super::case::{Case, Step};
use relata::testing::{Sample, Samples};
use relata::{Databag, RoleKind};
use relata_spec::model::{Constraint, Field, Interface, Kind, Role, Scope, TextFormat, Version};
use relata_spec::sample;

/// How long a text is that is longer than a charm expects.
const LONG: usize = 1 << 20;

/// A version that nobody has declared.
const FUTURE: u32 = 1_000;

/// Every case for a charm that plays `role`, version by version, the newest first.
pub(super) fn cases(interface: &Interface, role: Role) -> Vec<Case> {
    let mut cases = Vec::new();
    for version in interface.versions.iter().rev() {
        Plan {
            interface,
            version,
            writer: role.other(),
            samples: match role {
                Role::Provider => relata::testing::relation_for_provider(interface),
                Role::Requirer => relata::testing::relation_for_requirer(interface),
                Role::Peer => relata::testing::relation_for_peer(interface),
            },
            cases: &mut cases,
        }
        .fill();
    }
    cases
}

struct Plan<'a> {
    interface: &'a Interface,
    version: &'a Version,
    /// Who the other side is.
    writer: Role,
    samples: Samples<'a>,
    cases: &'a mut Vec<Case>,
}

impl Plan<'_> {
    fn fill(&mut self) {
        let Some(typical) = self.samples.typical_in(self.version.number) else {
            return self.of_a_silent_writer();
        };
        self.lifecycles(&typical);
        self.secrets(&typical);
        self.fields(&typical);
        self.markers(&typical);
        self.mistakes(&typical);
    }

    fn add(
        &mut self,
        name: impl Into<String>,
        what: impl Into<String>,
        steps: Vec<Step>,
    ) -> &mut Case {
        self.cases.push(Case {
            name: name.into(),
            what: what.into(),
            version: self.version.number,
            units: 1,
            steps,
            is_complete: false,
        });
        let last = self.cases.len() - 1;
        &mut self.cases[last]
    }

    /// The other side writes nothing in this version. It is there all the same, if
    /// this is the newest.
    fn of_a_silent_writer(&mut self) {
        let newest = self.interface.newest().map(|version| version.number);
        if newest != Some(self.version.number) {
            return;
        }
        self.add(
            "typical",
            "the other side is there; it writes nothing in this interface",
            vec![Step::Relate, Step::Repeat],
        )
        .is_complete = true;
        self.add(
            "gone",
            "the relation is removed",
            vec![Step::Relate, Step::Remove],
        );
        self.add(
            "followers",
            "two units, of which one leads",
            vec![Step::Relate, Step::Repeat],
        )
        .units = 2;
    }

    fn lifecycles(&mut self, typical: &Sample) {
        use Step::{
            AddUnit, ChangeLeader, Clear, Relate, RelateAnother, Remove, Repeat, Upgrade, Write,
        };
        let write = || Write(typical.clone());
        self.add(
            "nothing-yet",
            "the other side has written nothing yet",
            vec![Relate, Repeat],
        );
        self.add(
            "typical",
            "the other side writes everything that it can",
            vec![Relate, write(), Repeat],
        )
        .is_complete = true;
        if let Some(minimal) = self.with(typical, "minimal", sample::minimal) {
            self.add(
                "minimal",
                "the other side writes only what it must",
                vec![Relate, Write(minimal), Repeat],
            );
        }
        let followers = self.add(
            "followers",
            "two units, of which one leads",
            vec![Relate, write(), Repeat],
        );
        followers.units = 2;
        followers.is_complete = true;
        self.add(
            "leader-changes",
            "another unit becomes the leader while the relation is in use",
            vec![Relate, write(), ChangeLeader, Repeat],
        )
        .units = 2;
        self.add(
            "scaled-up",
            "a unit comes while the relation is in use",
            vec![Relate, write(), AddUnit, Repeat],
        );
        self.add(
            "upgraded",
            "the charm is upgraded while the relation is in use",
            vec![Relate, write(), Upgrade, Repeat],
        );
        let two = self.add(
            "two-relations",
            "two applications are related at once",
            vec![Relate, write(), RelateAnother(typical.clone()), Repeat],
        );
        two.is_complete = true;
        self.add(
            "taken-back",
            "the other side takes back what it wrote, and writes it again",
            vec![Relate, write(), Clear, write(), Repeat],
        );
        self.add(
            "gone",
            "the relation is removed",
            vec![Relate, write(), Remove],
        );
    }

    fn secrets(&mut self, typical: &Sample) {
        if typical.secrets.is_empty() {
            return;
        }
        let write = || Step::Write(typical.clone());
        self.add(
            "secret-not-granted",
            "the other side's secrets may not be read",
            vec![Step::Relate, Step::WriteUngranted(typical.clone())],
        );
        self.add(
            "secret-rotated",
            "the other side's secrets get new content",
            vec![Step::Relate, write(), Step::RotateSecrets],
        );
        self.add(
            "secret-revoked",
            "the permission to read the other side's secrets is taken back",
            vec![Step::Relate, write(), Step::RevokeSecrets],
        );
        self.add(
            "secret-removed",
            "the other side removes its secrets",
            vec![Step::Relate, write(), Step::RemoveSecrets],
        );
    }

    /// Each field missing, of a value nobody knows, or longer than expected.
    fn fields(&mut self, typical: &Sample) {
        for scope in Scope::ALL {
            let Some(bag) = self.version.bag(self.writer, scope) else {
                continue;
            };
            for field in bag.fields.iter().filter(|field| field.marker.is_none()) {
                let name = &field.name;
                if let Some(without) = edited(typical, scope, |bag| bag.remove(name).map(drop)) {
                    let (id, what) = if field.is_required() {
                        ("missing", "which must be there, is missing")
                    } else {
                        ("without", "is missing")
                    };
                    self.add(
                        format!("{id}-{scope}-{}", slug(name)),
                        format!("the other side's `{name}`, {what}").replace(", is", " is"),
                        vec![Step::Relate, Step::Write(without), Step::Repeat],
                    );
                }
                if is_free_text(field)
                    && let Some(long) = edited(typical, scope, |bag| {
                        let text = bag.get_mut(name)?;
                        *text = lengthened(text)?;
                        Some(())
                    })
                {
                    self.add(
                        format!("long-{scope}-{}", slug(name)),
                        format!("the other side's `{name}` holds a mebibyte"),
                        vec![Step::Relate, Step::Write(long)],
                    );
                }
            }
            if let Some(more) = edited(typical, scope, |bag| {
                bag.insert("x-relata-unknown".into(), "\"of a newer charm\"".into());
                Some(())
            }) {
                self.add(
                    format!("unknown-key-{scope}"),
                    "the other side writes a key that nobody has declared",
                    vec![Step::Relate, Step::Write(more), Step::Repeat],
                )
                .is_complete = true;
            }
        }
    }

    /// The version marker absent, newer, garbage.
    fn markers(&mut self, typical: &Sample) {
        for scope in Scope::ALL {
            let bag = self.version.bag(self.writer, scope);
            let Some((field, marker)) = bag.and_then(|bag| bag.marker()) else {
                continue;
            };
            let key = &field.name;
            let newer = match &marker.spelling {
                relata_spec::model::MarkerSpelling::Number if marker.list => format!("[{FUTURE}]"),
                relata_spec::model::MarkerSpelling::Number => FUTURE.to_string(),
                relata_spec::model::MarkerSpelling::Template(template) => {
                    let text = template.replace("{}", &FUTURE.to_string());
                    match field.encodings.first() {
                        Some(relata_spec::model::Encoding::Raw { .. }) => text,
                        _ => format!("{text:?}"),
                    }
                }
            };
            let kinds = [
                ("absent", None, "is missing"),
                (
                    "newer",
                    Some(newer),
                    "states a version that nobody has declared yet",
                ),
                ("garbage", Some("soon?".to_owned()), "states nonsense"),
            ];
            for (name, text, what) in kinds {
                let changed = edited(typical, scope, |bag| {
                    match text {
                        Some(text) => bag.insert(key.clone(), text),
                        None => bag.remove(key),
                    };
                    Some(())
                });
                if let Some(changed) = changed {
                    self.add(
                        format!("marker-{name}-{scope}"),
                        format!("the other side's version marker `{key}` {what}"),
                        vec![Step::Relate, Step::Write(changed)],
                    );
                }
            }
        }
    }

    /// Each mistake that a writer can make.
    fn mistakes(&mut self, typical: &Sample) {
        for scope in Scope::ALL {
            let broken = sample::broken(self.version, self.writer, scope);
            for (number, broken) in broken.into_iter().enumerate() {
                let mut wrong = typical.clone();
                *bag_of(&mut wrong, scope) = Some(broken.databag);
                self.add(
                    format!("broken-{scope}-{}-{}", slug(&broken.key), number + 1),
                    format!("the other side makes a mistake: {}", broken.what),
                    vec![Step::Relate, Step::Write(wrong)],
                );
            }
        }
    }

    fn with(
        &self,
        typical: &Sample,
        what: &str,
        make: impl Fn(&Version, Role, Scope) -> Option<Databag>,
    ) -> Option<Sample> {
        let mut other = typical.clone();
        what.clone_into(&mut other.what);
        let mut differs = false;
        for scope in Scope::ALL {
            let bag = make(self.version, self.writer, scope);
            differs |= *bag_of(&mut other, scope) != bag;
            *bag_of(&mut other, scope) = bag;
        }
        differs.then_some(other)
    }
}

fn bag_of(sample: &mut Sample, scope: Scope) -> &mut Option<Databag> {
    match scope {
        Scope::App => &mut sample.app,
        Scope::Unit => &mut sample.unit,
    }
}

/// The sample with one databag edited; `None` if there is nothing to edit.
fn edited(
    typical: &Sample,
    scope: Scope,
    edit: impl FnOnce(&mut Databag) -> Option<()>,
) -> Option<Sample> {
    let mut other = typical.clone();
    edit(bag_of(&mut other, scope).as_mut()?)?;
    Some(other)
}

/// Whether any text is as good as another.
fn is_free_text(field: &Field) -> bool {
    let is_text = matches!(
        field.ty.kind,
        Kind::Text {
            format: TextFormat::Plain | TextFormat::Sensitive
        }
    );
    let is_bound = field.ty.constraints.iter().any(|constraint| {
        matches!(
            constraint,
            Constraint::Length { .. } | Constraint::Pattern(_)
        )
    });
    is_text && !is_bound
}

/// A text as it stands in a databag, plain or as JSON, made long.
fn lengthened(text: &str) -> Option<String> {
    let long = "x".repeat(LONG);
    match text.strip_suffix('"') {
        Some(start) if text.len() > 1 && text.starts_with('"') => Some(format!("{start}{long}\"")),
        _ if text.starts_with(['{', '[']) => None,
        _ => Some(format!("{text}{long}")),
    }
}

/// A name that needs no quotes on a command line.
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let slug: String = name.chars().map(plain).collect();
    slug.trim_matches('-').to_owned()
}

/// The role at the other end.
pub(super) fn other(role: Role) -> RoleKind {
    match role.other() {
        Role::Provider => RoleKind::Provider,
        Role::Requirer => RoleKind::Requirer,
        Role::Peer => RoleKind::Peer,
    }
}
