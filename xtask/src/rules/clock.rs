//! Rule 2, clock and chance: only `apps` asks what time it is or throws dice, and hands both down in a
//! `Moment`. A monotonic `Instant` measures how long something took, so it is refused in `core` alone.

use crate::fault::Fault;
use crate::rules::has_word;
use crate::tree::Tree;

const RULE: &str = "clock";

/// Ways to ask for time or chance.
const ASKING: [&str; 15] = [
    "SystemTime",
    "UNIX_EPOCH",
    "Timestamp::now",
    "Zoned::now",
    "Date::today",
    "Utc::now",
    "Local::now",
    "thread_rng",
    "rand::rng",
    "OsRng",
    "SysRng",
    "getrandom",
    "new_v4",
    "now_v7",
    "RandomState",
];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, rust) in tree.rust() {
        if file.is_test() || file.path.starts_with("apps/") || file.path.starts_with("xtask/") {
            continue;
        }
        let in_core = file.room().is_some_and(|(_, room)| room == "core");
        for (at, line) in rust.code.lines().enumerate() {
            let mut asked = ASKING.iter().copied().chain(in_core.then_some("Instant::now"));
            if let Some(word) = asked.find(|word| has_word(line, word)) {
                let what =
                    format!("{word}: time and chance are arguments (Moment); only apps/ may ask for them");
                faults.push(Fault::new(&file.path, at + 1, RULE, what));
            }
        }
    }
    faults
}
