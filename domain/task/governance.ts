import { DEFAULT_LOOP_LIMITS } from '../loops/limits.ts';
import { detectLoop } from '../loops/detect.ts';
import type { Draft } from './draft.ts';
import { moveTo } from './move.ts';
import type { TaskGovernance, TaskState } from './state.ts';
import type { TaskFacts } from './commands.ts';
import type { TaskStatus } from './vocabulary.ts';

export const DEFAULT_GOVERNANCE: TaskGovernance = {
  loops: DEFAULT_LOOP_LIMITS,
  completionApproval: false,
  leadsMayComplete: false,
};

/** What holds for a task: what was looked up now, what it was told last, or what is built in. */
export const governanceOf = (state: TaskState, facts: TaskFacts): TaskGovernance =>
  facts.governance ?? state.governance ?? DEFAULT_GOVERNANCE;

/** Notes what the policies say about the task, where that has changed: timers and reports of executions know no other. */
export function noteGovernance(draft: Draft): void {
  const { governance } = draft.context.facts;
  if (governance && !isSame(governance, draft.state.governance ?? DEFAULT_GOVERNANCE)) {
    draft.emitByRule('task.governed', { governance });
  }
}

const STOPPED_FROM: readonly TaskStatus[] = ['INBOX', 'ASSIGNED', 'IN_PROGRESS', 'REVIEW'];

/** Blocks a task that goes round in circles, and says so in its thread. */
export function stopLoop(draft: Draft): void {
  const { state, context } = draft;
  if (!STOPPED_FROM.includes(state.status)) return;
  const summary = detectLoop(state.loopCounters, governanceOf(state, context.facts).loops, context.now);
  if (!summary) return;
  draft.emitByRule('loop.detected', { summary });
  const reason = `${summary.kind}: ${summary.what}`;
  draft.post(`${state.key} goes round in circles (${reason}). ${summary.nextStep}`);
  moveTo(draft, 'BLOCKED', { reason, byRule: true });
}

function isSame({ loops, ...rest }: TaskGovernance, other: TaskGovernance): boolean {
  const isSameLoops = Object.entries(loops).every(([name, value]) => other.loops[name as keyof typeof loops] === value);
  return (
    isSameLoops &&
    rest.completionApproval === other.completionApproval &&
    rest.leadsMayComplete === other.leadsMayComplete
  );
}
