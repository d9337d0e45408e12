//! The units of one application among themselves.
//!
//! Both sides are the charm. What it may find in its peers' databags besides is what
//! a unit of another revision wrote: the case has such a unit, which leads.

use super::{Plan, gibberish};
use crate::conformance::case::Step;
use relata::testing::Sample;
use relata_spec::model::Moment;
use relata_spec::sample;

impl Plan<'_> {
    pub(super) fn among_peers(&mut self, typical: &Sample) {
        use Step::{
            AddUnit, ChangeLeader, Clear, Relate, Remove, RemoveLeader, RemoveUnit, Repeat,
            Upgrade, Write,
        };
        let write = || Write(typical.clone());
        let newest = self.interface.newest().map(|version| version.number);
        if newest == Some(self.version.number) {
            let several: [(&str, &str, &[Step]); 7] = [
                ("alone", "there is one unit only", &[]),
                ("followers", "two units, of which one leads", &[AddUnit]),
                ("scaled-up", "a third unit comes", &[AddUnit, AddUnit]),
                (
                    "scaled-down",
                    "a unit that does not lead goes",
                    &[AddUnit, RemoveUnit],
                ),
                (
                    "leader-changes",
                    "another unit leads",
                    &[AddUnit, ChangeLeader],
                ),
                (
                    "leader-leaves",
                    "the leader is removed",
                    &[AddUnit, RemoveLeader],
                ),
                ("upgraded", "the charm is upgraded", &[AddUnit, Upgrade]),
            ];
            for (name, what, steps) in several {
                let steps = steps.iter().cloned().chain([Repeat]);
                self.add(name, what, steps.collect());
            }
        }
        self.add(
            "nothing-yet",
            "a unit of another revision leads and has written nothing yet",
            vec![Relate, Repeat],
        )
        .asks(0, [Moment::Silent]);
        self.add(
            "gibberish",
            "a unit of another revision leads and writes keys that nobody has declared",
            vec![Relate, Write(gibberish(typical)), Repeat],
        )
        .asks(1, [Moment::Silent]);
        self.add(
            "typical",
            "a unit of another revision leads and writes everything that it can",
            vec![Relate, write(), Repeat],
        )
        .asks(1, [Moment::Complete]);
        if let Some(minimal) = self.with(typical, "only what must be there", sample::minimal) {
            self.add(
                "minimal",
                "a unit of another revision leads and writes only what it must",
                vec![Relate, Write(minimal), Repeat],
            )
            .asks(1, [Moment::Minimal]);
        }
        self.add(
            "taken-back",
            "a unit of another revision takes back what it wrote, and writes it again",
            vec![Relate, write(), Clear, write(), Repeat],
        )
        .asks(2, [Moment::Withdrawn]);
        self.add(
            "gone",
            "a unit of another revision goes; one of the charm leads again",
            vec![Relate, write(), Remove, Repeat],
        );
    }
}
