//! The description of the API is a file of the repository, so that a change of it is seen in review.

use std::path::Path;

use crate::shop::plain;

/// Writes the file anew instead of comparing it.
const ANEW: &str = "UPDATE_EXPECT";

#[test]
fn the_api_is_described_as_in_the_repository() {
    let said = plain(&["openapi"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    if std::env::var_os(ANEW).is_some() {
        std::fs::write(&file, &said.out).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let first = said.out.lines().zip(kept.lines()).position(|(now, then)| now != then);
    assert!(
        said.out == kept,
        "docs/api/openapi.json is not what `xinheng openapi` says (first at line {}); look at the \
         difference, then run\n  {ANEW}=1 cargo test -p xinheng --test verbs described",
        first.map_or(kept.lines().count(), |line| line) + 1
    );
}
