//! What may be shown of one unit and form in a period.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::disclosure::divide::{Categories, Others, divide};
use crate::domain::disclosure::pieces::{Piece, pieces};
use crate::domain::disclosure::{Answers, Block, Group, Months, Released, Remainder, Rule, Source};
use crate::domain::form::{Channel, Code};
use crate::domain::period::{Period, Span};
use crate::domain::tally::TallyError;

/// Releases what may be shown.
///
/// # Errors
/// When cells are of different forms, or a sum outgrows 64 bits.
pub fn release<A: Answers>(rule: &Rule, source: &Source<'_, A>) -> Result<Released<A>, TallyError> {
    let mut parts = Vec::new();
    for block in Block::touched(source.period) {
        parts.push(Part::of(rule, source, block)?);
    }
    let mut pieces = Vec::new();
    for part in &parts {
        pieces.extend(part.pieces(rule)?);
    }
    for (span, answers) in &source.snapshots {
        let mut answers = answers.clone();
        for question in rule.small_questions(&answers) {
            answers.leave_out(question);
        }
        let spans = vec![*span];
        pieces.push(Piece { spans, answers });
    }
    let mut total = A::nobody(rule);
    for part in &parts {
        total.add(&part.shown_whole(rule))?;
    }
    let within = |span: Span| is_within(source.period, span);
    let is_in_part = |piece: &Piece<A>| {
        let by_span = |span| {
            parts
                .iter()
                .any(|part| part.is_whole(rule) && part.has(span))
        };
        piece.is_in(by_span)
    };
    for piece in pieces
        .iter()
        .filter(|piece| piece.is_in(within) && !is_in_part(piece))
    {
        total.add(&piece.answers)?;
    }
    let months = months(rule, source.period, (&parts, &pieces))?;
    let (channels, services) = breakdowns(rule, (&parts, &total))?;
    Ok(Released {
        lacks: lacks(rule, source.period, (&parts, &pieces)),
        total,
        months,
        channels,
        services,
        remainders: parts
            .iter()
            .filter_map(|part| part.remainder(rule))
            .collect(),
    })
}

fn is_within(period: Period, span: Span) -> bool {
    (period.from()..=period.to()).contains(&span.from())
}

/// One block of the unit.
struct Part<A> {
    block: Block,
    /// Whether the period takes it in whole.
    is_inside: bool,
    /// Whether all its spans are closed.
    is_closed: bool,
    /// Headline totals of its closed spans.
    spans: Vec<(Span, A)>,
    whole: A,
    flagged: u64,
    channels: Categories<A>,
    services: Categories<A>,
    beside: Categories<A>,
    small: BTreeSet<usize>,
}

impl<A: Answers> Part<A> {
    fn of(rule: &Rule, source: &Source<'_, A>, block: Block) -> Result<Self, TallyError> {
        let mut part = Self {
            is_inside: block.is_in(source.period),
            is_closed: block.spans().iter().all(|span| !source.open.contains(span)),
            spans: Vec::new(),
            whole: A::nobody(rule),
            flagged: 0,
            channels: Categories::new(),
            services: Categories::new(),
            beside: Categories::new(),
            small: BTreeSet::new(),
            block,
        };
        for span in part.block.spans().to_vec() {
            if !source.open.contains(&span) {
                let total = part.add_span(rule, source, span)?;
                part.whole.add(&total)?;
                part.spans.push((span, total));
            }
        }
        part.small = rule.small_questions(&part.whole);
        Ok(part)
    }

    /// Sorts a closed span's cells into the categories, and sums those of the headline.
    fn add_span(
        &mut self,
        rule: &Rule,
        source: &Source<'_, A>,
        span: Span,
    ) -> Result<A, TallyError> {
        let mut total = A::nobody(rule);
        let is_divided = self.is_inside && self.is_closed;
        let add = |categories: &mut Categories<A>, name: &str, answers| {
            let category = categories.entry(name.to_owned());
            category
                .or_insert_with(|| A::nobody(rule))
                .add_cell(answers)
        };
        for (cell, answers) in source.closed.get(&span).into_iter().flatten() {
            let channel = cell.channel.as_str();
            if !source.headline.contains(&cell.channel) {
                if is_divided {
                    add(&mut self.beside, channel, answers)?;
                }
                continue;
            }
            let before = total.sheets();
            total.add_cell(answers)?;
            if cell.flagged {
                self.flagged += total.sheets().saturating_sub(before);
            }
            if is_divided {
                add(&mut self.channels, channel, answers)?;
                let service = cell.service.as_ref().map_or("", Code::as_str);
                add(&mut self.services, service, answers)?;
            }
        }
        Ok(total)
    }

    fn has(&self, span: Span) -> bool {
        self.block.spans().contains(&span)
    }

    fn is_hidden(&self, rule: &Rule) -> bool {
        rule.is_small(self.whole.sheets())
    }

    /// Whether the block is shown in one sum.
    fn is_whole(&self, rule: &Rule) -> bool {
        self.is_inside && self.is_closed && !self.is_hidden(rule)
    }

