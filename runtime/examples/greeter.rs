//! The smallest charm that has a relation: it greets whoever asks.
//!
//! As `dispatch` of a charm with `provides: {greetings: {interface: greeting}}`
//! it needs nothing else.

relata::interface! {
    /// Say hello.
    pub interface greeting {
        /// The first version.
        version v0 (published);

        /// - Greets everybody who asks.
        provider {
            app {
                /// What to say.
                #[example("good morning, bob")]
                text: Option<String>,
            }
        }

        /// - Says who asks.
        requirer {
            app {
                /// Who asks.
                #[len(1..=40)]
                name: Option<String>,
            }
        }
    }
}

use greeting::v0::ProviderApp;
use relata::Reading;
use relata::juju::{Error, Juju, Result, StatusLine, fail, settle};
use std::process::ExitCode;

pub(crate) fn main() -> ExitCode {
    relata::juju::run_or(greet, |juju, error| match error.downcast_ref() {
        // A leader that is none any more has nothing left to do.
        Some(Error::NotLeader { .. }) => settle(juju, error),
        _ => fail(juju, error),
    })
}

fn greet(juju: &Juju) -> Result<()> {
    let word = juju.config()?.text("word").unwrap_or("good morning");
    juju.set_status(StatusLine::active(""));
    for relation in juju
        .provides::<greeting::Provider>("greetings")
        .relations()?
    {
        let reading = relation.remote()?;
        juju.set_status(relation.status(&reading));
        let Some(leader) = juju.leader()? else {
            continue;
        };
        if let Reading::Ready(greeting::RequirerData::V0(requirer)) = reading {
            let name = requirer.app.and_then(|app| app.name);
            let text = name.map(|name| [word, ", ", &name].concat());
            relation.write_app(leader, &ProviderApp { text })?;
        }
    }
    Ok(())
}
