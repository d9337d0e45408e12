//! From one version of a side to its neighbour.

/// How a side becomes that of the next version.
///
/// The macro implements it where every field of the older version has its place
/// in the newer one. Where it has not, write it: only the author knows what
/// becomes of the rest.
#[diagnostic::on_unimplemented(
    message = "no way is known from `{Self}` to the next version of the interface",
    label = "some of its fields have no place there",
    note = "implement `relata::Upgrade` for `{Self}`, and say what becomes of them"
)]
pub trait Upgrade {
    /// The same side in the next version.
    type Next;

    /// Says the same in the next version.
    fn upgrade(self) -> Self::Next;
}

/// How a side becomes that of the version before.
///
/// The macro implements it where [`Upgrade`] is generated, too. What only the
/// newer version can say is lost.
#[diagnostic::on_unimplemented(
    message = "no way is known from `{Self}` to the version before",
    label = "some of its fields have no place there",
    note = "implement `relata::Downgrade` for `{Self}`, and say what becomes of them"
)]
pub trait Downgrade {
    /// The same side in the version before.
    type Previous;

    /// Says what the version before can say.
    fn downgrade(self) -> Self::Previous;
}

/// How a side of any version becomes that of the newest, `N`.
///
/// Implemented for the newest version, and for each whose [`Upgrade`] leads
/// there.
#[diagnostic::on_unimplemented(
    message = "no way is known from `{Self}` to the newest version, `{N}`",
    note = "implement `relata::Upgrade` for the version whose fields have no place in the next"
)]
pub trait IntoNewest<N> {
    /// Says the same in the newest version.
    fn into_newest(self) -> N;
}

impl<T, N> IntoNewest<N> for T
where
    T: Upgrade,
    T::Next: IntoNewest<N>,
{
    fn into_newest(self) -> N {
        self.upgrade().into_newest()
    }
}
