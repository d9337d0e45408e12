//! Ready-made other ends of a relation, for the unit tests of a charm.
//!
//! They come from the declaration: its examples, or what fits its types and
//! constraints. So they grow with the interface, and a charm is tested against
//! what its peers really may write: everything, hardly anything, an older
//! version, nonsense.
//!
//! ```
//! # relata::interface! {
//! #     /// Say hello.
//! #     pub interface greeting {
//! #         /// One text.
//! #         version v0 (retired);
//! #         /// A text, several times.
//! #         version v1 (published);
//! #         provider { app {
//! #             /// What to say.
//! #             #[example("good morning")]
//! #             text: Option<String>,
//! #             /// How often.
//! #             #[since(v1)]
//! #             #[range(1..=10)]
//! #             times: u32 = 1,
//! #         } }
//! #     }
//! # }
//! use relata::Reading;
//! use relata::testing_roles::relation_for_requirer;
//!
//! let interface = greeting::model();
//! let samples = relation_for_requirer(&interface);
//!
//! // As `relata` reads it in a charm.
//! let typical = samples.typical();
//! let received = relata::receive::<greeting::Provider>(&typical.remote());
//! let greeting::ProviderData::V1(provider) = received.expect("it is there").data else {
//!     panic!("expected the newest version");
//! };
//! assert_eq!(provider.app.and_then(|app| app.text).as_deref(), Some("good morning"));
//!
//! for sample in samples.broken() {
//!     let bag = sample.app.as_ref().expect("that is what is broken");
//!     let reading = relata::read::<greeting::v1::ProviderApp>(bag);
//!     assert!(matches!(reading, Reading::Invalid(_)), "{}", sample.what);
//! }
//! ```

use crate::spec::model::{Interface, Kind, Role, Scope, Version};
use crate::spec::sample;
use crate::testing::{Owner, RelationId, World, WorldError};
use crate::{Databag, Remote, RoleKind, Secret, UnitName};

/// What requirers write: for the tests of a charm that provides the interface.
pub fn relation_for_provider(interface: &Interface) -> Samples<'_> {
    Samples::new(interface, Role::Requirer)
}

/// What providers write: for the tests of a charm that requires the interface.
pub fn relation_for_requirer(interface: &Interface) -> Samples<'_> {
    Samples::new(interface, Role::Provider)
}

/// What peers write: for the tests of a charm that is one.
pub fn relation_for_peer(interface: &Interface) -> Samples<'_> {
    Samples::new(interface, Role::Peer)
}

/// Everything that the other end of a relation may have written.
#[derive(Debug, Clone)]
pub struct Samples<'i> {
    interface: &'i Interface,
    writer: Role,
    /// Those in which the writer exists, oldest first.
    versions: Vec<&'i Version>,
}

/// What the other end of a relation has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The interface.
    pub interface: String,
    /// The version in which it is written.
    pub version: u32,
    /// Who writes it.
    pub writer: RoleKind,
    /// What it is, in a few words: `typical`, or what is wrong.
    pub what: String,
    /// The application databag, if there is one in this version.
    pub app: Option<Databag>,
    /// The databag of each unit, if there is one in this version.
    pub unit: Option<Databag>,
    /// The secrets whose URIs are in the databags.
    pub secrets: Vec<SampleSecret>,
}

/// A secret whose URI is in a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSecret {
    /// The URI, as it is in the databag.
    pub uri: String,
    /// The content: texts under keys, all invented.
    pub content: Databag,
}

impl<'i> Samples<'i> {
    fn new(interface: &'i Interface, writer: Role) -> Self {
        let versions = interface.versions.iter();
        Samples {
            interface,
            writer,
            versions: versions
                .filter(|version| version.roles.contains_key(&writer))
                .collect(),
        }
    }

    /// Everything there, in the newest version.
    pub fn typical(&self) -> Sample {
        self.newest("typical", sample::typical)
    }

