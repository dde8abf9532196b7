//! All stories, one binary.
