import type { ShellContext } from '../context.ts';
import { type Finding, harmless, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import type { ShellWord } from '../word.ts';

const OF_FILE = /^-[abcdefghkprsuwxLNOGS]$/u;
const OF_TEXT = /^-[nz]$/u;
const BETWEEN = /^(?:=|==|!=|-eq|-ne|-lt|-le|-gt|-ge)$/u;

/**
 * `[ -f path ]`, `test a = b`. Where the operator is not written plainly, the words may become `-v name[$(command)]`,
 * which runs the command; longer expressions are ambiguous even to the shell.
 */
export function judgeBrackets(words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const isBracket = words[0]?.text === '[';
  const closed = !isBracket || words.at(-1)?.text === ']';
  const expression = words.slice(1, isBracket ? -1 : undefined);
  const [first, ...rest] = expression;
  const inner = first?.kind === 'LITERAL' && first.text === '!' && rest.length > 0 ? rest : expression;
  if (!closed || inner.some(({ splits }) => splits)) return [strange(words)];
  return judgeTest(inner, context) ?? [strange(words)];
}

function judgeTest(words: readonly ShellWord[], context: ShellContext): readonly Finding[] | undefined {
  const [first, second] = words;
  const passed = harmless('test', '`test` compares.');
  if (words.length < 2) return [passed];
  const operator = words.length === 2 ? first : second;
  if (operator?.kind !== 'LITERAL' || words.length > 3) return undefined;
  if (words.length === 3) return BETWEEN.test(operator.text) ? [passed] : undefined;
  if (OF_TEXT.test(operator.text)) return [passed];
  return OF_FILE.test(operator.text) && second ? [passed, ...judgePath(second, 'READ', context)] : undefined;
}

const strange = (words: readonly ShellWord[]): Finding =>
  unclear('ARGUMENT', `\`${words.map(({ source }) => source).join(' ')}\`: this test is not understood.`);
