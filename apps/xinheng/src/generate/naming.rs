//! Names of the fictional city's organisations: district, trade name, trade, legal form. No name comes twice.

use std::io;

use super::Plan;
use super::chance::Dice;
use super::subject::Form;
use super::words::{DISTRICTS, FIRST, SECOND, TRADES};

/// Different names of two characters, district and trade; more subjects take a third character.
const NAMES: u64 = (FIRST.len() * SECOND.len() * DISTRICTS.len() * TRADES.len()) as u64;
/// Steps through the names; has no divisor in common with [`NAMES`], so no name comes twice.
const NAME_STEP: u64 = 356_171;

/// Places in the word lists; no two numbers of one city share all of them.
pub struct Words {
    trade_name: String,
    /// Place in [`DISTRICTS`].
    pub district: usize,
    /// Place in [`TRADES`].
    pub trade: usize,
}

impl Words {
    /// The words of the organisation with this number.
    pub fn of(plan: &Plan, number: u32) -> io::Result<Self> {
        let number = u64::from(number);
        let mut rest = (number % NAMES * NAME_STEP + plan.seed % NAMES) % NAMES;
        let mut next = |length: usize| {
            let at = rest % length as u64;
            rest /= length as u64;
            usize::try_from(at).unwrap_or_default()
        };
        let (district, trade) = (next(DISTRICTS.len()), next(TRADES.len()));
        let pair = [FIRST.get(next(FIRST.len())), SECOND.get(next(SECOND.len()))];
        let third = match usize::try_from(number / NAMES).unwrap_or(usize::MAX) {
            0 => None,
            round => Some(SECOND.get(round - 1).ok_or_else(too_many)?),
        };
        let trade_name = pair.into_iter().flatten().chain(third).collect();
        Ok(Self { trade_name, district, trade })
    }

    /// The present name.
    pub fn name(&self, form: Form, dice: &mut Dice) -> String {
        let (district, _) = DISTRICTS.get(self.district).copied().unwrap_or_default();
        let (trade, shop) = TRADES.get(self.trade).copied().unwrap_or_default();
        let ending = match form {
            Form::Limited => dice.weighted(&[(9, "有限公司"), (1, "有限责任公司")]),
            Form::JointStock => "股份有限公司",
            Form::Partnership => "中心（有限合伙）",
            Form::Cooperative => "专业合作社",
            Form::IndividualBusiness => return format!("演示市{district}区{}{shop}", self.trade_name),
        };
        let place =
            if dice.chance(50) { format!("演示市{district}区") } else { format!("演示{district}") };
        format!("{place}{}{trade}{ending}", self.trade_name)
    }

    /// From the days when the city was a county: no present name begins like that.
    pub fn former_name(&self, dice: &mut Dice) -> String {
        let (district, _) = DISTRICTS.get(self.district).copied().unwrap_or_default();
        let (trade, _) = TRADES.get(self.trade).copied().unwrap_or_default();
        format!(
            "演示县{district}镇{}{trade}{}",
            self.trade_name,
            dice.pick(&["经营部", "服务部", "有限公司"])
        )
    }
}

/// The plan asks for more subjects than there are names.
pub fn too_many() -> io::Error {
    let most = NAMES * (SECOND.len() as u64 + 1);
    io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("主体数超出可生成的不同名称数（{most}），请减少主体数"),
    )
}
