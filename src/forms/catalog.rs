//! The forms at hand: those that come with the program, and those of a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::parse::parse_form;
use crate::config::Language;
use crate::domain::form::{Code, Form, FormRef};
use crate::forms::Problem;

/// The form files in the program, by name.
pub(super) const SHIPPED: [(&str, &str); 4] = [
    (
        "survey_forms/hai-long-quay.toml",
        include_str!("../../survey_forms/hai-long-quay.toml"),
    ),
    (
        "survey_forms/mot-cau.toml",
        include_str!("../../survey_forms/mot-cau.toml"),
    ),
    (
        "survey_forms/sipas-xa.toml",
        include_str!("../../survey_forms/sipas-xa.toml"),
    ),
    (
        "survey_forms/danh-gia-ho-so.toml",
        include_str!("../../survey_forms/danh-gia-ho-so.toml"),
    ),
];

/// Ids of the methods that come with the program: what a shipped form may name.
pub const SHIPPED_METHODS: [&str; 3] = ["diem", "tt01", "ty-le"];

/// Every form version known here. Cheap to clone; never changes after the start.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    forms: Arc<BTreeMap<FormRef, Arc<Form>>>,
    /// The file each was read from.
    files: Arc<BTreeMap<FormRef, String>>,
}

/// A form that answers refer to and that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrokenPromise {
    /// The content changed without a new version.
    Changed {
        /// The version.
        form: FormRef,
        /// The file that holds it.
        file: String,
    },
    /// The version is gone; old forms stay readable for ever.
    Gone(String),
}

impl Catalog {
    /// The forms that come with the program.
    ///
    /// # Errors
    /// Never with the files as shipped, which a test proves; the problems otherwise.
    pub fn shipped() -> Result<Self, Vec<Problem>> {
        Self::default().with_files(&SHIPPED, &SHIPPED_METHODS)
    }

    /// The shipped forms and those of the data folder's own `survey_forms`, if there is one.
    ///
    /// # Errors
    /// As for [`Catalog::with_folder`].
    pub fn open(data_dir: &Path) -> Result<Self, Vec<Problem>> {
        Self::shipped()?.with_folder(&data_dir.join("survey_forms"), &SHIPPED_METHODS)
    }

    /// These forms and those of the files given as (name, text). The same version may come twice
    /// if its content is the same. `methods` are the ids a form may name.
    ///
    /// # Errors
    /// Every problem of every file, also other content for a version already here.
    pub fn with_files(
        mut self,
        files: &[(&str, &str)],
        methods: &[&str],
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for (name, text) in files {
            match parse_form(name, text, methods) {
                Ok(form) => problems.extend(self.add(name, form)),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() {
            Ok(self)
        } else {
            Err(problems)
        }
    }

    /// These forms and those of every `*.toml` of a folder but `services.toml`, in name order.
    /// A folder that is not there holds no forms.
    ///
    /// # Errors
    /// As for [`Catalog::with_files`]; a file that cannot be read is a problem of line 1.
    pub fn with_folder(self, folder: &Path, methods: &[&str]) -> Result<Self, Vec<Problem>> {
        let files = read_folder(folder)?;
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        self.with_files(&files, methods)
    }

    /// One form version.
    #[must_use]
    pub fn get(&self, form_ref: &FormRef) -> Option<&Arc<Form>> {
        self.forms.get(form_ref)
    }

    /// The newest version of a form.
    #[must_use]
    pub fn newest(&self, id: &str) -> Option<&Arc<Form>> {
        self.versions(id).next_back()
    }

    /// The form of `id@version`, or the newest version of `id`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Arc<Form>> {
        match FormRef::parse(name) {
            Some(form_ref) => self.get(&form_ref),
            None => self.newest(name),
        }
    }

    /// The form of `id@version`; a name without a version is none.
    #[must_use]
    pub fn exactly(&self, name: &str) -> Option<&Form> {
        self.get(&FormRef::parse(name)?).map(AsRef::as_ref)
    }

    /// Every version of a form, oldest first.
    #[must_use]
    pub fn versions(&self, id: &str) -> impl DoubleEndedIterator<Item = &Arc<Form>> {
        self.forms
            .iter()
            .filter(move |(known, _)| known.id.as_str() == id)
            .map(|(_, form)| form)
    }

    /// Every form version, by id, then version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.forms.values()
    }

    /// Ids of every form, each once.
    pub fn ids(&self) -> impl Iterator<Item = &Code> {
        let mut last = None;
        self.forms
            .keys()
            .map(|form_ref| &form_ref.id)
            .filter(move |id| last.replace(*id) != Some(*id))
    }

    /// Compares with the form versions answers refer to, as (`id@version`, hash).
    ///
    /// # Errors
    /// Every version that has other content here, or none.
    pub fn check_against(&self, known: &[(String, [u8; 32])]) -> Result<(), Vec<BrokenPromise>> {
        let broken: Vec<BrokenPromise> = known
            .iter()
            .filter_map(|(name, hash)| {
                let form = FormRef::parse(name).and_then(|form_ref| self.get(&form_ref));
                match form {
                    None => Some(BrokenPromise::Gone(name.clone())),
                    Some(form) if form.hash != *hash => {
                        let (form, file) = (&form.form_ref, self.files.get(&form.form_ref));
                        Some(BrokenPromise::Changed {
                            form: form.clone(),
                            file: file.cloned().unwrap_or_default(),
                        })
                    }
                    Some(_) => None,
                }
            })
            .collect();
        if broken.is_empty() {
            Ok(())
        } else {
            Err(broken)
        }
    }

    fn add(&mut self, file: &str, form: Form) -> Option<Problem> {
        if let Some(known) = self.forms.get(&form.form_ref) {
            let name = &form.form_ref;
            return (known.hash != form.hash).then(|| Problem {
                file: file.to_owned(),
                line: 1,
                vi: format!("{name} đã có với nội dung khác; hãy tăng version"),
                en: format!("{name} is already there with other content; give it a new version"),
            });
        }
        Arc::make_mut(&mut self.files).insert(form.form_ref.clone(), file.to_owned());
        Arc::make_mut(&mut self.forms).insert(form.form_ref.clone(), Arc::new(form));
        None
    }
}

impl BrokenPromise {
    /// What is wrong and what to do, in the reader's language.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        match self {
            Self::Changed { form, file } => language.pick(
                format!(
                    "{file}: mẫu phiếu {form} đã đổi nội dung mà không tăng version; \
                     hãy trả lại nội dung cũ, và ghi nội dung mới vào tệp khác với version mới"
                ),
                format!(
                    "{file}: form {form} has changed without a new version; put the old content \
                     back, and the new content in another file with a new version"
                ),
            ),
            Self::Gone(form) => language.pick(
                format!("thiếu mẫu phiếu {form} đã dùng ở nút này; hãy đặt lại tệp của mẫu ấy"),
                format!("form {form} is missing, but this node has used it; put its file back"),
            ),
        }
    }
}

impl fmt::Display for BrokenPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Language::En))
    }
}

impl std::error::Error for BrokenPromise {}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let unreadable = |path: &Path, error: &std::io::Error| Problem {
        file: path.display().to_string(),
        line: 1,
        vi: format!("không đọc được: {error}"),
        en: format!("cannot be read: {error}"),
    };
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder).map_err(|error| vec![unreadable(folder, &error)])?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(
            entry
                .map_err(|error| vec![unreadable(folder, &error)])?
                .path(),
        );
    }
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
            && path.file_name().is_some_and(|name| name != "services.toml")
    });
    paths.sort();
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((path.display().to_string(), text)),
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(problems)
    }
}
