import type { Family } from '../domain/policy/action.ts';
import type { Problem } from '../domain/rejection.ts';
import { GREATEST_DEPTH } from '../domain/subtask/limits.ts';
import { Walk } from '../domain/subtask/walk.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { FamilyStore, LinkedTask } from '../store/family.ts';
import type { Store } from '../store/store.ts';
import { OperationError } from './errors.ts';

/** Tasks that are looked at to find a circle; more than that wait for each other nowhere. */
const WALKED_AT_MOST = 2_000;

/** What a task is to belong to and to wait for. */
interface Links {
  readonly parent?: string | null | undefined;
  readonly dependsOn?: readonly string[] | undefined;
}

/** Where a task that an agent wants to create would stand. @param parent its key. */
export async function familyFor({ family }: Store, projectId: string, parent?: string): Promise<Family> {
  const [above, siblings, activeInProject] = await Promise.all([
    ancestorsFrom(family, projectId, parent),
    parent === undefined ? 0 : family.countSpawned(projectId, parent),
    family.countActiveSpawned(projectId),
  ]);
  return { depth: above.length, siblings, activeInProject };
}

/** The tasks above a task, its parent first: as many as may stand above one another. */
export async function ancestorsFrom(
  family: FamilyStore,
  projectId: string,
  parent: string | undefined,
): Promise<LinkedTask[]> {
  const above: LinkedTask[] = [];
  let key = parent;
  while (key !== undefined && above.length <= GREATEST_DEPTH) {
    const found: LinkedTask | undefined = (await family.byKeys(projectId, [key])).get(key);
    if (!found) break;
    above.push(found);
    key = found.parent;
  }
  return above;
}

/**
 * The tasks above a task whose budgets pay for it as well, the nearest first: an agent that creates a task for another
 * one has that one's money to spend, and no more. What a person has put below a task has a budget of its own.
 */
export async function payingParents(
  { family }: Store,
  { projectId, parent, source }: Pick<TaskState, 'projectId' | 'parent' | 'source'>,
): Promise<LinkedTask[]> {
  if (source !== 'AGENT') return [];
  const above = await ancestorsFrom(family, projectId, parent);
  const last = above.findIndex((task) => task.source !== 'AGENT');
  return last === -1 ? above : above.slice(0, last + 1);
}

/**
 * Checks what a task is to belong to and to wait for.
 * @param self the key of a task that exists already; a new one closes no circle, since nothing names it yet.
 * @throws INVALID naming the field, and the tasks that are unknown or wait for each other.
 */
export async function requireFamily({ family }: Store, projectId: string, links: Links, self?: string): Promise<void> {
  const parents = links.parent == null ? [] : [links.parent];
  const { dependsOn = [] } = links;
  const found = await family.byKeys(projectId, [...parents, ...dependsOn]);
  refuseIf([...unknown('parent', parents, found), ...unknown('dependsOn', dependsOn, found)]);
  if (self !== undefined) {
    refuseIf(await circle(family, projectId, { path: 'parent', self, firsts: parents, of: parentsOf }));
    refuseIf(await circle(family, projectId, { path: 'dependsOn', self, firsts: dependsOn, of: dependenciesOf }));
  }
  if (parents[0] !== undefined) refuseIf(await tooDeep(family, projectId, parents[0], self));
}

function refuseIf(errors: readonly Problem[]): void {
  const [first] = errors;
  if (first) throw new OperationError('INVALID', errors.map(({ message }) => message).join('; '), { errors });
}

const unknown = (path: string, keys: readonly string[], found: ReadonlyMap<string, LinkedTask>): Problem[] =>
  keys.filter((key) => !found.has(key)).map((key) => ({ path, message: `the project has no task ${key}` }));

const parentsOf = ({ parent }: LinkedTask): readonly string[] => (parent === undefined ? [] : [parent]);
const dependenciesOf = ({ dependsOn }: LinkedTask): readonly string[] => dependsOn;

interface Search {
  /** The field that would close the circle. */
  readonly path: 'parent' | 'dependsOn';
  readonly self: string;
  /** Where the field is to lead. */
  readonly firsts: readonly string[];
  readonly of: (task: LinkedTask) => readonly string[];
}

/** Looks for a way from a task back to itself, one question for each generation. */
async function circle(
  family: FamilyStore,
  projectId: string,
  { path, self, firsts, of }: Search,
): Promise<readonly Problem[]> {
  const walk = new Walk(self, firsts);
  while (!walk.circle && walk.frontier.length > 0) {
    if (walk.size > WALKED_AT_MOST) {
      return [{ path, message: `more than ${WALKED_AT_MOST} tasks are linked: take some of the links away` }];
    }
    const tasks = await family.byKeys(projectId, walk.frontier);
    walk.advance(new Map([...tasks].map(([key, task]) => [key, of(task)])));
  }
  if (!walk.circle) return [];
  const verb = path === 'parent' ? 'would belong to itself' : 'would wait for itself';
  return [{ path, message: `${self} ${verb}: ${walk.circle.join(' → ')}` }];
}

async function tooDeep(
  family: FamilyStore,
  projectId: string,
  parent: string,
  self: string | undefined,
): Promise<readonly Problem[]> {
  const above = await ancestorsFrom(family, projectId, parent);
  const below = self === undefined ? 0 : await generationsBelow(family, projectId, self);
  if (above.length + below <= GREATEST_DEPTH) return [];
  return [{ path: 'parent', message: `tasks stand at most ${GREATEST_DEPTH} levels below the first one` }];
}

/** How many generations there are below a task; more than may be are not looked at. */
async function generationsBelow(family: FamilyStore, projectId: string, key: string): Promise<number> {
  let generations = 0;
  let keys: readonly string[] = [key];
  while (generations <= GREATEST_DEPTH) {
    const children = await family.below(projectId, keys, WALKED_AT_MOST);
    if (children.length === 0) break;
    generations += 1;
    keys = children.map((child) => child.key);
  }
  return generations;
}
