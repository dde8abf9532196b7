//! Kinds of record: which fields a sheet may carry, under which headings, and who may see them.
//!
//! A kind is data (`policy/national/kinds/*.toml`); importer, form, check, list column and mask all come from
//! it. It says nothing about how long a record is shown: that is for rules.
//! Basis: 发改办财金〔2018〕424号 (the double-publicity template) and 国办发〔2020〕49号 (the catalogue).

use serde::{Deserialize, Serialize};
use xh_kernel::{Citation, Date};

use crate::codes::CodeBook;
use crate::value::Checked;
use crate::visibility::Visibility;

/// One kind of record, as the template in force describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable id, also the word on the command line: `penalty`.
    pub id: String,
    /// Chinese name: 行政处罚.
    pub title: String,
    /// Section of the organisation's file it is counted in ([`Section::id`]); empty for the base library.
    pub section: String,
    /// Base library or record.
    pub role: KindRole,
    /// Field ids that together make one record unique; the issuing organ and the subject are always part of
    /// the key.
    pub natural_key: Vec<String>,
    /// Field ids that make the key of a row which gives none of the natural key: a licence without a decision
    /// document still has its own number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<String>,
    /// Field whose public value stands behind the title in lists: 行政许可：食品经营许可证.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Blocks of fields put before its own ([`crate::block`]); empty once they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<String>,
    /// Blocks of fields put behind its own; empty once they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tail: Vec<String>,
    /// Field that holds the legal day of the act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<String>,
    /// Dated value that says how soon a record must be online after that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeliness: Option<String>,
    /// Whether the record is to the subject's disadvantage: said for each kind, since silence would mean no.
    pub adverse: bool,
    /// Headings that occur only in natural-person templates: a sheet with one of them is refused.
    #[serde(default)]
    pub person_headings: Vec<String>,
    /// Where the template comes from.
    pub cites: Vec<Citation>,
    /// Whether the template was read in full text or in a summary.
    pub checked: Checked,
    /// Remarks for the legal officer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The fields, in the order of the official template.
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
}

impl Kind {
    /// Whether the number of a document tells its records apart; other keys (a year, a day) are shared by many.
    #[must_use]
    pub fn keyed_by_document(&self) -> bool {
        let document = |id: &String| self.field(id).is_some_and(|it| it.role == Some(FieldRole::DocumentNo));
        let numbered = |id: &String| self.field(id).is_some_and(|it| it.kind == FieldType::Document);
        self.natural_key.iter().any(document) && self.otherwise.iter().all(numbered)
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The first field that plays this part; two fields may share a part (a fine in yuan or in 万元).
    #[must_use]
    pub fn field_of(&self, role: FieldRole) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// Every field that plays this part, in template order.
    pub fn fields_of(&self, role: FieldRole) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.role == Some(role))
    }
}

/// What a kind is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindRole {
    /// The base library: it makes and renames subjects.
    Registration,
    /// A record in a subject's file.
    Record,
    /// Figures of an organ about its own work: no subject but the organ itself, in whose file they stand.
    /// For acts whose recipients are people, of whom nothing may be kept.
    Statistics,
}

/// One column of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable id: `decided_on`.
    pub id: String,
    /// Chinese name: 处罚决定日期.
    pub title: String,
    /// Standard code of the column: `CF_JDRQ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Every other heading or code seen for it; compared by [`crate::heading_key`].
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the cell holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The part it plays for the system, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<FieldRole>,
    /// Longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Whether a row without it can be filed.
    #[serde(default)]
    pub need: Need,
    /// Allowed codes of a `code_set` or `code_one`.
    #[serde(rename = "item", default)]
    pub codes: Vec<CodeItem>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whether it may be kept at all.
    #[serde(default)]
    pub collect: Collect,
    /// Earliest believable day of a date field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
    /// Whether a day later than today is a fault (decisions), or normal (expiry dates).
    #[serde(default)]
    pub not_after_today: bool,
    /// Texts that mean "no end" in a date field: `2099-12-31`.
    #[serde(default)]
    pub open_ended: Vec<String>,
    /// Texts that mean "not given" in this field: `1900-01-01`.
    #[serde(default)]
    pub not_given: Vec<String>,
    /// Fields one of which the sheet must have before a heading shared with another field means this one: the
    /// 2016 template numbers 当前状态 unlike that of 2018, and is told by its other columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// The code list, ready to be read with; made on first use.
    #[serde(skip)]
    pub(crate) book: CodeBook,
}