    /// Only what must be there, in the newest version.
    pub fn partial(&self) -> Sample {
        self.newest("partial", sample::minimal)
    }

    /// Somebody is there who has written nothing yet.
    pub fn empty(&self) -> Sample {
        self.newest("empty", |_, _, _| None)
    }

    /// Everything there, in this version; `None` if the writer does not exist in
    /// it.
    pub fn typical_in(&self, version: u32) -> Option<Sample> {
        let mut versions = self.versions.iter();
        let version = versions.find(|one| one.number == version)?;
        Some(self.sample(version, "typical", sample::typical))
    }

    /// Everything there, in each version but the newest, oldest first.
    pub fn older(&self) -> Vec<Sample> {
        let [older @ .., _] = self.versions.as_slice() else {
            return Vec::new();
        };
        let one = |version: &&Version| self.sample(version, "typical", sample::typical);
        older.iter().map(one).collect()
    }

    /// The newest version with one mistake each: a field of another type, a
    /// broken constraint, a missing field. The application's mistakes come first.
    pub fn broken(&self) -> Vec<Sample> {
        let Some(version) = self.versions.last() else {
            return Vec::new();
        };
        let broken_in = |scope| {
            let broken = sample::broken(version, self.writer, scope);
            broken.into_iter().map(move |broken| {
                let mut sample = self.sample(version, &broken.what, sample::typical);
                *sample.bag_mut(scope) = Some(broken.databag);
                sample
            })
        };
        broken_in(Scope::App)
            .chain(broken_in(Scope::Unit))
            .collect()
    }

    fn newest(
        &self,
        what: &str,
        make: impl Fn(&Version, Role, Scope) -> Option<Databag>,
    ) -> Sample {
        // A role that writes nothing has no version of its own.
        let version = self.versions.last().copied();
        match version.or(self.interface.newest()) {
            Some(version) => self.sample(version, what, make),
            None => self.nothing(0, what),
        }
    }

    fn nothing(&self, version: u32, what: &str) -> Sample {
        Sample {
            interface: self.interface.name.clone(),
            version,
            writer: match self.writer {
                Role::Provider => RoleKind::Provider,
                Role::Requirer => RoleKind::Requirer,
                Role::Peer => RoleKind::Peer,
            },
            what: what.to_owned(),
            app: None,
            unit: None,
            secrets: Vec::new(),
        }
    }

    fn sample(
        &self,
        version: &Version,
        what: &str,
        make: impl Fn(&Version, Role, Scope) -> Option<Databag>,
    ) -> Sample {
        let mut sample = self.nothing(version.number, what);
        for scope in Scope::ALL {
            let bag = make(version, self.writer, scope);
            if let Some(bag) = &bag {
                sample
                    .secrets
                    .extend(secrets(version, self.writer, scope, bag));
            }
            *sample.bag_mut(scope) = bag;
        }
        // Both databags may name the same one.
        sample.secrets.sort_by(|a, b| a.uri.cmp(&b.uri));
        sample.secrets.dedup_by(|a, b| a.uri == b.uri);
        sample
    }
}

