import { type AgentAbility, refusalFor } from '../agent/status.ts';
import { modeRefusalFor } from '../project/mode.ts';
import type { PolicyAction } from './action.ts';
import type { PolicySubject } from './decision.ts';
import { denied, type Finding } from './finding.ts';

/** What the status of the agent and the mode of its project forbid, whatever any policy says. */
export function judgeStanding(action: PolicyAction, subject: PolicySubject): readonly Finding[] {
  const ability = abilityFor(action);
  const byStatus = refusalFor(subject.status, ability, subject.name);
  const byMode = modeRefusalFor(subject.projectMode, ability === 'startsWork' ? 'startsWork' : 'goesOn', 'The project');
  return [
    ...(byStatus === undefined ? [] : [denied('agent.status', subject.status, `${byStatus}.`)]),
    ...(byMode === undefined ? [] : [denied('project.mode', subject.projectMode, `${byMode}.`)]),
  ];
}

/** What begins something needs more than what carries it on. */
function abilityFor(action: PolicyAction): AgentAbility {
  if (action.kind === 'START_RUN' || action.kind === 'SPAWN') return 'startsWork';
  return action.kind === 'TRANSITION' && action.to === 'IN_PROGRESS' ? 'startsWork' : 'usesTools';
}
