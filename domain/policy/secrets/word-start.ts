/** Where a word begins, as part of a regular expression: also behind an escaped character, as in "\\nghp_…" and "%20ghp_…". */
export const WORD_START = String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\\[nrtbfv0]|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}))`;
