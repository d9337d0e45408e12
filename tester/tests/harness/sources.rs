//! Charms as they lie in a repository.

use crate::{PROVIDES, folder, stage, write_script};
use relata::testing::HookEvent;
use relata_tester::{CharmDir, HookRun};
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use zip::write::SimpleFileOptions;

fn install(charm: &Path) -> HookRun {
    let charm = CharmDir::load(charm).expect("a charm");
    let mut stage = stage();
    stage.deploy("app", &charm, 1).expect("deployed");
    let unit = relata::UnitName::new("app/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook")
}

fn metadata(charm: &Path, text: &str) {
    fs::create_dir_all(charm).expect("a folder");
    fs::write(charm.join("metadata.yaml"), text).expect("metadata");
}

#[test]
fn links_to_what_charms_share_become_what_they_lead_to() {
    let repository = folder();
    let path = repository.path().join("charms/one");
    metadata(&path, &format!("name: one\n{PROVIDES}"));
    fs::create_dir_all(repository.path().join("common")).expect("a folder");
    fs::write(repository.path().join("common/word"), "shared").expect("a file");
    symlink("../../common", path.join("lib")).expect("a link");
    symlink("lib/word", path.join("own")).expect("a link");
    symlink("nowhere", path.join("broken")).expect("a link");
    let script = "cat lib/word; [ -L lib ] || echo ' copied'; [ -L own ] && cat own";
    write_script(&path.join("dispatch"), script);
    let run = install(&path);
    assert_eq!(run.stdout, "shared copied\nshared", "{run:?}");
}

#[test]
fn a_link_that_leads_to_where_it_is_would_never_end() {
    let repository = folder();
    let path = repository.path().join("one");
    metadata(&path, "name: one\n");
    write_script(&path.join("dispatch"), "exit 0");
    fs::create_dir_all(repository.path().join("a")).expect("a folder");
    fs::create_dir_all(repository.path().join("b")).expect("a folder");
    symlink("../b", repository.path().join("a/b")).expect("a link");
    symlink("../a", repository.path().join("b/a")).expect("a link");
    for target in ["..", "/", "../a"] {
        symlink(target, path.join("loop")).expect("a link");
        let charm = CharmDir::load(&path).expect("a charm");
        let mut stage = stage();
        stage.deploy("one", &charm, 1).expect("deployed");
        let unit = relata::UnitName::new("one/0").expect("a name");
        let told = stage
            .dispatch(&unit, HookEvent::Install)
            .expect_err(target)
            .to_string();
        assert!(told.contains("which would never end"), "{told}");
        fs::remove_file(path.join("loop")).expect("a link");
    }
}

#[test]
fn hooks_may_be_links_to_one_program() {
    let repository = folder();
    let path = repository.path().join("old");
    metadata(&path, "name: old\n");
    write_script(&path.join("bin/all"), "echo \"ran $(basename \"$0\")\"");
    fs::create_dir_all(path.join("hooks")).expect("a folder");
    symlink("../bin/all", path.join("hooks/install")).expect("a link");
    symlink("install", path.join("hooks/start")).expect("a link");
    let run = install(&path);
    assert_eq!(run.stdout, "ran install\n", "{run:?}");
}

#[test]
fn everything_that_charmcraft_knows_may_stand_in_its_file() {
    let repository = folder();
    let path = repository.path().join("one");
    fs::create_dir_all(&path).expect("a folder");
    let project = "type: charm\nname: one\nsummary: One\ndescription: |\n  Of many\n\
        base: ubuntu@24.04\nplatforms: {amd64: null}\n\
        parts: {charm: {plugin: charm, source: .}}\n\
        assumes: [k8s-api, {any-of: [juju >= 3.1, juju < 3]}]\n\
        containers: {web: {resource: image, mounts: [{storage: data, location: /data}]}}\n\
        resources: {image: {type: oci-image}}\n\
        storage: {data: {type: filesystem, multiple: {range: 0-}}}\n\
        charm-libs: [{lib: a.b, version: '1'}]\n\
        links: {source: [https://example.com]}\n\
        provides: {web: {interface: http, optional: true, limit: 2}}\n\
        peers: {others: {interface: one_peers}}\n\
        config: {options: {port: {type: int, default: 80}}}\n\
        actions: {backup: {description: Copy, params: {to: {type: string}}}}\n";
    fs::write(path.join("charmcraft.yaml"), project).expect("a project");
    let script = "config-get port; cat metadata.yaml config.yaml actions.yaml | tr -d ' \\n'; \
                  echo; echo \"machine: $JUJU_MACHINE_ID\"; [ -e /charm/containers/web ] || echo alone";
    write_script(&path.join("dispatch"), script);
    let run = install(&path);
    for part in [
        "80\n",
        "\"containers\":{\"web\":",
        "\"options\":{\"port\":",
        "\"backup\":{",
        "machine: \n",
        "alone\n",
    ] {
        assert!(run.stdout.contains(part), "{part}: {run:?}");
    }
    assert!(!run.stdout.contains("parts"), "{run:?}");
    let charm = CharmDir::load(&path).expect("a charm");
    let endpoints: Vec<&str> = charm.charm().endpoints().map(|(name, _)| name).collect();
    assert_eq!(endpoints, ["others", "web"]);
    assert_eq!(charm.charm().actions().collect::<Vec<_>>(), ["backup"]);
}

