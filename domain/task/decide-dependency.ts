import { reject, type Rejection } from '../rejection.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { dispatchProblem, startExecution } from './start-execution.ts';

/** Commands around what a task waits for and what it keeps doing. */
export const dependencyDeciders = {
  dependencyFinished: (draft: Draft, { key, status, dependsOn }: CommandOf<'dependencyFinished'>): undefined => {
    const { state, context } = draft;
    const isWaitedFor = state.dependsOn.includes(key);
    if (status === 'CANCELED') {
      if (isWaitedFor) dependencyCanceled(draft, key);
      return undefined;
    }
    const areFactsWhole = state.dependsOn.every((dependency) => dependsOn.includes(dependency));
    if (!areFactsWhole || context.facts.unfinishedDependencies.length > 0) return undefined;
    if (isWaitedFor && !state.released) draft.emit('task.released', { dependency: key });
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

function dependencyCanceled(draft: Draft, dependency: string): void {
  const { key } = draft.state;
  draft.emit('dependency.canceled', { dependency });
  draft.post(`${dependency}, which ${key} waits for, was canceled. Take it off the dependencies, or cancel this too.`);
}

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
