//! Late answers travel and are shown; they count nowhere.

use hailong::domain::period::Period;
use hailong::usecase::close_period::close;
use hailong::usecase::list_reports::Source;

use crate::node::{NAM_DAN, Node, PROVINCE, sheets};

#[tokio::test]
async fn the_province_shows_late_answers_as_the_commune_does() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 8)).await;
    close(&one.app, NAM_DAN, Period::parse("2026-11").unwrap())
        .await
        .unwrap();
    one.take(NAM_DAN, &sheets(4, 4)).await;
    let file = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    province.merge(&file).await;
    let rows = province.rows(NAM_DAN, "2026-11").await;
    assert_eq!(rows, one.rows(NAM_DAN, "2026-11").await);
    let late: Vec<_> = rows[..2]
        .iter()
        .map(|row| (&row["form"], &row["n"], &row["late"]))
        .collect();
    assert_eq!(
        format!("{late:?}"),
        r#"[(String("hai-long-quay@1"), Number(6), Number(3)), (String("mot-cau@1"), Number(2), Number(1))]"#
    );
    assert_eq!(province.rows(PROVINCE, "2026-11").await[0]["late"], 3);
    let standing = province.standing(NAM_DAN, "2026-11").await;
    let Source::Merged { is_final, late, .. } = standing else {
        unreachable!("{standing:?}");
    };
    assert_eq!((is_final, late), (true, 4));
    assert_eq!(province.differences().await, Vec::<String>::new());
}
