//! Wiring only: every verb of the xinheng command, callable from tests and benches.

pub mod backup;
pub mod city;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod doctor;
pub mod erase;
pub mod exit;
pub mod followers;
pub mod generate;
pub mod keys;
pub mod law;
mod metrics;
pub mod place;
pub mod rebuild;
pub mod serve;
pub mod verbs;
pub mod version;
pub mod webhooks;
