import { type Assignment, type Command, forEachChild, type SyntaxNode } from 'unbash';
import { judgeAssignment } from './assignments.ts';
import { DEEPEST, inside, type ShellContext } from './context.ts';
import {
  judgeAnsiC,
  judgeArithmeticWord,
  judgeComparison,
  judgeLookAlikes,
  judgeParameter,
  judgeVariable,
  notUnderstood,
} from './expansions.ts';
import { blocked, combine, type Finding, type Judgement, judgementOf, unclear } from './finding.ts';
import { judgePath } from './paths.ts';
import { judgeRedirection } from './redirections.ts';
import { assignmentWord, shellWord } from './word.ts';

/** Judges a part of a script and everything inside it. */
export function judgeNode(node: SyntaxNode, context: ShellContext): Judgement {
  const own = node.type === 'Command' ? judgeCommand(node, context) : judgementOf(findingsOf(node, context));
  const within = node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution' ? inside(context) : context;
  if (within.depth > DEEPEST) return judgementOf([unclear('DEPTH', 'Commands are nested too deeply.')]);
  return combine([own, ...childrenOf(node).map((child) => judgeNode(child, within))]);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => children.push(child));
  return children;
}

/** The words of a command and what is set for it. Redirections and expansions are its children. */
function judgeCommand({ name, prefix, suffix, args }: Command, context: ShellContext): Judgement {
  const assignments = prefix.flatMap((part) => (part.type === 'Assignment' ? judgeSet(part, context) : []));
  const ambiguous = suffix.some(
    (part, index) =>
      part.type === 'Redirect' &&
      part.operator.startsWith('&>') &&
      suffix.slice(index + 1).some(({ type }) => type === 'Word' || type === 'Assignment'),
  );
  const findings = ambiguous ? [...assignments, notUnderstood('&>')] : assignments;
  if (!name) return judgementOf(findings);
  const words = [
    shellWord(name),
    ...args.map((word) => (word.type === 'Word' ? shellWord(word) : assignmentWord(word))),
  ];
  return combine([judgementOf(findings), context.judgeWords(words, context)]);
}

function judgeSet({ name, value, index, text }: Assignment, context: ShellContext): readonly Finding[] {
  if (name === undefined || (index && !/^\d+$/u.test(index.text))) return [notUnderstood(text)];
  return judgeAssignment(name, value?.type === 'Word' ? shellWord(value) : undefined, context);
}

/** What a part says by itself, apart from its children. */
function findingsOf(node: SyntaxNode, context: ShellContext): readonly Finding[] {
  switch (node.type) {
    case 'Script':
      return (node.errors ?? []).map(({ message }) => unclear('PARSE', `The command cannot be parsed: ${message}.`));
    case 'Function':
      return judgeFunction(node);
    case 'Coproc':
    case 'ExtendedGlob':
    case 'TestLogical':
    case 'TestGroup':
    case 'ArithmeticCommandExpansion':
      return [unclear(node.type, `The command uses what shells understand differently (${node.type}).`)];
    case 'For':
    case 'Select':
      return judgeAssignment(node.name.value, undefined, context);
    case 'Redirect':
    case 'HereString':
    case 'HereDoc':
      return judgeRedirection(node, context);
    case 'TestUnary':
      return judgeFileTest(node.operator, node, context);
    case 'TestBinary':
      return judgeComparison(node);
    case 'Word':
      return judgeLookAlikes(node);
    case 'AnsiCQuoted':
      return judgeAnsiC(node);
    case 'SimpleExpansion':
      return judgeVariable(node.text);
    case 'ParameterExpansion':
      return [...judgeVariable(node.parameter), ...judgeParameter(node)];
    case 'ArithmeticWord':
      return judgeArithmeticWord(node);
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return node.script && /^(?:[$<>]\(.*\)|`.*`)$/su.test(node.text) ? [] : [notUnderstood(node.text)];
    case 'ArithmeticExpansion':
    case 'ArithmeticCommand':
      return node.expression ? [] : [notUnderstood('(( ))')];
    default:
      return [];
  }
}

function judgeFileTest(operator: string, node: SyntaxNode & { type: 'TestUnary' }, context: ShellContext) {
  if (/^-[nz]$/u.test(operator)) return [];
  return /^-[abcdefghkprsuwxLNOGS]$/u.test(operator)
    ? judgePath(shellWord(node.operand), 'READ', context)
    : [notUnderstood(`[[ ${operator} ]]`)];
}

/** A function can take the place of any command. One that calls itself more than once fills the machine. */
function judgeFunction(node: SyntaxNode & { type: 'Function' }): readonly Finding[] {
  const name = node.name.value;
  const findings = [unclear('FUNCTION', `The function \`${name}\` can take the place of another command.`)];
  const calls = contains(node.body, (part) => part.type === 'Command' && part.name?.value === name);
  const spreads = contains(
    node.body,
    (part) => part.type === 'Pipeline' || (part.type === 'Statement' && part.background === true),
  );
  return calls && spreads
    ? [...findings, blocked('fork bomb', `\`${name}\` starts itself without end: always blocked.`)]
    : findings;
}

const contains = (node: SyntaxNode, wanted: (node: SyntaxNode) => boolean): boolean =>
  wanted(node) || childrenOf(node).some((child) => contains(child, wanted));
