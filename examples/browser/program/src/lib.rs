//! The checker as a program that a browser runs.
