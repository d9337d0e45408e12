//! Databags made from the examples of a declaration.
