import type { DecisionKind } from '../domain/policy/decision.ts';
import { isDuplicateKey } from './connection.ts';
import type { PolicyDecisionDocument } from './documents/policy.ts';
import type { Models } from './models.ts';

interface DecisionFilter {
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  readonly task?: string | undefined;
  readonly agent?: string | undefined;
  readonly decision?: DecisionKind | undefined;
}

/** What policies have decided. Written once each; ids sort by time. */
export class PolicyDecisionStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Keeps a decision, unless its request has one already. Answers what is kept. */
  async record(decision: PolicyDecisionDocument): Promise<PolicyDecisionDocument> {
    try {
      await this.#models.policyDecisions.collection.insertOne(decision as never);
      return decision;
    } catch (error) {
      if (!isDuplicateKey(error) || decision.request === undefined) throw error;
      return (await this.ofRequest(decision.request)) ?? decision;
    }
  }

  /** What was decided on a request before. */
  async ofRequest(request: string): Promise<PolicyDecisionDocument | undefined> {
    return read(await this.#models.policyDecisions.findOne({ request }).lean())[0];
  }

  /** Newest first. @param before the id of the last one of the page before. */
  async list(filter: DecisionFilter, limit: number, before?: string): Promise<PolicyDecisionDocument[]> {
    const query = { ...criteria(filter), ...(before !== undefined && { _id: { $lt: before } }) };
    return this.#newest(query, limit);
  }

  /** The last calls of tools that were decided on, newest first. @param projects undefined means all. */
  recentToolCalls(projects: readonly string[] | undefined, limit: number): Promise<PolicyDecisionDocument[]> {
    return this.#newest({ ...criteria({ projects }), 'action.kind': 'TOOL_CALL' }, limit);
  }

  async #newest(query: object, limit: number): Promise<PolicyDecisionDocument[]> {
    const found = await this.#models.policyDecisions
      .find(query as never)
      .sort({ _id: -1 })
      .limit(limit)
      .lean();
    return read(...found);
  }
}

const read = (...found: readonly unknown[]): PolicyDecisionDocument[] =>
  found.filter((one): one is PolicyDecisionDocument => one !== null);

function criteria({ projects, task, agent, decision }: DecisionFilter): object {
  return {
    ...(projects && { projectId: projects.length === 1 ? projects[0] : { $in: [...projects] } }),
    ...(task !== undefined && { taskKey: task }),
    ...(agent !== undefined && { agentId: agent }),
    ...(decision !== undefined && { decision }),
  };
}
