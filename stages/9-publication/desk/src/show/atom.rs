//! The newest records on the shelf as an Atom feed (RFC 4287), for people with a reader. Readers keep what they once
//! fetched, so an entry says little and links to the record's page, which knows when its time is over; who keeps a
//! copy of the records takes the change feed instead.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use xh_publication::own_channel;
use xh_registry_store::ShownPage;
use xh_web::Problem;
use xh_web::rate::Asker;

use crate::load::{entered_at, today};
use crate::pages::RecordCard;
use crate::show::Desk;
use crate::show::home::cards;

/// Entries of the feed.
const ENTRIES: i64 = 50;

/// `GET /atom.xml`
pub(crate) async fn atom(State(desk): State<Desk>, asker: Asker) -> Result<Response, Problem> {
    let portal = &desk.portal;
    let admitted = portal.open.admit(&portal.office, &asker)?;
    let day = today(&portal.office);
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let asked = ShownPage { channel: own_channel(&release), day, kind: "", after: None, limit: ENTRIES };
    let shown = xh_registry_store::shown_records(&mut tx, asked).await?;
    let filed: Vec<String> = shown.iter().map(|one| one.row.record.filed_on.to_string()).collect();
    let head = xh_ledger_store::head(&mut tx).await?;
    let updated = entered_at(&mut tx, head).await?.unwrap_or_else(|| format!("{day}T00:00:00+08:00"));
    let mut out = opening(&portal.web.site().name, &portal.origin, &updated);
    for (card, filed) in cards(&release, &shown, day).iter().zip(filed) {
        entry(&mut out, card, &filed);
    }
    out.push_str("</feed>\n");
    Ok(admitted.on(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response()))
}

fn opening(name: &str, origin: &str, updated: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    tag(&mut out, "title", name);
    tag(&mut out, "subtitle", "新作出的行政许可、行政处罚等，依法公示，期满自动停止");
    tag(&mut out, "id", &format!("tag:{},2026:board", host(origin)));
    tag(&mut out, "updated", updated);
    out.push_str("<link rel=\"self\" href=\"/atom.xml\"/>\n<link rel=\"alternate\" href=\"/board\"/>\n");
    out
}

/// The host without its port, as a tag URI wants it.
fn host(origin: &str) -> &str {
    origin.split(['/', ':']).next().unwrap_or(origin)
}

fn entry(out: &mut String, card: &RecordCard, filed: &str) {
    let subject = card.subject.as_ref().map_or("", |(name, _)| name.as_str());
    let until = card.period.until.as_ref();
    let until = until.map_or_else(String::new, |until| format!("，自{until}起停止公示"));
    out.push_str("<entry>\n");
    tag(out, "title", &format!("{subject}　{}", card.title));
    tag(out, "id", &format!("urn:uuid:{}", card.id));
    tag(out, "updated", &format!("{filed}T00:00:00+08:00"));
    out.push_str("<author>");
    tag(out, "name", &card.authority);
    out.push_str("</author>\n<link rel=\"alternate\" href=\"/records/");
    out.push_str(&escaped(&card.id));
    out.push_str("\"/>\n");
    tag(out, "summary", &format!("{}，{}作出{until}", card.authority, card.decided_on));
    out.push_str("</entry>\n");
}

fn tag(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

/// Text that cannot be taken for markup; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_taken_for_markup() {
        let mut out = String::new();
        tag(&mut out, "name", "示例</name><x a=\"&\"\u{0}\u{b}\n公司");
        assert_eq!(out, "<name>示例&lt;/name&gt;&lt;x a=&quot;&amp;&quot; 公司</name>\n");
        assert_eq!(host("xinheng.example.org:8443"), "xinheng.example.org");
    }
}
