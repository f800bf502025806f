import type { ShellContext } from './context.ts';
import { type Finding, findingOf, unclear } from './finding.ts';
import type { ShellWord } from './word.ts';

/** Judges the hosts of all addresses among words. Only an address that is written out plainly can be allowed. */
export const judgeUrls = (words: readonly ShellWord[], context: ShellContext): readonly Finding[] =>
  words.slice(1).flatMap((word) => judgeWord(word, context));

const ADDRESS = /^[^/]*?:\/\//u;

/** "git@host:path", as git and ssh write it. */
const OF_SSH = /^(?:[\w.-]+@)?([\w.-]+\.[\w.-]+):/u;

function judgeWord(word: ShellWord, context: ShellContext): readonly Finding[] {
  if (!ADDRESS.test(word.text)) {
    const host = word.text.startsWith('-') ? undefined : OF_SSH.exec(word.text)?.[1];
    return host ? judgeHost(host, word, context) : [];
  }
  return judgeAddress(word, context);
}

/** Judges a word that is an address, with or without its scheme. */
export function judgeAddress(word: ShellWord, context: ShellContext): readonly Finding[] {
  const address = word.text.slice(word.text.startsWith('-') ? word.text.indexOf('=') + 1 : 0);
  const match = /^(?:(https?|ssh|git|wss?):\/\/)?((?:git@)?[^/?#]*)/u.exec(address);
  const authority = match?.[2]?.replace(/^git@/u, '') ?? '';
  const host = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d+)?$/iu.exec(authority)?.[1];
  if (word.kind !== 'LITERAL' || !host || /[\s\\{}]/u.test(address)) {
    return [unclear('HOST', `Nobody can tell which host \`${word.source}\` reaches.`)];
  }
  return judgeHost(host, word, context);
}

function judgeHost(host: string, word: ShellWord, { rules }: ShellContext): readonly Finding[] {
  if (word.kind !== 'LITERAL') return [unclear('HOST', `Nobody can tell which host \`${word.source}\` reaches.`)];
  return [findingOf(rules.judgeHost(host))];
}
