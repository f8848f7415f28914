//! The signs on the screen and what they mean, said once: for the legend at the foot, the help, and the test that no sign
//! means two things.

use super::App;
use super::PaneId;
use super::action::Action;

/// Where a sign stands, beside the places that every screen has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In a pane.
    Pane(PaneId),
    /// In the dossier and on pages.
    Page,
    /// In the header, in titles and at the foot.
    Around,
    /// Where changes are proposed.
    Review,
}

/// What stands beside a sign where it is one: elsewhere it is a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// What it is said of, behind it.
    Behind,
    /// What it is said of, before it.
    Before,
    /// Anything: no text has it.
    Anything,
}

/// A sign.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    /// The sign.
    pub sign: &'static str,
    /// What it means, in a few words.
    pub means: &'static str,
    /// How it is told from text.
    pub beside: Beside,
}

/// Signs that are said of one thing.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What they are said of.
    pub of: &'static str,
    /// Where they stand.
    pub at: &'static [Where],
    /// The signs.
    pub signs: &'static [Sign],
}

const fn alone(sign: &'static str, means: &'static str) -> Sign {
    Sign { sign, means, beside: Beside::Nothing }
}

const fn any(sign: &'static str, means: &'static str) -> Sign {
    Sign { sign, means, beside: Beside::Anything }
}

const fn prefix(sign: &'static str, means: &'static str) -> Sign {
    Sign { sign, means, beside: Beside::Behind }
}

const fn suffix(sign: &'static str, means: &'static str) -> Sign {
    Sign { sign, means, beside: Beside::Before }
}

const RELATIONS: Where = Where::Pane(PaneId::Relations);
const LEDGER: Where = Where::Pane(PaneId::Ledger);
const LOG: Where = Where::Pane(PaneId::Log);
const BORDERS: Where = Where::Pane(PaneId::Borders);

