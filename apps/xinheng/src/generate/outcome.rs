//! What a penalty consists of: classes, amounts, the sentence that says so. Amounts are whole yuan.

use super::chance::Dice;

/// How often which classes come together: warning, fine, confiscation, and what is done to licence or business.
const MIXES: [(u32, Mix); 10] = [
    (46, Mix { fine: true, ..Mix::NONE }),
    (9, Mix { warning: true, ..Mix::NONE }),
    (15, Mix { warning: true, fine: true, ..Mix::NONE }),
    (14, Mix { fine: true, confiscation: true, ..Mix::NONE }),
    (4, Mix { confiscation: true, ..Mix::NONE }),
    (3, Mix { fine: true, measure: "暂扣许可证件", ..Mix::NONE }),
    (1, Mix { fine: true, confiscation: true, measure: "吊销许可证件", ..Mix::NONE }),
    (2, Mix { measure: "吊销许可证件", ..Mix::NONE }),
    (4, Mix { fine: true, measure: "责令停产停业", ..Mix::NONE }),
    (2, Mix { warning: true, measure: "责令停产停业", ..Mix::NONE }),
];

/// Bands of fines in yuan: lowest, highest, step.
const FINES: [(u32, (u32, u32, u32)); 7] = [
    (26, (200, 2_000, 100)),
    (34, (2_000, 10_000, 500)),
    (22, (10_000, 50_000, 1_000)),
    (9, (50_000, 100_000, 5_000)),
    (6, (100_000, 500_000, 10_000)),
    (2, (500_000, 1_000_000, 10_000)),
    (1, (1_000_000, 3_000_000, 50_000)),
];

#[derive(Debug, Clone, Copy, Default)]
struct Mix {
    warning: bool,
    fine: bool,
    confiscation: bool,
    measure: &'static str,
}

impl Mix {
    const NONE: Self = Self { warning: false, fine: false, confiscation: false, measure: "" };
}

/// What was imposed.
#[derive(Debug, Clone)]
pub struct Outcome {
    mix: Mix,
    /// 罚款, in yuan.
    pub fine: Option<u32>,
    /// 没收违法所得, in yuan.
    pub confiscated: Option<u32>,
}

impl Outcome {
    /// Throws the dice for one penalty.
    pub fn new(dice: &mut Dice) -> Self {
        let mix = dice.weighted(&MIXES);
        let (lowest, highest, step) = dice.weighted(&FINES);
        let fine = lowest + step * dice.below((highest - lowest) / step.max(1));
        let confiscated = dice.between(60, 9_000) * if dice.chance(10) { 12 } else { 1 };
        Self { mix, fine: mix.fine.then_some(fine), confiscated: mix.confiscation.then_some(confiscated) }
    }

    /// The cell 处罚类别.
    pub fn kinds(&self) -> String {
        let named = [
            (self.mix.warning, "警告"),
            (self.mix.fine, "罚款"),
            (self.mix.confiscation, "没收违法所得"),
            (!self.mix.measure.is_empty(), self.mix.measure),
        ];
        let named = named.into_iter().filter(|(is_imposed, _)| *is_imposed).map(|(_, kind)| kind);
        named.collect::<Vec<_>>().join("；")
    }

    /// The cell 处罚内容.
    pub fn content(&self) -> String {
        let mut parts = Vec::new();
        if self.mix.warning {
            parts.push("给予警告".to_owned());
        }
        if let Some(fine) = self.fine {
            parts.push(format!("处以罚款人民币{fine}元"));
        }
        if let Some(confiscated) = self.confiscated {
            parts.push(format!("没收违法所得人民币{confiscated}元"));
        }
        if !self.mix.measure.is_empty() {
            parts.push(self.mix.measure.to_owned());
        }
        format!("{}。", parts.join("，"))
    }

    /// Whether a licence was taken, for a time or for good.
    pub fn takes_licence(&self) -> bool {
        self.mix.measure.ends_with("许可证件")
    }
}

/// Yuan as 万元, without idle zeros: `5000` is `0.5`.
pub fn in_wan(yuan: u32) -> String {
    let text = format!("{}.{:04}", yuan / 10_000, yuan % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
