//! One side of a relation: which role it plays, and what it may write.

use crate::bag::{AppBag, BagTable, Databag, RoleKind, UnitBag};
use crate::convert::Scatter;
use crate::receive::Gather;
use crate::report::Report;
use crate::versions::MarkerSpec;
use crate::write::{Changes, changes_in};
use std::marker::PhantomData;

/// A role of an interface, such as `certificate_transfer::Provider`.
///
/// The macro implements it; nobody else should.
pub trait Role: Sized {
    /// What the role writes, in any of the versions: an enum of them.
    type Data;

    /// What the role writes in the newest version.
    type Newest;

    /// The interface.
    const INTERFACE: &'static str;

    /// Which side.
    const KIND: RoleKind;

    /// Every declared version in which the role exists, oldest first.
    const VERSIONS: &'static [u32];

    /// How the role states its version, if it does.
    const MARKER: Option<&'static MarkerSpec>;

    /// The tables of the databags that hold the marker.
    #[doc(hidden)]
    const MARKED: &'static [&'static BagTable];

    /// The versions in which the role writes no more than its version: there is
    /// nothing to wait for.
    #[doc(hidden)]
    const SILENT: &'static [u32];

    /// Reads everything in one version.
    #[doc(hidden)]
    fn gather(version: u32, gather: &mut Gather<'_>) -> Option<Self::Data>;

    /// Hands out every databag, to be written.
    #[doc(hidden)]
    fn scatter<S: Scatter<Self>>(data: &Self::Data, to: &mut S) -> Result<(), S::Error>;
}

/// A [`Role`], and the one at the other end of the relation.
///
/// The macro implements it; nobody else should.
pub trait Paired: Role {
    /// What the other side plays. That of a peer is a peer.
    type Other: Role;

    /// The tables of the role's own databags in the newest version that has
    /// each: they name every key that the role owns in any version.
    #[doc(hidden)]
    const TABLES: &'static [&'static BagTable];
}

/// Proof that this unit is the leader of its application.
///
/// Only the leader may write the application databag: a follower's `relation-set
/// --app` fails. Who asks for this proof cannot forget to look.
#[derive(Debug)]
pub struct Leader(());

impl Leader {
    /// Takes what the hook tool `is-leader` said in this hook.
    ///
    /// ```
    /// use relata::Leader;
    ///
    /// assert!(Leader::if_true(true).is_some());
    /// assert!(Leader::if_true(false).is_none());
    /// ```
    pub fn if_true(is_leader: bool) -> Option<Self> {
        is_leader.then_some(Leader(()))
    }
}

/// Our own side of a relation, in role `R`: what may be written, and by whom.
///
/// ```
/// # relata::interface! {
/// #     /// Say hello.
/// #     interface greeting {
/// #         /// The first version.
/// #         version v0 (published);
/// #         provider { app { /** What to say. */ text: Option<String>, } }
/// #         requirer { app { /** Who asks. */ name: Option<String>, } }
/// #     }
/// # }
/// use relata::{Databag, Leader, Local};
///
/// let side = Local::<greeting::Provider>::new();
/// let value = greeting::v0::ProviderApp { text: Some("hello".into()) };
/// if let Some(leader) = Leader::if_true(true) {
///     let changes = side.app(&leader, &value, &Databag::new())?;
///     assert_eq!(changes.iter().count(), 1);
/// }
/// # Ok::<(), Box<relata::Report>>(())
/// ```
///
/// The other side's databag cannot be written:
///
/// ```compile_fail,E0271
/// # relata::interface! {
/// #     /// Say hello.
/// #     interface greeting {
/// #         /// The first version.
/// #         version v0 (published);
/// #         provider { app { /** What to say. */ text: Option<String>, } }
/// #         requirer { app { /** Who asks. */ name: Option<String>, } }
/// #     }
/// # }
/// # use relata::{Databag, Leader, Local};
/// # let leader = Leader::if_true(true).unwrap();
/// let side = Local::<greeting::Provider>::new();
/// let value = greeting::v0::RequirerApp { name: None };
/// let changes = side.app(&leader, &value, &Databag::new());
/// ```
///
/// Nor can the application databag without the proof of leadership, which has no
/// constructor of its own:
///
/// ```compile_fail,E0423
/// let leader = relata::Leader(());
/// ```
#[derive(Debug)]
pub struct Local<R>(PhantomData<R>);

impl<R: Role> Local<R> {
    /// The side that plays `R`.
    #[expect(
        clippy::new_without_default,
        reason = "a side is chosen, not defaulted"
    )]
    pub const fn new() -> Self {
        Local(PhantomData)
    }

    /// What has to be changed in our application databag.
    ///
    /// # Errors
    ///
    /// A report, if the value breaks its declaration; see [`crate::changes`].
    pub fn app<B: AppBag<Role = R>>(
        &self,
        _leader: &Leader,
        value: &B,
        current: &Databag,
    ) -> Result<Changes, Box<Report>> {
        changes_in(value, B::TABLE.version(), current)
    }

    /// What has to be changed in our unit databag.
    ///
    /// # Errors
    ///
    /// A report, if the value breaks its declaration; see [`crate::changes`].
    pub fn unit<B: UnitBag<Role = R>>(
        &self,
        value: &B,
        current: &Databag,
    ) -> Result<Changes, Box<Report>> {
        changes_in(value, B::TABLE.version(), current)
    }
}
