//! Service fields (lĩnh vực): the dated list a sheet's `service` is taken from.

use jiff::civil::Date;

use crate::domain::form::{Code, Text};

/// The list of service fields, in the order shown.
///
/// Codes are unique and never reused: a field that ends keeps its line with an `until`, so that
/// old sheets stay readable.
#[derive(Clone, Debug, Default)]
pub struct Services {
    fields: Vec<ServiceField>,
}

/// One service field, such as `ho-tich`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceField {
    /// What is sent and stored.
    pub code: Code,
    /// What is read.
    pub label: Text,
    /// First day on which it is offered.
    pub from: Date,
    /// Last day on which it is offered; `None`: still offered.
    pub until: Option<Date>,
}

impl Services {
    /// A list in the order given; the reader of the file has checked that codes are unique.
    #[must_use]
    pub fn new(fields: Vec<ServiceField>) -> Self {
        Self { fields }
    }

    /// The field of that code, in force or not: a sheet may arrive after a list has changed.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&ServiceField> {
        self.fields.iter().find(|field| field.code.as_str() == code)
    }

    /// Every field ever listed.
    #[must_use]
    pub fn all(&self) -> &[ServiceField] {
        &self.fields
    }

    /// The fields a page offers on `day`.
    pub fn in_force(&self, day: Date) -> impl Iterator<Item = &ServiceField> {
        self.fields
            .iter()
            .filter(move |field| field.from <= day && field.until.is_none_or(|until| day <= until))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_field_is_offered_on_its_first_and_its_last_day_and_known_afterwards() {
        let services = Services::new(vec![ServiceField {
            code: Code::parse("ho-tich").unwrap(),
            label: Text::new("Hộ tịch".to_owned(), BTreeMap::new()),
            from: date(2026, 1, 1),
            until: Some(date(2026, 6, 30)),
        }]);
        for (day, expected, why) in [
            (date(2025, 12, 31), 0, "the day before"),
            (date(2026, 1, 1), 1, "the first day"),
            (date(2026, 6, 30), 1, "the last day"),
            (date(2026, 7, 1), 0, "the day after"),
        ] {
            assert_eq!(services.in_force(day).count(), expected, "{why}");
        }
        assert!(
            services.get("ho-tich").is_some(),
            "old sheets stay readable"
        );
        assert!(services.get("dat-dai").is_none());
    }
}
