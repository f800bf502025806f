import type { Family, PolicyAction } from './action.ts';
import type { PolicySubject } from './decision.ts';
import { denied, type Finding, risky, unclear } from './finding.ts';
import { judgeEffect } from './judge-effect.ts';
import { judgeToolCall } from './judge-tool-call.ts';
import type { PolicyRules } from './rules.ts';
import { findSecrets } from './secrets/secrets.ts';

/** What the rules of a policy say of an action, but for the autonomy of whoever asks. */
export function judgeAction(action: PolicyAction, subject: PolicySubject, rules: PolicyRules): readonly Finding[] {
  switch (action.kind) {
    case 'TOOL_CALL':
      return judgeToolCall(action, subject, rules);
    case 'SPAWN':
      return [ofKind(action.kind, rules), ...overLimits(action.family, rules)];
    case 'TRANSITION':
      return [ofKind(action.kind, rules), ...(action.to === 'DONE' ? judgeCompletion(subject, rules) : [])];
    case 'SUBMIT':
    case 'START_RUN':
      return [ofKind(action.kind, rules)];
    case 'GIT_PUSH':
    case 'PULL_REQUEST':
    case 'PUBLISH':
    case 'WEBHOOK':
    case 'EMAIL':
      return [...judgeEffect(action, rules), ...secretIn(action.target)];
  }
}

const ofKind = (kind: 'SPAWN' | 'TRANSITION' | 'SUBMIT' | 'START_RUN', { actionRisks }: PolicyRules): Finding => ({
  ...risky('actionRisks', actionRisks[kind], actionRisks[kind], `${kind} is ${actionRisks[kind]}.`),
  entry: kind,
});

/** How many tasks agents may create: nobody approves more, the policy has to say so. */
function overLimits({ depth, siblings, activeInProject }: Family, { spawn }: PolicyRules): readonly Finding[] {
  const limits = [
    [siblings >= spawn.perParent, 'perParent', `${spawn.perParent} tasks for one parent`],
    [depth > spawn.depth, 'depth', `${spawn.depth} levels below the first task`],
    [
      activeInProject >= spawn.activePerProject,
      'activePerProject',
      `${spawn.activePerProject} of them at work in a project`,
    ],
  ] as const;
  return limits
    .filter(([isOver]) => isOver)
    .map(([, limit, words]) => denied('spawn', limit, `Agents create at most ${words}.`));
}

/** Whether an agent may end a task at all; that it is the reviewer is for the gates of the task to see. */
function judgeCompletion({ name, role }: PolicySubject, rules: PolicyRules): readonly Finding[] {
  const mayNot = !rules.leadsMayComplete || role !== 'LEAD';
  const reason = rules.leadsMayComplete
    ? `${name} is not a LEAD: only a person or a reviewing LEAD moves a task to DONE.`
    : 'Only a person moves a task to DONE.';
  return [
    ...(mayNot ? [denied('leadsMayComplete', String(rules.leadsMayComplete), reason)] : []),
    ...(rules.completionApproval
      ? [
          {
            ...unclear('completionApproval', 'true', 'Moving a task to DONE needs the approval of a person.'),
            risk: undefined,
          },
        ]
      : []),
  ];
}

const secretIn = (target: string | undefined): readonly Finding[] =>
  findSecrets({ target }).map(({ kind }) => risky('secrets', kind, 'RED', `The target carries a secret (${kind}).`));
