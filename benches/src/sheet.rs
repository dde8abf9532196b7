//! Figures beside their yardsticks and goals, and how they are printed. Decides nothing: a goal that was missed is
//! a figure too.

use std::time::Duration;

/// The figures of one part.
#[derive(Debug, Default)]
pub struct Sheet {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    name: String,
    value: String,
    goal: String,
    met: Option<bool>,
}

impl Sheet {
    /// A figure without a goal: a yardstick, or what explains another figure.
    pub fn note(&mut self, name: &str, value: String) {
        self.lines.push(Line { name: name.to_owned(), value, goal: String::new(), met: None });
    }

    /// A figure that should be at least `goal`.
    pub fn at_least(&mut self, name: &str, value: f64, unit: &str, goal: f64) {
        self.goal(name, value, unit, ("≥", goal), value >= goal);
    }

    /// A figure that should be at most `goal`.
    pub fn at_most(&mut self, name: &str, value: f64, unit: &str, goal: f64) {
        self.goal(name, value, unit, ("≤", goal), value <= goal);
    }

    fn goal(&mut self, name: &str, value: f64, unit: &str, (sign, goal): (&str, f64), met: bool) {
        let line = Line {
            name: name.to_owned(),
            value: format!("{}{unit}", number(value)),
            goal: format!("{sign} {}{unit}", number(goal)),
            met: Some(met),
        };
        self.lines.push(line);
    }

    /// Prints all of it.
    pub fn print(&self, title: &str) {
        println!("\n{title}");
        for line in &self.lines {
            let verdict = match line.met {
                Some(true) => "达到",
                Some(false) => "未达到",
                None => "",
            };
            let text =
                format!("  {}{}{}{verdict}", pad(&line.name, 44), pad(&line.value, 24), pad(&line.goal, 16));
            println!("{}", text.trim_end());
        }
    }
}

/// As many digits as a reader can use.
pub fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Milliseconds below which the share `share` of the measurements lies.
pub fn percentile(times: &[Duration], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Fills up to a width in columns of a terminal, where a Chinese character takes two.
fn pad(text: &str, width: usize) -> String {
    let taken: usize = text.chars().map(|c| if ('\u{2e80}'..'\u{fffd}').contains(&c) { 2 } else { 1 }).sum();
    format!("{text}{} ", " ".repeat(width.saturating_sub(taken)))
}

#[cfg(test)]
mod tests;
