//! Wiring only: every verb of the xinheng command, callable from tests.
