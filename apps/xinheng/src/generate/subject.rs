//! One organisation of the city, made from its number alone: code, names, dates, state. Nothing is remembered.

use std::io;

use xh_kernel::{CodeFault, Date, OrgCode, Uscc};

use super::Plan;
use super::chance::{Dice, Lane};
use super::naming::{Words, too_many};
use super::words::{CAPITALS, DISTRICTS, ROADS, RURAL, TRADES};

/// Inner codes of eight figures, and the step through them (no common divisor).
const CODES: u64 = 90_000_000;
const CODE_STEP: u64 = 61_803_397;
/// The alphabet of GB 32100-2015.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// First year of a registration, and the first whose inner codes begin with MA.
const FIRST_YEAR: i16 = 1995;
const MA_YEAR: i16 = 2016;

/// Legal form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// 有限责任公司.
    #[default]
    Limited,
    /// 股份有限公司.
    JointStock,
    /// 有限合伙企业.
    Partnership,
    /// 农民专业合作社.
    Cooperative,
    /// 个体工商户.
    IndividualBusiness,
}

impl Form {
    /// As the register names it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Limited => "有限责任公司",
            Self::JointStock => "股份有限公司",
            Self::Partnership => "有限合伙企业",
            Self::Cooperative => "农民专业合作社",
            Self::IndividualBusiness => "个体工商户",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::IndividualBusiness => "92",
            Self::Cooperative => "93",
            _ => "91",
        }
    }
}

/// An organisation of the city.
#[derive(Debug, Clone)]
pub struct Subject {
    pub uscc: Uscc,
    pub name: String,
    pub former_name: String,
    pub form: Form,
    pub trade: &'static str,
    pub district: &'static str,
    pub registered_on: Date,
    /// 万元; shops state none.
    pub capital: Option<u32>,
    pub address: String,
    pub state: &'static str,
}

/// The organisation with this number in the plan's city.
pub fn subject(plan: &Plan, number: u32) -> io::Result<Subject> {
    let mut dice = Dice::new(plan.seed, Lane::Subject, number);
    let registered_on = registration_day(plan, &mut dice);
    let words = Words::of(plan, number)?;
    let form = form(&mut dice, words.trade);
    let (district, division) = *DISTRICTS.get(words.district).ok_or_else(too_many)?;
    let (trade, _) = *TRADES.get(words.trade).ok_or_else(too_many)?;
    let uscc = credit_code(form.class(), division, &inner_body(plan, number, registered_on))
        .map_err(|fault| io::Error::other(fault.to_string()))?;
    let is_shop = form == Form::IndividualBusiness;
    Ok(Subject {
        uscc,
        name: words.name(form, &mut dice),
        former_name: if !is_shop && dice.chance(8) { words.former_name(&mut dice) } else { String::new() },
        form,
        trade,
        district,
        registered_on,
        capital: (!is_shop).then(|| dice.pick(&CAPITALS)),
        address: format!("演示市{district}区{}{}号", dice.pick(&ROADS), dice.between(1, 388)),
        state: dice.weighted(&[(86, "存续"), (10, "注销"), (4, "吊销")]),
    })
}

/// Completes class, division and eight characters with both check characters.
pub fn credit_code(class: &str, division: &str, body8: &str) -> Result<Uscc, CodeFault> {
    let inner = match OrgCode::parse(&format!("{body8}0")) {
        Ok(code) => code.as_str().to_owned(),
        Err(CodeFault::CheckDigit { expected, .. }) => format!("{body8}{expected}"),
        Err(fault) => return Err(fault),
    };
    Uscc::with_check_digit(&format!("{class}{division}{inner}"))
}

/// Later days are likelier: most organisations are young.
fn registration_day(plan: &Plan, dice: &mut Dice) -> Date {
    let first = Date::from_ymd(FIRST_YEAR, 1, 1).unwrap_or(plan.today).min(plan.today);
    let span = u32::try_from(first.days_until(plan.today)).unwrap_or_default();
    let day = dice.between(0, span).max(dice.between(0, span));
    first.plus_days(i64::from(day))
}

fn form(dice: &mut Dice, trade: usize) -> Form {
    let company = if trade < RURAL { Form::Cooperative } else { Form::Limited };
    dice.weighted(&[
        (48, Form::Limited),
        (12, company),
        (4, Form::JointStock),
        (4, Form::Partnership),
        (32, Form::IndividualBusiness),
    ])
}

/// Eight figures, or MA and six characters for those registered since the codes were given out that way.
fn inner_body(plan: &Plan, number: u32, registered_on: Date) -> String {
    let place = (u64::from(number) * CODE_STEP + plan.seed % CODES) % CODES;
    if registered_on.year() < MA_YEAR {
        return format!("{}", 10_000_000 + place);
    }
    let mut rest = place * 9 + 4;
    let mut tail = Vec::with_capacity(6);
    for _ in 0..6 {
        let at = usize::try_from(rest % 31).unwrap_or_default();
        tail.push(char::from(ALPHABET.get(at).copied().unwrap_or(b'0')));
        rest /= 31;
    }
    format!("MA{}", tail.iter().rev().collect::<String>())
}
