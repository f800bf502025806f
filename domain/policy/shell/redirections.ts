import type { HereDoc, HereString, Redirect, Redirection } from 'unbash';
import { judgeAssignment } from './assignments.ts';
import type { ShellContext } from './context.ts';
import { type Finding, unclear } from './finding.ts';
import { judgePath } from './paths.ts';
import { shellWord } from './word.ts';

/** Judges where a command reads from and writes to. What the target itself runs is judged with the words. */
export function judgeRedirection(redirection: Redirection, context: ShellContext): readonly Finding[] {
  const { descriptor } = redirection;
  const variable =
    descriptor?.type === 'FileDescriptorVariable' ? judgeAssignment(descriptor.name, undefined, context) : [];
  return [...variable, ...judgeTarget(redirection, context)];
}

function judgeTarget(redirection: Redirect | HereString | HereDoc, context: ShellContext): readonly Finding[] {
  if (redirection.type === 'HereDoc' && !redirection.closing) return [unclear('PARSE', 'A here-document has no end.')];
  if (redirection.type !== 'Redirect') return [];
  const { operator, target } = redirection;
  if (!target) return [unclear('PARSE', 'A redirection leads nowhere.')];
  const word = shellWord(target);
  if (operator.endsWith('&') && word.kind === 'LITERAL' && /^(?:\d+-?|-)$/u.test(word.text)) return [];
  if (word.kind === 'GLOB' || word.text.startsWith('!'))
    return [unclear('PATH', `Nobody can tell which path \`${word.source}\` is.`)];
  if (operator === '<') return judgePath(word, 'READ', context);
  if (operator === '<&') return [unclear('PATH', `Nobody can tell what \`<&${word.source}\` reads.`)];
  return judgePath(word, 'WRITE', context);
}