impl Field {
    /// Title, standard code and aliases: every heading that names this field.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let named = std::iter::once(self.title.as_str()).chain(self.code.as_deref());
        named.chain(self.aliases.iter().map(String::as_str))
    }

    /// Chinese title of a code, or the code itself when the list does not know it.
    #[must_use]
    pub fn code_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.codes.iter().find(|item| item.id == id).map_or(id, |item| item.title.as_str())
    }
}

/// What a cell holds; each has one reader in 4-intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Name of an organisation.
    Name,
    /// Identifier: its role says which.
    Code,
    /// Free text.
    Text,
    /// Document number with its many brackets.
    Document,
    /// A day.
    Date,
    /// A year the record is about; its legal day is the last of it.
    Year,
    /// Money written in 万元 (GB template: six decimals).
    MoneyWan,
    /// Money written in yuan, with or without unit.
    MoneyYuan,
    /// Several codes in one cell, in any punctuation.
    CodeSet,
    /// Exactly one code.
    CodeOne,
    /// Name of an organ.
    Authority,
    /// A plain number.
    Number,
    /// Yes or no.
    Flag,
}

impl FieldType {
    /// The legal day that a normalised value of this type stands for.
    #[must_use]
    pub fn day(self, value: &str) -> Option<Date> {
        match self {
            Self::Date => Date::parse(value).ok(),
            Self::Year => Date::parse(&format!("{value}-12-31")).ok(),
            _ => None,
        }
    }
}

/// The part a field plays for the system, whatever the template calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRole {
    /// 行政相对人名称, 企业名称.
    SubjectName,
    /// 统一社会信用代码.
    SubjectCode,
    /// 工商注册号.
    SubjectRegistrationNo,
    /// 组织机构代码.
    SubjectOrgCode,
    /// 纳税人识别号, 税务登记号.
    SubjectTaxpayerId,
    /// 行政相对人类别: tells organisations from people.
    SubjectCategory,
    /// 曾用名.
    FormerName,
    /// 决定书文号.
    DocumentNo,
    /// 作出决定的机关.
    AuthorityName,
    /// Its code.
    AuthorityCode,
    /// 数据来源单位.
    SourceName,
    /// Its code.
    SourceCode,
    /// Day of the act.
    DecidedOn,
    /// Status of the record or of the registration.
    Status,
    /// 处罚类别.
    PenaltyKinds,
    /// 罚款金额.
    FineAmount,
    /// 没收金额.
    ConfiscatedAmount,
    /// 法定代表人: a name in a registration, no more.
    LegalRepresentative,
    /// 成立日期.
    RegisteredOn,
    /// 住所.
    Address,
    /// 行政区划.
    Division,
}

/// Whether a row can be filed without the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Xinheng cannot file the row without it.
    Required,
    /// The official template demands it; missing, the row is filed as "conforming: no".
    Official,
    /// May be empty.
    #[default]
    Optional,
}

/// Whether a column may be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collect {
    /// Kept.
    #[default]
    Keep,
    /// Dropped by the decoder before anything else sees it (identity documents, phones).
    Never,
}

/// One code of a list, with every text that means it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeItem {
    /// Stable id used in rules: `warning`.
    pub id: String,
    /// Chinese name: 警告.
    pub title: String,
    /// Other texts that mean it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One of the groups an organisation's file is shown in (信用中国's eight groups).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable id: `administration`.
    pub id: String,
    /// Chinese name: 行政管理.
    pub title: String,
    /// Kinds counted in it, filled from the kinds themselves.
    #[serde(default)]
    pub kinds: Vec<String>,
}
