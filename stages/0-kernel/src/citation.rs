//! A place in an instrument of law: which source, which article. The policy stage renders it as 《…》.

use serde::{Deserialize, Serialize};

/// Source and article. Empty article means the source as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// The identifier of the source in the release, for instance `ndrc-36`.
    pub source: String,
    /// The article, clause or item in it, for instance `第十条`.
    pub article: String,
}

impl Citation {
    /// Names a source and an article in it.
    pub fn new(source: impl Into<String>, article: impl Into<String>) -> Self {
        Self { source: source.into(), article: article.into() }
    }
}
