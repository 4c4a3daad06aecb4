use std::fmt;

/// How honestly sheets come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Every sheet is a person's own.
    Honest,
    /// That share of sheets, in percent, was filled in by the unit: the best level throughout, in
    /// a few seconds.
    Stuffed {
        /// 1 to 100.
        percent: u8,
    },
}

impl Profile {
    /// Reads `honest` or `stuffed:20%`.
    ///
    /// # Errors
    /// When the text is neither, or the share is not 1 to 100.
    pub fn parse(text: &str) -> Result<Self, InvalidProfile> {
        let invalid = || InvalidProfile(text.to_owned());
        if text == "honest" {
            return Ok(Self::Honest);
        }
        let share = text
            .strip_prefix("stuffed:")
            .and_then(|rest| rest.strip_suffix('%'));
        let percent: u8 = share
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(invalid)?;
        if (1..=100).contains(&percent) {
            Ok(Self::Stuffed { percent })
        } else {
            Err(invalid())
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Honest => f.write_str("honest"),
            Self::Stuffed { percent } => write!(f, "stuffed:{percent}%"),
        }
    }
}

/// A text that is no [`Profile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidProfile(String);

impl fmt::Display for InvalidProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "profile must be honest, or stuffed:1% to stuffed:100%, got {:?}",
            self.0
        )
    }
}

impl std::error::Error for InvalidProfile {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_or_refused_by_name() {
        let stuffed = |percent| Some(Profile::Stuffed { percent });
        for (text, expected, why) in [
            ("honest", Some(Profile::Honest), "the plain one"),
            ("stuffed:20%", stuffed(20), "the share of the contract"),
            ("stuffed:1%", stuffed(1), "the least"),
            ("stuffed:100%", stuffed(100), "the most"),
            ("stuffed:0%", None, "nothing stuffed is honest"),
            ("stuffed:101%", None, "more than all"),
            ("stuffed:20", None, "the percent sign is part of it"),
            ("stuffed:+20%", None, "digits only"),
            ("stuffed:%", None, "no digits"),
            ("stuffed", None, "no share"),
            ("Honest", None, "lower case"),
            ("", None, "empty"),
        ] {
            let read = Profile::parse(text);
            assert_eq!(read.as_ref().ok(), expected.as_ref(), "{text:?}: {why}");
            match read {
                Ok(profile) => assert_eq!(profile.to_string(), text, "{why}"),
                Err(error) => assert!(error.to_string().contains(&format!("{text:?}")), "{error}"),
            }
        }
    }
}
