//! After a seal, no file of the folder gives away who answered before whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hailong::storage::{FILE_NAME, Store};
use hailong::usecase::seal_batch::seal_due;
use jiff::ToSpan as _;
use serde_json::json;
use uuid::Uuid;

use crate::node::{Node, at, sheet, with};

const N_HALF_DAYS: usize = 60;
const N_ANSWERS: usize = 8;

/// Half-days of eight answers each, with their ids in the order of arrival.
struct Trial {
    node: Node,
    half_days: Vec<Vec<Uuid>>,
}

enum Seals {
    AtEachHalfDay,
    Never,
}

async fn trial(seals: Seals) -> Trial {
    let node = Node::at("2026-11-02T08:00:00+07:00").await;
    let mut now = at("2026-11-02T08:00:00+07:00");
    let mut half_days = Vec::new();
    for _ in 0..N_HALF_DAYS {
        let mut ids = Vec::new();
        for _ in 0..N_ANSWERS {
            let id = Uuid::new_v4();
            let sheet = with(&sheet(&now.to_string(), 4), "id", json!(id.to_string()));
            node.submit(&sheet).await.expect("taken");
            ids.push(id);
        }
        half_days.push(ids);
        now = now.checked_add(12.hours()).expect("a later time");
        node.clock.set(now);
        match seals {
            Seals::AtEachHalfDay => {
                seal_due(&node.app).await.expect("a seal");
            }
            Seals::Never => {}
        }
    }
    node.app
        .store
        .truncate_log()
        .await
        .expect("everything in one file");
    Trial { node, half_days }
}

/// Where in the file each id stands; every id must stand in one place of one file only.
fn places(folder: &Path, trial: &Trial) -> BTreeMap<Uuid, usize> {
    let ids: BTreeSet<&[u8]> = trial
        .half_days
        .iter()
        .flatten()
        .map(|id| &id.as_bytes()[..])
        .collect();
    let mut places = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a file");
        for (at, window) in bytes
            .windows(16)
            .enumerate()
            .filter(|(_, w)| ids.contains(w))
        {
            let id = Uuid::from_slice(window).expect("sixteen bytes");
            assert!(
                path.ends_with(FILE_NAME),
                "{id} stands in {}",
                path.display()
            );
            let earlier = places.insert(id, at);
            assert_eq!(earlier, None, "{id} stands in two places");
        }
    }
    assert_eq!(places.len(), ids.len(), "every id is in the file");
    places
}

/// Half-days whose order of arrival, or its reverse, can be read off the places in the file.
fn n_recovered(folder: &Path, trial: &Trial) -> usize {
    let places = places(folder, trial);
    let recovered = trial.half_days.iter().filter(|ids| {
        let places: Vec<usize> = ids.iter().map(|id| places[id]).collect();
        places.is_sorted() || places.is_sorted_by(|a, b| a > b)
    });
    recovered.count()
}

/// Eight ids stand in order by chance once in 20,160: two of sixty, once in 200,000 runs.
const BY_CHANCE: usize = 1;

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_file_keeps_no_order_of_arrival() {
    let (sealed, open) = tokio::join!(trial(Seals::AtEachHalfDay), trial(Seals::Never));
    let from_open = n_recovered(open.node.folder.path(), &open);
    assert!(
        from_open > N_HALF_DAYS / 10,
        "without the rewrite the order can be read off, or this test proves nothing: {from_open}"
    );
    let from_sealed = n_recovered(sealed.node.folder.path(), &sealed);
    assert!(
        from_sealed <= BY_CHANCE,
        "after the rewrite it cannot: {from_sealed}"
    );
}

#[tokio::test]
async fn a_copy_made_after_the_seal_keeps_none_either() {
    let trial = trial(Seals::AtEachHalfDay).await;
    let copy = tempfile::TempDir::new().expect("a folder");
    let file = copy.path().join(FILE_NAME);
    hailong::usecase::back_up::back_up(&trial.node.app.store, &file)
        .await
        .expect("a copy");
    let store = Store::open(&file).await.expect("the copy opens");
    store.close().await;
    assert!(n_recovered(copy.path(), &trial) <= BY_CHANCE);
}

#[tokio::test]
async fn profiles_stand_in_an_order_of_their_own() {
    let node = Node::at("2026-11-24T08:00:00+07:00").await;
    let people = ["18-24", "25-34", "35-49", "50-60", "tren-60"];
    let people: Vec<(&str, &str)> = people
        .iter()
        .flat_map(|age| [("nam", *age), ("nu", *age)])
        .collect();
    for (gender, age) in &people {
        let answers = json!({"chung": 4, "gioi-tinh": gender, "tuoi": age});
        let sheet = with(&sheet("2026-11-24T08:00:00+07:00", 4), "answers", answers);
        node.submit(&sheet).await.expect("taken");
    }
    let stored = |node: &Node| -> Vec<usize> {
        let bytes = std::fs::read(node.folder.path().join(FILE_NAME)).expect("the file");
        people
            .iter()
            .map(|(gender, age)| {
                let text = json!({"gioi-tinh": gender, "tuoi": age}).to_string();
                let found = bytes.windows(text.len()).position(|w| w == text.as_bytes());
                found.expect("the profile is in the file")
            })
            .collect()
    };
    node.app.store.truncate_log().await.expect("one file");
    let before = stored(&node);
    assert!(
        before.is_sorted() || before.is_sorted_by(|a, b| a > b),
        "before the seal the order of arrival shows, or this test proves nothing"
    );
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    seal_due(&node.app).await.expect("a seal");
    let after = stored(&node);
    assert!(
        !after.is_sorted() && !after.is_sorted_by(|a, b| a > b),
        "after the seal it does not"
    );
}
