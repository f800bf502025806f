import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { z } from 'zod';
import type { Policy } from '../domain/policy/policy.ts';
import type { Problem } from '../domain/rejection.ts';
import { OperationError } from './errors.ts';
import { ruleProblems } from './policy-problems.ts';
import { publishPolicySchema, type PublishPolicy } from './schemas/policy.ts';

/** What a policy in a file says; which version it becomes is settled where it is published. */
type PolicyDraft = Omit<PublishPolicy, 'activate'>;

const FORMAT = 1;
const fileSchema = publishPolicySchema.omit({ activate: true }).extend({ missionControlPolicy: z.literal(FORMAT) });

/** A policy as a file; reading it gives the same scope, note and rules. */
export const policyYaml = ({ scope, note, rules }: Pick<Policy, 'scope' | 'note' | 'rules'>): string =>
  stringify({ missionControlPolicy: FORMAT, scope, note, rules }, { lineWidth: 0 });

/** @throws INVALID with the line and field of every mistake. */
export function readPolicyYaml(text: string): PolicyDraft {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { path: 'yaml', message: `line ${line}, column ${col}: ${message}` };
  };
  refuse([...syntaxProblems(document, at), ...referenceProblems(document, at)]);
  const located = ({ path, message }: Problem): Problem => {
    const { line } = lines.linePos(offsetOf(document, path.split('.')));
    return { path, message: `line ${line}: ${message}` };
  };
  const parsed = fileSchema.safeParse(document.toJS());
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(problemsOf).map(located));
  const { missionControlPolicy: _format, ...draft } = parsed.data;
  refuse(ruleProblems(draft.scope, draft.rules).map(located));
  return draft;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalid(problems);
}

const invalid = (errors: readonly Problem[]): OperationError =>
  new OperationError('INVALID', 'the file is not a policy', { errors });

type At = (offset: number, message: string) => Problem;

/** Keys that are there twice and several documents in one file count as well. */
const syntaxProblems = ({ errors, warnings }: Document, at: At): readonly Problem[] =>
  [...errors, ...warnings].map(({ pos: [offset], message }) => at(offset, message));

/** A name for a part of the file that is used again can make a small file huge. */
function referenceProblems(document: Document, at: At): readonly Problem[] {
  const problems: Problem[] = [];
  const look = (node: Node & { anchor?: string }): void => {
    problems.push(
      at(node.range?.[0] ?? 0, 'names for parts of the file (& and *) are not taken: quote what begins so'),
    );
  };
  visit(document, {
    Alias: (_key, node) => look(node),
    Value: (_key, node) => (node.anchor === undefined ? undefined : look(node)),
  });
  return problems;
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
}

/** Where a field begins, or else the nearest thing around it. */
function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node, 0);
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const item = isSeq(node) ? node.items[Number(step)] : undefined;
    offset = startOf(pair?.key ?? item, offset);
    node = pair?.value ?? item;
  }
  return offset;
}

const startOf = (node: unknown, otherwise: number): number => (isNode(node) ? node.range?.[0] : undefined) ?? otherwise;
