//! Prints a `juju show-unit` document of as many units as asked for:
//!
//! ```sh
//! cargo run --release -p relata-cli --example fleet -- 1000 > /tmp/fleet.yaml
//! /usr/bin/time -v target/release/relata check /tmp/fleet.yaml
//! ```

#[path = "../tests/common/fleet.rs"]
mod fleet;

fn main() {
    let units = std::env::args().nth(1).and_then(|count| count.parse().ok());
    print!("{}", fleet::document(units.unwrap_or(1000)));
}
