import { describeRules } from '../domain/policy/describe.ts';
import type { PolicyScope } from '../domain/policy/policy.ts';
import { TASK_TYPES } from '../domain/task/vocabulary.ts';
import type { PolicyDecisionView, PolicyDiff, PolicyView } from '../operations/schemas/policy.ts';
import { UsageError } from './failure.ts';

/** "PROJECT:web" as the scope that it names. @throws UsageError */
export function scopeNamed(text: string): PolicyScope {
  const [kind, project, name, ...more] = text.split(':');
  const taskType = TASK_TYPES.find((type) => type === name);
  if (more.length === 0 && project !== undefined && project !== '') {
    if (kind === 'PROJECT' && name === undefined) return { kind, project };
    if (kind === 'TASK_TYPE' && taskType) return { kind, project, taskType };
    if (kind === 'AGENT' && name !== undefined && name !== '') return { kind, project, agentId: name };
  }
  if (text === 'GLOBAL') return { kind: text };
  throw new UsageError(
    `${text} is no scope. It is GLOBAL, PROJECT:<slug>, TASK_TYPE:<slug>:<type> or AGENT:<slug>:<id>.`,
  );
}

/** One version in a list. */
export const policyLine = ({ id, isActive, note, publishedAt, publishedBy }: PolicyView): string =>
  `${id.padEnd(32)}  ${isActive ? 'active' : '      '}  ${publishedAt}  ${publishedBy.name}: ${note}`;

/** A version with what it says. */
export function policyText(policy: PolicyView): string {
  const fields = describeRules(policy.rules).map(({ title, lines }) => `\n${title}\n${indented(lines)}`);
  return [policyLine(policy), ...(fields.length === 0 ? ['\nSays nothing of its own.'] : fields)].join('\n');
}

/** One change a line: `+` is new, `-` is gone, `~` is another. */
export function diffText({ changes }: PolicyDiff): string {
  if (changes.length === 0) return 'Nothing changes.';
  return changes.map(changeLine).join('\n');
}

function changeLine({ field, key, kind, before, after }: PolicyDiff['changes'][number]): string {
  const what = key === undefined ? field : `${field}.${key}`;
  switch (kind) {
    case 'ADDED':
      return `+ ${what}: ${valueText(after)}`;
    case 'REMOVED':
      return `- ${what}: ${valueText(before)}`;
    case 'CHANGED':
      return `~ ${what}: ${valueText(before)} -> ${valueText(after)}`;
  }
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A decision, why, and by which policy. */
export function decisionText({ decision, risk, reasons, policyVersion, approval }: PolicyDecisionView): string {
  const asked = approval ? `, by ${approval.decisions} of role ${approval.role}` : '';
  return `${decision} (${risk}${asked}), by ${policyVersion}\n${indented(reasons)}`;
}

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');
