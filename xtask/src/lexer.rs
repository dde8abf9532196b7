//! Tells code from strings and comments in Rust source, nothing more. Not a parser: it never fails, and
//! source that does not compile gives whatever it gives.

/// A Rust file taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rust {
    /// The source with the inside of strings, characters and comments blanked; lines are kept.
    pub code: String,
    /// The text of each string literal with the 1-based line on which it begins. Escapes are left as written.
    pub strings: Vec<(usize, String)>,
}

impl Rust {
    pub fn read(source: &str) -> Rust {
        let mut reader = Reader { rest: source, line: 1, out: Rust::default() };
        while reader.step() {}
        reader.out
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    out: Rust,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else { return false };
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(comment_length(rest));
        } else if let Some((opening, closing)) = self.raw_string() {
            let body = rest.get(opening..).unwrap_or_default();
            self.string(opening, body.find(&closing).unwrap_or(body.len()), closing.len());
        } else if first == '"' {
            self.string(1, string_length(rest.get(1..).unwrap_or_default()), 1);
        } else if first == '\'' {
            self.blank_or_keep_quote();
        } else if is_word(first) {
            self.keep(rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()));
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    /// Lengths of `r##"` and its end, when a raw string begins here.
    fn raw_string(&self) -> Option<(usize, String)> {
        let marked =
            ["br", "cr", "r"].iter().find_map(|mark| Some((mark.len(), self.rest.strip_prefix(mark)?)));
        let (mark, after) = marked?;
        let hashes = after.len() - after.trim_start_matches('#').len();
        let quote = after.get(hashes..)?.starts_with('"');
        quote.then(|| (mark + hashes + 1, format!("\"{}", "#".repeat(hashes))))
    }

    fn string(&mut self, opening: usize, body: usize, closing: usize) {
        let text = self.rest.get(opening..opening + body).unwrap_or_default().to_owned();
        self.out.strings.push((self.line, text));
        self.keep(opening.min(self.rest.len()));
        self.blank(body);
        self.keep(closing.min(self.rest.len()));
    }

    /// A character literal is blanked; the tick of a lifetime or label stands alone.
    fn blank_or_keep_quote(&mut self) {
        let inside: Vec<char> = self.rest.chars().skip(1).take(12).collect();
        let length = match inside.as_slice() {
            ['\\', ..] => {
                self.rest.char_indices().skip(3).find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1)
            }
            [one, '\'', ..] => Some(2 + one.len_utf8()),
            _ => None,
        };
        match length {
            Some(length) => self.blank(length),
            None => self.keep(1),
        }
    }

    fn keep(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.out.code.push_str(taken);
        self.rest = rest;
    }

    fn blank(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.out.code.extend(taken.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Length of a block comment, nested ones included.
fn comment_length(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        match rest.char_indices().find(|(here, _)| {
            let here = rest.get(*here..).unwrap_or_default();
            here.starts_with("/*") || here.starts_with("*/")
        }) {
            None => return text.len(),
            Some((here, '/')) => (at, depth) = (at + here + 2, depth + 1),
            Some((here, _)) => (at, depth) = (at + here + 2, depth.saturating_sub(1)),
        }
        if depth == 0 {
            return at;
        }
    }
}

/// Length of what stands before the closing quote.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}
