//! Every kind of the release, whichever they are: a sheet made from the kind alone is imported, told again, refused
//! when it is about a person, rejected when a required field is missing, and shown without what is not for everyone.
//! No kind is named here: one more TOML file is one more kind tried. Basis: the seed, (四) and (十五).

use std::collections::BTreeMap;

use xh_db::{Db, both};
use xh_intake::Counts;
use xh_intake_desk::{Asked, Decoder, Imported, import};
use xh_policy::{Collect, Field, FieldRole, FieldType, Kind, KindRole, Need, Visibility};

use super::office::World;

/// 2026-05-20 09:00 in Beijing.
const NOW: &str = "2026-05-20T01:00:00.000000Z";
/// Stands in every text that is not for everyone.
const HIDDEN: &str = "不得示人";

/// A sheet of one row: the cell of each field, by id.
type Row = BTreeMap<String, String>;

/// The fields a sheet of this kind has: what is kept, without the second meaning of a heading.
fn columns(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields.iter().filter(|field| field.collect == Collect::Keep && field.beside.is_empty())
}

/// A cell that says what the field needs.
fn cell(field: &Field, code: &str, organ: &str, nth: usize, choice: usize) -> String {
    use FieldRole as Role;
    match (field.role, field.kind) {
        (Some(Role::SubjectName), _) => format!("石城示例{nth}号有限公司"),
        (Some(Role::SubjectCode), _) => code.to_owned(),
        (Some(Role::SubjectCategory), _) => "法人及非法人组织".to_owned(),
        (Some(Role::SubjectTaxpayerId), _) => code.to_owned(),
        (Some(Role::SubjectOrgCode), _) => code[8..17].to_owned(),
        (Some(Role::SubjectRegistrationNo), _) => "130100000000019".to_owned(),
        (Some(Role::AuthorityName | Role::SourceName), _) => "石城市示例应急管理局".to_owned(),
        (Some(Role::AuthorityCode | Role::SourceCode), _) => organ.to_owned(),
        (Some(Role::FormerName), _) => format!("石城旧名{nth}号有限公司"),
        (_, FieldType::Date) if field.not_after_today || field.role == Some(Role::DecidedOn) => {
            "2026-05-06".to_owned()
        }
        (_, FieldType::Date) => "2027-05-05".to_owned(),
        (_, FieldType::Year) => "2025".to_owned(),
        (_, FieldType::Document) => format!("示例〔2026〕{}{nth}号", field.id.len()),
        (_, FieldType::MoneyWan) => "0.5".to_owned(),
        (_, FieldType::MoneyYuan) => "5000".to_owned(),
        (_, FieldType::Number) => "12".to_owned(),
        (_, FieldType::Flag) => "是".to_owned(),
        (_, FieldType::CodeSet | FieldType::CodeOne) => chosen(field, choice),
        (_, FieldType::Name | FieldType::Authority) => "石城市示例单位".to_owned(),
        _ if field.visibility == Visibility::Public => format!("示例{}", field.title),
        _ => HIDDEN.to_owned(),
    }
}

/// The title of this code of the list, or of its last.
fn chosen(field: &Field, choice: usize) -> String {
    field.codes[choice.min(field.codes.len() - 1)].title.clone()
}

/// A well-formed row; days on which something was taken back are left empty.
fn row(kind: &Kind, nth: usize, world: &World) -> Row {
    choosing(kind, nth, world, 0)
}

/// The same with this code of every list.
fn choosing(kind: &Kind, nth: usize, world: &World, choice: usize) -> Row {
    let code = xh_kernel::Uscc::with_check_digit(&format!("91130100{:09}", 500 + nth)).unwrap();
    let organ = world.bureau.uscc.as_str();
    let given = columns(kind).filter(|field| !matches!(field.id.as_str(), "status_on" | "removed_on"));
    given.map(|field| (field.id.clone(), cell(field, code.as_str(), organ, nth, choice))).collect()
}

fn sheet(kind: &Kind, row: &Row) -> Vec<u8> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let headings: Vec<String> = columns(kind).map(|field| quoted(&field.title)).collect();
    let cells: Vec<String> =
        columns(kind).map(|field| quoted(row.get(&field.id).map_or("", String::as_str))).collect();
    format!("{}\n{}\n", headings.join(","), cells.join(",")).into_bytes()
}

