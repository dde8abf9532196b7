//! The API's description and its router from the same attributes: path and method of a route are those that
//! `#[utoipa::path]` states, so neither can say what the other does not do.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use utoipa::openapi::path::{HttpMethod, Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Content, OpenApi, Ref, RefOr};
use utoipa::{Modify, PartialSchema, ToSchema};

use crate::Problem;

const PROBLEM_JSON: &str = "application/problem+json";

/// Routes under construction, with their list.
#[derive(Debug)]
pub struct Served<S> {
    router: Router<S>,
    list: Vec<String>,
}

impl<S: Clone + Send + Sync + 'static> Default for Served<S> {
    fn default() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Served<S> {
    /// Adds the handler where its description says.
    #[must_use]
    pub fn at<P: utoipa::Path, H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.add::<P>(|filter| on(filter, handler))
    }

    /// The same for a body of at most `body_max` bytes.
    #[must_use]
    pub fn taking<P: utoipa::Path, H: Handler<T, S>, T: 'static>(self, handler: H, body_max: usize) -> Self {
        self.add::<P>(|filter| on(filter, handler).layer(DefaultBodyLimit::max(body_max)))
    }

    fn add<P: utoipa::Path>(mut self, route: impl FnOnce(MethodFilter) -> MethodRouter<S>) -> Self {
        let (path, methods) = (P::path(), P::methods());
        self.list.extend(methods.iter().map(|method| format!("{} {path}", name(method))));
        let filter = methods.iter().map(filter).reduce(MethodFilter::or);
        if let Some(filter) = filter {
            self.router = self.router.route(&path, route(filter));
        }
        self
    }

    /// The routes.
    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// What only one of the two lists has; empty when everything served is described and the other way round.
    #[must_use]
    pub fn differences(&self, document: &OpenApi) -> Vec<String> {
        let described = described(document);
        let only = |what: &str, here: &[String], there: &[String]| -> Vec<String> {
            here.iter().filter(|one| !there.contains(one)).map(|one| format!("{what}: {one}")).collect()
        };
        let mut out = only("not described", &self.list, &described);
        out.extend(only("not served", &described, &self.list));
        out
    }
}

/// Every method and path of a description: `GET /api/v1/subjects`.
#[must_use]
pub fn described(document: &OpenApi) -> Vec<String> {
    let mut out = Vec::new();
    for (path, item) in &document.paths.paths {
        out.extend(operations(item).into_iter().map(|(method, _)| format!("{method} {path}")));
    }
    out
}

fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        _ => "GET",
    }
}

fn filter(method: &HttpMethod) -> MethodFilter {
    match method {
        HttpMethod::Post => MethodFilter::POST,
        HttpMethod::Put => MethodFilter::PUT,
        HttpMethod::Patch => MethodFilter::PATCH,
        HttpMethod::Delete => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    }
}

/// What all operations have in common: the token, and problems as the answer to every error.
#[derive(Debug, Clone, Copy)]
pub struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_with(Components::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("xh_…");
        let words = "写入接口的令牌，由 xinheng admin token new 发给；可以设期限，可以作废";
        let bearer = SecurityScheme::Http(bearer.description(Some(words)).build());
        components.add_security_scheme("token", bearer);
        components.schemas.insert(Problem::name().into_owned(), Problem::schema());
        let mut more = Vec::new();
        Problem::schemas(&mut more);
        components.schemas.extend(more);
        for item in document.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post, &mut item.put, &mut item.delete] {
                operation.iter_mut().for_each(problems);
            }
        }
    }
}

/// Every error of an operation is answered with a problem.
fn problems(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let (true, RefOr::T(response)) = (status.starts_with(['4', '5']), response) {
            let problem = Content::new(Some(Ref::from_schema_name(Problem::name())));
            response.content.insert(PROBLEM_JSON.to_owned(), problem.into());
        }
    }
}
