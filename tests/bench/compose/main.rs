//! Writes a big composed state file to the standard output, for benchmarks and for trying the program on:
//! `cargo run --release --example compose -- --sanctions 100000 --seed 1 > big.ron`.

#[path = "mod.rs"]
mod compose;

use std::io::{self, ErrorKind, Write};

use clap::Parser;

#[derive(Debug, Parser)]
#[command(name = "compose", about = "Write a big composed state file to the standard output, for benchmarks")]
struct Arguments {
    /// How many measures
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    sanctions: u32,
    /// Another seed is another file
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

fn main() -> io::Result<()> {
    run(&Arguments::parse(), io::stdout().lock())
}

fn run(arguments: &Arguments, out: impl Write) -> io::Result<()> {
    match compose::write(arguments.sanctions, arguments.seed, out) {
        // Whoever read our output has had enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(format!("compose {arguments}").split_whitespace())
    }

    #[test]
    fn the_seed_is_one_where_none_is_given() {
        let arguments = parsed("--sanctions 300").unwrap();
        assert_eq!((arguments.sanctions, arguments.seed), (300, 1));
    }

    #[test]
    fn more_than_a_million_measures_and_words_for_numbers_are_refused() {
        for wrong in ["1000001", "-1", "many"] {
            assert!(parsed(&format!("--sanctions {wrong}")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_of_the_readme_is_understood() {
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
        let (_, command) = readme.split_once("\ncargo run --release --example compose -- ").unwrap();
        let arguments = command.lines().next().unwrap();
        parsed(arguments.split('>').next().unwrap()).unwrap();
    }

    #[test]
    fn a_reader_that_has_gone_away_is_no_error() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        run(&parsed("--sanctions 1000").unwrap(), writer).unwrap();
    }

    #[test]
    fn an_output_that_takes_no_more_is_an_error() {
        let mut room = [0; 100];
        let error = run(&parsed("--sanctions 0").unwrap(), &mut room[..]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WriteZero);
    }
}
