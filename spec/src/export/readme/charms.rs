//! Which charms are known to speak the version?

use super::super::markdown::Page;
use crate::model::{Charm, Version};

pub(super) fn section(page: &mut Page, version: &Version) {
    page.heading(2, "Charms");
    if version.providers.is_empty() && version.requirers.is_empty() {
        page.paragraph("No charm is registered for this version.");
        return;
    }
    for (title, charms) in [
        ("Provider", &version.providers),
        ("Requirer", &version.requirers),
    ] {
        if !charms.is_empty() {
            page.heading(3, title);
            page.bullets(&charms.iter().map(link).collect::<Vec<_>>());
        }
    }
}

fn link(charm: &Charm) -> String {
    let fits = charm.url.starts_with("http")
        && !charm
            .url
            .contains(|c: char| c.is_whitespace() || "()<>".contains(c));
    if fits {
        format!("[{}]({})", charm.name, charm.url)
    } else {
        charm.name.clone()
    }
}
