//! The two boards of a province, `/tinh/{unit}` and `/tinh/{unit}/nhac-nop`: whatever became of
//! bundles and reports, their parts add up to the units that are asked.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::domain::period::Period;
use hailong::domain::unit::Edition;

use crate::server::{COMMUNE, NEIGHBOUR, PROVINCE, Server, text};

/// Whole and running periods of both rules, in both editions of 2026.
const PERIODS: [&str; 12] = [
    "2026-Q1", "2026-Q1b", "2026-Q2", "2026-Q3", "2026-Q3b", "2026-Q4", "2026-Q4b", "2026-05",
    "2026-11b", "2026-H1", "2027-Q1b", "2026b",
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

async fn run(server: &Server, statement: String) {
    server.run(Box::leak(statement.into_boxed_str())).await;
}

/// Something becomes of the figures and of the report of a unit, or nothing.
fn fate(dice: &mut Dice, unit: &str, period: Period) -> String {
    let (mut statements, id) = (String::new(), dice.below(u64::MAX));
    let day = [
        "2026-04-01",
        "2026-12-20",
        "2026-12-24",
        "2026-12-25",
        "2027-01-15",
    ];
    let mut any_day = || day[usize::try_from(dice.below(5)).unwrap()];
    let (came_on, submitted_on) = (any_day(), any_day());
    let (is_final, is_withdrawn) = (dice.below(2), dice.below(3) == 0);
    if dice.below(3) > 0 {
        let (state, reason) = if is_withdrawn {
            ("withdrawn", "'nhầm kỳ'")
        } else {
            ("merged", "null")
        };
        write!(
            statements,
            "insert into bundle values ('{id:016x}', '{unit}', '{period}', 1, {}, randomblob(32),
                 zeroblob(32), null, '{came_on}', '{state}', {reason});",
            1 - is_final
        )
        .unwrap();
        for span in period.spans() {
            // A part of the period may be missing.
            if dice.below(9) > 0 {
                write!(
                    statements,
                    "insert or replace into bundle_span values ('{unit}', '{span}', '{id:016x}', 1,
                         {is_final}, {}, zeroblob(32), zeroblob(32), '{{}}');",
                    u8::from(is_withdrawn)
                )
                .unwrap();
            }
        }
    }
    let acts = ["drafted", "confirmed", "submitted", "change-requested"];
    let n_steps = usize::try_from(dice.below(5)).unwrap();
    for (at, act) in acts.into_iter().take(n_steps).enumerate() {
        let reason = match act {
            "change-requested" => "'xem lại'",
            _ => "null",
        };
        write!(
            statements,
            "insert into report_step (id, unit, period, sequence, act, account, position, day,
                 received_on, reason) values ('{:032x}', '{unit}', '{period}', {}, '{act}',
                 'account.{at}', 'Công chức', '{submitted_on}', '{submitted_on}', {reason});",
            u128::from(id) + u128::try_from(at).unwrap(),
            at + 1
        )
        .unwrap();
    }
    statements
}

/// A round for some units, one of them of another province: nobody waits for that one here.
async fn open_round(server: &Server, (period, place): (&str, usize), units: &BTreeSet<&str>) {
    let named: Vec<String> = units.iter().map(|unit| format!("\"{unit}\"")).collect();
    let id = format!("{}-{place}", period.to_lowercase());
    let body = format!(
        "id = \"{id}\"\nrevision = 1\ntitle = \"Đợt\"\nprovince = \"08\"\nperiod = \"{period}\"\n\
         form = \"hai-long-quay@1\"\nmethod = \"ty-le\"\nchannels = [\"tablet\"]\n\
         units = [\"99999\", {}]\ndeadline = 2027-03-20\ngrace_days = 3\n",
        named.join(", ")
    );
    server.hold_round(&body).await;
}

/// The numbers in the elements of a name within a part of a page.
fn numbers(page: &str, (from, to): (&str, &str), element: &str) -> Vec<usize> {
    let part = page.split_once(from).expect("the sum").1;
    let part = part.split_once(to).expect("its end").0;
    let open = format!("<{element}>");
    let each = part.split(&open).skip(1);
    each.map(|rest| rest.split('<').next().unwrap().parse().expect("a number"))
        .collect()
}

#[tokio::test]
async fn the_parts_of_both_boards_add_up_to_the_units_asked_whatever_happened() {
    let server = Server::of(PROVINCE, "2027-01-20T09:00:00+07:00").await;
    server.device(COMMUNE, Channel::Tablet).await;
    server.device(NEIGHBOUR, Channel::Tablet).await;
    let cookie = server
        .signed_in("board.province", Role::Province, PROVINCE)
        .await;
    let mut dice = Dice(0x5eed);
    for period in PERIODS {
        let parsed = Period::parse(period).unwrap();
        let edition = Edition::in_force_on(parsed.to()).as_str();
        let listed = format!(
            "select group_concat(code) from unit where edition = '{edition}' and parent = '08'"
        );
        let codes = server.text_of(Box::leak(listed.into_boxed_str())).await;
        let codes: Vec<&str> = codes.split(',').collect();
        assert_eq!(codes.len(), 124, "{edition}");
        let statements: String = codes
            .iter()
            .map(|code| fate(&mut dice, code, parsed))
            .collect();
        run(&server, statements).await;
        let mut asked: BTreeSet<&str> = codes.iter().copied().collect();
        if dice.below(2) == 0 {
            asked.retain(|_| dice.below(3) > 0);
            // Two rounds that share no unit, or some, or one that asks for them all.
            let (mut first, mut second) = (asked.clone(), asked.clone());
            first.retain(|_| dice.below(2) == 0);
            second.retain(|unit| !first.contains(unit) || dice.below(2) == 0);
            open_round(&server, (period, 1), &first).await;
            open_round(&server, (period, 2), &second).await;
        }
        let overview = format!("/tinh/08?period={period}");
        let overview = text(server.get_as(&cookie, &overview).await).await;
        let reminders = format!("/tinh/08/nhac-nop?period={period}");
        let reminders = text(server.get_as(&cookie, &reminders).await).await;
        for (page, shown) in [
            ("overview", numbers(&overview, ("board-sum", "</p>"), "b")),
            (
                "reminders",
                numbers(&reminders, ("dl class=\"sum\"", "</dl>"), "dd"),
            ),
        ] {
            let (expected, parts) = shown.split_first().unwrap();
            assert_eq!(*expected, asked.len(), "{page} of {period}: who is asked");
            assert_eq!(
                parts.iter().sum::<usize>(),
                *expected,
                "{page} of {period}: {parts:?}"
            );
            assert!(parts.len() >= 4, "{page} of {period}: {parts:?}");
        }
    }
}
