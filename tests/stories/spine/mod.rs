//! The spine: real records in, a lawful and provable file out (issue A).

mod ledger_story;
mod office;
mod tampering;
