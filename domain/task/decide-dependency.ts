import { reject, type Rejection } from '../rejection.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { dispatchProblem, startExecution } from './decide-execution.ts';

/** Commands around what a task waits for and what it keeps doing. */
export const dependencyDeciders = {
  dependencyFinished: (draft: Draft, { key, status }: CommandOf<'dependencyFinished'>): undefined => {
    const { state, context } = draft;
    if (!state.dependsOn.includes(key)) return undefined;
    if (status === 'CANCELED') {
      draft.emit('dependency.canceled', { dependency: key });
      draft.post(
        `${key}, which ${state.key} waits for, was canceled. Take it off the dependencies, or cancel this too.`,
      );
      return undefined;
    }
    if (context.facts.unfinishedDependencies.length > 0) return undefined;
    draft.emit('task.released', { dependency: key });
    startQueued(draft);
    return undefined;
  },

  acknowledgeLoop: (draft: Draft, { kind, reason }: CommandOf<'acknowledgeLoop'>): Rejection | undefined => {
    const { loopCounters, key } = draft.state;
    if (loopCounters?.acknowledged.includes(kind)) return reject('CONFLICT', `${kind} is fine for ${key} already`);
    draft.emit('loop.acknowledged', { kind, reason });
    return undefined;
  },
};

function startQueued(draft: Draft): void {
  const { queuedStart, key } = draft.state;
  if (!queuedStart) return;
  const problem = dispatchProblem(draft);
  if (problem) {
    const why = problem.errors.map(({ message }) => message).join('; ') || problem.message;
    draft.post(`All that ${key} waits for is DONE, but it cannot start: ${why}. Start it by hand.`);
  } else {
    startExecution(draft, queuedStart.route, queuedStart.by);
  }
}
