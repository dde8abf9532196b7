//! What is served is described, and what is described is served.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;

use super::*;

#[test]
fn the_description_and_the_router_are_one_list() {
    assert_eq!(served().differences(&openapi()), Vec::<String>::new());
    assert_eq!(openapi().paths.paths.len(), 8);
}

#[test]
fn every_writing_route_asks_for_a_token_and_takes_a_key() {
    for (path, item) in openapi().paths.paths {
        for operation in [item.get, item.post.clone()].into_iter().flatten() {
            assert!(operation.security.is_some(), "{path}");
            let problem = |status: &str| operation.responses.responses.contains_key(status);
            assert!(problem("401") && problem("403"), "{path}");
        }
        let Some(post) = item.post else { continue };
        let named = post.parameters.unwrap_or_default();
        let key = |one: &RefOr<Parameter>| matches!(one, RefOr::T(one) if one.name == "Idempotency-Key");
        assert!(named.iter().any(key), "{path}");
        assert!(post.responses.responses.contains_key("409"), "{path}");
    }
}
