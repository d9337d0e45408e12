//! Which Juju the world behaves like.

use std::fmt;

/// A release series of Juju.
///
/// ```
/// use relata::testing::JujuVersion;
///
/// assert!(JujuVersion::V3_6 < JujuVersion::V4_0);
/// assert!(JujuVersion::V4_0.to_string().starts_with("4.0."));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum JujuVersion {
    /// Juju 3.6: a counter tells that a databag changed; secrets are applied one
    /// by one when a hook ends; there are leader settings.
    V3_6,
    /// Juju 4.0: the content tells that a databag changed; what a hook did is
    /// applied as a whole; a databag holds at most 16 MiB; no leader settings.
    V4_0,
}

impl JujuVersion {
    /// What `JUJU_VERSION` says.
    pub const fn as_str(self) -> &'static str {
        match self {
            JujuVersion::V3_6 => "3.6.28",
            JujuVersion::V4_0 => "4.0.15",
        }
    }

    /// Whether `leader-get`, `leader-set` and the hook `leader-settings-changed`
    /// are there.
    pub const fn has_leader_settings(self) -> bool {
        matches!(self, JujuVersion::V3_6)
    }

    /// How many bytes of keys and values one databag holds.
    pub const fn databag_quota(self) -> Option<usize> {
        match self {
            JujuVersion::V3_6 => None,
            JujuVersion::V4_0 => Some(16 << 20),
        }
    }

    /// Whether the content of a databag tells that it changed. Else a counter
    /// does, and a value that was changed and changed back is announced.
    pub(crate) const fn compares_content(self) -> bool {
        matches!(self, JujuVersion::V4_0)
    }

    /// Whether what a hook did is applied as a whole or not at all.
    pub(crate) const fn commits_atomically(self) -> bool {
        matches!(self, JujuVersion::V4_0)
    }
}

impl fmt::Display for JujuVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
