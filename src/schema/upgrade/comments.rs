//! Comments that stand within what is written anew.

use super::plain::field_of;
use crate::ron::comments;
use crate::ron::node::{Node, Span};
use crate::ron::patch::Patch;

/// Puts the comments within a field's value before it: the value is about to be another. They stay as they are written
/// and in their order.
pub(super) fn keep_comments(patch: &mut Patch<'_>, text: &str, record: &Node<'_>, name: &str) {
    let Some(field) = field_of(record, name) else { return };
    let cut = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let value = field.node.span;
    // Behind a comment that stands between name and value they stay there.
    let is_bare = comments(cut(field.name_span.end, value.start)).is_empty();
    let start = if is_bare { field.name_span.start } else { value.start };
    let (is_own_line, indent) = (patch.starts_line(start), patch.indent_at(start));
    let newline = patch.style().newline;
    let mut kept = String::new();
    for comment in comments(cut(value.start, value.end)) {
        kept.push_str(comment.trim_end());
        if is_own_line || comment.starts_with("//") {
            kept.push_str(newline);
            kept.push_str(&indent);
        } else {
            kept.push(' ');
        }
    }
    if !kept.is_empty() {
        patch.replace(Span { start, end: start }, kept);
    }
}
