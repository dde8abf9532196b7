//! A release: the whole law as it was adopted, named by the digest of its content.
//!
//! Every entry of the ledger names its release; replay reads only the content kept with it, never today's
//! files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use xh_kernel::{Citation, Date, WorkCalendar};

use crate::canonical;
use crate::catalogue::{self, Catalogue, CatalogueEdition};
use crate::content::{ContentFault, FORMAT, Law};
use crate::fact::{AmountBand, FactSpec};
use crate::kind::{Kind, Section};
use crate::load::{self, LintFault};
use crate::regime::{About, Bundle, Channel, OfficialYear, Regime, Transition};
use crate::review::{ReviewClass, ReviewRule};
use crate::rule::{Decides, Rule};
use crate::source::Source;
use crate::value::{Checked, DatedValue};
use crate::visibility::Visibility;

/// The law of one release, ready to be asked.
#[derive(Clone, Debug)]
pub struct Release {
    law: Law,
    content: String,
    digest: String,
    calendar: WorkCalendar,
}

impl Release {
    /// Reads and checks the files of `policy/` (path relative to it → text).
    ///
    /// `city` is the folder of the city's bundle; empty = the national bundle alone.
    ///
    /// # Errors
    /// Every fault found, each with file, line, what is wrong and the remedy.
    pub fn load(files: &BTreeMap<String, String>, city: &str) -> Result<Self, Vec<LintFault>> {
        load::release(files, city)
    }

    /// Reads a content that was kept; replay uses nothing else.
    ///
    /// # Errors
    /// When the text is not the canonical content of a release of a known format.
    pub fn from_content(content: &str) -> Result<Self, ContentFault> {
        let unreadable = |fault: serde_json::Error| ContentFault::Unreadable(fault.to_string());
        let law: Law = serde_json::from_str(content).map_err(unreadable)?;
        if law.format != FORMAT {
            return Err(ContentFault::Format(law.format));
        }
        let release = Self::of(law).map_err(ContentFault::Unreadable)?;
        if release.content == content { Ok(release) } else { Err(ContentFault::NotCanonical) }
    }

    /// Makes a release of a parsed law.
    pub(crate) fn of(mut law: Law) -> Result<Self, String> {
        law.settle_order();
        let value = serde_json::to_value(&law).map_err(|fault| fault.to_string())?;
        let content = canonical::write(&value).ok_or("内容含有小数")?;
        let digest = hex::encode(Sha256::digest(content.as_bytes()));
        let calendar = WorkCalendar::new(law.calendar.iter().map(OfficialYear::calendar_year).collect());
        Ok(Self { law, content, digest, calendar })
    }

    /// SHA-256 of the content, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The canonical JSON of everything in the release.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Chinese name of the outermost bundle and its version.
    #[must_use]
    pub fn title(&self) -> String {
        self.law
            .bundles
            .last()
            .map_or_else(String::new, |bundle| format!("{} {}", bundle.title, bundle.version))
    }

    /// The bundles, the national one first.
    #[must_use]
    pub fn bundles(&self) -> &[Bundle] {
        &self.law.bundles
    }

