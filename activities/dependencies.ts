import { MISSION_CONTROL } from '../domain/actor.ts';
import { statusAt } from '../domain/agent/status-at.ts';
import type { CommandOf, TaskFacts } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { Store } from '../store/store.ts';
import type { CommandEnvelope, DependencyActivities } from '../workflows/contract.ts';

const PAGE = 50;

type Waiting = Pick<TaskState, 'key' | 'dependsOn' | 'assignees'>;

/** Finds who waits for a task that is over, and what they have to know to go on. */
export const createDependencyActivities = ({ store }: { store: Store }): DependencyActivities => ({
  findDependents: async ({ projectId, key, status }, afterId) => {
    const { tasks, nextId } = await store.family.dependents(projectId, key, afterId, PAGE);
    const factsOf = await findFacts(store, projectId, tasks);
    const commands = tasks.map((task) => {
      const command: Finished = { name: 'dependencyFinished', key, status, dependsOn: task.dependsOn };
      return { taskId: task.id, envelope: envelope(command, factsOf(task), `dependency/${key}`) };
    });
    return { commands, ...(nextId !== undefined && { nextId }) };
  },

  lookAtDependencies: async ({ key: waiting, dependency, seq }) => {
    const task = await store.tasks.byKey(waiting);
    if (!task) return undefined;
    const { projectId, dependsOn } = task;
    const statuses = await store.tasks.statusesOf(projectId, dependsOn);
    const canceled = dependsOn.find((key) => statuses.get(key) === 'CANCELED');
    const facts = (await findFacts(store, projectId, [task]))(task);
    if (canceled !== undefined) {
      const command: Finished = { name: 'dependencyFinished', key: canceled, status: 'CANCELED', dependsOn };
      return envelope(command, facts, `dependency/${canceled}`);
    }
    if (facts.unfinishedDependencies.length > 0) return undefined;
    const key = dependsOn.at(-1) ?? dependency;
    const command: Finished = { name: 'dependencyFinished', key, status: 'DONE', dependsOn };
    return envelope(command, facts, `released/${seq}`);
  },
});

type Finished = CommandOf<'dependencyFinished'>;

const envelope = (command: Finished, facts: TaskFacts, idempotencyKey: string): CommandEnvelope => ({
  command,
  actor: MISSION_CONTROL,
  facts,
  idempotencyKey,
});

/** What only the outside knows and starting work depends on, for many tasks of a project at once. */
async function findFacts(
  store: Store,
  projectId: string,
  tasks: readonly Waiting[],
): Promise<(task: Waiting) => TaskFacts> {
  const [project, { emergencyStop }, members, statuses] = await Promise.all([
    store.projects.bySlug(projectId),
    store.installation.read(),
    store.agents.ofProject(projectId),
    store.tasks.statusesOf(projectId, [...new Set(tasks.flatMap(({ dependsOn }) => dependsOn))]),
  ]);
  const now = new Date();
  const { mode = 'QUARANTINED', timeZone = 'UTC' } = project ?? {};
  return ({ dependsOn, assignees }) => ({
    projectMode: emergencyStop ? 'QUARANTINED' : mode,
    unfinishedDependencies: dependsOn.filter((key) => statuses.get(key) !== 'DONE'),
    agents: members
      .filter(({ _id }) => assignees.some(({ kind, id }) => kind === 'AGENT' && id === _id))
      .map((agent) => ({ kind: 'AGENT', id: agent._id, name: agent.name, status: statusAt(agent, timeZone, now) })),
  });
}
