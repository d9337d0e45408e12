//! Which defects of libraries are known?

use relata_tester::conformance::{CaseResult, Fault};

/// A defect that is not ours to mend.
#[derive(Debug)]
pub(crate) struct Known {
    /// The beginning of the cases that show it, with their version: `v1/broken-`.
    pub(crate) cases: &'static str,
    /// What the tester finds.
    pub(crate) fault: Fault,
    /// A part of what the finding says or shows.
    pub(crate) says: &'static str,
    /// What the library does, and where.
    #[expect(dead_code, reason = "it is for people, and for `Debug`")]
    pub(crate) why: &'static str,
}

impl Known {
    /// Whether everything that was found in a case is this defect.
    pub(crate) fn explains(&self, result: &CaseResult) -> bool {
        let case = format!("{}/{}", result.version, result.case);
        case.starts_with(self.cases)
            && result.findings.iter().all(|finding| {
                finding.fault == self.fault
                    && (finding.what.contains(self.says)
                        || finding.evidence.iter().any(|line| line.contains(self.says)))
            })
    }
}

pub(crate) const S3_PROVIDER: &[Known] = &[];
pub(crate) const S3_REQUIRER: &[Known] = &[];
pub(crate) const TLS_PROVIDER: &[Known] = &[];
pub(crate) const TLS_REQUIRER: &[Known] = &[];
pub(crate) const OAUTH_PROVIDER: &[Known] = &[];
pub(crate) const OAUTH_REQUIRER: &[Known] = &[];
pub(crate) const TRACING_PROVIDER: &[Known] = &[];
pub(crate) const TRACING_REQUIRER: &[Known] = &[];
pub(crate) const LDAP_PROVIDER: &[Known] = &[];
pub(crate) const LDAP_REQUIRER: &[Known] = &[];
pub(crate) const OTLP_PROVIDER: &[Known] = &[];
pub(crate) const OTLP_REQUIRER: &[Known] = &[];
