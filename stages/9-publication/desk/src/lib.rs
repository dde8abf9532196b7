//! The portal and the public API.

pub mod pages;
