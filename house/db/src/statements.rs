//! Statements as named constants, so that one test prepares them all on both engines.
//!
//! One `statements!` and one `split!` a module. A `split!` is a fence: their number is a golden file.

/// Named statements, each with a doc line that says the question it answers.
///
/// Makes `pub const NAME: &str` for each and `pub const ALL: &[(&str, &str)]`.
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$meta])* pub const $name: &str = $text;)*
        /// Every statement of this module by its name.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Statements that cannot be said alike: `split! { NAME = sqlite: "…", postgres: "…"; }`.
///
/// Makes `pub const NAME: Split` for each and `pub const FENCED: &[(&str, Split)]`.
#[macro_export]
macro_rules! split {
    ($($(#[$meta:meta])* $name:ident = sqlite: $sqlite:expr, postgres: $postgres:expr $(,)?;)*) => {
        $($(#[$meta])* pub const $name: $crate::Split =
            $crate::Split { sqlite: $sqlite, postgres: $postgres };)*
        /// Every fenced statement of this module by its name.
        pub const FENCED: &[(&str, $crate::Split)] = &[$((stringify!($name), $name)),*];
    };
}
