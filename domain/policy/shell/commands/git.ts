import { type Arguments, has, type Options, options, readArguments } from '../arguments.ts';
import type { ShellContext } from '../context.ts';
import { type Finding, unclear } from '../finding.ts';
import { judgeUrls } from '../hosts.ts';
import { type Access, judgePath } from '../paths.ts';
import { type ShellWord, withoutStart } from '../word.ts';
import { judgeOptions, strangeArgument } from './by-table.ts';
import { GIT_OPTIONS } from './git-options.ts';

const GLOBAL = options('-P --no-pager --no-optional-locks --literal-pathspecs --no-replace-objects --version --help');

/** git: a command that is known, with options that are known. What throws away work or history is for a person. */
export function judgeGit(words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const before = readArguments(words.slice(1), GLOBAL, { stopsAtOperand: true });
  const [command, ...rest] = before.operands;
  const findings = judgeOptions(words, before, context);
  if (!command) return findings;
  const known = command.kind === 'LITERAL' ? GIT_OPTIONS.get(command.text) : undefined;
  if (!known) return [...findings, strangeArgument(words, command)];
  return [...findings, ...judgeCommand(command.text, [command, ...rest], known, context)];
}

function judgeCommand(name: string, words: readonly ShellWord[], known: Options, context: ShellContext): Finding[] {
  const separator = words.findIndex(({ kind, text }) => kind === 'LITERAL' && text === '--');
  const beforePaths = separator === -1 ? words : words.slice(0, separator);
  const paths = separator === -1 ? [] : words.slice(separator + 1);
  const read = readArguments(beforePaths.slice(1), known, { takesGlobs: name === 'add' });
  const access: Access = WRITES.has(name) ? 'WRITE' : 'READ';
  return [
    ...judgeOptions(words, read, context),
    ...judgeLosses(name, { ...read, operands: [...read.operands, ...paths] }),
    ...(WITHOUT_PATHS.has(name) ? [] : read.operands.flatMap((word) => judgeRevisionOrPath(word, access, context))),
    ...paths.flatMap((word) => judgePath(word, access, context)),
    ...(REMOTE.has(name) ? judgeUrls(words, context) : []),
    ...read.operands.filter(({ text }) => text.includes('::')).map((word) => strangeArgument(words, word)),
  ];
}

const WRITES = new Set(['checkout', 'restore', 'mv', 'rm', 'init', 'clone', 'clean']);
const REMOTE = new Set(['fetch', 'pull', 'push', 'clone', 'remote']);
const WITHOUT_PATHS = new Set(
  'branch switch remote fetch pull push stash merge rebase cherry-pick tag merge-base describe rev-parse clone'.split(
    ' ',
  ),
);

/** `main` may be a branch or a file: only a block rule speaks against a word that can be a branch. */
function judgeRevisionOrPath(word: ShellWord, access: Access, context: ShellContext): readonly Finding[] {
  const colon = word.kind === 'LITERAL' ? word.text.indexOf(':') : -1;
  const findings = [
    ...judgePath(word, access, context),
    ...(colon > 0 ? judgePath(withoutStart(word, colon + 1), access, context) : []),
  ];
  const isRevision = word.kind === 'LITERAL' && REVISION.test(word.text);
  const isBlocked = findings.some(({ field }) => field === 'pathsBlocked' || field === 'shellBlocked');
  return isRevision && !isBlocked ? [] : findings;
}

/** "HEAD~2", "origin/main..topic". Other names with a slash are taken for paths. */
const REVISION = /^(?:(?:origin|upstream|refs\/heads|refs\/tags)\/)?[\w@^~{}-]+(?:\.{2,3}[\w@^~{}-]+)?$/u;

/** What throws away work or history, or overwrites what others have. */
function judgeLosses(name: string, read: Arguments): readonly Finding[] {
  const loss = LOSSES.get(name)?.(read);
  return loss ? [unclear(`git ${name}`, `\`git ${name}\` ${loss}: a person decides on that.`)] : [];
}

type Loss = (read: Arguments) => string | undefined | false;

const first = ({ operands }: Arguments): string => operands[0]?.text ?? '';

const isEverything = ({ text }: ShellWord): boolean => /^(?:\.\/?|:\/|\*|:)$/u.test(text);

const LOSSES: ReadonlyMap<string, Loss> = new Map(
  Object.entries<Loss>({
    push: lossOfPush,
    checkout: (read) => read.operands.some(isEverything) && 'throws away every change',
    restore: (read) =>
      read.operands.some(isEverything) &&
      (!has(read, '-S', '--staged') || has(read, '-W', '--worktree')) &&
      'throws away every change',
    reset: (read) => has(read, '--hard', '--keep', '--merge') && 'throws away changes',
    clean: (read) => !has(read, '-n', '--dry-run') && 'deletes files',
    stash: (read) => /^(?:drop|clear)$/u.test(first(read)) && 'throws away changes',
    tag: (read) => has(read, '-d', '-f', '--delete', '--force') && 'deletes or moves tags',
    remote: (read) => !/^(?:show|get-url)?$/u.test(first(read)) && 'changes where the repository goes to',
    fetch: (read) => has(read, '-f', '--force') && 'overwrites branches',
    rebase: () => 'rewrites history',
    rm: (read) => !has(read, '--cached', '-n', '--dry-run') && 'deletes files',
    clone: () => 'fetches a whole repository',
  }),
);

function lossOfPush(read: Arguments): string | undefined {
  const forced = has(read, '-f', '--force', '--force-with-lease', '--force-if-includes');
  if (forced || read.operands.some(({ text }) => text.startsWith('+'))) return 'overwrites history that others have';
  const deletes = has(read, '-d', '--delete', '--mirror', '--prune');
  return deletes || read.operands.some(({ text }) => text.startsWith(':'))
    ? 'deletes branches that others have'
    : undefined;
}
