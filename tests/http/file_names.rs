//! Every file that a page offers: a name in plain letters for old programs, the true one beside it.

use hailong::domain::account::Role;
use hailong::web::form_data::encode;

use crate::round::open;
use crate::server::{MORNING, PROVINCE, Server, header};

#[tokio::test]
async fn every_file_has_a_name_in_plain_letters_and_its_true_one() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("names.province", Role::Province, PROVINCE)
        .await;
    assert_eq!(open(&server, &cookie, &[]).await.status(), 200);
    for (path, plain, named) in [
        (
            "/don-vi/01141/so-lieu.xlsx?period=2026-Q4b",
            "hailong-01141-2026-Q4b.xlsx",
            "Số liệu hài lòng - Xã Nấm Dẩn - 2026-Q4b.xlsx",
        ),
        (
            "/don-vi/01141/so-lieu.csv?period=2026-Q4b",
            "hailong-01141-2026-Q4b.csv",
            "Số liệu hài lòng - Xã Nấm Dẩn - 2026-Q4b.csv",
        ),
        (
            "/don-vi/01141/bao-cao.docx?period=2026-Q4b",
            "bao-cao-01141-2026-Q4b.docx",
            "Báo cáo mức độ hài lòng - Xã Nấm Dẩn - 2026-Q4b.docx",
        ),
        (
            "/tinh/08/so-lieu.xlsx?period=2026-11",
            "hailong-08-2026-11.xlsx",
            "Số liệu hài lòng - Tỉnh Tuyên Quang - 2026-11.xlsx",
        ),
        (
            "/tinh/08/so-lieu.csv?period=2026-11",
            "hailong-08-2026-11.csv",
            "Số liệu hài lòng - Tỉnh Tuyên Quang - 2026-11.csv",
        ),
        (
            "/tinh/08/bao-cao.docx?period=2026-Q4b",
            "bao-cao-08-2026-Q4b.docx",
            "Báo cáo mức độ hài lòng - Tỉnh Tuyên Quang - 2026-Q4b.docx",
        ),
        (
            "/tinh/08/phieu.csv?period=2026-Q4",
            "hailong-phieu-08-2026-Q4.csv",
            "Phiếu - Tỉnh Tuyên Quang - 2026-Q4.csv",
        ),
        (
            "/tinh/08/phieu.ndjson?period=2026-Q4",
            "hailong-phieu-08-2026-Q4.ndjson",
            "Phiếu - Tỉnh Tuyên Quang - 2026-Q4.ndjson",
        ),
        (
            "/tinh/08/phieu.sps?period=2026-Q4",
            "hailong-phieu-08-2026-Q4.sps",
            "Phiếu - Tỉnh Tuyên Quang - 2026-Q4.sps",
        ),
        (
            "/tinh/08/tu-dien.csv",
            "hailong-tu-dien.csv",
            "Từ điển dữ liệu - Tỉnh Tuyên Quang.csv",
        ),
        (
            "/tinh/08/chi-so/mau.csv",
            "hailong-chi-so-mau.csv",
            "Mẫu chỉ số đã công bố - Tỉnh Tuyên Quang.csv",
        ),
        (
            "/api/v1/rounds/2027-q1",
            "2027-q1.round.toml",
            "2027-q1.round.toml",
        ),
    ] {
        let file = server.get_as(&cookie, path).await;
        assert_eq!(file.status(), 200, "{path}");
        let named = encode(named);
        assert_eq!(
            header(&file, "content-disposition"),
            format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"),
            "{path}"
        );
    }
}
