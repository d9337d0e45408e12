//! A charm and Juju, with stub hook tools that count.

mod interfaces;
mod stub;

mod announcing;
mod calls;
mod events;
mod faults;
mod peers;
mod processes;
mod relations;
mod secrets;
mod small_tools;
mod statuses;
mod stdin;
mod whole_process;