async fn sent(world: &World, kind: &Kind, row: &Row) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.csv");
    std::fs::write(&path, sheet(kind, row)).unwrap();
    let asked = Asked {
        path,
        name: "sheet.csv".to_owned(),
        kind: kind.id.clone(),
        organ: None,
        actor: world.actor.clone(),
    };
    let program = env!("CARGO_BIN_EXE_xh-story-decoder").into();
    let decoder = Decoder { program, limits: xh_exchange::Limits::default() };
    import(&world.office, &decoder, asked, &|_| ()).await.unwrap_or_else(|e| panic!("{}: {e}", kind.id))
}

async fn counts(world: &World, kind: &Kind, row: &Row) -> Counts {
    let imported = sent(world, kind, row).await;
    assert_eq!(imported.help, None, "{}: {:?}", kind.id, imported.headings);
    imported.counts
}

async fn kinds(world: &World) -> Vec<Kind> {
    world.office.law().await.unwrap().kinds().to_vec()
}

/// The same row with something that changes the bytes and says nothing: the file is new, the act is not.
fn retyped(kind: &Kind, row: &Row) -> Row {
    let mut again = row.clone();
    let code = columns(kind).find(|field| field.role == Some(FieldRole::AuthorityName)).unwrap();
    again.get_mut(&code.id).unwrap().push(' ');
    again
}

/// What makes a row a person's: the category where there is one, else a person's name without any number; figures are
/// given the bare word.
fn about_a_person(kind: &Kind, row: &Row) -> Row {
    let mut person = row.clone();
    if let Some(category) = kind.field_of(FieldRole::SubjectCategory) {
        person.insert(category.id.clone(), "自然人".to_owned());
    } else if kind.role == KindRole::Statistics {
        person.insert(kind.natural_key[1].clone(), "自然人".to_owned());
    } else {
        let numbers = [
            FieldRole::SubjectCode,
            FieldRole::SubjectOrgCode,
            FieldRole::SubjectRegistrationNo,
            FieldRole::SubjectTaxpayerId,
        ];
        for field in columns(kind).filter(|field| field.role.is_some_and(|role| numbers.contains(&role))) {
            person.remove(&field.id);
        }
        person.insert(kind.field_of(FieldRole::SubjectName).unwrap().id.clone(), "甄无名".to_owned());
    }
    person
}

both! {
    async fn a_row_of_every_kind_is_filed_once(db: &Db) {
        let world = World::open(db, NOW).await;
        for (nth, kind) in kinds(&world).await.iter().enumerate() {
            let row = row(kind, nth, &world);
            let first = counts(&world, kind, &row).await;
            assert_eq!((first.rows, first.filed), (1, 1), "{}: {first:?}", kind.id);
            let again = counts(&world, kind, &retyped(kind, &row)).await;
            assert_eq!((again.rows, again.duplicate), (1, 1), "{}: {again:?}", kind.id);
        }
    }

    async fn a_row_about_a_person_is_refused_by_every_kind(db: &Db) {
        let world = World::open(db, NOW).await;
        for (nth, kind) in kinds(&world).await.iter().enumerate() {
            let person = about_a_person(kind, &row(kind, nth, &world));
            let refused = counts(&world, kind, &person).await;
            assert_eq!((refused.rows, refused.refused_person), (1, 1), "{}: {refused:?}", kind.id);
        }
    }

    async fn a_missing_required_field_is_named_by_every_kind(db: &Db) {
        let world = World::open(db, NOW).await;
        let mut tried = 0;
        for (nth, kind) in kinds(&world).await.iter().enumerate() {
            for field in columns(kind).filter(|field| field.need == Need::Required) {
                let mut lacking = row(kind, nth, &world);
                lacking.remove(&field.id);
                tried += 1;
                let (counts, told) = (counts(&world, kind, &lacking).await, faults(&world, kind, &lacking).await);
                assert_eq!((counts.rows, counts.rejected), (1, 1), "{}.{}: {counts:?}", kind.id, field.id);
                assert!(told.contains(&field.title), "{}.{}: {told}", kind.id, field.id);
            }
        }
        assert!(tried >= 30, "{tried}");
    }

    async fn what_is_shown_of_every_kind_is_for_everyone(db: &Db) {
        let world = World::open(db, NOW).await;
        let kinds = kinds(&world).await;
        let described = world.ask("/api/v1/openapi.json").await.json();
        let mut shown = 0;
        for (nth, kind) in kinds.iter().enumerate() {
            for schema in ["Send", "Record"] {
                let at = format!("/components/schemas/{schema}_{}/properties", kind.id);
                assert!(described.pointer(&at).is_some_and(|it| it.is_object()), "{at}");
            }
            if kind.role != KindRole::Registration {
                let (row, board) = on_a_list(&world, kind, nth).await;
                shown += usize::from(everyone_sees(&world, kind, &row, board).await);
            }
        }
        // A kind that shows nothing at all to anybody would pass every other check.
        assert_eq!(shown, kinds.iter().filter(|kind| kind.role != KindRole::Registration).count());
    }
}

