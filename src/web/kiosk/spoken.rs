//! Every text a tablet reads aloud, screen by screen, and the languages it offers.
//!
//! The kiosk's page marks what it reads with `data-say`; a test holds the page against this list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Language;
use crate::domain::form::{Channel, Choice, Form, Kind, Question, Text};
use crate::domain::spoken::{LANGUAGES, SpokenLanguage, Standing, TextKey};
use crate::usecase::list_coverage::recordings;
use crate::usecase::{App, UsecaseError};
use crate::web::text::Words;

/// The languages a tablet of `unit` offers for `form`, in the order shown: Vietnamese first.
///
/// # Errors
/// When the file cannot be read.
pub(crate) async fn offered_languages(
    app: &App,
    unit: &str,
    form: &Form,
) -> Result<Vec<&'static SpokenLanguage>, UsecaseError> {
    let recordings = recordings(app, unit).await?;
    let offered = LANGUAGES.iter().filter(|language| {
        let is_written = form.languages.iter().any(|tag| tag == language.tag);
        match language.standing {
            Standing::Written => is_written,
            Standing::Recorded => recordings.is_offered(language, &keys(app, form, language)),
        }
    });
    Ok(offered.collect())
}

/// What a tablet of `unit` plays for `form` in the language of that tag: the SHA-256 of the sound,
/// in hex, by text.
///
/// # Errors
/// When the file cannot be read.
pub(crate) async fn clips(
    app: &App,
    unit: &str,
    form: &Form,
    tag: &str,
) -> Result<BTreeMap<TextKey, String>, UsecaseError> {
    let Some(language) = SpokenLanguage::find(tag) else {
        return Ok(BTreeMap::new());
    };
    let recordings = recordings(app, unit).await?;
    let hash = |key: TextKey| {
        let clip = recordings.played(tag, &key)?;
        Some((key, hex::encode(clip.sha256)))
    };
    Ok(keys(app, form, language)
        .into_iter()
        .filter_map(hash)
        .collect())
}

/// A screen and what it says, in the order it says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Which screen.
    pub(crate) place: Place,
    /// Its texts; what an earlier screen says too stands there.
    pub(crate) texts: Vec<SpokenText>,
}

/// Which screen of the tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The list of languages.
    Languages,
    /// Purpose and privacy.
    Privacy,
    /// A question by its number.
    Question(usize),
    /// A question about the person.
    Profile,
    /// The comment.
    Comment,
    /// What may have to be said in between, such as that a forgotten sheet will be wiped.
    Prompts,
    /// The thanks.
    Thanks,
}

/// A text to be spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpokenText {
    /// Its key.
    pub(crate) key: TextKey,
    /// The Vietnamese wording.
    pub(crate) vietnamese: String,
    /// The language's own wording, if it is written in it.
    pub(crate) own: Option<String>,
}

/// Everything tablets with these forms say in a language, each text once.
pub(crate) fn screens(app: &App, forms: &[Arc<Form>], language: &SpokenLanguage) -> Vec<Screen> {
    let mut seen = BTreeSet::new();
    let mut screens = Vec::new();
    for form in forms {
        for mut screen in screens_of(app, form, language) {
            screen.texts.retain(|text| seen.insert(text.key.clone()));
            if !screen.texts.is_empty() {
                screens.push(screen);
            }
        }
    }
    screens
}

fn keys(app: &App, form: &Form, language: &SpokenLanguage) -> Vec<TextKey> {
    let screens = screens_of(app, form, language).into_iter();
    let keys: BTreeSet<TextKey> = screens
        .flat_map(|screen| screen.texts)
        .map(|text| text.key)
        .collect();
    keys.into_iter().collect()
}

