//! What is served is described, and what is described is served.

use super::*;

#[test]
fn the_description_and_the_router_are_one_list() {
    assert_eq!(served().differences(&openapi()), Vec::<String>::new());
    assert_eq!(openapi().paths.paths.len(), 11);
    assert_eq!(super::webhooks::served().differences(&webhook_openapi()), Vec::<String>::new());
    assert_eq!(webhook_openapi().paths.paths.len(), 7);
}

#[test]
fn a_page_says_how_it_goes_on() {
    let document = serde_json::to_value(openapi()).unwrap();
    for list in [
        "/api/v1/subjects",
        "/api/v1/subjects/{uscc}/records",
        "/api/v1/quality",
        "/api/v1/catalogue",
        "/api/v1/obligations",
    ] {
        assert!(document["paths"][list]["get"]["responses"]["200"]["headers"]["Link"].is_object(), "{list}");
    }
    let problem = &document["paths"]["/api/v1/subjects"]["get"]["responses"]["400"]["content"];
    assert_eq!(problem["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem");
    assert!(document["components"]["schemas"]["Problem"]["properties"]["instance"].is_object());
}
