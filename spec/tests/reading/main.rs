//! Reading databags, values and frozen specifications.

mod bag;
mod json;
mod models;
mod properties;
mod safety;
mod value;
mod wire;
