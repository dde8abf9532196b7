//! Number plates (GA 36): province, letter, five places, or six of a new-energy vehicle; spaces and dots between.

use super::FindingClass;
use super::letters::Letters;

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Last place of special plates.
const SPECIAL: &str = "学警港澳挂领使超试";

pub(super) fn find(letters: &Letters, found: &mut Vec<(usize, usize, FindingClass)>) {
    for place in 0..letters.len() {
        if let Some(until) = ends(letters, place) {
            found.push((place, until, FindingClass::VehiclePlate));
        }
    }
}

fn ends(letters: &Letters, place: usize) -> Option<usize> {
    if !PROVINCES.contains(letters.at(place)) {
        return None;
    }
    let letter = skip(letters, place + 1);
    if !letters.at(letter).is_ascii_uppercase() {
        return None;
    }
    let (serial, until) = serial(letters, skip(letters, letter + 1));
    let special = until.checked_sub(1).is_some_and(|last| SPECIAL.contains(letters.at(last)));
    let wanted = if special { 4 } else { 5 };
    let plate = serial.len() == wanted && serial.bytes().filter(u8::is_ascii_digit).count() >= 2;
    (plate || !special && is_new_energy(&serial)).then_some(until)
}

/// The places behind the letter, and where they end.
fn serial(letters: &Letters, from: usize) -> (String, usize) {
    let mut places = String::new();
    let mut until = from;
    loop {
        let at = if places.is_empty() { until } else { skip(letters, until) };
        let letter = letters.at(at);
        if !letter.is_ascii_alphanumeric() || places.len() > 6 {
            break;
        }
        places.push(letter);
        until = at + 1;
    }
    if places.len() == 4 && SPECIAL.contains(letters.at(until)) {
        (places, until + 1)
    } else {
        (places, until)
    }
}

/// Over one separator, where there is one.
fn skip(letters: &Letters, place: usize) -> usize {
    if matches!(letters.at(place), ' ' | '·' | '.' | '-' | '*')
        && letters.at(place + 1).is_ascii_alphanumeric()
    {
        place + 1
    } else {
        place
    }
}

/// Six places: D or F and the like first (small cars) or last (large ones), digits otherwise.
fn is_new_energy(serial: &str) -> bool {
    let kind = |letter: u8| matches!(letter, b'A'..=b'H' | b'J' | b'K');
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match serial.as_bytes() {
        [first, second, rest @ ..] if rest.len() == 4 && kind(*first) => {
            second.is_ascii_alphanumeric() && digits(rest)
        }
        [rest @ .., last] if rest.len() == 5 => kind(*last) && digits(rest),
        _ => false,
    }
}
