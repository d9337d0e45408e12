//! Both charms with a real LXD daemon: what counts is what LXD says to whoever comes
//! with the certificate.

mod client;
mod daemon;
mod scene;
mod sharing;
