//! What can be played to a charm?

use relata::testing::Sample;

/// One situation that a charm must be able to live with.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is called on the command line: unique for an endpoint and version.
    pub name: String,
    /// What happens, for people.
    pub what: String,
    /// The version in which the other side writes.
    pub version: u32,
    /// How many units the charm has.
    pub units: u32,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// Whether the other side writes what its declaration demands: then the charm
    /// has all that it needs for an answer.
    pub is_complete: bool,
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
    /// The charm is upgraded to itself.
    Upgrade,
    /// The other side takes everything back that it wrote.
    Clear,
    /// The relation is removed.
    Remove,
}
