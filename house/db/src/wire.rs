//! The way to a PostgreSQL: a socket file of this machine, or a network address.
//!
//! COPY sends its rows and then, in a packet of its own, that they have ended. sqlx 0.9 leaves Nagle's algorithm on,
//! so on a network that packet waits until the other side has confirmed the rows, up to 40 ms: measured, COPY
//! halves the rows a second there, and on a socket file it gains half (decision 0023).

use sqlx::postgres::PgConnectOptions;

/// The way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// A socket file: `?host=/run/postgresql`.
    Socket,
    /// A host and a port.
    Network,
}

impl Wire {
    pub(crate) fn of(options: &PgConnectOptions) -> Wire {
        if options.get_socket().is_some() { Wire::Socket } else { Wire::Network }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use super::*;

    #[test]
    fn a_folder_is_a_socket_and_a_name_is_a_network() {
        for (url, wanted) in [
            ("postgres://x@localhost:5433/db?host=/run/postgresql", Wire::Socket),
            ("postgres://x@%2Frun%2Fpostgresql/db", Wire::Socket),
            ("postgres://x@localhost/db", Wire::Network),
            ("postgres://x@[::1]:5432/db", Wire::Network),
        ] {
            let options = PgConnectOptions::from_str(url).unwrap();
            assert_eq!(Wire::of(&options), wanted, "{url}");
        }
    }
}
