//! Every rule of evolution, with changes that break it and changes that do not.

mod any_two;
mod collections;
mod constraints;
mod documentation;
mod encodings;
mod expectations;
mod names;
mod options;
mod presence;
mod secrets;
mod support;
mod together;
mod types;
mod versions;
