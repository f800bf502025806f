import type { MicroDollars } from '../domain/money.ts';
import type { ApprovalRule } from '../domain/policy/rules.ts';
import { redact } from '../domain/policy/secrets/secrets.ts';
import type { CommandOf } from '../domain/task/commands.ts';
import { findTransition } from '../domain/task/transitions.ts';
import type { HeldCommand } from '../domain/task/state.ts';
import type { ApprovalKind, TaskStatus } from '../domain/task/vocabulary.ts';
import type { Judgement } from './judgement.ts';
import { withoutUndefined } from './without-undefined.ts';

type Request = CommandOf<'requestApproval'>;

/** What people are asked about, besides what the policy says. */
interface Asked extends Pick<Request, 'action' | 'summary' | 'blocking'> {
  readonly kind: ApprovalKind;
  /** Without secrets. */
  readonly payload?: Request['payload'];
  readonly held?: HeldCommand;
  readonly tool?: string;
  readonly executionId?: string | undefined;
  readonly rollbackPlan?: string | undefined;
  readonly justification?: string | undefined;
  readonly estimatedCostMicros?: MicroDollars | undefined;
}

/** What the policy says about it. */
export interface Basis extends Pick<Judgement, 'policy' | 'inputHash'> {
  readonly decision: Pick<Judgement['decision'], 'risk' | 'reasons' | 'approval'>;
}

/** The question that a policy has for people, with as many of them, and as much time, as it says. */
export function approvalQuestion({ decision, policy, inputHash }: Basis, asked: Asked): Request {
  const { rules } = policy;
  const { risk, reasons } = decision;
  const rule: ApprovalRule = decision.approval ?? rules.approvals[risk];
  const { summary, rollbackPlan, justification, payload, ...others } = asked;
  return {
    name: 'requestApproval',
    ...withoutUndefined(others),
    ...withoutUndefined({
      summary: redact(summary),
      rollbackPlan: redact(rollbackPlan),
      justification: redact(justification),
    }),
    risk,
    inputHash,
    payload: { ...payload, reasons },
    requiredDecisions: rule.decisions,
    deciderRole: rule.role,
    expiresInMinutes: rules.approvalExpiresInMinutes,
    escalateInMinutes: rules.approvalEscalatesInMinutes,
  };
}

/** Whether a task in this status can be held until people have decided. */
export const canBeHeld = (status: TaskStatus): boolean =>
  status === 'NEEDS_APPROVAL' || findTransition(status, 'NEEDS_APPROVAL') !== undefined;
