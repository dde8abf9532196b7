//! The typed facts of a record, as rules ask for them: every field by its id, and by the names roles give.

use std::collections::BTreeSet;

use xh_kernel::Severity;
use xh_ledger::Fields;
use xh_policy::{Fact, Facts, FieldRole, FieldType, Kind, Unsettled};

use crate::Organ;

/// The typed facts of a record: every field by its id, and under the names rules use by role. Several fields of one
/// role that are sets of codes join (处罚类别1 and 处罚类别2).
#[must_use]
pub fn facts_of(kind: &Kind, fields: &Fields, organ: &Organ, answer: Option<Severity>) -> Facts {
    let mut facts = Facts::default();
    for field in &kind.fields {
        let Some(fact) = fields.get(&field.id).and_then(|value| fact(field.kind, value)) else { continue };
        let source = format!("报送字段「{}」", field.title);
        let name = field.role.and_then(role_name);
        if let Some(name) = name {
            facts.add(name, fact.clone(), &source);
        }
        // A field whose id is its role's name has been added; stating it again would drop the others of the role.
        if name != Some(field.id.as_str()) {
            facts.state(&field.id, fact, &source);
        }
    }
    facts.state("authority", Fact::Text(organ.uscc.as_str().to_owned()), "认定单位登记");
    if !organ.system.is_empty() {
        facts.state("authority_system", Fact::Text(organ.system.clone()), "认定单位登记");
    }
    if let Some(severity) = answer {
        facts.state("settled_severity", Fact::Text(severity.as_str().to_owned()), "认定单位签署的分类答复");
    }
    facts
}

fn role_name(role: FieldRole) -> Option<&'static str> {
    match role {
        FieldRole::PenaltyKinds => Some("kinds"),
        FieldRole::FineAmount => Some("fine_fen"),
        FieldRole::ConfiscatedAmount => Some("confiscated_fen"),
        FieldRole::DecidedOn => Some("decided_on"),
        FieldRole::Status => Some("status"),
        _ => None,
    }
}

fn fact(kind: FieldType, value: &serde_json::Value) -> Option<Fact> {
    match kind {
        FieldType::CodeSet => {
            let items = value.as_array()?.iter().filter_map(|v| v.as_str().map(str::to_owned));
            Some(Fact::Set(items.collect::<BTreeSet<_>>()))
        }
        FieldType::MoneyWan | FieldType::MoneyYuan | FieldType::Number => value.as_i64().map(Fact::Int),
        FieldType::Date | FieldType::Year => kind.day(value.as_str()?).map(Fact::Day),
        FieldType::Flag => value.as_bool().map(Fact::Flag),
        _ => value.as_str().map(|t| Fact::Text(t.to_owned())),
    }
}

/// The key of an open question within one authority: kinds of penalty and amount band.
#[must_use]
pub fn question(unsettled: &Unsettled) -> String {
    format!("{}|{}", unsettled.kind_set, unsettled.amount_band)
}
