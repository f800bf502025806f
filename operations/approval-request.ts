import type { Actor } from '../domain/actor.ts';
import { redact } from '../domain/policy/secrets/secrets.ts';
import type { CommandOf } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { Dependencies } from './dependencies.ts';
import type { CommandBody } from './schemas/commands.ts';
import { withoutUndefined } from './without-undefined.ts';

interface Asking {
  readonly deps: Pick<Dependencies, 'governance'>;
  readonly actor: Actor;
  readonly projectId: string;
  readonly state: () => Promise<TaskState>;
}

/** What somebody asks people for in their own words: without secrets, and decided on as the policies say for the risk. */
export async function buildApprovalRequest(
  body: CommandBody<'requestApproval'>,
  { deps, actor, projectId, state }: Asking,
): Promise<CommandOf<'requestApproval'>> {
  const { type: taskType } = await state();
  const agentId = actor.kind === 'AGENT' ? actor.id : undefined;
  const { rules } = await deps.governance.effective(withoutUndefined({ project: projectId, taskType, agentId }));
  const { decisions, role } = rules.approvals[body.risk];
  return {
    name: 'requestApproval',
    kind: 'ACTION',
    requiredDecisions: decisions,
    deciderRole: role,
    expiresInMinutes: rules.approvalExpiresInMinutes,
    escalateInMinutes: rules.approvalEscalatesInMinutes,
    ...redact(withoutUndefined(body)),
  };
}
