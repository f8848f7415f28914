//! Paths in a line of words that is typed: which is meant, and how it is completed.

/// So many names of files are shown of those that a path may mean.
const MOST_NAMES: usize = 12;

/// A text without quotes parted behind the first of its words that ends as the name of a file does: what is the name, spaces
/// in it included, and what stands behind it. `None` where a quote or backslash says what belongs together, or no word ends so.
pub fn named_before(text: &str, is_name: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let text = text.trim();
    if text.contains(['"', '\'', '\\']) {
        return None;
    }
    let spaces = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let ends = spaces.chain([text.len()]);
    ends.filter_map(|at| text.split_at_checked(at))
        .find(|(name, _)| is_name(name))
        .map(|(name, behind)| (name, behind.trim_start()))
}

/// The last word of a text, as a shell parts words: where it begins, and the quote that is open yet.
pub(super) fn last_word(text: &str) -> (usize, Option<char>) {
    let (mut start, mut quote, mut is_escaped) = (0, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (None | Some('"'), '\\') => is_escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, _) if c.is_whitespace() => start = at + c.len_utf8(),
            _ => {}
        }
    }
    (start, quote)
}

/// What a word says without its quotes; one that is open yet is closed for that.
pub(super) fn unquoted(word: &str, quote: Option<char>) -> String {
    let closed = [word, quote.map_or("", |quote| if quote == '"' { "\"" } else { "'" })].concat();
    shell_words::split(&closed).unwrap_or_default().into_iter().next().unwrap_or_default()
}

/// A path completed as far as all files that it may mean have it in common: what stands in its place, where that is longer,
/// and what there is to say.
pub(super) fn completed(path: &str, found: &[String]) -> (Option<String>, Option<String>) {
    let Some(first) = found.first() else {
        return (None, Some(format!("no file begins so: {path}")));
    };
    let is_common = |end: &usize| {
        let common = first.get(..*end);
        common.is_some() && found.iter().all(|other| other.get(..*end) == common)
    };
    let end = (0..=first.len()).rev().find(is_common).unwrap_or_default();
    let common = first.get(..end).unwrap_or_default();
    let longer = (common.len() > path.len() || found.len() == 1).then(|| {
        let behind = if found.len() == 1 && !common.ends_with('/') { " " } else { "" };
        format!("{}{behind}", shell_words::quote(common))
    });
    let name = |path: &String| {
        let folder = common.rfind('/').map_or(0, |at| at + 1);
        path.get(folder..).unwrap_or(path).to_owned()
    };
    let said = (found.len() > 1).then(|| {
        let names: Vec<String> = found.iter().take(MOST_NAMES).map(name).collect();
        let more = if found.len() > MOST_NAMES { " …" } else { "" };
        format!("{} fit: {}{more}", found.len(), names.join("  "))
    });
    (longer, said)
}