const PRIVACY: [&str; 7] = [
    /* key */ "kiosk.ask",
    /* key */ "kiosk.purpose",
    /* key */ "kiosk.nameless",
    /* key */ "paper.privacy",
    /* key */ "kiosk.join",
    /* key */ "kiosk.decline",
    /* key */ "kiosk.no_harm",
];
const COMMENT: [&str; 4] = [
    /* key */ "paper.not_a_complaint",
    /* key */ "paper.where_complaints_go",
    /* key */ "paper.comment",
    /* key */ "paper.comment_hint",
];
const PROMPTS: [&str; 5] = [
    /* key */ "kiosk.enough",
    /* key */ "kiosk.idle",
    /* key */ "kiosk.idle_wipe",
    /* key */ "kiosk.failed",
    /* key */ "kiosk.failed_what",
];
const THANKS: [&str; 6] = [
    /* key */ "thanks.title",
    /* key */ "kiosk.kept",
    /* key */ "kiosk.sent",
    /* key */ "thanks.private",
    /* key */ "paper.not_a_complaint",
    /* key */ "paper.where_complaints_go",
];

fn screens_of(app: &App, form: &Form, language: &SpokenLanguage) -> Vec<Screen> {
    let said = Said(language);
    let mut screens = vec![
        Screen {
            place: Place::Languages,
            texts: vec![said.name()],
        },
        said.prompts(Place::Privacy, &PRIVACY),
    ];
    let mut number = 0;
    for question in form.questions() {
        if !question.is_asked_on(Channel::Tablet) {
            continue;
        }
        let place = if question.profile {
            Place::Profile
        } else {
            number += 1;
            Place::Question(number)
        };
        screens.push(said.question(place, question));
        if form.service_after.as_ref() == Some(&question.id) {
            number += 1;
            screens.push(said.services(app, number));
        }
    }
    if form.comment {
        screens.push(said.prompts(Place::Comment, &COMMENT));
    }
    screens.push(said.prompts(Place::Prompts, &PROMPTS));
    screens.push(said.prompts(Place::Thanks, &THANKS));
    screens
}

/// Texts as one language says them.
struct Said<'a>(&'a SpokenLanguage);

impl Said<'_> {
    fn name(&self) -> SpokenText {
        SpokenText {
            key: TextKey::of(self.0.vietnamese_name),
            vietnamese: self.0.vietnamese_name.to_owned(),
            own: Some(self.0.own_name.to_owned()),
        }
    }

    fn prompts(&self, place: Place, keys: &[&str]) -> Screen {
        Screen {
            place,
            texts: keys.iter().map(|key| self.prompt(key, &[])).collect(),
        }
    }

    fn question(&self, place: Place, question: &Question) -> Screen {
        let mut texts = vec![self.text(&question.text)];
        match &question.kind {
            Kind::Rating(scale) => {
                let levels = scale.levels.iter();
                texts.extend(levels.map(|level| self.text(&level.label)));
            }
            Kind::Choice(options) => texts.extend(self.labels(options)),
            Kind::Multi { options, most } => {
                let most = most.to_string();
                texts.push(self.prompt(/* key */ "paper.choose_most", &[("n", &most)]));
                texts.extend(self.labels(options));
            }
            Kind::Text => {}
        }
        texts.extend(self.labels(&question.outside));
        Screen { place, texts }
    }

    fn services(&self, app: &App, number: usize) -> Screen {
        let mut texts = vec![self.prompt(/* key */ "paper.service", &[])];
        let today = app.clock.now_local().date();
        let fields = app.services.in_force(today);
        texts.extend(fields.map(|field| self.text(&field.label)));
        Screen {
            place: Place::Question(number),
            texts,
        }
    }

    fn labels(&self, choices: &[Choice]) -> impl Iterator<Item = SpokenText> {
        choices.iter().map(|choice| self.text(&choice.label))
    }

    fn text(&self, text: &Text) -> SpokenText {
        let is_own = self.0.tag != "vi" && text.has(self.0.tag);
        SpokenText {
            key: TextKey::of(text.get("vi")),
            vietnamese: text.get("vi").to_owned(),
            own: is_own.then(|| text.get(self.0.tag).to_owned()),
        }
    }

    fn prompt(&self, key: &str, values: &[(&str, &str)]) -> SpokenText {
        let vietnamese = Words::of(Language::Vi).fill(key, values);
        let is_english = self.0.tag == "en";
        SpokenText {
            key: TextKey::of(&vietnamese),
            vietnamese,
            own: is_english.then(|| Words::of(Language::En).fill(key, values)),
        }
    }
}
