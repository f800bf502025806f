import { AGENT_ROLES, type AgentRole } from '../../../domain/actor.ts';
import { RISKS, type Risk, type TaskType } from '../../../domain/task/vocabulary.ts';
import type { PolicyRulesInput } from '../../../operations/schemas/policy.ts';

/** Fields that are lists, one entry a line, with what people read. */
export const LIST_FIELDS = {
  toolsAllowed: 'Tools that may be used',
  toolsBlocked: 'Tools that are blocked',
  shellAllowed: 'Commands that may be run',
  shellBlocked: 'Commands that are blocked',
  readPaths: 'Paths that may be read',
  writePaths: 'Paths that may be written',
  pathsBlocked: 'Paths that are blocked',
  hostsAllowed: 'Hosts that may be reached',
  hostsBlocked: 'Hosts that are blocked',
  productionTargets: 'Words that mean production',
} as const;
export type ListField = keyof typeof LIST_FIELDS;

/** Maps from a name to a risk, one entry a line: "deploy RED". */
export const RISK_FIELDS = { toolRisks: 'Risk of tools', actionRisks: 'Risk of other actions' } as const;
export type RiskField = keyof typeof RISK_FIELDS;

/** Whole numbers; those of loops and spawning are inside of them. */
export const NUMBER_FIELDS = {
  approvalExpiresInMinutes: 'Approvals expire after minutes',
  approvalEscalatesInMinutes: 'Approvals are escalated after minutes',
  'loops.comments': 'Messages before it is a loop',
  'loops.commentMinutes': 'Minutes over which messages count',
  'loops.reviewCycles': 'Review cycles before it is a loop',
  'loops.failures': 'Failures before it is a loop',
  'loops.failureWindow': 'Executions among which failures count',
  'loops.transitions': 'Transitions before it is a loop',
  'loops.transitionMinutes': 'Minutes over which transitions count',
  'spawn.perParent': 'Sub-tasks for one parent',
  'spawn.depth': 'Levels of sub-tasks',
  'spawn.activePerProject': 'Tasks of agents at work in the project',
} as const;
export type NumberField = keyof typeof NUMBER_FIELDS;

/** The sets of risks that a role may be made to ask for. */
export const ASKS = { NOTHING: [], RED: ['RED'], YELLOW: ['YELLOW', 'RED'], ALL: ['GREEN', 'YELLOW', 'RED'] } as const;
export type Asks = keyof typeof ASKS;

export const SWITCHES = {
  completionApproval: 'Completing needs a second person',
  leadsMayComplete: 'LEADs that review may complete',
} as const;
export type Switch = keyof typeof SWITCHES;

/** A policy as a form holds it: what is empty is left to a wider scope. */
export interface PolicyDraft {
  readonly scope: 'GLOBAL' | 'PROJECT' | 'TASK_TYPE' | 'AGENT';
  readonly taskType: TaskType;
  readonly agentId: string;
  readonly note: string;
  readonly activate: boolean;
  readonly lists: Readonly<Partial<Record<ListField, string>>>;
  readonly risks: Readonly<Partial<Record<RiskField, string>>>;
  readonly numbers: Readonly<Partial<Record<NumberField, string>>>;
  readonly asks: Readonly<Partial<Record<AgentRole, Asks>>>;
  readonly unlisted?: 'DENY' | 'NEEDS_APPROVAL' | undefined;
  readonly switches: Readonly<Partial<Record<Switch, boolean>>>;
  readonly approvals: Readonly<
    Partial<Record<Risk, { readonly decisions: string; readonly role: 'OPERATOR' | 'ADMIN' }>>
  >;
}

export const EMPTY_POLICY: PolicyDraft = {
  scope: 'PROJECT',
  taskType: 'ENGINEERING',
  agentId: '',
  note: '',
  activate: false,
  lists: {},
  risks: {},
  numbers: {},
  asks: {},
  switches: {},
  approvals: {},
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(record) as Key[];

/** The rules that a form says. */
export function rulesFrom(draft: PolicyDraft): PolicyRulesInput {
  const rules: Record<string, unknown> = { ...(draft.unlisted && { unlisted: draft.unlisted }), ...draft.switches };
  for (const field of keysOf(LIST_FIELDS)) {
    const lines = linesOf(draft.lists[field] ?? '');
    if (lines.length > 0) rules[field] = lines;
  }
  for (const field of keysOf(RISK_FIELDS)) {
    const entries = linesOf(draft.risks[field] ?? '').map((line) => line.split(/[\s:]+(?=\S+$)/));
    if (entries.length > 0)
      rules[field] = Object.fromEntries(entries.map(([name, risk = '']) => [name, risk.toUpperCase()]));
  }
  for (const field of keysOf(NUMBER_FIELDS)) addNumber(rules, field, draft.numbers[field] ?? '');
  const autonomy = AGENT_ROLES.flatMap((role) => (draft.asks[role] ? [[role, [...ASKS[draft.asks[role]]]]] : []));
  if (autonomy.length > 0) rules['autonomy'] = Object.fromEntries(autonomy);
  const approvals = RISKS.flatMap((risk) => {
    const rule = draft.approvals[risk];
    return rule && rule.decisions !== '' ? [[risk, { ...rule, decisions: Number(rule.decisions) }]] : [];
  });
  if (approvals.length > 0) rules['approvals'] = Object.fromEntries(approvals);
  return rules as PolicyRulesInput;
}

function addNumber(rules: Record<string, unknown>, field: NumberField, text: string): void {
  if (text.trim() === '') return;
  const [outer = field, inner] = field.split('.');
  rules[outer] = inner === undefined ? Number(text) : { ...(rules[outer] as object), [inner]: Number(text) };
}

/** A form that says what these rules say. An empty list, which a form cannot say, stays with the file that said it. */
export function draftOf(
  rules: PolicyRulesInput,
): Omit<PolicyDraft, 'scope' | 'taskType' | 'agentId' | 'note' | 'activate'> {
  const said = rules as Readonly<Record<string, unknown>>;
  const entries = <Key extends string, Value>(keys: readonly Key[], read: (key: Key) => Value | undefined) =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = read(key);
        return value === undefined ? [] : [[key, value]];
      }),
    ) as Partial<Record<Key, Value>>;
  return {
    lists: entries(keysOf(LIST_FIELDS), (field) => rules[field]?.join('\n')),
    risks: entries(
      keysOf(RISK_FIELDS),
      (field) =>
        rules[field] &&
        Object.entries(rules[field])
          .map(([name, risk]) => `${name} ${risk}`)
          .join('\n'),
    ),
    numbers: entries(keysOf(NUMBER_FIELDS), (field) => {
      const [outer = field, inner] = field.split('.');
      const value = inner === undefined ? said[outer] : (said[outer] as Record<string, unknown> | undefined)?.[inner];
      return typeof value === 'number' ? String(value) : undefined;
    }),
    asks: entries(AGENT_ROLES, (role) => {
      const risks = rules.autonomy?.[role];
      return risks && keysOf(ASKS).find((name) => ASKS[name].length === risks.length);
    }),
    unlisted: rules.unlisted,
    switches: entries(keysOf(SWITCHES), (field) => rules[field]),
    approvals: entries(RISKS, (risk) => {
      const rule = rules.approvals?.[risk];
      return rule && { decisions: String(rule.decisions), role: rule.role };
    }),
  };
}