    /// The kind with this id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.law.kinds.iter().find(|kind| kind.id == id)
    }

    /// Every kind.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.law.kinds
    }

    /// The groups of an organisation's file, in the order they are shown.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.law.sections
    }

    /// The official working days.
    #[must_use]
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The value with this id that is in force on the day.
    #[must_use]
    pub fn value_on(&self, id: &str, day: &Date) -> Option<&DatedValue> {
        self.law.values.iter().find(|value| value.id == id && value.in_force(*day))
    }

    /// Every dated value, by id and first day.
    #[must_use]
    pub fn values(&self) -> &[DatedValue] {
        &self.law.values
    }

    /// Every rule, by rank and id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.law.rules
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.law.rules.iter().find(|rule| rule.id == id)
    }

    /// Every channel, our own first.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.law.channels
    }

    /// The channel with this id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.law.channels.iter().find(|channel| channel.id == id)
    }

    /// Every regime, by first day.
    #[must_use]
    pub fn regimes(&self) -> &[Regime] {
        &self.law.regimes
    }

    /// Declared facts.
    #[must_use]
    pub fn facts(&self) -> &[FactSpec] {
        &self.law.facts
    }

    /// The declaration of this fact.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<&FactSpec> {
        self.law.facts.iter().find(|fact| fact.id == id)
    }

    /// Bands by which unsettled acts are queued.
    #[must_use]
    pub fn bands(&self) -> &[AmountBand] {
        &self.law.bands
    }

    /// Editions of the catalogue, national and the city's, by first day.
    #[must_use]
    pub fn editions(&self) -> &[CatalogueEdition] {
        &self.law.catalogues
    }

    /// The city's editions whole, by first day: what may be proposed for adoption.
    #[must_use]
    pub fn catalogues(&self) -> Vec<Catalogue> {
        catalogue::resolved(&self.law)
    }

    /// What follows from each class of finding in free text, by class.
    #[must_use]
    pub fn review_classes(&self) -> &[ReviewClass] {
        &self.law.review_classes
    }

    /// When free text needs a second person, by id.
    #[must_use]
    pub fn review_rules(&self) -> &[ReviewRule] {
        &self.law.review_rules
    }

    /// What happens to an act that lives through a change of regime.
    #[must_use]
    pub fn transition(&self) -> Transition {
        self.law.transition
    }

    /// Every instrument, by id.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.law.sources
    }

    /// The instrument with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.law.sources.iter().find(|source| source.id == id)
    }

    /// A citation as a page writes it: `《…》（文号）第…条`.
    #[must_use]
    pub fn cite(&self, citation: &Citation) -> String {
        let instrument = self.source(&citation.source).map_or_else(|| citation.source.clone(), Source::cited);
        format!("{instrument}{}", citation.article)
    }

    /// Who may see `table.column`; none when the column is not listed.
    #[must_use]
    pub fn visibility(&self, table_column: &str) -> Option<Visibility> {
        let (table, column) = table_column.split_once('.')?;
        self.law.visibility.get(table)?.get(column).copied()
    }

    /// Everything that was only read in a summary: what a named person must accept before a city relies on
    /// it.
    #[must_use]
    pub fn summary_only(&self) -> Vec<String> {
        let law = &self.law;
        let sources = law.sources.iter().filter(|it| it.checked == Checked::Summary);
        let values = law.values.iter().filter(|it| it.checked == Checked::Summary);
        let regimes = law.regimes.iter().filter(|it| it.checked == Checked::Summary);
        let rules = law.rules.iter().filter(|it| it.checked == Checked::Summary);
        let kinds = law.kinds.iter().filter(|it| it.checked == Checked::Summary);
        let reviewed = law.review_classes.iter().filter(|it| it.checked == Checked::Summary);
        let review = law.review_rules.iter().filter(|it| it.checked == Checked::Summary);
        let editions = law.catalogues.iter().filter(|it| it.checked == Checked::Summary);
        let mut list: Vec<String> = Vec::new();
        list.extend(sources.map(|it| format!("source {} {}", it.id, it.title)));
        list.extend(kinds.map(|it| format!("kind {} {}", it.id, it.title)));
        list.extend(values.map(|it| format!("value {} {}", it.version(), it.title)));
        list.extend(regimes.map(|it| format!("regime {} {}", it.id, it.title)));
        list.extend(rules.map(|it| format!("rule {} {}", it.id, it.title)));
        list.extend(reviewed.map(|it| format!("review_class {} {}", it.id.as_str(), it.title)));
        list.extend(review.map(|it| format!("review_rule {} {}", it.id, it.title)));
        list.extend(editions.map(|it| format!("catalogue {} {}", it.id, it.title)));
        list
    }

    /// Regimes of one channel and kind, oldest first.
    pub(crate) fn regimes_of(
        &self,
        channel: &str,
        kind: &str,
        about: About,
    ) -> impl Iterator<Item = &Regime> {
        self.law
            .regimes
            .iter()
            .filter(move |it| it.channel == channel && it.kind == kind && it.about == about)
    }

    /// Rules of one regime and question that are in force on the day, by rank.
    pub(crate) fn rules_of(&self, regime: &str, decides: Decides, day: Date) -> impl Iterator<Item = &Rule> {
        let rules = self.law.rules.iter();
        rules.filter(move |it| it.decides == decides && it.regime == regime && it.in_force(day))
    }
}
