//! The page that lists all interfaces is what the declarations say.

use relata::spec::export::catalogue_page;
use relata_interfaces::catalogue;
use std::fs;
use std::path::Path;

#[test]
fn the_catalogue_page_is_fresh() {
    let page = catalogue_page(&catalogue(), &|interface| {
        format!("../interfaces/src/{}.rs", interface.name.replace('-', "_"))
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/catalogue.md");
    if std::env::var_os("RELATA_BLESS").is_some() {
        fs::write(&path, page).expect("the page is writable");
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/catalogue.md is stale; run \
         `RELATA_BLESS=1 cargo test -p relata-interfaces --features all --test catalogue`"
    );
}

#[test]
fn every_interface_stands_on_the_page() {
    let page = catalogue_page(&catalogue(), &|interface| interface.name.clone());
    for interface in catalogue() {
        let row = format!("| [`{0}`]({0}) |", interface.name);
        assert!(page.contains(&row), "{}", interface.name);
    }
    let (shared, internal) = page
        .split_once("## Project-internal interfaces")
        .expect("some are internal");
    for interface in catalogue() {
        let row = format!("| [`{0}`]({0}) |", interface.name);
        assert_eq!(internal.contains(&row), interface.internal, "{row}");
        assert_eq!(shared.contains(&row), !interface.internal, "{row}");
    }
}
