//! What surrounds a page: the site, the display mode, the address asked for and the request's id.
//!
//! `Web` is made once by the application (with its secret: no randomness is drawn here); `Frame` is taken by
//! every handler that shows a page.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Html;
use minijinja::{Value, context};

use crate::headers::RequestIds;
use crate::page::{Page, Template, as_value};
use crate::paging::Cursors;
use crate::problem::Problem;
use crate::renderer::{RenderFault, Renderer};
use crate::{Language, Mode, SiteConfig, language, privacy};

/// The web house of one running server; cheap to clone.
#[derive(Debug, Clone)]
pub struct Web(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    site: SiteConfig,
    renderer: Renderer,
    cursors: Cursors,
    ids: RequestIds,
}

impl Web {
    /// Made once at start. `secret` signs cursors and must be the same on all nodes and after restarts;
    /// `started` (Unix microseconds) keeps request ids of successive runs apart.
    #[must_use]
    pub fn new(site: SiteConfig, secret: &[u8; 32], started: i64) -> Web {
        let (cursors, ids) = (Cursors::new(secret), RequestIds::new(secret, started));
        Web(Arc::new(Inner { site, renderer: Renderer::new(), cursors, ids }))
    }

    /// The site as configured.
    #[must_use]
    pub fn site(&self) -> &SiteConfig {
        &self.0.site
    }

    /// The signer of page cursors.
    #[must_use]
    pub fn cursors(&self) -> &Cursors {
        &self.0.cursors
    }

    pub(crate) fn ids(&self) -> &RequestIds {
        &self.0.ids
    }
}

/// One request's surroundings: an extractor for every handler that shows a page.
#[derive(Debug, Clone)]
pub struct Frame {
    web: Option<Web>,
    mode: Mode,
    language: Language,
    path: String,
    query: String,
    request_id: String,
}

impl Frame {
    /// A frame outside a request, for samples and previews.
    #[must_use]
    pub fn preview(web: &Web, mode: Mode, path: &str) -> Frame {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (path, query) = (path.to_owned(), query.to_owned());
        let (language, request_id) = (Language::Chinese, "0000-0000-0000".to_owned());
        Frame { web: Some(web.clone()), mode, language, path, query, request_id }
    }

    /// The same frame in a language.
    #[must_use]
    pub fn speaking(mut self, language: Language) -> Frame {
        self.language = language;
        self
    }

    pub(crate) fn of(web: &Web, parts: &Parts, request_id: String) -> Frame {
        // The layout's links repeat the address asked for.
        let uri = language::without_choice(&parts.uri);
        let uri = uri.as_ref().unwrap_or(&parts.uri);
        let path = privacy::address(uri.path()).into_owned();
        let query = privacy::address(uri.query().unwrap_or_default()).into_owned();
        let (mode, language) = (Mode::of(&parts.headers), Language::of(&parts.headers, &parts.uri));
        Frame { web: Some(web.clone()), mode, language, path, query, request_id }
    }

    /// The request's id, as in the log and in `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The language of the answer.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Renders a page for this request.
    ///
    /// # Errors
    /// A 500 problem when the template fails; the cause is logged once with the request's id.
    pub fn show<P: Page>(&self, page: &P) -> Result<Html<String>, Problem> {
        self.render(P::TEMPLATE, as_value(page)).map(Html).map_err(Problem::internal)
    }

    /// Renders a template with its already serialised page.
    ///
    /// # Errors
    /// A [`RenderFault`] when the template is wrong or the page lacks a name it uses.
    pub fn render(&self, template: Template, page: Value) -> Result<String, RenderFault> {
        let Some(web) = &self.web else { return Ok(String::new()) };
        let here =
            if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) };
        let context = context! {
            site => as_value(&web.0.site),
            mode => as_value(&self.mode.view()),
            language => as_value(&self.language.view(&here)),
            path => &self.path,
            here => here,
            request_id => &self.request_id,
            page => page,
        };
        web.0.renderer.render(template, context, self.language)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Frame, Infallible> {
        let known = parts.extensions.get::<Frame>().cloned();
        Ok(known.unwrap_or_else(|| Frame {
            web: None,
            mode: Mode::of(&parts.headers),
            language: Language::of(&parts.headers, &parts.uri),
            path: privacy::address(parts.uri.path()).into_owned(),
            query: String::new(),
            request_id: String::new(),
        }))
    }
}

#[cfg(test)]
mod tests;
