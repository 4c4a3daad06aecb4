//! How answers become one figure, and units a province.

use serde::Serialize;

/// How answers to questions become one figure. A result always says which it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollUp {
    /// All answers of all questions in one fraction.
    PooledAnswers,
    /// The plain mean of the questions' figures.
    MeanOfQuestions,
    /// The plain mean of the factors' figures.
    MeanOfFactors,
    /// The overall question alone.
    OverallQuestion,
}

/// How units become a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitRollUp {
    /// All units' counts in one fraction.
    PooledCounts,
    /// The plain mean of the ranked units' figures.
    MeanOfUnits,
}
