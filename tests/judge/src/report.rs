//! The tally: one line for each check, as it is made.

/// What was checked so far.
pub struct Report {
    /// Checks that held.
    pub passed: u64,
    /// Checks that did not.
    pub failed: u64,
    line: Box<dyn FnMut(&str)>,
}

impl Report {
    /// An empty tally that gives its lines to `line`.
    pub fn new(line: impl FnMut(&str) + 'static) -> Report {
        Report { passed: 0, failed: 0, line: Box::new(line) }
    }

    /// Counts one check; the texts say what was found.
    pub fn check(&mut self, what: &str, found: Result<String, String>) {
        let (verdict, found) = match found {
            Ok(found) => {
                self.passed += 1;
                ("通过  ", found)
            }
            Err(found) => {
                self.failed += 1;
                ("不通过", found)
            }
        };
        (self.line)(&format!("{verdict}  {what}：{found}"));
    }

    /// Counts one check whose result the next ones need.
    pub fn open<T: ToString>(&mut self, what: &str, found: Result<T, String>) -> Option<T> {
        self.check(what, found.as_ref().map(ToString::to_string).map_err(Clone::clone));
        found.ok()
    }
}
