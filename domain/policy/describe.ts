import { AGENT_ROLES } from '../actor.ts';
import { RISKS } from '../task/vocabulary.ts';
import { POLICY_FIELDS } from './fields.ts';
import type { ApprovalRule, PartialRules, PolicyField } from './rules.ts';

/** What a policy says of one field, as people read it. */
export interface FieldDescription {
  readonly field: PolicyField;
  readonly title: string;
  /** Never empty: an empty list is a line that says so. */
  readonly lines: readonly string[];
}

/** The fields that a policy says something of, in the order in which people read them. */
export function describeRules(rules: PartialRules): readonly FieldDescription[] {
  return POLICY_FIELDS.filter((field) => rules[field] !== undefined).map((field) => {
    const lines = linesOf(field, rules);
    return { field, title: TITLES[field], lines: lines.length === 0 ? [NOTHING] : lines };
  });
}

const NOTHING = 'Nothing';

const TITLES: Readonly<Record<PolicyField, string>> = {
  autonomy: 'Who has to ask',
  toolRisks: 'Risk of tools',
  actionRisks: 'Risk of other actions',
  toolsAllowed: 'Tools that may be used',
  toolsBlocked: 'Tools that are blocked',
  shellAllowed: 'Commands that may be run',
  shellBlocked: 'Commands that are blocked',
  readPaths: 'Paths that may be read',
  writePaths: 'Paths that may be written',
  pathsBlocked: 'Paths that are blocked',
  hostsAllowed: 'Hosts that may be reached',
  hostsBlocked: 'Hosts that are blocked',
  unlisted: 'What no rule names',
  productionTargets: 'Words that mean production',
  approvals: 'Approvals',
  approvalExpiresInMinutes: 'Approvals expire',
  approvalEscalatesInMinutes: 'Approvals are escalated',
  completionApproval: 'Completing a task',
  leadsMayComplete: 'Agents that complete tasks',
  loops: 'What counts as a loop',
  spawn: 'Tasks that agents create',
};

/** Lists are as they are; everything else has words of its own. */
function linesOf(field: PolicyField, rules: PartialRules): readonly string[] {
  const words = WORDS[field];
  if (words) return words(rules);
  const value = rules[field];
  return Array.isArray(value) ? value.map(String) : [];
}

const WORDS: Readonly<Partial<Record<PolicyField, (rules: PartialRules) => readonly string[]>>> = {
  autonomy: ({ autonomy = {} }) =>
    AGENT_ROLES.filter((role) => autonomy[role] !== undefined).map((role) => `${role}: ${asked(autonomy[role] ?? [])}`),
  toolRisks: ({ toolRisks = {} }) => byRisk(toolRisks),
  actionRisks: ({ actionRisks = {} }) => byRisk(actionRisks),
  unlisted: ({ unlisted }) => [unlisted === 'DENY' ? 'Is denied' : 'Needs an approval'],
  approvals: ({ approvals = {} }) =>
    RISKS.filter((risk) => approvals[risk]).map((risk) => `${risk}: ${approval(approvals[risk])}`),
  approvalExpiresInMinutes: ({ approvalExpiresInMinutes: minutes }) => [`After ${minutes} minutes`],
  approvalEscalatesInMinutes: ({ approvalEscalatesInMinutes: minutes }) => [`After ${minutes} minutes`],
  completionApproval: ({ completionApproval }) => [
    completionApproval ? 'Needs the approval of a second person' : 'Needs no further approval',
  ],
  leadsMayComplete: ({ leadsMayComplete }) => [
    leadsMayComplete ? 'A LEAD that is the reviewer' : 'None: a person does',
  ],
  loops: ({ loops = {} }) => LOOP_WORDS.flatMap((line) => line(loops)),
  spawn: ({ spawn = {} }) => [
    ...said(spawn.perParent, (count) => `At most ${count} for one parent`),
    ...said(spawn.depth, (count) => `At most ${count} levels below the first task`),
    ...said(spawn.activePerProject, (count) => `At most ${count} at work in a project`),
  ],
};

const LOOP_WORDS: readonly ((loops: NonNullable<PartialRules['loops']>) => readonly string[])[] = [
  ({ comments }) => said(comments, (count) => `More than ${count} messages`),
  ({ commentMinutes }) => said(commentMinutes, (count) => `Messages are counted over ${count} minutes`),
  ({ reviewCycles }) => said(reviewCycles, (count) => `More than ${count} review cycles`),
  ({ failures }) => said(failures, (count) => `${count} failed executions`),
  ({ failureWindow }) => said(failureWindow, (count) => `Failures are counted among the last ${count} executions`),
  ({ transitions }) => said(transitions, (count) => `${count} transitions`),
  ({ transitionMinutes }) => said(transitionMinutes, (count) => `Transitions are counted over ${count} minutes`),
];

const said = (count: number | undefined, words: (count: number) => string): readonly string[] =>
  count === undefined ? [] : [words(count)];

const asked = (risks: readonly string[]): string =>
  risks.length === 0 ? 'asks for nothing' : `asks for ${risks.join(', ')}`;

/** From the riskiest: that is what people look for. */
const byRisk = (risks: Readonly<Record<string, string | undefined>>): readonly string[] =>
  RISKS.toReversed()
    .map((risk) => [risk, Object.keys(risks).filter((name) => risks[name] === risk)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([risk, names]) => `${risk}: ${names.join(', ')}`);

const approval = (rule: ApprovalRule | undefined): string =>
  rule?.decisions === 1
    ? `one person, at least ${rule.role}`
    : `${rule?.decisions} people, each at least ${rule?.role}`;