/// Every sign, once.
pub const SIGNS: &[Group] = &[
    Group {
        of: "a measure",
        at: &[LEDGER, Where::Page],
        signs: &[
            any("●", "in force"),
            any("◐", "in force and on its way out (eased, licensed, lifting announced)"),
            any("◌", "announced, threatened or in preparation: not in force"),
            any("‖", "suspended"),
            any("○", "lifted or expired"),
            any("◇", "off the list, and no act found that ended it: neither lifted nor in force"),
        ],
    },
    Group {
        of: "a crossing (p passengers, f freight)",
        at: &[BORDERS, RELATIONS, Where::Around, Where::Page],
        signs: &[
            any("□", "open"),
            any("◧", "limited: open under conditions or for some"),
            any("⊟", "suspended"),
            any("⊠", "closed; where crossings are counted: shut"),
        ],
    },
    Group {
        of: "anything",
        at: &[LEDGER, BORDERS, RELATIONS, Where::Around, Where::Page],
        signs: &[alone("·", "no record on this day: unknown")],
    },
    Group {
        of: "a stance",
        at: &[RELATIONS],
        signs: &[
            any("▲", "partner or ally"),
            any("△", "good"),
            any("■", "neutral"),
            any("▽", "strained or cold"),
            any("▼", "hostile"),
            alone("↗", "improving"),
            alone("=", "steady"),
            alone("↘", "worsening"),
        ],
    },
    Group {
        of: "measures in a row of the relations",
        at: &[RELATIONS],
        signs: &[prefix("+", "so many more via a bloc that it is a member of")],
    },
    Group {
        of: "an entry of the log",
        at: &[LOG],
        signs: &[
            alone("§", "measure or legal act"),
            alone("⇄", "meeting or talks"),
            alone("╫", "border"),
            alone("⌂", "representation"),
            alone("¶", "statement or report"),
            alone("✓", "agreement"),
            alone("∨", "election"),
            alone("⇡", "release"),
            alone("⇣", "expulsion"),
            alone("!", "incident"),
            alone("⌖", "exercise"),
            alone("◦", "another event"),
            alone("└", "by the event above"),
        ],
    },
    Group {
        of: "how well it is known",
        at: &[RELATIONS, LEDGER, LOG, BORDERS, Where::Page],
        signs: &[
            alone("≠", "disputed: sources disagree; Enter shows each claim"),
            prefix("≤", "that day or before: only a sighting or a later statement bounds it"),
            prefix("~", "as imprecise as its source: ~2025-11 is some day in November 2025"),
            suffix(
                "?",
                "another step may hold: its day is not known, or a term ran out and nothing was seen since",
            ),
            suffix("'", "the evidence is ageing"),
            suffix("*", "the evidence is stale"),
            alone(
                "≈",
                "found by a weak name only, which many others bear as well; the foot of the ledger names it",
            ),
        ],
    },
    Group {
        of: "since the marked day",
        at: &[RELATIONS, LEDGER, LOG, BORDERS, Where::Page],
        signs: &[
            any("Δ", "changed, or came since then"),
            alone("→", "became"),
            alone("⇢", "becomes until the marked day"),
        ],
    },
    Group {
        of: "the bar of a measure over time",
        at: &[LEDGER, Where::Page],
        signs: &[
            any("━", "in force"),
            any("╌", "in force, not known for certain"),
            any("╍", "easing"),
            any("┄", "suspended"),
            any("┈", "announced"),
            any("◆", "several steps"),
            any("⋯", "later than the day shown, and no later than today"),
            any("┬", "the day"),
            any("┿", "the day, in force"),
            any("┊", "the marked day"),
            any("⊣", "after today: it runs out by its own term"),
        ],
    },
    Group {
        of: "a chart",
        at: &[Where::Page],
        signs: &[
            any("█", "acts in a month, or what was in force"),
            any("▒", "acts of the other issuers"),
            any("░", "in force, only first recorded by then: it may have held before"),
            any("↑", "the month of the line under the cursor"),
            any("◀", "an act that eases"),
            any("▶", "an act that tightens"),
        ],
    },
    Group {
        of: "the ledger by subject",
        at: &[LEDGER],
        signs: &[
            alone("±", "some issuers have it in force, others have ended it or have it off their list"),
            alone("″", "the target of the line above"),
            alone("▹", "a group folded away"),
            alone("▿", "a group"),
            suffix("▴", "sorted by this column"),
            suffix("▾", "sorted by this column, from the end"),
        ],
    },
    Group {
        of: "a place on the screen",
        at: &[RELATIONS, LEDGER, LOG, BORDERS, Where::Page, Where::Around],
        signs: &[
            any("►", "the part that has the keys"),
            any("▸", "the selected row"),
            any("✦", "a marked row"),
            any("»", "a line that has what is searched for"),
            any("◉", "the selected crossing on the map"),
            alone("•", "a city on the map"),
            any("⏎", "Enter opens something from this line"),
            any("◂", "before the day: the day can be changed"),
        ],
    },
    Group {
        of: "the file",
        at: &[Where::Around],
        signs: &[
            any("✎", "edits that are not saved"),
            any("✗", "edits are not journalled: a crash would lose what is not saved"),
            any("▰", "read so far"),
            any("▱", "still to be read"),
        ],
    },
];

/// Words that stand for more than they say: for the help.
pub const WORDS: &[(&str, &str)] = &[
    ("(blank)", "by subject: no measure of that issuer is recorded by this day: unknown, not none"),
    (
        "fresh ageing stale",
        "how old the latest evidence of a status is: up to 30 days, up to 180 days, older",
    ),
    ("via EU", "by the bloc of which the country is a member: its measures bind there too"),
    ("shown", "how long ago the latest claim supports what is said"),
];

impl App {
    /// Shows what the signs on the screen mean at its foot, or no more.
    pub(super) fn toggle_legend(&mut self) {
        self.legend = !self.legend;
        self.settle();
        if self.legend && self.layout.legend.area() == 0 {
            self.legend = false;
            let help = self.keymap.first_chord(Action::Help);
            self.warn(format!("there is no room for the legend here: {help} lists the signs"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_sign_means_two_things() {
        let mut seen = HashSet::new();
        for sign in SIGNS.iter().flat_map(|group| group.signs) {
            assert!(seen.insert(sign.sign), "{} means {} and something else", sign.sign, sign.means);
            assert_eq!(crate::app::text::width(sign.sign), 1, "{}", sign.sign);
        }
    }
}
