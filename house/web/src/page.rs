//! The page registry: a page is a struct, a template beside its handler, and samples.
//!
//! ```text
//! /// 异议处理页
//! #[derive(Serialize)]
//! pub struct ObjectionPage { case: CaseView, actions: Vec<ActionView> }
//! page!(ObjectionPage, "objection.html", samples = [open(), overdue(), closed()]);
//! ```
//! One test of each desk renders all its pages with all their samples and holds them against
//! [`crate::check`].

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

/// Where a page's template is, and its text as compiled in.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Unique name ending in `.html`, so that escaping is on.
    pub name: &'static str,
    /// The Rust file that declares the page, relative to the workspace: the template lies beside it.
    pub beside: &'static str,
    /// File name of the template.
    pub file: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// What a handler shows: a typed page with its template.
pub trait Page: Serialize + Sized {
    /// The page's template.
    const TEMPLATE: Template;

    /// Named samples: the states the page can be in.
    fn samples() -> Vec<Sample<Self>>;
}

/// One state of a page, for tests, previews and browser checks.
#[derive(Debug, Clone)]
pub struct Sample<P> {
    /// The state's name, in snake case.
    pub name: &'static str,
    /// The page in that state.
    pub page: P,
}

/// A page of any type with its samples, for the one test that renders them all.
#[derive(Debug, Clone)]
pub struct AnyPage {
    /// Name of the page struct.
    pub name: &'static str,
    /// Its template.
    pub template: Template,
    /// State name and serialised page.
    pub samples: Vec<(&'static str, Value)>,
}

impl AnyPage {
    /// Gathers the samples of one page type.
    #[must_use]
    pub fn of<P: Page>(name: &'static str) -> AnyPage {
        let samples = P::samples();
        let samples = samples.iter().map(|one| (one.name, as_value(&one.page))).collect();
        AnyPage { name, template: P::TEMPLATE, samples }
    }
}

/// A serialisable value as the templates see it.
pub(crate) fn as_value(value: &impl Serialize) -> Value {
    Value::from(Serde(value))
}

/// Declares a page: its struct, its template beside this file, and its samples.
#[macro_export]
macro_rules! page {
    ($page:ident, $file:literal, samples = [$($sample:ident()),+ $(,)?]) => {
        impl $crate::Page for $page {
            const TEMPLATE: $crate::Template = $crate::Template {
                name: concat!(module_path!(), "/", $file),
                beside: file!(),
                file: $file,
                source: include_str!($file),
            };

            fn samples() -> Vec<$crate::Sample<Self>> {
                vec![$($crate::Sample { name: stringify!($sample), page: $sample() }),+]
            }
        }
    };
}
