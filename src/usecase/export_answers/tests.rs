use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use super::half_month::MOST_ROWS;
use super::*;
use crate::clock::Clock;
use crate::storage::answer::{self, NewAnswer};
use crate::storage::batch::{self, OpenRow, SealedRow};
use crate::usecase::init_node::init;
use crate::usecase::open_node::{Opened, open};

const UNIT: &str = "01141";
const FORM: &str = "mot-cau@1";

type Id = [u8; 16];

/// Answers of two sealed half-days in one closed half-month. Each says in its service field which
/// place its id has among all.
async fn province(folder: &std::path::Path, half_days: &[Vec<Id>; 2]) -> Opened {
    let clock = Clock::fixed("2026-12-24T02:00:00Z".parse().unwrap());
    init(folder, "08", None, &clock).await.unwrap();
    let opened = open(folder, clock).await.unwrap();
    let mut order: Vec<(Id, usize)> = half_days
        .iter()
        .zip(0..)
        .flat_map(|(ids, half_day)| ids.iter().map(move |id| (*id, half_day)))
        .collect();
    order.sort_unstable();
    for (half_day, sequence) in (0..half_days.len()).zip(1..) {
        let ids: Vec<(Id, String)> = order
            .iter()
            .zip(0..)
            .filter(|((_, of), _)| *of == half_day)
            .map(|((id, _), at): (_, usize)| (*id, at.to_string()))
            .collect();
        seal(&opened.app, sequence, &ids).await;
    }
    opened
}

async fn seal(app: &App, sequence: u64, ids: &[(Id, String)]) {
    let open = OpenRow {
        unit: UNIT.to_owned(),
        number: 0,
        half_day: format!("2026-11-0{sequence}-am"),
        opened: format!("2026-11-0{sequence}-am"),
        placed: true,
        late: false,
    };
    let form = app.catalog.find(FORM).unwrap();
    let sheet = sheet::encode(form, &vec![Mark::LeftOut; form.counted().count()]);
    let mut write = app.store.write().await.unwrap();
    let number = batch::open(write.connection(), &open, &[0; 32])
        .await
        .unwrap();
    let rows: Vec<NewAnswer<'_>> = ids
        .iter()
        .map(|(id, place)| NewAnswer {
            unit: UNIT,
            batch: number,
            id: hex::encode(id),
            form: FORM,
            service: Some(place),
            channel: "tablet",
            flagged: 0,
            sheet: &sheet,
            digest: None,
        })
        .collect();
    answer::insert_all(write.connection(), &rows).await.unwrap();
    let sealed = SealedRow {
        unit: open.unit,
        number,
        half_day: open.half_day,
        placed: true,
        late: false,
        sequence,
        answer_count: u64::try_from(ids.len()).unwrap(),
        root: [0; 32],
        tallies: "{}".to_owned(),
        salt: [0; 32],
        previous: [0; 32],
        head: [0; 32],
        signature: [0; 64],
    };
    batch::seal(write.connection(), &sealed).await.unwrap();
    write.commit().await.unwrap();
}

/// Ids of which the last `n_drawn` bytes are drawn.
fn ids(n: usize, n_drawn: usize, seed: u64) -> Vec<Id> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw = || {
        let mut id = Id::default();
        rng.fill_bytes(&mut id[16 - n_drawn..]);
        id
    };
    (0..n).map(|_| draw()).collect()
}

#[tokio::test]
async fn every_answer_is_written_once_in_the_order_of_ids_a_few_at_a_time() {
    for (half_days, why) in [
        (
            [ids(2_000, 16, 1), ids(3_000, 16, 2)],
            "ids as they are drawn",
        ),
        ([ids(700, 5, 1), ids(1_900, 5, 2)], "ids that begin alike"),
        (
            [ids(2_300, 16, 1), ids(2_300, 16, 1)],
            "two half-days share every id",
        ),
        ([ids(1_000, 16, 1), Vec::new()], "exactly one piece"),
        (
            [vec![[0; 16], [0xff; 16]], vec![[0; 16], [0xff; 16]]],
            "first and last id there is",
        ),
        ([Vec::new(), Vec::new()], "nobody"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let Opened { app, .. } = province(&folder.path().join("data"), &half_days).await;
        let asked = ("08", Period::parse("2026-11").unwrap());
        let mut file = begin(&app, &Scope::of_shell(), asked, Rows::Ndjson)
            .await
            .unwrap();
        let mut places = Vec::new();
        while let Some(piece) = file.next().await.unwrap() {
            let lines: Vec<&[u8]> = piece.split_inclusive(|byte| *byte == b'\n').collect();
            let most = usize::try_from(MOST_ROWS).unwrap();
            assert!((1..=most).contains(&lines.len()), "{why}: {}", lines.len());
            for line in lines {
                let row: Value = serde_json::from_slice(line).unwrap();
                places.push(row["service"].as_str().unwrap().parse::<usize>().unwrap());
            }
        }
        let n = half_days.iter().map(Vec::len).sum();
        assert_eq!(places, (0..n).collect::<Vec<_>>(), "{why}");
    }
}
