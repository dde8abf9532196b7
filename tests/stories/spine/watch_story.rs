//! A department puts its sheets into a folder: each is filed once, whole, and lies afterwards where a person expects
//! it, whatever died in between.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use xh_db::{Db, both};
use xh_intake_desk::{Asked, Watch, WatchAsked, Watched, import};

use super::counter::{csv, decoder, fine};
use super::office::World;

/// A sheet is whole after five seconds.
const STILL: i64 = 5 * SECOND;
const SECOND: i64 = 1_000_000;

struct Office {
    world: World,
    folder: tempfile::TempDir,
}

impl Office {
    async fn open(db: &Db) -> Self {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        Self { world, folder: tempfile::tempdir().unwrap() }
    }

    fn asked(&self) -> WatchAsked {
        WatchAsked {
            folder: self.folder.path().to_owned(),
            kind: "penalty".to_owned(),
            organ: Some(self.world.bureau.uscc.as_str().to_owned()),
            actor: self.world.actor.clone(),
            whole_after: Duration::from_micros(STILL.unsigned_abs()),
        }
    }

    async fn watch(&self) -> Watch {
        Watch::take(&self.world.office, self.asked()).await.unwrap().expect("nobody else watches")
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    async fn look(&self, watch: &mut Watch) -> Vec<Watched> {
        watch.poll(&self.world.office, &decoder()).await.unwrap()
    }

    /// Looks, waits until what lies there is whole, and looks again.
    async fn look_twice(&self, watch: &mut Watch) -> Vec<Watched> {
        assert!(self.look(watch).await.is_empty(), "nothing is whole yet");
        self.world.pass(STILL);
        self.look(watch).await
    }

    async fn batches(&self) -> usize {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_intake_store::recent(&mut tx, 100).await.unwrap().len()
    }

    async fn records(&self) -> i64 {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_registry_store::count_records(&mut tx).await.unwrap()
    }

    async fn waiting(&self) -> usize {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_intake_store::waiting(&mut tx, "", 0, 100).await.unwrap().len()
    }

    /// A claim as a process leaves it that dies: one folder under `working/`.
    fn claimed(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let folder = self.folder.path().join("working/20260520-010000-000000");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
        folder.join(name)
    }

    async fn import(&self, path: &Path, name: &str) {
        let asked = Asked {
            path: path.to_owned(),
            name: name.to_owned(),
            kind: "penalty".to_owned(),
            organ: Some(self.world.bureau.uscc.as_str().to_owned()),
            actor: self.world.actor.clone(),
        };
        import(&self.world.office, &decoder(), asked, &|_| ()).await.unwrap();
    }
}

/// Three good rows from this number on.
fn good(from: usize) -> Vec<u8> {
    let row = |nth: usize| fine(nth, &format!("示应急罚〔2026〕{}号", nth + 11), "0.5", "2026-05-06");
    csv(&(from..from + 3).map(row).collect::<Vec<_>>())
}

/// Two good rows, one sent back, one held.
fn mixed() -> Vec<u8> {
    let row = |nth: usize| fine(nth, &format!("示应急罚〔2026〕{}号", nth + 11), "0.5", "2026-05-06");
    let mut rows: Vec<Vec<String>> = (0..4).map(row).collect();
    rows[2][9] = "2026-02-30".to_owned();
    rows[3][1] = String::new();
    csv(&rows)
}

fn result(watched: &Watched) -> Value {
    serde_json::from_slice(&std::fs::read(watched.folder.join("result.json")).unwrap()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let items = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        items.map(|item| item.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

both! {
    async fn a_sheet_is_taken_once_it_is_whole_and_its_content_again_is_a_duplicate(db: &Db) {
        let office = Office::open(db).await;
        let mut watch = office.watch().await;
        let (whole, half) = (good(0), good(0)[..80].to_vec());
        office.put("五月.csv", &half);
        office.put("sending.csv.part", &whole);
        assert!(office.look(&mut watch).await.is_empty());
        office.world.pass(STILL - SECOND);
        office.put("五月.csv", &whole);
        assert!(office.look(&mut watch).await.is_empty(), "it has grown: the time begins anew");
        office.world.pass(STILL - SECOND);
        assert!(office.look(&mut watch).await.is_empty());
        office.world.pass(SECOND);
        let worked = office.look(&mut watch).await;
        assert_eq!(worked.len(), 1, "{worked:?}");
        assert!(!worked[0].needs_a_person && worked[0].folder.starts_with(office.folder.path().join("done")));
        assert_eq!(names(&worked[0].folder), ["result.json"]);
        assert_eq!(result(&worked[0])["counts"]["filed"], 3);
        std::fs::rename(office.folder.path().join("sending.csv.part"), office.folder.path().join("五月.csv"))
            .unwrap();
        let again = office.look_twice(&mut watch).await;
        assert_eq!(result(&again[0])["counts"]["duplicate"], 3, "{again:?}");
        assert_ne!(again[0].folder, worked[0].folder, "nothing is written over");
        assert_eq!(office.records().await, 3);
    }

    async fn what_a_person_must_see_lies_beside_its_marked_sheet(db: &Db) {
        let office = Office::open(db).await;
        let mut watch = office.watch().await;
        office.put("混.csv", &mixed());
        office.put("乱.csv", b"\xff\xfe\x00nothing");
        office.put("空.csv", b"");
        office.put("无头.csv", "甲,乙\n1,2\n3,4\n".as_bytes());
        let worked = office.look_twice(&mut watch).await;
        assert_eq!(worked.len(), 4);
        assert!(worked.iter().all(|one| one.needs_a_person && !one.said.is_empty()), "{worked:?}");
        for one in &worked {
            assert!(one.folder.starts_with(office.folder.path().join("needs-a-person")));
            let beside = names(&one.folder);
            assert_eq!(beside.contains(&format!("{}.marked.xlsx", one.name)), one.name == "混.csv", "{beside:?}");
        }
        let helpless = worked.iter().find(|one| one.name == "无头.csv").unwrap();
        assert!(helpless.said.contains("列对应关系"), "{}", helpless.said);
        assert_eq!((office.records().await, office.waiting().await), (2, 1));
    }

    async fn what_is_no_sheet_stays_where_it_is(db: &Db) {
        let office = Office::open(db).await;
        let mut watch = office.watch().await;
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(outside.path(), good(0)).unwrap();
        std::os::unix::fs::symlink(outside.path(), office.folder.path().join("link.csv")).unwrap();
        std::fs::create_dir(office.folder.path().join("folder.csv")).unwrap();
        office.put(".hidden.csv", &good(0));
        office.put("lock~", &good(0));
        assert!(office.look_twice(&mut watch).await.is_empty());
        assert_eq!(office.batches().await, 0);
        assert!(outside.path().exists());
    }

    async fn a_sheet_left_in_hand_is_carried_on_from_every_step(db: &Db) {
        let office = Office::open(db).await;
        // Died right after it was taken.
        office.claimed("一.csv", &good(0));
        let worked = office.look(&mut office.watch().await).await;
        assert_eq!(result(&worked[0])["counts"]["filed"], 3);
        // Died after the import, before anything was written beside it.
        let path = office.claimed("二.csv", &mixed());
        office.import(&path, "二.csv").await;
        let (batches, waiting) = (office.batches().await, office.waiting().await);
        let worked = office.look(&mut office.watch().await).await;
        assert_eq!((office.batches().await, office.waiting().await), (batches, waiting), "not filed again");
        assert_eq!(names(&worked[0].folder), ["result.json", "二.csv.marked.xlsx"]);
        assert_eq!(result(&worked[0])["counts"]["held"], 1);
        // Died with the result written, before the folder was moved; and in the middle of writing the sheet.
        let path = office.claimed("三.csv", &mixed());
        std::fs::write(path.with_file_name("result.json"), "{").unwrap();
        std::fs::write(path.with_file_name(".tmpHALF"), "PK").unwrap();
        let worked = office.look(&mut office.watch().await).await;
        assert!(worked[0].needs_a_person, "{worked:?}");
        assert_eq!(result(&worked[0])["counts"]["rows"], 4);
        // Died before it took anything.
        std::fs::create_dir(office.folder.path().join("working/20260520-010000-000009")).unwrap();
        assert!(office.look(&mut office.watch().await).await.is_empty());
        assert!(names(&office.folder.path().join("working")).is_empty());
        assert_eq!(office.records().await, 3);
    }

    async fn one_process_works_on_a_folder_and_the_next_takes_over(db: &Db) {
        let office = Office::open(db).await;
        let first = office.watch().await;
        assert!(Watch::take(&office.world.office, office.asked()).await.unwrap().is_none());
        drop(first);
        office.watch().await;
        let wrong = WatchAsked { kind: "nonsense".to_owned(), ..office.asked() };
        assert!(Watch::take(&office.world.office, wrong).await.is_err());
        let wrong = WatchAsked { folder: office.folder.path().join("gone"), ..office.asked() };
        assert!(Watch::take(&office.world.office, wrong).await.is_err());
    }
}
