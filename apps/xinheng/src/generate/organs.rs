//! The departments of the fictional city. Codes: class 11 (organ), division 130100, numbers nobody holds.

use xh_kernel::Uscc;

use super::subject::credit_code;

/// A department that decides penalties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOrgan {
    /// Its unified social credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: String,
    /// Its vertical system, as rules ask for it (`samr`).
    pub system: String,
}

/// Name, system and the head of its document numbers. The place in the list is the number used elsewhere.
pub const DEPARTMENTS: [(&str, &str, &str); 12] = [
    ("演示市市场监督管理局", "samr", "演市监罚"),
    ("演示市生态环境局", "mee", "演环罚"),
    ("演示市应急管理局", "mem", "演应急罚"),
    ("演示市住房和城乡建设局", "mohurd", "演建罚"),
    ("演示市交通运输局", "mot", "演交罚"),
    ("演示市卫生健康委员会", "nhc", "演卫罚"),
    ("演示市城市管理综合行政执法局", "urban", "演城管罚"),
    ("演示市农业农村局", "mara", "演农罚"),
    ("演示市水利局", "mwr", "演水罚"),
    ("演示市自然资源和规划局", "mnr", "演自然资罚"),
    ("演示市人力资源和社会保障局", "mohrss", "演人社罚"),
    ("演示市文化广电和旅游局", "mct", "演文旅罚"),
];

/// The departments of the city, always the same.
#[must_use]
pub fn organs() -> Vec<DemoOrgan> {
    let numbered = DEPARTMENTS.iter().enumerate();
    let organ = |(at, (name, system, _)): (usize, &(&str, &str, &str))| {
        let uscc = credit_code("11", "130100", &format!("0098{:04}", at * 37 + 1)).ok()?;
        Some(DemoOrgan { uscc, name: (*name).to_owned(), system: (*system).to_owned() })
    };
    numbered.filter_map(organ).collect()
}
