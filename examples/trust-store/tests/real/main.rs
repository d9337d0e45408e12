//! The charm with the real `update-ca-certificates`, in a root folder of its own.
//! What counts is what `openssl verify` says.

mod authority;
mod killed;
mod trusting;
