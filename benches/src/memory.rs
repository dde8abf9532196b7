//! The most memory this process held at once, as the kernel counts it. The decoding child is not in it.

/// Where the kernel tells.
const STATUS: &str = "/proc/self/status";
/// Writing 5 here begins the count anew; a kernel may refuse it.
const CLEAR: &str = "/proc/self/clear_refs";

/// Begins the count anew; false when the kernel does not allow it, and the figure then holds what came before.
pub fn begin() -> bool {
    std::fs::write(CLEAR, "5").is_ok()
}

/// The peak since then, MiB; `None` where the kernel does not tell.
pub fn peak() -> Option<f64> {
    let status = std::fs::read_to_string(STATUS).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024.0)
}
