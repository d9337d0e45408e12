//! Which cases does a declaration ask for?

mod edit;
mod fields;
mod markers;
mod peers;

use super::case::{Case, Step};
use edit::Bag;
use relata::testing::{Sample, Samples};
use relata::{Databag, RoleKind};
use relata_spec::expectation::named;
use relata_spec::model::{Interface, Moment, Role, Scope, Version};
use relata_spec::sample;

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

impl<'a> Plan<'a> {
    fn fill(&mut self) {
        let typical = self.samples.typical_in(self.version.number);
        let writes = |typical: &Sample| typical.app.is_some() || typical.unit.is_some();
        match typical.filter(writes) {
            None => self.of_a_silent_writer(),
            Some(typical) => {
                if self.writer == Role::Peer {
                    self.among_peers(&typical);
                } else {
                    self.lifecycles(&typical);
                    self.secrets(&typical);
                }
                self.fields(&typical);
                self.markers(&typical);
                self.mistakes(&typical);
            }
        }
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
            any_version: false,
            units: 1,
            steps,
            is_complete: false,
            asked: None,
        });
        let last = self.cases.len() - 1;
        &mut self.cases[last]
    }

    /// The other side writes nothing in this version, so that it is like the newest;
    /// and it is there all the same.
    fn of_a_silent_writer(&mut self) {
        use Step::{Relate, Remove, Repeat};
        let newest = self.interface.newest().map(|version| version.number);
        let own = self.version.roles.get(&self.writer.other());
        let is_newest = newest == Some(self.version.number);
        if !is_newest && own.is_none_or(|own| own.expects.is_empty()) {
            return;
        }
        let what = "the other side is there; it writes nothing in this interface";
        let typical = self.add("typical", what, vec![Relate, Repeat]);
        typical.is_complete = true;
        typical.asks(0, [Moment::Silent]);
        if is_newest {
            let what = "the relation is removed";
            self.add("gone", what, vec![Relate, Remove]);
            let what = "two units, of which one leads";
            self.add("followers", what, vec![Relate, Repeat]).units = 2;
        }
    }

    fn lifecycles(&mut self, typical: &Sample) {
        use Step::{Clear, Relate, RelateAnother, Remove, Repeat, Write};
        let write = || Write(typical.clone());
        self.add(
            "nothing-yet",
            "the other side has written nothing yet",
            vec![Relate, Repeat],
        )
        .asks(0, [Moment::Silent]);
        self.add(
            "gibberish",
            "the other side writes only keys that nobody has declared",
            vec![Relate, Write(gibberish(typical)), Repeat],
        )
        .asks(1, [Moment::Silent]);
        let minimal = self.with(typical, "only what must be there", sample::minimal);
        let all = self.add(
            "typical",
            "the other side writes everything that it can",
            vec![Relate, write(), Repeat],
        );
        all.is_complete = true;
        // Where everything must be there, the least is everything.
        let least = minimal.is_none().then_some(Moment::Minimal);
        all.asks(1, [Some(Moment::Complete), least].into_iter().flatten());
        if let Some(minimal) = minimal {
            self.add(
                "minimal",
                "the other side writes only what it must",
                vec![Relate, Write(minimal), Repeat],
            )
            .asks(1, [Moment::Minimal]);
        }
        self.units(typical);
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
        )
        .asks(2, [Moment::Withdrawn]);
        self.add(
            "gone",
            "the relation is removed",
            vec![Relate, write(), Remove],
        );
    }

    /// Units of either side come, lead and go.
    fn units(&mut self, typical: &Sample) {
        use Step::{
            AddRemoteUnit, AddUnit, ChangeLeader, Relate, RemoveLeader, RemoveRemoteUnit,
            RemoveUnit, Repeat, Upgrade, Write,
        };
        let used = |then: &[Step]| {
            let begin = [Relate, Write(typical.clone())];
            begin.into_iter().chain(then.iter().cloned()).collect()
        };
        let followers = self.add(
            "followers",
            "two units, of which one leads",
            used(&[Repeat]),
        );
        followers.units = 2;
        followers.is_complete = true;
        self.add(
            "leader-changes",
            "another unit becomes the leader while the relation is in use",
            used(&[ChangeLeader, Repeat]),
        )
        .units = 2;
        self.add(
            "leader-leaves",
            "the leader is removed while the relation is in use",
            used(&[RemoveLeader, Repeat]),
        )
        .units = 2;
        self.add(
            "scaled-up",
            "a unit comes while the relation is in use",
            used(&[AddUnit, Repeat]),
        );
        self.add(
            "scaled-down",
            "a unit that does not lead goes while the relation is in use",
            used(&[RemoveUnit, Repeat]),
        )
        .units = 2;
        self.add(
            "upgraded",
            "the charm is upgraded while the relation is in use",
            used(&[Upgrade, Repeat]),
        );
        self.add(
            "remote-scaled",
            "a unit of the other side comes, and goes again",
            used(&[
                AddRemoteUnit(typical.clone()),
                Repeat,
                RemoveRemoteUnit,
                Repeat,
            ]),
        );
        self.add(
            "remote-units-gone",
            "the other side has no unit any more; the relation stays",
            used(&[RemoveRemoteUnit, Repeat]),
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

    /// Each mistake that a writer can make.
    fn mistakes(&mut self, typical: &Sample) {
        for scope in Scope::ALL {
            let broken = sample::broken(self.version, self.writer, scope);
            for (number, broken) in broken.into_iter().enumerate() {
                let mut wrong = typical.clone();
                wrong.what.clone_from(&broken.what);
                *bag_of(&mut wrong, scope) = Some(broken.databag);
                let field = broken.field.map(|field| named(scope, &field));
                let asked = match (broken.rule, field) {
                    // This is what the case `missing` is about.
                    ("incomplete", Some(_)) => continue,
                    ("incomplete", None) => Vec::new(),
                    (_, field) => {
                        let of_field = field.map(Moment::BrokenField);
                        [Moment::Broken].into_iter().chain(of_field).collect()
                    }
                };
                self.add(
                    format!("broken-{scope}-{}-{}", slug(&broken.key), number + 1),
                    format!("the other side makes a mistake: {}", broken.what),
                    vec![Step::Relate, Step::Write(wrong)],
                )
                .asks(1, asked);
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

    /// The databag of the other side in a scope, as declared and as it is typically.
    fn bag<'s>(&self, typical: &'s Sample, scope: Scope) -> Option<Bag<'s>>
    where
        'a: 's,
    {
        Bag::new(self.version, self.writer, scope, typical)
    }
}

/// What the other side writes if it is of another interface.
fn gibberish(typical: &Sample) -> Sample {
    let mut other = typical.clone();
    "keys of another interface".clone_into(&mut other.what);
    for scope in Scope::ALL {
        if let Some(bag) = bag_of(&mut other, scope) {
            *bag = Databag::from([("x-relata-unknown".into(), "\"of another charm\"".into())]);
        }
    }
    other
}

fn bag_of(sample: &mut Sample, scope: Scope) -> &mut Option<Databag> {
    match scope {
        Scope::App => &mut sample.app,
        Scope::Unit => &mut sample.unit,
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
