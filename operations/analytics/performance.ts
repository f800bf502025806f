import { topicKey, type Subject } from '../../domain/learning/memory.ts';
import { sizeOf, type Patterned } from '../../domain/learning/patterns.ts';
import { likenessOf, recordOf, type Likeness } from '../../domain/learning/record.ts';
import { replay } from '../../domain/learning/replay.ts';
import { merge, NOTHING_LEARNED, type Tally } from '../../domain/learning/tally.ts';
import type { LearnedOf } from '../../domain/routing/learned-route.ts';
import type { TaskState } from '../../domain/task/state.ts';
import { isUnavailable } from '../../store/connection.ts';
import type { AgentDocument } from '../../store/documents/agent.ts';
import type { TallyDocument } from '../../store/documents/learning.ts';
import type { Store } from '../../store/store.ts';
import { authorize, authorizeMany } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { AgentPerformanceView, BacktestView, PerformanceView, ResetLearning } from '../schemas/analytics.ts';

/** Outcomes that a back-test replays at most: the newest. */
const REPLAYED = 5_000;

/** What was learned of how agents and executors do. */
export class Performance {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Every agent's record by type of task and executor, of one project or of all that the caller sees. @throws NOT_FOUND, FORBIDDEN */
  async read(caller: Caller, project?: string): Promise<PerformanceView> {
    const slugs = authorizeMany(caller, 'analytics.read', project);
    const { projects, store } = this.#deps;
    const found = project === undefined ? await store.projects.list(slugs) : [await projects.require(project)];
    const agents = (await Promise.all(found.map(({ _id }) => store.agents.ofProject(_id)))).flat();
    const records = await Promise.all(agents.map((agent) => this.#records(agent)));
    const items = records.flat().map(({ patterns: _patterns, evidence: _evidence, ...record }) => record);
    return { items };
  }

  /** What was learned of one agent, with patterns and the tasks that show them. @throws NOT_FOUND, FORBIDDEN */
  async ofAgent(caller: Caller, id: string): Promise<AgentPerformanceView> {
    const { agent } = await this.#deps.agents.authorized(caller, 'agents.read', id);
    const { learnFrom } = agent;
    const items = (await this.#records(agent)) as AgentPerformanceView['items'];
    return { agent: { id, name: agent.name }, items, ...(learnFrom !== undefined && { learnFrom }) };
  }

  /** What an agent did before now does not count any more. @throws NOT_FOUND, FORBIDDEN */
  async reset(caller: Caller, id: string, { reason }: ResetLearning): Promise<AgentPerformanceView> {
    const { agent, actor } = await this.#deps.agents.authorized(caller, 'agents.resetLearning', id);
    const { store, agents } = this.#deps;
    await store.agents.learnFrom(id, new Date().toISOString());
    await store.learning.recompute({ kind: 'AGENT', id });
    const summary = `had what was learned of ${agent.name} forgotten: ${reason}`;
    await agents.tell(agent, { actor, type: 'agent.learning_reset', summary });
    return this.ofAgent(caller, id);
  }

  /** What learning would have chosen in the past, and what is known of how that would have gone. */
  async backtest(caller: Caller, slug: string): Promise<BacktestView> {
    authorize(caller, 'analytics.read', slug);
    const { routingRules } = await this.#deps.projects.require(slug);
    const [outcomes, agents] = await Promise.all([
      this.#deps.store.learning.outcomes(slug, REPLAYED),
      this.#deps.store.agents.ofProject(slug),
    ]);
    const candidates = agents.map(({ _id: id, name, role, allowedTypes }) => ({ id, name, role, allowedTypes }));
    const times = outcomes.map(({ endedAt }) => endedAt).sort();
    const [since] = times;
    return {
      project: slug,
      outcomes: outcomes.length,
      ...(since !== undefined && { since }),
      ...replay({ outcomes, rules: routingRules, agents: candidates }),
    };
  }

  /** How tasks like one went with these agents, by agent id. For other operations: who may see it is not checked. */
  async likenesses(ids: readonly string[], task: TaskState): Promise<ReadonlyMap<string, Likeness>> {
    const subjects = ids.map((id): Subject => ({ kind: 'AGENT', id }));
    const tallies = await this.#deps.store.learning.tallies(subjects, task.type);
    const like = patternedOf(task);
    return new Map(
      ids.flatMap((id) => {
        const likeness = likenessOf(like, sumOf(tallies.filter(({ subject }) => subject === `AGENT:${id}`)));
        return likeness ? [[id, likeness] as const] : [];
      }),
    );
  }

  async #records(agent: AgentDocument) {
    const tallies = await this.#deps.store.learning.tallies([{ kind: 'AGENT', id: agent._id }]);
    return tallies
      .filter(({ tally }) => tally.finished > 0)
      .map(({ type, carrier, tally }) => ({
        agent: { id: agent._id, name: agent.name },
        type,
        executor: carrier,
        ...recordOf(tally),
      }));
  }
}

/** How tasks like one went with each executor of its project; nothing is known while the database is away. */
export async function learnedOfExecutors({ store }: { readonly store: Store }, task: TaskState): Promise<LearnedOf> {
  const subject = { kind: 'PROJECT' as const, id: task.projectId };
  try {
    const tallies = new Map((await store.learning.tallies([subject], task.type)).map((found) => [found._id, found]));
    const like = patternedOf(task);
    return (carrier) => {
      const found = tallies.get(topicKey({ subject, type: task.type, carrier }));
      return found && likenessOf(like, found.tally);
    };
  } catch (error) {
    if (isUnavailable(error)) return () => undefined;
    throw error;
  }
}

const patternedOf = (task: TaskState): Patterned => ({ title: task.title, labels: task.labels, size: sizeOf(task) });

const sumOf = (documents: readonly TallyDocument[]): Tally =>
  documents.map(({ tally }) => tally).reduce(merge, NOTHING_LEARNED);
