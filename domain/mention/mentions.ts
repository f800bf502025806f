import type { Assignee } from '../actor.ts';
import { withoutCode } from './without-code.ts';

/**
 * Who a comment mentions: "@Name With Spaces" for the known names, upper and lower case alike, the longest name that
 * fits, not inside a word or an e-mail address, and not in code.
 * @param text markdown.
 * @returns each person or agent once, in the order of the text; all of them when several have the name.
 */
export function findMentions(text: string, people: readonly Assignee[]): Assignee[] {
  const prose = withoutCode(text).normalize('NFC');
  const named = people
    .filter(({ name }) => name.trim() !== '')
    .map((person) => ({ person, pattern: patternOf(person) }));
  const found = [...prose.matchAll(/(?<![\p{L}\p{M}\p{N}_@/])@/gu)].flatMap(({ index }) =>
    longestAt(prose, index + 1, named),
  );
  return [...new Map(found.map(({ kind, id, name }) => [`${kind} ${id}`, { kind, id, name }])).values()];
}

interface NamedPerson {
  readonly person: Assignee;
  readonly pattern: RegExp;
}

function longestAt(prose: string, position: number, named: readonly NamedPerson[]): Assignee[] {
  const matches = named.map(({ person, pattern }) => ({ person, length: lengthAt(prose, position, pattern) }));
  const longest = Math.max(...matches.map(({ length }) => length));
  return longest === 0 ? [] : matches.filter(({ length }) => length === longest).map(({ person }) => person);
}

function lengthAt(prose: string, position: number, pattern: RegExp): number {
  pattern.lastIndex = position;
  return pattern.exec(prose)?.[0].length ?? 0;
}

/** Spaces in a name stand for any white space; a name ends where no letter, digit or hyphenated part follows. */
function patternOf({ name }: Assignee): RegExp {
  const words = name.normalize('NFC').trim().split(/\s+/).map(escaped);
  return new RegExp(`${words.join('\\s+')}(?![\\p{L}\\p{M}\\p{N}_@]|-[\\p{L}\\p{N}])`, 'iuy');
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