impl Sample {
    /// As the other end of a relation, for [`receive`](crate::receive) and
    /// [`agree`](crate::agree). It has one unit, `remote/0`.
    pub fn remote(&self) -> Remote<'_> {
        static NOTHING: Databag = Databag::new();
        let mut remote = Remote::new();
        if let Some(app) = &self.app {
            remote = remote.app(app);
        }
        match UnitName::new("remote/0") {
            Ok(unit) => remote.unit(unit, self.unit.as_ref().unwrap_or(&NOTHING)),
            Err(_) => remote,
        }
    }

    /// Lets the other end of a relation in a miniature Juju write this: its
    /// application, each of its units that takes part, and its secrets, which are
    /// granted to the relation.
    ///
    /// ```
    /// # relata::interface! {
    /// #     /// Say hello.
    /// #     pub interface greeting {
    /// #         /// The first version.
    /// #         version v0 (published);
    /// #         provider { app {
    /// #             /// What to say.
    /// #             #[example("good morning")]
    /// #             text: Option<String>,
    /// #         } }
    /// #     }
    /// # }
    /// use relata::juju::{Juju, Result, StatusLine};
    /// use relata::testing::{Charm, HookEvent, JujuVersion, World, run};
    /// use relata::testing_roles::relation_for_requirer;
    ///
    /// fn charm(juju: &Juju) -> Result<()> {
    ///     for relation in juju.requires::<greeting::Requirer>("hi").relations()? {
    ///         let reading = relation.remote()?;
    ///         juju.set_status(relation.status(&reading));
    ///     }
    ///     Ok(())
    /// }
    ///
    /// for sample in relation_for_requirer(&greeting::model()).broken() {
    ///     let mut world = World::new(JujuVersion::V4_0);
    ///     world.app("guest", 1, Charm::new("guest").requires("hi", "greeting"))?;
    ///     let relation = world.relate_to("guest:hi", "host", 1)?;
    ///     sample.write(&mut world, relation)?;
    ///     let world = world.shared();
    ///     let ran = run(&world, "guest/0", HookEvent::UpdateStatus, charm)?;
    ///     assert!(ran.is_done(), "{}: {:?}", sample.what, ran.error);
    ///     let world = world.borrow();
    ///     let status = world.status("guest/0").expect("it has one");
    ///     assert_eq!(&*status.word, "blocked", "{}", sample.what);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such relation, or nobody plays the writer's role in it.
    pub fn write(&self, world: &mut World, relation: RelationId) -> Result<(), WorldError> {
        let mut ends = world.ends(relation).into_iter();
        let end = ends.find(|end| end.role == self.writer);
        let missing = || WorldError::missing("end", format!("{relation} {}", self.writer));
        let app = end.ok_or_else(missing)?.app;
        let mut uris = Vec::new();
        for secret in &self.secrets {
            let content = secret.content.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            let id = world.add_secret(Owner::App(app.clone()), "", content)?;
            world.grant_secret(&id, relation)?;
            uris.push((secret.uri.as_str(), id.uri()));
        }
        let real = |bag: &Databag| {
            let mut bag = bag.clone();
            for (invented, real) in &uris {
                for text in bag.values_mut() {
                    *text = text.replace(invented, real);
                }
            }
            bag
        };
        if let Some(bag) = &self.app {
            world.set_bag(relation, &app, real(bag))?;
        }
        if let Some(bag) = &self.unit {
            let is_there =
                |unit: &&UnitName| unit.app() == app && world.bag(relation, unit).is_some();
            let units: Vec<UnitName> = world.units().filter(is_there).cloned().collect();
            for unit in units {
                world.set_bag(relation, unit, real(bag))?;
            }
        }
        Ok(())
    }

    fn bag_mut(&mut self, scope: Scope) -> &mut Option<Databag> {
        match scope {
            Scope::App => &mut self.app,
            Scope::Unit => &mut self.unit,
        }
    }
}

/// The secrets whose URIs stand in fields of a databag.
fn secrets(version: &Version, role: Role, scope: Scope, bag: &Databag) -> Vec<SampleSecret> {
    let fields = version.bag(role, scope).map(|bag| bag.fields.as_slice());
    let secret = |field: &crate::spec::model::Field| {
        let Kind::Secret { content } = &field.ty.kind else {
            return None;
        };
        let text = bag.get(&field.name)?;
        // As JSON, or plain.
        let uri = serde_json::from_str(text).unwrap_or_else(|_| text.clone());
        Secret::<()>::new(uri.as_str()).ok()?;
        Some(SampleSecret {
            uri,
            content: sample::secret_content(version, content)?,
        })
    };
    fields.into_iter().flatten().filter_map(secret).collect()
}
