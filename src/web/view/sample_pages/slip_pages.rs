//! The pages of slips.

use crate::domain::voucher::VoucherCode;
use crate::storage::voucher_sheet::VoucherSheetRow;
use crate::usecase::print_vouchers::Account;
use crate::usecase::switch_open_page::OpenPage;
use crate::web::text::Words;
use crate::web::view::slip_desk::{self, Notice, Reach, SlipDesk};
use crate::web::view::slips::{self, Slips};

pub(super) fn desk(words: Words) -> String {
    let account = |number, used, void| Account {
        sheet: VoucherSheetRow {
            number,
            form: "hai-long-quay".into(),
            issued_on: "2026-11-24".into(),
            printed: 24,
            used,
            void,
            void_reason: (void > 0).then(|| "mất tờ".into()),
        },
        left: 24 - used - void,
    };
    let desk = SlipDesk {
        masthead: super::masthead(),
        unit: "01141",
        name: "Xã Nấm Dẩn",
        forms: &[("hai-long-quay".into(), "Phiếu hài lòng tại quầy".into())],
        origin: "http://127.0.0.1:8080",
        reach: Reach::ThisMachine,
        accounts: &[account(2, 3, 0), account(1, 20, 4)],
        open_page: OpenPage::On,
        notice: Some(&Notice::Done("Đã hủy 4 mã của tờ 0001.".into())),
    };
    slip_desk::page(words, &desk).into_string()
}

pub(super) fn printed(words: Words) -> String {
    let codes: Vec<_> = (0..24)
        .map(|place| VoucherCode::from_random([place; 10]))
        .collect();
    let slips = Slips {
        unit_name: "Xã Nấm Dẩn",
        form: "Phiếu hài lòng tại quầy",
        day: "24/11/2026",
        origin: "https://khaosat.tuyenquang.gov.vn",
        sheets: &[(7, &codes)],
        account: "/don-vi/01141/ma",
    };
    slips::page(words, &slips).into_string()
}
