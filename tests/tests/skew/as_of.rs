//! A role as it was declared when an earlier version was the newest.

use relata::__private::{BagTable, Gather, MarkerSpec};
use relata::versions::Agreement;
use relata::{Databag, Paired, Received, Remote, Role, RoleKind, Scatter, UnitName};
use std::marker::PhantomData;

/// The role `R` in the versions up to `N`. It only reads.
struct AsOf<R, const N: u32>(PhantomData<R>);

/// The role `R` in the version `N` alone, whatever is stated.
struct Only<R, const N: u32>(PhantomData<R>);

/// The versions up to one; they are in order.
const fn up_to(versions: &'static [u32], newest: u32) -> &'static [u32] {
    let mut count = 0;
    while count < versions.len() && versions[count] <= newest {
        count += 1;
    }
    versions.split_at(count).0
}

/// The databags that were there by then. They are in order, too.
const fn tables_up_to(
    tables: &'static [&'static BagTable],
    newest: u32,
) -> &'static [&'static BagTable] {
    let mut count = 0;
    while count < tables.len() && tables[count].versions[0] <= newest {
        count += 1;
    }
    tables.split_at(count).0
}

impl<R: Paired, const N: u32> Role for AsOf<R, N> {
    type Data = R::Data;
    type Newest = R::Newest;

    const INTERFACE: &'static str = R::INTERFACE;
    const KIND: RoleKind = R::KIND;
    const VERSIONS: &'static [u32] = {
        let own = up_to(R::VERSIONS, N);
        // A role that nobody had declared yet is one that writes nothing.
        if own.is_empty() {
            up_to(<R::Other as Role>::VERSIONS, N)
        } else {
            own
        }
    };
    const MARKER: Option<&'static MarkerSpec> = if Self::MARKED.is_empty() {
        None
    } else {
        R::MARKER
    };
    const MARKED: &'static [&'static BagTable] = tables_up_to(R::MARKED, N);
    const SILENT: &'static [u32] = R::SILENT;

    fn gather(version: u32, gather: &mut Gather<'_>) -> Option<R::Data> {
        R::gather(version, gather)
    }

    fn scatter<S: Scatter<Self>>(_: &R::Data, _: &mut S) -> Result<(), S::Error> {
        unreachable!("a role as it was only reads")
    }
}

impl<R: Role, const N: u32> Role for Only<R, N> {
    type Data = R::Data;
    type Newest = R::Newest;

    const INTERFACE: &'static str = R::INTERFACE;
    const KIND: RoleKind = R::KIND;
    const VERSIONS: &'static [u32] = &[N];
    const MARKER: Option<&'static MarkerSpec> = None;
    const MARKED: &'static [&'static BagTable] = &[];
    const SILENT: &'static [u32] = &[];

    fn gather(version: u32, gather: &mut Gather<'_>) -> Option<R::Data> {
        R::gather(version, gather)
    }

    fn scatter<S: Scatter<Self>>(_: &R::Data, _: &mut S) -> Result<(), S::Error> {
        unreachable!("a role in one version only reads")
    }
}

/// The databags of a side with one unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bags {
    pub(crate) app: Databag,
    pub(crate) unit: Databag,
}

impl Bags {
    fn remote<'a>(&'a self, unit: &UnitName) -> Remote<'a> {
        Remote::new().app(&self.app).unit(unit.clone(), &self.unit)
    }
}

macro_rules! choose {
    ($number:expr, $call:ident::<$wrapper:ident<$role:ty>>($bags:expr)) => {
        match $number {
            0 => $call::<$wrapper<$role, 0>>($bags),
            1 => $call::<$wrapper<$role, 1>>($bags),
            2 => $call::<$wrapper<$role, 2>>($bags),
            3 => $call::<$wrapper<$role, 3>>($bags),
            other => panic!("this test has to learn of version {other}"),
        }
    };
}

/// What a charm reads that knows the versions up to `newest`.
pub(crate) fn receive_as_of<R: Paired>(
    newest: u32,
    bags: &Bags,
    unit: &UnitName,
) -> Option<Received<R::Data>> {
    use relata::receive;
    let remote = bags.remote(unit);
    choose!(newest, receive::<AsOf<R>>(&remote))
}

/// What a charm that knows the versions up to `newest` agrees on with a side in
/// the role `R`.
pub(crate) fn agree_as_of<R: Paired>(newest: u32, bags: &Bags, unit: &UnitName) -> Agreement {
    use relata::agree;
    let remote = bags.remote(unit);
    choose!(newest, agree::<AsOf<R>>(&remote))
}

/// What the databags say in one version, whatever they state.
pub(crate) fn read_in<R: Role>(
    version: u32,
    bags: &Bags,
    unit: &UnitName,
) -> Option<Received<R::Data>> {
    use relata::receive;
    let remote = bags.remote(unit);
    choose!(version, receive::<Only<R>>(&remote))
}
