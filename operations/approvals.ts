import { setTimeout } from 'node:timers/promises';
import { taskKeyOfPart } from '../domain/ids.ts';
import { decisionChain } from '../domain/report/decision-chain.ts';
import { describeEvent } from '../domain/report/describe-event.ts';
import type { ApprovalDocument } from '../store/models.ts';
import { approvalView, closedInWords } from './approval-view.ts';
import { authorize, authorizeKind, authorizeMany, may } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { asOperationError, notFound, OperationError } from './errors.ts';
import type {
  ApprovalView,
  DecidedMany,
  DecideApproval,
  DecideMany,
  DecisionChain,
  DelegateApproval,
  ListApprovals,
} from './schemas/approval.ts';
import type { CommandResult } from './schemas/commands.ts';
import type { Tasks } from './tasks.ts';

/** Pause between two looks while somebody waits for a decision, in milliseconds. */
const LOOK_EVERY_MS = 250;
/** A server takes ten commands of one task at a time. */
const DECIDED_AT_ONCE = 5;

interface Waiting {
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

/** The decisions that people owe. */
export class Approvals {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Pending ones first, the next to expire on top; then the closed ones, newest first. */
  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListApprovals,
  ): Promise<{ items: ApprovalView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'approvals.read', project);
    const found = await this.#deps.store.parts.approvals({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    const view = (document: ApprovalDocument) => approvalView(document, caller);
    return pageFrom(found, limit, view, ({ order }) => order);
  }

  /** The approval as it is; where it is pending, as soon as it no longer is, waiting up to `waitSeconds`. */
  async get(caller: Caller, id: string, { waitSeconds, signal }: Waiting): Promise<ApprovalView> {
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const found = await this.#find(caller, id);
      const isOver = found.status !== 'PENDING' || Date.now() + LOOK_EVERY_MS > until || signal?.aborted;
      if (isOver) return approvalView(found, caller);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async decide(caller: Caller, id: string, decision: DecideApproval, idempotencyKey: string): Promise<CommandResult> {
    const body = { approvalId: id, ...decision };
    try {
      return await this.#tasks.command(caller, taskOf(id), 'decideApproval', body, idempotencyKey);
    } catch (error) {
      throw await this.#inWords(caller, id, error);
    }
  }

  async delegate(caller: Caller, id: string, to: DelegateApproval, idempotencyKey: string): Promise<CommandResult> {
    const body = { approvalId: id, ...to };
    try {
      return await this.#tasks.command(caller, taskOf(id), 'delegateApproval', body, idempotencyKey);
    } catch (error) {
      throw await this.#inWords(caller, id, error);
    }
  }

  /** Decides on each by itself: those that are refused say why and keep nothing else from being decided. */
  async decideMany(caller: Caller, { ids, ...decision }: DecideMany, idempotencyKey: string): Promise<DecidedMany> {
    authorizeKind(caller, 'tasks.decideApproval');
    const results: DecidedMany['results'] = [];
    const left = [...new Set(ids)];
    while (left.length > 0) {
      const next = left.splice(0, DECIDED_AT_ONCE);
      const decideOne = (id: string) => this.#decideOne(caller, id, decision, `${idempotencyKey}/${id}`);
      results.push(...(await Promise.all(next.map(decideOne))));
    }
    if (results.every(({ refusal }) => refusal !== undefined)) await this.#requireOne(caller, ids);
    return { results };
  }

  /** Who asked, was told, handed it on and decided, and what the task did because of it. */
  async chain(caller: Caller, id: string): Promise<DecisionChain> {
    const approval = await this.#find(caller, id);
    const events = await this.#deps.store.history.aroundApproval(approval.taskId, id);
    const steps = decisionChain(id, events).map((event) => {
      const { seq, at, actor, type } = event;
      return { seq, at, actor, type, text: describeEvent(event) };
    });
    return { approval: approvalView(approval, caller), steps };
  }

  /** Who may decide on none of them is told so as a whole. @throws NOT_FOUND, FORBIDDEN */
  async #requireOne(caller: Caller, ids: readonly string[]): Promise<void> {
    const found = await Promise.all(ids.map((id) => this.#deps.store.parts.approval(id)));
    const isAllowed = found.some((approval) => approval && may(caller, 'tasks.decideApproval', approval.projectId));
    const first = found.find((approval) => approval !== undefined);
    if (isAllowed || !first) return;
    authorize(caller, 'tasks.decideApproval', first.projectId, `the approval ${first._id}`);
  }

  async #decideOne(
    caller: Caller,
    id: string,
    decision: DecideApproval,
    idempotencyKey: string,
  ): Promise<DecidedMany['results'][number]> {
    try {
      const { projected } = await this.decide(caller, id, decision, idempotencyKey);
      return { id, ...(projected && { approval: approvalView(await this.#find(caller, id), caller) }) };
    } catch (error) {
      const refusal = asOperationError(error);
      if (!refusal) throw error;
      return { id, refusal: { code: refusal.code, message: refusal.message } };
    }
  }

  /** @throws NOT_FOUND */
  async #find(caller: Caller, id: string): Promise<ApprovalDocument> {
    const found = await this.#deps.store.parts.approval(id);
    if (!found) throw notFound(`the approval ${id}`);
    authorize(caller, 'approvals.read', found.projectId, `the approval ${id}`);
    return found;
  }

  /** What a task has forgotten, or has taken to its end, is still known where the history is: who was faster, and when. */
  async #inWords(caller: Caller, id: string, error: unknown): Promise<unknown> {
    if (!(error instanceof OperationError) || !['CONFLICT', 'NOT_FOUND'].includes(error.code)) return error;
    const found = await this.#deps.store.parts.approval(id).catch(() => undefined);
    if (!found || found.status === 'PENDING' || !may(caller, 'approvals.read', found.projectId)) return error;
    return new OperationError('CONFLICT', closedInWords(found), { cause: error });
  }
}

/** @throws NOT_FOUND */
function taskOf(id: string): string {
  const key = taskKeyOfPart(id);
  if (key === undefined) throw notFound(`the approval ${id}`);
  return key;
}
