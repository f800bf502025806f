/** The piece of a text between an @ and the caret, while a name is being typed. */
export interface MentionStart {
  /** Where the @ is. */
  readonly at: number;
  readonly typed: string;
}

// Not inside a word or an e-mail address, as domain/mention sees it; names have spaces, lines end them.
const BEFORE_CARET = /(?:^|[^\p{L}\p{M}\p{N}_@/])@([^@\n`]{0,60})$/u;

export function mentionBefore(text: string, caret: number): MentionStart | undefined {
  const typed = BEFORE_CARET.exec(text.slice(0, caret))?.[1];
  if (typed === undefined || /^\s/.test(typed)) return undefined;
  return { at: caret - typed.length - 1, typed };
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase();

/** Whoever the typed letters may mean: those whose whole name begins so before those with a word that does. */
export function candidatesFor<Person extends { readonly name: string }>(
  people: readonly Person[],
  typed: string,
): readonly Person[] {
  const wanted = plain(typed);
  const begins = people.filter(({ name }) => plain(name).startsWith(wanted));
  const within = people.filter(
    (person) =>
      !begins.includes(person) &&
      plain(person.name)
        .split(/[\s-]+/)
        .some((word) => word.startsWith(wanted)),
  );
  return [...begins, ...within];
}

/** The text with the name in place of what was typed, and where the caret goes. */
export function complete(text: string, { at, typed }: MentionStart, name: string): { text: string; caret: number } {
  const rest = text.slice(at + 1 + typed.length);
  const mention = `@${name}${/^\s/.test(rest) ? '' : ' '}`;
  return { text: text.slice(0, at) + mention + rest, caret: at + mention.length };
}