#[test]
fn metadata_that_juju_would_not_take_is_told_in_one_line() {
    for (text, part) in [
        ("", "it states no `name`"),
        ("name: 7\n", "it states no `name`"),
        ("name: ../../etc\n", "is no charm's name"),
        ("name: One\n", "is no charm's name"),
        ("name: one\nprovides: [web]\n", "`provides` is no mapping"),
        (
            "name: one\nprovides: {web: {}}\n",
            "provides.web: no `interface`",
        ),
        (
            "name: one\nprovides: {web: {interface: a}}\nrequires: {web: {interface: a}}\n",
            "requires.web: there is a provider of this name already",
        ),
        (
            "name: one\nsubordinate: true\n",
            "needs an endpoint with `scope: container`",
        ),
        ("name: one\nname: [\n", "metadata.yaml"),
        ("name: one\n  two: three\n", "metadata.yaml"),
    ] {
        refused("metadata.yaml", text, part);
    }
    refused("config.yaml", "options: [a]\n", "config.yaml");
    refused("config.yaml", "options: {\n", "config.yaml");
    refused("actions.yaml", "- a\n", "actions.yaml");
    for (text, part) in [
        (
            "confg: {}\n",
            "line 1, column 1: unknown key `confg`; did you mean `config`?",
        ),
        (
            "relations:\n  - {endpont: a}\n",
            "line 2, column 6: unknown key `endpont`",
        ),
        ("hook_limit: soon\n", "line 1"),
        ("environment: {JUJU_UNIT_NAME: x}\n", "is Juju's to say"),
        ("environment: {'a=b': x}\n", "is no name of a variable"),
    ] {
        refused("relata-test.yaml", text, part);
    }
}

/// A charm that is fine but for this file.
#[track_caller]
fn refused(file: &str, text: &str, part: &str) {
    let repository = folder();
    let path = repository.path().join("one");
    metadata(&path, "name: one\n");
    write_script(&path.join("dispatch"), "exit 0");
    CharmDir::load(&path).expect("a charm");
    fs::write(path.join(file), text).expect("a file");
    let told = CharmDir::load(&path).expect_err(text).message;
    assert!(
        told.contains(part) && !told.contains('\n'),
        "{text}: {told}"
    );
    assert!(told.contains(file), "{text}: {told}");
}

/// A packed charm with these files; a target makes one a link.
fn pack(path: &Path, files: &[(&str, &str, Option<u32>)]) {
    let mut archive = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    for (name, text, mode) in files {
        let options = SimpleFileOptions::default();
        let done = match mode {
            Some(mode) => archive
                .start_file(*name, options.unix_permissions(*mode))
                .and_then(|()| Ok(archive.write_all(text.as_bytes())?)),
            None => archive.add_symlink(*name, *text, options),
        };
        done.expect("an entry");
    }
    archive.finish().expect("an archive");
}

const PACKED: (&str, &str, Option<u32>) = ("metadata.yaml", "name: one\n", Some(0o644));

#[test]
fn a_packed_charm_is_unpacked_for_as_long_as_it_is_needed() {
    let place = folder();
    let path = place.path().join("one_amd64.charm");
    let script = "#!/bin/sh\ncat src/word; cat \"$EXTRA\"; [ -x src/word ] || echo no program";
    pack(
        &path,
        &[
            PACKED,
            ("bin/main", script, Some(0o755)),
            ("src/word", "packed\n", Some(0o644)),
            ("dispatch", "bin/main", None),
        ],
    );
    fs::write(place.path().join("extra"), "beside\n").expect("a file");
    let setup = "environment: {EXTRA: '{charm}/extra'}\nfiles: {more: extra}\n";
    fs::write(place.path().join("relata-test.yaml"), setup).expect("a file");
    let run = install(&path);
    assert_eq!(run.stdout, "packed\nbeside\nno program\n", "{run:?}");
    let charm = CharmDir::load(&path).expect("a charm");
    let unpacked = charm.folder().to_owned();
    assert!(unpacked.join("dispatch").exists());
    drop(charm);
    assert!(!unpacked.exists());
}

#[test]
fn an_archive_that_leads_out_of_itself_is_no_charm() {
    let place = folder();
    let path = place.path().join("one.charm");
    for (file, part) in [
        (("../outside", "x", Some(0o644)), "leads out of the charm"),
        (("link", "../..", None), "this link leads out of the charm"),
        (("link", "/etc", None), "this link leads out of the charm"),
    ] {
        pack(
            &path,
            &[PACKED, ("dispatch", "#!/bin/sh\n", Some(0o755)), file],
        );
        let told = CharmDir::load(&path).expect_err(part).message;
        assert!(told.contains(part) && told.contains(file.0), "{told}");
    }
    assert!(!place.path().join("outside").exists());
    for bytes in [&b""[..], b"no archive", b"PK\x03\x04"] {
        fs::write(&path, bytes).expect("a file");
        let told = CharmDir::load(&path).expect_err("no archive").message;
        assert!(
            told.contains("`charmcraft pack` wrote") && !told.contains('\n'),
            "{told}"
        );
    }
}
