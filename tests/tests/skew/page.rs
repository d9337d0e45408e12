//! The page of the documentation that shows the outcome.

use crate::future::Row;
use crate::matrix::{Cell, Table};
use crate::talk::Outcome;
use relata_spec::model::Interface;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

const INTRODUCTION: &str = "\
# Old charms and new charms

Charms are upgraded one after the other, and either side may be first. This page
shows what one side gets of what the other says, for every pair of releases. It is
written by the test `skew` of the crate `relata-tests`, which fails when the
outcome is another (`cargo test -p relata-tests --test skew`; with
`RELATA_BLESS=1`, it writes the page anew).

A charm *of v0* knows the versions of the interface up to v0: the later ones had
not been declared when it was released. A charm of the newest version is written
against that version alone. `relata::receive` and `into_newest` read older peers
for it, `relata::serve` writes what they understand; both follow the
[conversions](declaring.md#from-version-to-version) of the declaration.
";

const OUTCOMES: &str = "\
| outcome | meaning |
|---|---|
| works | everything arrives that both versions can say. A provider answers as soon as it is asked |
| works, without `key` | everything arrives that both have a key for. The older reader has a key of its own besides, which stays empty: it states no version, so the writer cannot know that it is there |
| incompatible | nothing arrives. That is declared: the older of the two versions is retired, so that no charm needs to speak it any more, and the other side cannot find out that it is spoken, or nothing leads from one version to the other |
| nothing to say | the role writes nothing in the version that the writer knows, or what it has to say lacks what the older version requires, or it was not asked in words that it knows |
| v0 is still spoken | both have been upgraded and could speak a newer version, but nothing in the databags of v0 can say so. It works; a new relation gets the newest |
";

/// The whole page.
pub(crate) fn write(
    catalogue: &[Interface],
    tables: &[Table],
    futures: &[Row],
    cases: usize,
) -> String {
    let mut page = INTRODUCTION.to_owned();
    let _ = write!(
        page,
        "\n## Releases of an interface\n\n\
         Both charms run their hooks in turn until neither changes anything any more. What\n\
         they say is made up from the declaration, {cases} times for each pair.\n\n\
         *In a new relation* both are there before the relation is. *Upgraded* is a\n\
         relation in which both were of the older version at first; where both are of the\n\
         same version, both were of the version before, and were upgraded one after the\n\
         other, in either order. Where two outcomes are listed, it depends on what is said.\n\n\
         {OUTCOMES}"
    );
    for table in tables {
        let interface = catalogue.iter().find(|one| one.name == table.interface);
        let _ = write!(page, "\n### {}\n\n", table.interface);
        let versions = interface.iter().flat_map(|one| &one.versions);
        let statuses: Vec<String> = versions
            .map(|version| format!("v{} is {}", version.number, version.status))
            .collect();
        let _ = write!(page, "{}.\n\n", statuses.join(", "));
        pairs(&mut page, table);
        markers(&mut page, table);
    }
    future(&mut page, futures);
    page
}

fn pairs(page: &mut String, table: &Table) {
    page.push_str(
        "| provider of | requirer of | the requirer gets | the provider gets \
         | upgraded: the requirer gets | upgraded: the provider gets |\n\
         |---|---|---|---|---|---|\n",
    );
    let cells = |cell: &Cell| [texts(&cell.to_requirer), texts(&cell.to_provider)];
    for pair in &table.pairs {
        let [requirer, provider] = cells(&pair.fresh);
        let upgraded = pair.upgraded.as_ref().map(cells);
        let [upgraded_requirer, upgraded_provider] =
            upgraded.unwrap_or_else(|| ["–", "–"].map(str::to_owned));
        let stays = pair.stays.map_or_else(String::new, |version| {
            format!(" (v{version} is still spoken)")
        });
        let _ = writeln!(
            page,
            "| v{} | v{} | {requirer} | {provider} | {upgraded_requirer}{stays} | {upgraded_provider}{stays} |",
            pair.provider, pair.requirer
        );
    }
}

fn markers(page: &mut String, table: &Table) {
    if table.marked.is_empty() {
        page.push_str("\nNeither side states its version.\n");
        return;
    }
    page.push_str(
        "\n| marker of the | arrives | pairs | what either side gets |\n|---|---|---|---|\n",
    );
    for marked in &table.marked {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            marked.role,
            marked.marker.name(),
            marked.pairs,
            texts(&marked.outcomes)
        );
    }
}

fn texts(outcomes: &BTreeSet<Outcome>) -> String {
    // Whoever happens to have nothing to say breaks nothing.
    let is_silent = |outcome: &&Outcome| outcomes.len() > 1 && **outcome == Outcome::Silent;
    let told = outcomes.iter().filter(|outcome| !is_silent(outcome));
    let texts: Vec<String> = told.map(ToString::to_string).collect();
    texts.join("; ")
}

fn future(page: &mut String, rows: &[Row]) {
    page.push_str(
        "\n## Releases of a version\n\n\
         A released version may still get an optional field, a value of an open enum, and\n\
         keys that nobody declared. Each version of each interface is compared with a\n\
         future of itself in which every databag and every struct has one field more and\n\
         every open enum one value more, and whose writer adds an unknown key. *Forward*:\n\
         what the future writes is read by today's types. *Backward*: what today's charm\n\
         writes is judged by the future declaration. In both directions nothing may be\n\
         missing or wrong, and what is read is the same.\n\n\
         | interface | databags | made up | fields added | values added | forward | backward |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | works | works |",
            row.interface, row.databags, row.cases, row.fields, row.values
        );
    }
}

/// The page is as it is in the documentation.
pub(crate) fn compare(page: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "docs", "skew.md"]
        .iter()
        .collect();
    if std::env::var_os("RELATA_BLESS").is_some() {
        std::fs::write(&path, page).expect("docs/skew.md can be written");
        return;
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/skew.md shows another outcome; if the new one is right, set RELATA_BLESS=1"
    );
}
