import type { ShellContext } from './context.ts';
import { type Finding, harmless, unclear } from './finding.ts';
import type { ShellWord } from './word.ts';

/** Say how a program talks, not what it runs. */
const HARMLESS = new Set(
  `LANG LANGUAGE TZ TERM COLUMNS LINES CI NODE_ENV NO_COLOR FORCE_COLOR CLICOLOR CLICOLOR_FORCE DEBUG LOG_LEVEL VERBOSE PORT
  PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE GIT_TERMINAL_PROMPT GIT_OPTIONAL_LOCKS UPDATE_SNAPSHOTS WATCH`.split(/\s+/u),
);

const PAGER = /^(?:PAGER|GIT_PAGER|MANPAGER)$/u;

/** Lower-case names are nobody's but the script's own, apart from those that package managers, clients and other shells read. */
const OWN =
  /^(?!npm_|pnpm_|yarn_|bun_|\w*_proxy$|histchars$|auto_resume$|(?:f|cd|man|mail|module_)?path$)[a-z_][a-z0-9_]*$/u;

/** Judges that a variable is set: many make an allowed command run something else. Lists come without a value. */
export function judgeAssignment(name: string, value: ShellWord | undefined, context: ShellContext): readonly Finding[] {
  if (!isHarmless(name, value)) {
    return [unclear('VARIABLE', `Setting \`${name}\` may make a command do something else than it says.`)];
  }
  const finding = harmless('VARIABLE', `\`${name}\` is set.`);
  if (!value || !context.rules.isProduction(value.text)) return [finding];
  const reason = `\`${name}\` names production.`;
  return [{ ...finding, risk: 'RED', field: 'productionTargets', match: value.text, reason }];
}

function isHarmless(name: string, value: ShellWord | undefined): boolean {
  if (OWN.test(name)) return true;
  if (value?.kind !== 'LITERAL') return false;
  if (PAGER.test(name)) return value.text === 'cat' || value.text === '';
  return (HARMLESS.has(name) || /^LC_[A-Z]+$/u.test(name)) && isPlain(value.text);
}

/** Some of these variables may also name a file: that is not meant. */
const isPlain = (text: string): boolean => /^(?![:/~.])[\w.,:@+=*/ -]*$/u.test(text) && !text.includes('..');
