//! The text of a state file: the records as the program itself writes them, what is short on one line, else a field or a
//! step a line.

use std::io::{self, BufWriter, Write};

use beltui::model::record::Record;
use beltui::ron::node::{Field, Value};
use beltui::ron::print::inline;
use beltui::schema::write::encode;

/// A record without a history stands on one line when it fits into this many characters.
const WIDTH: usize = 160;

/// Where the records go, one at a time: a file of a million measures is never whole in memory.
pub(super) struct Output<W: Write>(BufWriter<W>);

impl<W: Write> Output<W> {
    /// Nothing yet.
    pub fn new(out: W) -> Self {
        Self(BufWriter::new(out))
    }

    /// A line as it stands.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.0, "{line}")
    }

    /// The beginning of a list of records.
    pub fn list(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.0, "\n    {name}: [")
    }

    /// A comment among the records of a list.
    pub fn comment(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.0, "        // {words}")
    }

    /// The end of a list of records.
    pub fn end(&mut self) -> io::Result<()> {
        writeln!(self.0, "    ],")
    }

    /// A record of the list.
    pub fn record(&mut self, record: Record<'_>) -> io::Result<()> {
        let node = encode(record);
        let fields: &[Field<'_>] = if let Value::Struct(_, fields) = &node.value { fields } else { &[] };
        if !fields.iter().any(|field| field.name == "history") {
            let line = inline(&node);
            if line.chars().count() <= WIDTH {
                return writeln!(self.0, "        {line},");
            }
        }
        writeln!(self.0, "        (")?;
        for field in fields {
            match &field.node.value {
                Value::List(steps) if field.name == "history" => {
                    writeln!(self.0, "            history: [")?;
                    for step in steps {
                        writeln!(self.0, "                {},", inline(step))?;
                    }
                    writeln!(self.0, "            ],")?;
                }
                _ => writeln!(self.0, "            {}: {},", field.name, inline(&field.node))?,
            }
        }
        writeln!(self.0, "        ),")
    }

    /// Writes the rest.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
