//! The three column types of the house as bound values.
//!
//! `TEXT`, `BIGINT`, `BYTEA` and nothing else (style.md §2): a date is ISO text, money is fen, a flag is
//! 0 or 1. An absent value keeps its type, for an untyped null is an error on PostgreSQL.

/// One bound value. Ordered and hashed, so that lists of keys can be sorted and made unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A text, or a null in a `TEXT` column.
    Text(Option<String>),
    /// A whole number, or a null in a `BIGINT` column.
    Int(Option<i64>),
    /// Bytes, or a null in a `BYTEA` column.
    Bytes(Option<Vec<u8>>),
}

/// Makes a `Vec<Value>`: `values![subject, 3, None::<String>]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { Vec::<$crate::Value>::from([$($crate::Value::from($value)),*]) };
}

macro_rules! from {
    ($($ty:ty => $variant:ident, |$x:ident| $make:expr;)*) => { $(
        impl From<$ty> for Value {
            fn from($x: $ty) -> Value { Value::$variant(Some($make)) }
        }
        impl From<Option<$ty>> for Value {
            fn from(value: Option<$ty>) -> Value { Value::$variant(value.map(|$x| $make)) }
        }
    )* };
}

from! {
    &str => Text, |x| x.to_owned();
    String => Text, |x| x;
    &String => Text, |x| x.clone();
    i64 => Int, |x| x;
    i32 => Int, |x| i64::from(x);
    u32 => Int, |x| i64::from(x);
    u16 => Int, |x| i64::from(x);
    u8 => Int, |x| i64::from(x);
    bool => Int, |x| i64::from(x);
    Vec<u8> => Bytes, |x| x;
    &Vec<u8> => Bytes, |x| x.clone();
    &[u8] => Bytes, |x| x.to_vec();
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(x: [u8; N]) -> Value {
        Value::Bytes(Some(x.to_vec()))
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(x: &[u8; N]) -> Value {
        Value::Bytes(Some(x.to_vec()))
    }
}

impl<const N: usize> From<Option<[u8; N]>> for Value {
    fn from(x: Option<[u8; N]>) -> Value {
        Value::Bytes(x.map(|bytes| bytes.to_vec()))
    }
}
