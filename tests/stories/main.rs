//! All stories, one binary.

mod spine;
