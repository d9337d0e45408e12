//! A catalogue that is shared out over machines, and put together again.

use crate::{GOOD, Place, list, matrix};
use serde_json::{Value as Json, json};

fn four() -> (Place, String) {
    let place = Place::new();
    for name in ["one", "two", "three"] {
        place.charm(name, GOOD);
    }
    place.bad_charm("bad");
    let lists = place.write(
        "interface.yaml",
        &list(
            "  - {name: one, path: one, url: https://example.com/one, branch: main}\n  \
             - {name: two, path: two}\n  - {name: three, path: three}\n  \
             - {name: far, url: https://example.com/far}\n  - {name: bad, path: bad}\n",
        ),
    );
    (place, lists)
}

#[test]
fn the_parts_are_the_whole() {
    let (place, lists) = four();
    let whole = matrix(&[&lists, "--format", "json"]);
    let part = |n: u32| place.text(&format!("part-{n}.json"));
    let codes: Vec<i32> = (1..=3)
        .map(|n| matrix(&[&lists, "--shard", &format!("{n}/3"), "--json", &part(n)]).code)
        .collect();
    // bad and two, one, three.
    assert_eq!(codes, [1, 0, 0]);
    let merged = matrix(&["--merge", &part(1), &part(2), &part(3), "--format", "json"]);
    assert_eq!((merged.code, &merged.stdout), (1, &whole.stdout));
    let fine = matrix(&[
        "--merge",
        &part(2),
        &part(3),
        "--markdown",
        &place.text("m.md"),
    ]);
    assert_eq!(fine.code, 0, "{fine:?}");
    assert!(
        fine.stdout.contains("2 results: 2 passed, 0 failed"),
        "{fine:?}"
    );
    assert!(place.path("m.md").exists());
}

#[test]
fn the_matrix_of_a_job_has_a_part_for_each_charm_or_as_many_as_wanted() {
    let (_place, lists) = four();
    let said = matrix(&[&lists, "--github-matrix"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.stdout.lines().count(), 1);
    let shards: Vec<Json> = (said.json()["include"].as_array().expect("a list").iter())
        .map(|part| part["shard"].clone())
        .collect();
    assert_eq!(shards, ["1/4", "2/4", "3/4", "4/4"]);
    let said = matrix(&[&lists, "--github-matrix=2"]);
    assert_eq!(
        said.json(),
        json!({"include": [
            {"name": "bad, three", "shard": "1/2", "charms": [{"name": "bad"}, {"name": "three"}]},
            {"name": "one, two", "shard": "2/2", "charms": [
                {"name": "one", "url": "https://example.com/one", "branch": "main"},
                {"name": "two"},
            ]},
        ]})
    );
    // Whoever fetches the charms can fetch the fifth, too.
    let said = matrix(&[&lists, "--github-matrix", "--checkouts", "charms"]);
    assert_eq!(said.json()["include"].as_array().map(Vec::len), Some(5));
    for wrong in [
        "--github-matrix=0",
        "--github-matrix=257",
        "--github-matrix=x",
    ] {
        assert_eq!(matrix(&[&lists, wrong]).code, 2, "{wrong}");
    }
}

#[test]
fn a_charm_passes_only_where_it_passes_in_every_part() {
    let place = Place::new();
    let part = |name: &str, passed: bool| {
        let text = json!({"s3": {"v1": {"provider": {}, "requirer": {"app": passed}}}});
        place.write(name, &text.to_string())
    };
    let (yes, no) = (part("yes.json", true), part("no.json", false));
    for order in [[&yes, &no], [&no, &yes]] {
        let said = matrix(&["--merge", order[0], order[1], "--format", "json"]);
        assert_eq!(said.code, 1);
        assert_eq!(said.json()["s3"]["v1"]["requirer"]["app"], json!(false));
    }
    let said = matrix(&["--merge", &yes, &yes]);
    assert_eq!(said.code, 0);
}

#[test]
fn what_is_no_result_is_not_merged() {
    let place = Place::new();
    for text in [
        "",
        "[]",
        "{\"s3\": true}",
        "{\"s3\": {\"1\": {}}}",
        "{\"s3\": {\"v1\": {\"consumer\": {}}}}",
        "{\"s3\": {\"v1\": {\"requirer\": {\"app\": \"yes\"}}}}",
    ] {
        let file = place.write("part.json", text);
        let said = matrix(&["--merge", &file]);
        assert_eq!(said.code, 2, "{text}: {said:?}");
        assert!(
            said.line().contains("holds no results of `relata matrix`"),
            "{said:?}"
        );
    }
    let nothing = place.write("nothing.json", "{\"s3\": {\"v1\": {}}}");
    assert_eq!(matrix(&["--merge", &nothing]).code, 3);
    assert_eq!(matrix(&["--merge", &nothing, "--shard", "1/2"]).code, 2);
    assert_eq!(matrix(&["--merge"]).code, 2);
}
