import { inside, type ShellContext } from '../context.ts';
import { blocked, combine, type Judgement, judgementOf, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import { literal, namesBelow, type ShellWord, unknownWords } from '../word.ts';
import { strangeArgument } from './by-table.ts';

const words = (source: string): ReadonlySet<string> => new Set(source.split(/\s+/u));

const FLAGS =
  words(`-H -L -P -a -and -o -or -not ! , ( ) -print -print0 -ls -prune -quit -empty -depth -d -xdev -mount -follow -true
  -false -executable -readable -writable -nouser -nogroup -daystart -noleaf -ignore_readdir_race -warn -nowarn`);

const WITH_TEXT =
  words(`-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -maxdepth -mindepth
  -size -mtime -mmin -atime -amin -ctime -cmin -perm -user -group -uid -gid -links -inum -used -printf -newermt -lname -ilname -fstype`);

const READS = words('-newer -anewer -cnewer -samefile');
const WRITES = words('-fprint -fprint0 -fls');
const RUNS = words('-exec -execdir -ok -okdir');

/** find: names are harmless; what it runs is judged with the names it may find; deleting is for a person to decide. */
export function judgeFind(all: readonly ShellWord[], context: ShellContext): Judgement {
  const firstRoot = all.findIndex(({ text }, index) => index > 0 && !/^-[HLP]$/u.test(text));
  const given = firstRoot === -1 ? [] : all.slice(firstRoot);
  const firstTest = given.findIndex(({ kind, text }) => kind === 'LITERAL' && /^(?:-.|[!(,]$)/u.test(text));
  const roots = firstTest === -1 ? given : given.slice(0, firstTest);
  const expression = firstTest === -1 ? [] : given.slice(firstTest);
  return combine([
    judgementOf(roots.flatMap((root) => judgeRoot(all, root, context))),
    judgeExpression(all, expression, roots.length === 0 ? [literal('.')] : roots, context),
    judgementOf(judgeNames(expression, context)),
  ]);
}

/** A glob without a beginning may find a file called `-delete`. */
const judgeRoot = (all: readonly ShellWord[], root: ShellWord, context: ShellContext) => [
  ...(root.kind === 'GLOB' && root.prefix === '' ? [strangeArgument(all, root)] : []),
  ...judgePath(root, 'READ', context),
];

/** What is looked for by name to be handed to a command is a path that is read. */
function judgeNames(expression: readonly ShellWord[], context: ShellContext) {
  if (!expression.some(({ text }) => RUNS.has(text))) return [];
  const names = expression.filter((_word, index) => /^-i?(?:name|path)$/u.test(expression[index - 1]?.text ?? ''));
  return names.flatMap((name) => {
    const hidden = /^\.[^/]*[*?[]/u.test(name.text) ? [strangeArgument([literal('find')], name)] : [];
    return [...hidden, ...judgePath(name, 'READ', context)];
  });
}

function judgeExpression(
  all: readonly ShellWord[],
  expression: readonly ShellWord[],
  roots: readonly ShellWord[],
  context: ShellContext,
): Judgement {
  const judgements: Judgement[] = [];
  for (let index = 0; index < expression.length; index += 1) {
    const word = expression[index];
    if (!word) break;
    const next = expression[index + 1];
    const name = word.kind === 'LITERAL' ? word.text : '';
    if (FLAGS.has(name)) continue;
    if (WITH_TEXT.has(name) && next && (!next.splits || isFileName(next))) index += 1;
    else if ((READS.has(name) || WRITES.has(name)) && next) {
      judgements.push(judgementOf(judgePath(next, READS.has(name) ? 'READ' : 'WRITE', context)));
      index += 1;
    } else if (RUNS.has(name)) {
      const length = commandLength(expression.slice(index + 1));
      judgements.push(judgeCommand(expression.slice(index + 1, index + 1 + length), roots, context));
      index += length + 1;
    } else if (name === '-delete') judgements.push(judgementOf(judgeDelete(roots, context)));
    else judgements.push(judgementOf([strangeArgument(all, word)]));
  }
  return combine(judgements);
}

/** "*.ts" without quotes may become names of files, none of which is an expression. */
const isFileName = ({ kind, text }: ShellWord): boolean => kind === 'GLOB' && /\.\w+$/u.test(text);

/** Up to `;` or `{} +`. */
function commandLength(rest: readonly ShellWord[]): number {
  const end = rest.findIndex(({ text }, index) => text === ';' || (text === '+' && rest[index - 1]?.text === '{}'));
  return end === -1 ? rest.length : end;
}

/** The command once for each folder, with a name below it in the place of `{}`. */
function judgeCommand(command: readonly ShellWord[], roots: readonly ShellWord[], context: ShellContext): Judgement {
  return combine(
    roots.map((root) =>
      context.judgeWords(
        command.map((word) => {
          if (!word.text.includes('{}')) return word;
          return word.text === '{}' && root.kind === 'LITERAL' ? namesBelow(root.text) : unknownWords(word.source);
        }),
        inside(context),
      ),
    ),
  );
}

function judgeDelete(roots: readonly ShellWord[], context: ShellContext) {
  return roots.flatMap((root) => {
    const allowed = judgePath(root, 'WRITE', context).every(({ decision }) => decision === 'ALLOW');
    return allowed
      ? [unclear('find -delete', `\`find ${root.source} -delete\` deletes whatever it finds.`)]
      : [blocked('find -delete', `\`find ${root.source} -delete\` deletes outside the workspace: always blocked.`)];
  });
}
