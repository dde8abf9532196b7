//! Old workbooks made byte by byte: records, a compound file around them, and every number in it open to change.

/// One record.
pub fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
}

pub fn begin(what: u16) -> Vec<u8> {
    record(0x0809, &[&[0, 6], &what.to_le_bytes()[..], &[0; 12]].concat())
}

pub fn end() -> Vec<u8> {
    record(0x000A, &[])
}

fn cell(kind: u16, row: u16, column: u16, format: u16, rest: &[u8]) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), format.to_le_bytes()].concat();
    record(kind, &[&place[..], rest].concat())
}

/// Cell formats of every book made here: 0 plain, 1 a date, 2 a duration, 3 a written format with 年.
pub fn number(row: u16, column: u16, format: u16, value: f64) -> Vec<u8> {
    cell(0x0203, row, column, format, &value.to_le_bytes())
}

pub fn rk(row: u16, column: u16, bits: u32) -> Vec<u8> {
    cell(0x027E, row, column, 0, &bits.to_le_bytes())
}

pub fn shared(row: u16, column: u16, string: u32) -> Vec<u8> {
    cell(0x00FD, row, column, 0, &string.to_le_bytes())
}

pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    cell(0x0204, row, column, 0, &wide(text))
}

pub fn flag(row: u16, column: u16, value: u8, error: u8) -> Vec<u8> {
    cell(0x0205, row, column, 0, &[value, error])
}

pub fn formula(row: u16, column: u16, value: [u8; 8]) -> Vec<u8> {
    cell(0x0006, row, column, 0, &[&value[..], &[0; 8]].concat())
}

/// A string of wide characters with its length before it.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(units.len()).unwrap();
    let mut out = [&length.to_le_bytes()[..], &[1]].concat();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

pub fn strings(texts: &[&str]) -> Vec<u8> {
    let number = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let body: Vec<u8> = texts.iter().flat_map(|text| wide(text)).collect();
    record(0x00FC, &[&number[..], &number, &body].concat())
}

/// A workbook's stream: what comes before the sheets, then the sheets with name, state and cells.
pub struct Book {
    pub head: Vec<u8>,
    pub sheets: Vec<(&'static str, u8, Vec<u8>)>,
    /// Moves the promised place of the first sheet.
    pub astray: u32,
}

impl Book {
    pub fn of(cells: &[Vec<u8>]) -> Self {
        Self { head: Vec::new(), sheets: vec![("一", 0, cells.concat())], astray: 0 }
    }

    pub fn with(mut self, head: Vec<u8>) -> Self {
        self.head.extend(head);
        self
    }

    pub fn sheet(mut self, name: &'static str, state: u8, cells: &[Vec<u8>]) -> Self {
        self.sheets.push((name, state, cells.concat()));
        self
    }

    pub fn stream(&self) -> Vec<u8> {
        let formats = [0_u16, 14, 46, 164]
            .map(|code| record(0x00E0, &[&[0, 0], &code.to_le_bytes()[..], &[0; 16]].concat()));
        let written = record(0x041E, &[&164_u16.to_le_bytes()[..], &wide("yyyy\"年\"m\"月\"")].concat());
        let head = [&begin(5), &written, &formats.concat(), &self.head].map(|part| &part[..]).concat();
        let bound = |name: &str| 4 + 6 + 1 + 1 + 2 * name.encode_utf16().count();
        let mut at = head.len() + self.sheets.iter().map(|(name, ..)| bound(name)).sum::<usize>() + 4;
        let (mut list, mut bodies) = (Vec::new(), Vec::new());
        for (number, (name, state, cells)) in self.sheets.iter().enumerate() {
            let body = [&begin(0x10)[..], cells, &end()].concat();
            let place = u32::try_from(at).unwrap() + if number == 0 { self.astray } else { 0 };
            let short = [&wide(name)[..1], &wide(name)[2..]].concat();
            let (visible, what) = (state & 3, state >> 4);
            list.extend(record(0x0085, &[&place.to_le_bytes()[..], &[visible, what], &short].concat()));
            at += body.len();
            bodies.extend(body);
        }
        [head, list, end(), bodies].concat()
    }

    pub fn bytes(&self) -> Vec<u8> {
        compound("Workbook", self.stream())
    }
}

/// A compound file of version 3 with one stream of at least 4,096 bytes: header, table, directory, stream.
pub fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(4096), 0);
    let length = stream.len();
    let sectors = length.div_ceil(512);
    stream.resize(sectors * 512, 0);
    let tables = (sectors + 2).div_ceil(127);
    let first = u32::try_from(tables + 1).unwrap();
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables];
    table.push(0xFFFF_FFFE);
    table.extend((0..sectors).map(|at| first + u32::try_from(at).unwrap() + 1));
    *table.last_mut().unwrap() = 0xFFFF_FFFE;
    table.resize(tables * 128, 0xFFFF_FFFF);
    let root = entry("Root Entry", 5, 1, 0xFFFF_FFFE, 0);
    let book = entry(name, 2, u32::MAX, first, u32::try_from(length).unwrap());
    let table: Vec<u8> = table.iter().flat_map(|id| id.to_le_bytes()).collect();
    [header(tables), table, root, book, vec![0; 256], stream].concat()
}

/// The same with a stream of less than 4,096 bytes in small sectors.
pub fn compound_small(name: &str, stream: &[u8]) -> Vec<u8> {
    assert!(stream.len() < 4096);
    let small = stream.len().div_ceil(64);
    let big = (small * 64).div_ceil(512);
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFE];
    table.extend((0..big).map(|at| u32::try_from(at).unwrap() + 4));
    *table.last_mut().unwrap() = 0xFFFF_FFFE;
    table.resize(128, 0xFFFF_FFFF);
    let mut chain: Vec<u32> = (1..=small).map(|at| u32::try_from(at).unwrap()).collect();
    *chain.last_mut().unwrap() = 0xFFFF_FFFE;
    chain.resize(128, 0xFFFF_FFFF);
    let mut head = header(1);
    head[60..68].copy_from_slice(&[2_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat());
    let root = entry("Root Entry", 5, 1, 3, u32::try_from(small * 64).unwrap());
    let book = entry(name, 2, u32::MAX, 0, u32::try_from(stream.len()).unwrap());
    let mut body = stream.to_vec();
    body.resize(big * 512, 0);
    let flat = |ids: &[u32]| ids.iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<u8>>();
    [head, flat(&table), root, book, vec![0; 256], flat(&chain), body].concat()
}

fn header(tables: usize) -> Vec<u8> {
    let mut head = vec![0; 512];
    head[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    head[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    let number = u32::try_from(tables).unwrap();
    let fields = [(44, number), (48, number), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE), (72, 0)];
    for (at, value) in fields {
        head[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    for at in 0..109 {
        let id = if at < tables { u32::try_from(at).unwrap() } else { 0xFFFF_FFFF };
        head[76 + 4 * at..80 + 4 * at].copy_from_slice(&id.to_le_bytes());
    }
    assert!(tables <= 109);
    head
}

fn entry(name: &str, kind: u8, child: u32, start: u32, bytes: u32) -> Vec<u8> {
    let mut out = vec![0; 128];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    out[..units.len()].copy_from_slice(&units);
    out[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
    out[66] = kind;
    for (at, value) in [(68, u32::MAX), (72, u32::MAX), (76, child), (116, start), (120, bytes)] {
        out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    out
}
