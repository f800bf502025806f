import { isDeepStrictEqual } from 'node:util';
import { ulid } from 'ulid';
import { actorRef, isOperator, type Actor } from '../domain/actor.ts';
import type { BoardViewDocument } from '../store/documents/board.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ChooseViews, CreateView, EditView, ViewsView, ViewView } from './schemas/board.ts';
import { withoutUndefined } from './without-undefined.ts';

/** How many views somebody can see in a project. */
const MOST_VIEWS = 100;

type Edit = Omit<EditView, 'version'>;

/** Named looks of a project's board: one's own, and those that the project shares. */
export class BoardViews {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /** In the order that the caller has given them. */
  async list(caller: Caller, slug: string): Promise<ViewsView> {
    const { id } = authorize(caller, 'views.read', slug);
    await this.#deps.projects.require(slug);
    const { boardViews } = this.#deps.store;
    const [found, choice] = await Promise.all([boardViews.visibleTo(id, slug), boardViews.choiceOf(id, slug)]);
    const place = new Map(choice?.order.map((view, index) => [view, index]));
    const placeOf = ({ _id }: BoardViewDocument) => place.get(_id) ?? Infinity;
    const items = found.toSorted((one, other) => compare(placeOf(one), placeOf(other))).map(viewOf);
    const defaultView = items.find((view) => view.id === choice?.defaultView)?.id;
    return { items, ...(defaultView !== undefined && { defaultView }) };
  }

  /** Repeating the request, by its idempotency key, creates nothing. @throws CONFLICT where the name is taken */
  async create(caller: Caller, slug: string, input: CreateView, idempotencyKey: string): Promise<ViewView> {
    const actor = authorize(caller, 'views.edit', slug);
    await this.#deps.projects.require(slug);
    if (input.isShared) requireSharer(actor);
    const { boardViews } = this.#deps.store;
    const now = new Date().toISOString();
    const view: BoardViewDocument = {
      _id: ulid(),
      projectId: slug,
      ...withoutUndefined(input),
      filters: withoutUndefined(input.filters),
      nameKey: nameKeyOf(slug, actor.id, input),
      owner: actorRef(actor),
      version: 1,
      request: `${slug}/${actor.id}/${idempotencyKey}`,
      createdAt: now,
      changedBy: actorRef(actor),
      changedAt: now,
    };
    const repeated = await boardViews.ofRequest(view.request);
    if (repeated) return viewOf(repeated);
    const visible = await boardViews.visibleTo(actor.id, slug);
    if (visible.length >= MOST_VIEWS)
      throw new OperationError('CONFLICT', `there are ${MOST_VIEWS} views already: delete some first`);
    if (!(await boardViews.create(view))) {
      // Either somebody has the name, or the same request has been faster.
      const twin = await boardViews.ofRequest(view.request);
      if (!twin) throw nameTaken(view.name);
      return viewOf(twin);
    }
    await this.#tell(view);
    return viewOf(view);
  }

  /** The same again is a repetition. @throws CONFLICT when somebody else was faster, or the name is taken */
  async edit(caller: Caller, slug: string, id: string, { version, ...edit }: EditView): Promise<ViewView> {
    const actor = authorize(caller, 'views.edit', slug);
    const before = await this.#visible(actor, slug, id);
    if (before.isShared || edit.isShared) requireSharer(actor);
    if (edit.isShared === false && before.owner.id !== actor.id)
      throw new OperationError('FORBIDDEN', `only ${before.owner.name} can make this view their own again`);
    const { grouping, ...changes } = withoutUndefined(edit);
    const after = { ...before, ...changes };
    const change = {
      ...changes,
      ...(grouping != null && { grouping }),
      nameKey: nameKeyOf(slug, before.owner.id, after),
      changedBy: actorRef(actor),
      changedAt: new Date().toISOString(),
    };
    const cleared = grouping === null ? (['grouping'] as const) : [];
    const { boardViews } = this.#deps.store;
    if (!(await boardViews.update(id, version, change, cleared))) throw nameTaken(after.name);
    const now = await this.#visible(actor, slug, id);
    if (now.version !== version + 1 || now.changedBy.id !== actor.id || !has(now, edit)) throw outdated(now);
    // Also those who do not see it any more are told.
    await this.#tell({ ...now, isShared: before.isShared || now.isShared });
    return viewOf(now);
  }

  /** What is not there is deleted already. */
  async remove(caller: Caller, slug: string, id: string): Promise<void> {
    const actor = authorize(caller, 'views.edit', slug);
    const view = await this.#deps.store.boardViews.byId(slug, id);
    if (!view || !isVisibleTo(actor, view)) return;
    if (view.isShared) requireSharer(actor);
    await this.#deps.store.boardViews.remove(id);
    await this.#tell(view);
  }

  /** Arranges the views for the caller alone. */
  async choose(caller: Caller, slug: string, { order, defaultView }: ChooseViews): Promise<ViewsView> {
    const { id } = authorize(caller, 'views.edit', slug);
    await this.#deps.projects.require(slug);
    const choice = { order: [...new Set(order)], ...(defaultView !== null && { defaultView }) };
    await this.#deps.store.boardViews.choose(id, slug, choice);
    await this.#deps.store.changes.add({
      event: 'view.changed',
      projectId: slug,
      recipientId: id,
      data: { projectId: slug },
    });
    return this.list(caller, slug);
  }

  async #visible(actor: Actor, slug: string, id: string): Promise<BoardViewDocument> {
    const view = await this.#deps.store.boardViews.byId(slug, id);
    if (!view || !isVisibleTo(actor, view)) throw notFound(`the view ${id}`);
    return view;
  }

  async #tell({ projectId, isShared, owner }: BoardViewDocument): Promise<void> {
    const data = { projectId };
    await this.#deps.store.changes.add({
      event: 'view.changed',
      projectId,
      ...(!isShared && { recipientId: owner.id }),
      data,
    });
  }
}

const compare = (one: number, other: number): number => (one === other ? 0 : one - other);

const isVisibleTo = ({ id }: Actor, { isShared, owner }: BoardViewDocument): boolean => isShared || owner.id === id;

const nameKeyOf = (slug: string, ownerId: string, { name, isShared }: { name: string; isShared: boolean }): string =>
  `${slug}/${isShared ? '' : ownerId}/${name.toLowerCase()}`;

/** Whether a view is as an edit wants it. */
const has = (view: BoardViewDocument, edit: Edit): boolean =>
  Object.entries(withoutUndefined(edit)).every(([field, value]) =>
    isDeepStrictEqual(view[field as keyof BoardViewDocument] ?? null, value),
  );

function requireSharer(actor: Actor): void {
  if (!isOperator(actor))
    throw new OperationError('FORBIDDEN', 'views that a project shares are for its operators and administrators');
}

const nameTaken = (name: string): OperationError => {
  const message = `there is a view named ${name} already`;
  return new OperationError('CONFLICT', message, { errors: [{ path: 'name', message }] });
};

function outdated({ name, version, changedBy, changedAt }: BoardViewDocument): OperationError {
  const message = `${changedBy.name} has changed the view ${name} at ${changedAt}, it has version ${version} now: look at it again`;
  return new OperationError('CONFLICT', message, { errors: [{ path: 'version', message }] });
}

function viewOf(view: BoardViewDocument): ViewView {
  const { _id: id, projectId: _project, nameKey: _nameKey, request: _request, createdAt: _createdAt, ...shown } = view;
  return { id, ...shown } as unknown as ViewView;
}
