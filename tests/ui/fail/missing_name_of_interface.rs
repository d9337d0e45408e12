//! Half-typed: an interface without a name.

relata::interface! {
    /// One interface.
    interface {
        version v0 (draft);
    }
}

fn main() {}
