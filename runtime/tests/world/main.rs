//! The miniature Juju does what Juju does. Each test is named after the section of
//! the description of Juju's behaviour that it holds, and the fact.

#![cfg(feature = "testing")]

mod rig;
mod robust;
mod s1_process;
mod s2_addressing;
mod s3_relations;
mod s3_writing;
mod s4_actions;
mod s4_keeping;
mod s4_tools;
mod s6_reading;
mod s6_secret_hooks;
mod s6_secrets;
mod s7_environment;
mod s8_transactions;
mod s9_endings;
mod s9_lifecycle;
mod s9_scheduler;
mod schedules;
mod setup;
