import { authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { recordedDecisionView } from './policy-decision-view.ts';
import type { ListDecisions, RecordedDecisionView } from './schemas/policy.ts';

/** What policies have decided for real. */
export class PolicyDecisions {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Newest first. */
  async list(
    caller: Caller,
    { project, limit, cursor, ...filter }: ListDecisions,
  ): Promise<{ items: RecordedDecisionView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'policyDecisions.read', project);
    const found = await this.#deps.store.policyDecisions.list({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, recordedDecisionView, ({ _id }) => _id);
  }
}