/// The faults of the newest batch of a row like this one, as told to the sender.
async fn faults(world: &World, kind: &Kind, row: &Row) -> String {
    let mut slightly = row.clone();
    slightly.insert("remark".to_owned(), "再送".to_owned());
    let imported = sent(world, kind, &slightly).await;
    let mut tx = world.office.db.read().await.unwrap();
    let rows = xh_intake_store::rows_of(&mut tx, &imported.batch, -1, "", 10).await.unwrap();
    rows.into_iter().map(|row| row.faults).collect()
}

/// The authority answers every open question: general.
async fn settle(world: &World) {
    loop {
        let mut tx = world.office.db.read().await.unwrap();
        let open = xh_registry_store::open_questions(&mut tx, 1).await.unwrap();
        drop(tx);
        if open.is_empty() {
            return;
        }
        world.answer().await;
    }
}

/// A row that the law lets everyone see, and the list it is on: with the first codes that do not forbid it.
async fn on_a_list(world: &World, kind: &Kind, nth: usize) -> (Row, String) {
    let most = columns(kind).map(|field| field.codes.len()).max().unwrap_or(0).max(1);
    for choice in 0..most {
        let row = choosing(kind, 100 * nth + choice, world, choice);
        assert_eq!(counts(world, kind, &row).await.filed, 1, "{} {choice}", kind.id);
        settle(world).await;
        let board = world.ask(&format!("/board?kind={}", kind.id)).await.text;
        if board.contains("href=\"/records/") {
            return (row, board);
        }
    }
    panic!("nothing of {} is ever shown", kind.id)
}

/// Page, list, file and API of the record; answers whether it is shown.
async fn everyone_sees(world: &World, kind: &Kind, row: &Row, board: String) -> bool {
    let Some(id) = board.split("/records/").nth(1).and_then(|rest| rest.get(..36)) else {
        panic!("{} is on no list", kind.id);
    };
    let code = match kind.field_of(FieldRole::SubjectCode).or(kind.field_of(FieldRole::SubjectTaxpayerId)) {
        Some(field) => row[&field.id].clone(),
        None => world.bureau.uscc.as_str().to_owned(),
    };
    let addresses = [
        format!("/records/{id}"),
        format!("/subjects/{code}"),
        format!("/api/v1/records/{id}"),
        format!("/api/v1/subjects/{code}/records"),
    ];
    let mut told = vec![board.clone()];
    for address in &addresses {
        let answer = world.ask(address).await;
        assert_eq!(answer.status, 200, "{}: {address}", kind.id);
        assert!(answer.text.contains(&kind.title), "{}: {address}", kind.id);
        told.push(answer.text);
    }
    for text in &told {
        assert!(!text.contains(HIDDEN), "{} shows a hidden field", kind.id);
    }
    let fields = &world.ask(&addresses[2]).await.json()["fields"];
    for field in columns(kind).filter(|field| field.visibility >= Visibility::Staff) {
        assert!(fields.get(&field.id).is_none(), "{}.{} is in the API", kind.id, field.id);
    }
    let public = |field: &&Field| field.visibility == Visibility::Public && row.contains_key(&field.id);
    columns(kind).filter(public).any(|field| fields.get(&field.id).is_some())
}
