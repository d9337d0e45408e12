//! What is released stays as it is.
#![cfg(feature = "command")]

#[test]
fn nothing_released_breaks() {
    let interfaces = [hello_interface::greeting::model()];
    if let Err(report) = relata_cli::frozen(&interfaces, "frozen") {
        panic!("{report}");
    }
}