    /// The block in one sum, where it may be shown so.
    fn shown_whole(&self, rule: &Rule) -> A {
        if !self.is_whole(rule) {
            return A::nobody(rule);
        }
        let mut whole = self.whole.clone();
        for question in &self.small {
            whole.leave_out(*question);
        }
        let rest = whole.sheets().saturating_sub(self.flagged);
        if !rule.is_small(self.flagged) && !rule.is_small(rest) {
            whole.set_flagged(self.flagged);
        }
        whole
    }

    fn pieces(&self, rule: &Rule) -> Result<Vec<Piece<A>>, TallyError> {
        if self.is_hidden(rule) {
            return Ok(Vec::new());
        }
        pieces(rule, &self.spans, &self.small)
    }

    fn remainder(&self, rule: &Rule) -> Option<Remainder<A>> {
        if !self.is_inside || !self.is_closed {
            return None;
        }
        let hidden = self.is_hidden(rule).then(|| self.whole.clone());
        let questions: Vec<(usize, A)> = if hidden.is_some() {
            Vec::new()
        } else {
            let only = |at: &usize| (*at, self.whole.only(*at));
            self.small.iter().map(only).collect()
        };
        (hidden.is_some() || !questions.is_empty()).then(|| Remainder {
            block: self.block.clone(),
            hidden,
            questions,
        })
    }
}

/// Whether sheets of the period are in none of its figures.
fn lacks<A: Answers>(
    rule: &Rule,
    period: Period,
    (parts, pieces): (&[Part<A>], &[Piece<A>]),
) -> bool {
    let within = |span: Span| is_within(period, span);
    let hidden = parts.iter().filter(|part| part.is_hidden(rule));
    let is_lost = |(span, answers): &(Span, A)| within(*span) && answers.sheets() > 0;
    let is_cut = |piece: &Piece<A>| {
        piece.answers.sheets() > 0
            && piece.spans.iter().any(|span| within(*span))
            && !piece.is_in(within)
    };
    hidden.flat_map(|part| &part.spans).any(is_lost) || pieces.iter().any(is_cut)
}

/// The months of the period; several in one where a piece runs over them.
fn months<A: Answers>(
    rule: &Rule,
    period: Period,
    (parts, pieces): (&[Part<A>], &[Piece<A>]),
) -> Result<Vec<Months<A>>, TallyError> {
    let within = |span: Span| is_within(period, span);
    let label = |span: Span| period.month_label(span);
    let mut sets: Vec<BTreeSet<String>> = Vec::new();
    for piece in pieces
        .iter()
        .filter(|piece| piece.answers.sheets() > 0 && piece.is_in(within))
    {
        let mut set: BTreeSet<String> = piece.spans.iter().map(|span| label(*span)).collect();
        let (meeting, apart): (Vec<_>, Vec<_>) =
            sets.into_iter().partition(|other| !other.is_disjoint(&set));
        set.extend(meeting.into_iter().flatten());
        sets = apart;
        sets.push(set);
    }
    sets.sort();
    let mut lost: BTreeMap<String, bool> = BTreeMap::new();
    for part in parts {
        for (span, answers) in part.spans.iter().filter(|(span, _)| within(*span)) {
            let is_shown = pieces
                .iter()
                .any(|piece| piece.spans.contains(span) && piece.is_in(within));
            *lost.entry(label(*span)).or_default() |= answers.sheets() > 0 && !is_shown;
        }
    }
    let mut months = Vec::new();
    for set in sets {
        let mut answers = A::nobody(rule);
        let here = |span: Span| within(span) && set.contains(&label(span));
        for piece in pieces.iter().filter(|piece| piece.is_in(here)) {
            answers.add(&piece.answers)?;
        }
        months.push(Months {
            lacks: set.iter().any(|label| lost.get(label) == Some(&true)),
            labels: set.into_iter().collect(),
            answers,
        });
    }
    Ok(months)
}

type Breakdowns<A> = (Vec<Group<A>>, Vec<Group<A>>);

/// By channel and by service: of a period that is not a sum of closed blocks, one folded row.
fn breakdowns<A: Answers>(
    rule: &Rule,
    (parts, total): (&[Part<A>], &A),
) -> Result<Breakdowns<A>, TallyError> {
    if parts.iter().any(|part| !part.is_inside || !part.is_closed) {
        let all = || {
            let group = Group {
                names: Vec::new(),
                also: Vec::new(),
                is_folded: true,
                answers: total.clone(),
            };
            (total.sheets() > 0).then_some(group).into_iter().collect()
        };
        return Ok((all(), all()));
    }
    let of = |part: fn(&Part<A>) -> &Categories<A>| parts.iter().map(part).collect::<Vec<_>>();
    let mut channels = divide(rule, &of(|part| &part.channels), Others::Kept)?;
    channels.extend(divide(rule, &of(|part| &part.beside), Others::Kept)?);
    // Channel names sort by letter; readers know them in the order of the contract.
    let place = |group: &Group<A>| {
        let known = Channel::ALL;
        let first = group
            .names
            .iter()
            .chain(&group.also)
            .filter_map(|name| known.iter().position(|channel| channel.as_str() == name));
        (group.is_folded, first.min())
    };
    channels.sort_by_key(place);
    let services = divide(rule, &of(|part| &part.services), Others::LeftOut)?;
    Ok((channels, services))
}
