//! The roles of interfaces with several versions, and how to get from one version
//! to another.

use relata::{Downgrade, Paired, Served, Upgrade, Writer};
use std::fmt::Debug;

/// A role whose versions can be walked.
pub(crate) trait Steps: Paired<Data: Clone + Debug + PartialEq> {
    /// Whether every version leads to its neighbours.
    const BRIDGED: bool;

    /// The version in which something is said.
    fn version(data: &Self::Data) -> u32;

    /// The same in the next version; nothing if there is none, or no way.
    fn up(data: Self::Data) -> Option<Self::Data>;

    /// What the version before can say.
    fn down(data: Self::Data, writer: &Writer<'_>) -> Option<Self::Data>;

    /// The same in the newest version.
    fn newest(data: Self::Data) -> Option<Self::Data>;

    /// What the newest version writes to a side with which this one is agreed.
    fn serve(data: Self::Data, agreed: u32, writer: &Writer<'_>) -> Option<Served<Self::Data>>;
}

/// The same in another version.
pub(crate) fn walk<R: Steps>(data: R::Data, to: u32, writer: &Writer<'_>) -> Option<R::Data> {
    let mut data = data;
    while R::version(&data) < to {
        data = R::up(data)?;
    }
    while R::version(&data) > to {
        data = R::down(data, writer)?;
    }
    Some(data)
}

macro_rules! steps {
    ($($module:ident::$role:ident, $data:ident: $($old:ident -> $new:ident),+; $newest:ident;)*) => {$(
        impl Steps for relata_interfaces::$module::$role {
            const BRIDGED: bool = true;

            fn version(data: &Self::Data) -> u32 {
                data.version()
            }

            fn up(data: Self::Data) -> Option<Self::Data> {
                use relata_interfaces::$module::$data;
                match data {
                    $($data::$old(side) => Some($data::$new(Upgrade::upgrade(side))),)+
                    $data::$newest(_) => None,
                }
            }

            fn down(data: Self::Data, writer: &Writer<'_>) -> Option<Self::Data> {
                use relata_interfaces::$module::$data;
                match data {
                    $($data::$new(side) => {
                        Some($data::$old(Downgrade::downgrade(side, writer)))
                    })+
                    $data::V0(_) => None,
                }
            }

            fn newest(data: Self::Data) -> Option<Self::Data> {
                use relata_interfaces::$module::$data;
                Some($data::$newest(data.into_newest()))
            }

            fn serve(
                data: Self::Data,
                agreed: u32,
                writer: &Writer<'_>,
            ) -> Option<Served<Self::Data>> {
                use relata_interfaces::$module::$data;
                match data {
                    $data::$newest(side) => Some(relata::serve::<Self>(side, agreed, writer)),
                    _ => None,
                }
            }
        }
    )*};
}

steps! {
    certificate_transfer::Provider, ProviderData: V0 -> V1; V1;
    certificate_transfer::Requirer, RequirerData: V0 -> V1; V1;
    ingress::Provider, ProviderData: V0 -> V1, V1 -> V2; V2;
    ingress::Requirer, RequirerData: V0 -> V1, V1 -> V2; V2;
    openfga::Provider, ProviderData: V0 -> V1; V1;
    openfga::Requirer, RequirerData: V0 -> V1; V1;
    s3::Provider, ProviderData: V0 -> V1; V1;
    s3::Requirer, RequirerData: V0 -> V1; V1;
    tempo_cluster::Provider, ProviderData: V0 -> V1; V1;
    tempo_cluster::Requirer, RequirerData: V0 -> V1; V1;
    tracing::Provider, ProviderData: V0 -> V1, V1 -> V2; V2;
    tracing::Requirer, RequirerData: V0 -> V1, V1 -> V2; V2;
    valkey_client::Provider, ProviderData: V0 -> V1; V1;
    valkey_client::Requirer, RequirerData: V0 -> V1; V1;
}

/// A role whose versions have nothing in common: nothing leads from one to
/// another.
macro_rules! apart {
    ($($module:ident::$role:ident;)*) => {$(
        impl Steps for relata_interfaces::$module::$role {
            const BRIDGED: bool = false;

            fn version(data: &Self::Data) -> u32 {
                data.version()
            }

            fn up(_: Self::Data) -> Option<Self::Data> {
                None
            }

            fn down(_: Self::Data, _: &Writer<'_>) -> Option<Self::Data> {
                None
            }

            fn newest(_: Self::Data) -> Option<Self::Data> {
                None
            }

            fn serve(_: Self::Data, _: u32, _: &Writer<'_>) -> Option<Served<Self::Data>> {
                None
            }
        }
    )*};
}

apart! {
    tls_certificates::Provider;
    tls_certificates::Requirer;
}
