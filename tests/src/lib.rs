//! What holds across the crates of Relata. The tests are in `tests`, the
//! benchmarks in `benches`; this library holds what several of them share.

pub mod made;
pub mod measured;
