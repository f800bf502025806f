import { taskKeyOfPart } from '../domain/ids.ts';
import { reviewStatistics } from '../domain/review/statistics.ts';
import { isHeavy } from '../domain/review/verdict.ts';
import type { ReviewDocument } from '../store/documents/review.ts';
import { authorize, authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { CommandBody, CommandResult } from './schemas/commands.ts';
import type { ListReviews, ReviewStatistics, ReviewView } from './schemas/review.ts';
import type { Tasks } from './tasks.ts';

/** What people and agents say about each other's work. */
export class Reviews {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Newest first; their diffs only where it is one task's. */
  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListReviews,
  ): Promise<{ items: ReviewView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'reviews.read', project);
    const found = await this.#deps.store.reviews.page({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, reviewView, ({ order }) => order);
  }

  async get(caller: Caller, id: string): Promise<ReviewView> {
    const found = await this.#deps.store.reviews.byId(id);
    if (!found) throw notFound(`the review ${id}`);
    authorize(caller, 'reviews.read', found.projectId, `the review ${id}`);
    return reviewView(found);
  }

  /** Accepts or rejects, for the author side. */
  respond(
    caller: Caller,
    id: string,
    body: Omit<CommandBody<'respondToReview'>, 'reviewId'>,
    idempotencyKey: string,
  ): Promise<CommandResult> {
    const key = taskKeyOfPart(id);
    if (key === undefined) throw notFound(`the review ${id}`);
    return this.#tasks.command(caller, key, 'respondToReview', { reviewId: id, ...body }, idempotencyKey);
  }

  /** What everybody in a project has said of others' work, and heard about their own. */
  async statistics(caller: Caller, project: string): Promise<ReviewStatistics> {
    authorize(caller, 'reviews.read', project);
    const { given, received } = await this.#deps.store.reviews.counts(project);
    return { items: [...reviewStatistics(given, received)] };
  }
}

function reviewView(document: ReviewDocument): ReviewView {
  const { _id: _document, taskId: _task, seq: _seq, order: _order, ...view } = document;
  const { kind } = view.verdict;
  const severity = view.verdict.kind === 'REFUTE' ? { severity: view.verdict.severity } : {};
  const blocksCompletion = view.status === 'PENDING' && isHeavy({ kind, ...severity });
  return { ...view, blocksCompletion } as unknown as ReviewView;
}
