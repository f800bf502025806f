import { ExecutionError, type ExecutionBrief } from '@mission-control/executor-client';

const FIELDS = new Set(['kind', 'from', 'to', 'file', 'setupCommand', 'testCommand']);
const DEFAULT_TEST_COMMAND = ['npm', 'test'];

/** What `metadata.codemod` of a brief asks for. */
export interface CodemodRequest {
  readonly from: string;
  readonly to: string;
  /** The file that declares `from`, relative to the repository; for names that are declared more than once. */
  readonly file?: string;
  /** Program and arguments; run before the rename. */
  readonly setupCommand?: readonly string[];
  readonly testCommand: readonly string[];
}

/** @throws ExecutionError (not retryable) that names the field and what it should be. */
export function parseRequest({ metadata }: ExecutionBrief): CodemodRequest {
  const codemod = metadata['codemod'];
  if (!isRecord(codemod)) throw invalid('metadata.codemod', 'must be {kind: "rename", from, to}');
  const unknown = Object.keys(codemod).find((field) => !FIELDS.has(field));
  if (unknown) throw invalid(`metadata.codemod.${unknown}`, `is not known; known are ${[...FIELDS].join(', ')}`);
  const { kind, file, setupCommand, testCommand } = codemod;
  if (kind !== 'rename') throw invalid('metadata.codemod.kind', 'must be "rename"');
  return {
    from: nonEmptyText(codemod['from'], 'from'),
    to: nonEmptyText(codemod['to'], 'to'),
    ...(file === undefined ? {} : { file: nonEmptyText(file, 'file') }),
    ...(setupCommand === undefined ? {} : { setupCommand: commandOf(setupCommand, 'setupCommand') }),
    testCommand: testCommand === undefined ? DEFAULT_TEST_COMMAND : commandOf(testCommand, 'testCommand'),
  };
}

function nonEmptyText(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`metadata.codemod.${field}`, 'must be a text that is not empty');
}

function commandOf(value: unknown, field: string): readonly string[] {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string') && value[0]) return value;
  throw invalid(`metadata.codemod.${field}`, 'must be a program and its arguments, for example ["npm", "test"]');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(field: string, what: string): ExecutionError {
  return new ExecutionError(`${field} ${what}`, { retryable: false });
}
