//! Data that tests and benchmarks make for themselves.

/// A text of the size and shape of a PEM certificate, different for every
/// `seed`.
///
/// ```
/// assert!(relata_tests::made::certificate(1).starts_with("-----BEGIN CERTIFICATE-----\n"));
/// assert_ne!(relata_tests::made::certificate(1), relata_tests::made::certificate(2));
/// ```
pub fn certificate(seed: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // A linear congruential generator: the letters only have to differ.
    let mut state = seed as u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 58) as usize])
    };
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for _ in 0..20 {
        text.extend((0..64).map(|_| next()));
        text.push('\n');
    }
    text + "-----END CERTIFICATE-----\n"
}
