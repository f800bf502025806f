import { assignedSecretsIn } from './assignments.ts';
import { formattedSecretsIn } from './formats.ts';
import { placeholder, placeholdersIn, type Span } from './kinds.ts';

/** Taking one secret out can uncover another; what is left after this many times is taken out as a whole. */
const MOST_ROUNDS = 8;

/** A name, a sign and a value: nothing shorter is looked at. */
const SHORTEST_SECRET = 10;

/** The text with a placeholder for each secret, and only for the secret: the words around it stay. */
export function redactText(text: string): string {
  if (text.length < SHORTEST_SECRET) return text;
  let redacted = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = withPlaceholders(redacted, secretsIn(redacted));
    if (next === redacted) return redacted;
    redacted = next;
  }
  return placeholder('TOO_DEEP');
}

/** In order, none overlapping another. */
function secretsIn(text: string): readonly Span[] {
  // Of two that begin together the first in this list gives the kind.
  const all = [...placeholdersIn(text), ...formattedSecretsIn(text), ...assignedSecretsIn(text)];
  const merged: Span[] = [];
  for (const span of all.sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
  }
  return merged;
}

function withPlaceholders(text: string, spans: readonly Span[]): string {
  const ends = [0, ...spans.map(({ end }) => end)];
  const parts = spans.map(({ kind, start }, index) => text.slice(ends[index], start) + placeholder(kind));
  return parts.join('') + text.slice(ends.at(-1));
}
