//! What can be played to a charm?

use relata::testing::Sample;
use relata_spec::model::Moment;

/// One situation that a charm must be able to live with.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is called on the command line: unique for an endpoint and version.
    pub name: String,
    /// What happens, for people.
    pub what: String,
    /// The version in which the other side writes.
    pub version: u32,
    /// Whether the other side leaves in doubt which version it speaks: then the
    /// charm may answer in any.
    pub any_version: bool,
    /// How many units the charm has.
    pub units: u32,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// Whether the other side writes what its declaration demands: then the charm
    /// has all that it needs for an answer.
    pub is_complete: bool,
    /// When the expectations of the role are looked at, and which.
    pub asked: Option<Asked>,
}

impl Case {
    /// Lets the expectations of the role be looked at after a step, from 0, if it
    /// brings any moment about.
    pub(super) fn asks(&mut self, step: usize, moments: impl IntoIterator<Item = Moment>) {
        let moments: Vec<Moment> = moments.into_iter().collect();
        self.asked = (!moments.is_empty()).then_some(Asked { step, moments });
    }
}

/// A step of a case that brings a moment about of which a role's expectations are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The step, from 0; it is looked when its hooks have run.
    pub step: usize,
    /// What the other side has done then, in every way in which a declaration can
    /// say it.
    pub moments: Vec<Moment>,
}

/// One thing that happens to a charm. After each, its hooks run until it has
/// nothing more to do.
#[derive(Debug, Clone)]
pub enum Step {
    /// The relation is made; the other side has written nothing.
    Relate,
    /// The other side writes this, with its secrets granted to the relation.
    Write(Sample),
    /// The same, with secrets that are not granted.
    WriteUngranted(Sample),
    /// Another relation of the endpoint is made, and its other side writes this.
    RelateAnother(Sample),
    /// Everything that was said is said again: nothing is to be written.
    Repeat,
    /// The other side's secrets get new content.
    RotateSecrets,
    /// The other side takes the permission to read its secrets back.
    RevokeSecrets,
    /// The other side removes its secrets.
    RemoveSecrets,
    /// Another unit of the charm becomes the leader.
    ChangeLeader,
    /// One more unit of the charm comes.
    AddUnit,
    /// A unit of the charm that does not lead goes.
    RemoveUnit,
    /// The unit of the charm that leads goes; another one leads.
    RemoveLeader,
    /// One more unit of the other side comes, and writes what this says of a unit.
    AddRemoteUnit(Sample),
    /// The newest unit of the other side goes.
    RemoveRemoteUnit,
    /// The charm is upgraded to itself.
    Upgrade,
    /// The other side takes everything back that it wrote.
    Clear,
    /// The relation is removed.
    Remove,
}

impl Step {
    /// What happens, for people.
    pub fn what(&self) -> String {
        let text = match self {
            Step::Relate => "the relation is made",
            Step::Write(sample) => return format!("the other side writes: {}", sample.what),
            Step::WriteUngranted(_) => "the other side writes, and grants no secret",
            Step::RelateAnother(_) => "another relation is made",
            Step::Repeat => "everything is said again",
            Step::RotateSecrets => "the other side's secrets get new content",
            Step::RevokeSecrets => "the other side's secrets are revoked",
            Step::RemoveSecrets => "the other side's secrets are removed",
            Step::ChangeLeader => "another unit leads",
            Step::AddUnit => "a unit comes",
            Step::RemoveUnit => "a unit that does not lead goes",
            Step::RemoveLeader => "the leader goes",
            Step::AddRemoteUnit(_) => "a unit of the other side comes",
            Step::RemoveRemoteUnit => "a unit of the other side goes",
            Step::Upgrade => "the charm is upgraded",
            Step::Clear => "the other side takes back what it wrote",
            Step::Remove => "the relation is removed",
        };
        text.to_owned()
    }
}
