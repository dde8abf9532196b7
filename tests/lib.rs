//! What the stories share: fictional organisations, servers, both databases.
