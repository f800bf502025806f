import { taskKeyOfPart } from '../domain/ids.ts';
import type { ApprovalDocument } from '../store/models.ts';
import { authorize, authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { ApprovalView, ListApprovals } from './schemas/approval.ts';
import type { CommandBody, CommandResult } from './schemas/commands.ts';
import type { Tasks } from './tasks.ts';

/** The decisions that people owe. */
export class Approvals {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Pending ones first, the next to expire on top. */
  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListApprovals,
  ): Promise<{ items: ApprovalView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'approvals.read', project);
    const found = await this.#deps.store.parts.approvals({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, approvalView, ({ order }) => order);
  }

  async get(caller: Caller, id: string): Promise<ApprovalView> {
    const found = await this.#deps.store.parts.approval(id);
    if (!found) throw notFound(`the approval ${id}`);
    authorize(caller, 'approvals.read', found.projectId, `the approval ${id}`);
    return approvalView(found);
  }

  decide(
    caller: Caller,
    id: string,
    body: Omit<CommandBody<'decideApproval'>, 'approvalId'>,
    idempotencyKey: string,
  ): Promise<CommandResult> {
    const key = taskKeyOfPart(id);
    if (key === undefined) throw notFound(`the approval ${id}`);
    return this.#tasks.command(caller, key, 'decideApproval', { approvalId: id, ...body }, idempotencyKey);
  }
}

function approvalView(document: ApprovalDocument): ApprovalView {
  const { _id, taskId: _taskId, seq: _seq, order: _order, closedAt: _closedAt, ...view } = document;
  return { ...view, id: _id } as unknown as ApprovalView;
}
