import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { defaultTaskBudget } from '../domain/budget/task-budget.ts';
import type { Actor } from '../domain/actor.ts';
import { NO_FACTS, type TaskCommand, type TaskFacts } from '../domain/task/commands.ts';
import { decide } from '../domain/task/decide.ts';
import { maySetFree } from '../domain/task/return-from-approval.ts';
import type { TaskFields, TaskState } from '../domain/task/state.ts';
import type { MessageDocument } from '../store/documents/message.ts';
import type { CreationDocument, ProjectDocument } from '../store/models.ts';
import type { CommandAnswer, CommandEnvelope } from '../workflows/contract.ts';
import { buildCommand, findMember } from './build-command.ts';
import { authorize, authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { CommandGate } from './command-gate.ts';
import { decodeCursor, decodeSeqCursor, encodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import { requireFamily } from './family.ts';
import { FamilyLock } from './family-lock.ts';
import type { CommandBody, CommandResult, PublicCommandName } from './schemas/commands.ts';
import type { BoardQuery, LanesQuery, LanesView } from './schemas/board.ts';
import type { BoardView } from './schemas/project.ts';
import type { CreateTask, ListTasks, MessageView, TaskCard, TaskEventView, TaskView } from './schemas/task.ts';
import { SpawnGate } from './spawn-gate.ts';
import { TASK_STATUSES } from '../domain/task/vocabulary.ts';
import { TaskLookup } from './task-lookup.ts';
import { withoutUndefined } from './without-undefined.ts';

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Commands that are decided with all that only the outside knows. */
const NEED_FACTS: readonly TaskCommand['name'][] = ['transition', 'submit', 'dispatch'];

/** What can be asked of tasks. */
export class Tasks {
  readonly lookup: TaskLookup;
  readonly #deps: Dependencies;
  readonly #family: FamilyLock;
  readonly #gate: CommandGate;
  readonly #spawns: SpawnGate;

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#family = new FamilyLock(deps.store.locks);
    this.lookup = new TaskLookup(deps);
    this.#gate = new CommandGate(deps);
    this.#spawns = new SpawnGate(deps, this.lookup);
  }

  /**
   * Creates a task; the same key with the same body gives the same task again.
   * @param asked what it is made from, where that may have changed when it is repeated.
   */
  async create(
    caller: Caller,
    input: CreateTask,
    idempotencyKey: string,
    asked: object = input,
  ): Promise<CommandResult> {
    const actor = authorize(caller, 'tasks.create', input.project);
    const request = {
      idempotencyKey: scoped(actor, idempotencyKey),
      bodyHash: hash({ input: asked, actor: actor.id }),
    };
    const create = () => this.#create(actor, input, request);
    // Agents come one at a time, so that no more come through than may.
    const created = actor.kind === 'AGENT' ? this.#family.during(input.project, create) : create();
    const { key, ...answer } = await created;
    return this.#result(actor, key, answer);
  }

  /** Creates a task for whoever is first to ask for it under a name; everybody else gets the same one. */
  async createOnce(caller: Caller, input: CreateTask, name: string): Promise<CommandResult> {
    const actor = authorize(caller, 'tasks.create', input.project);
    const request = { idempotencyKey: `once/${hash({ name })}`, bodyHash: hash({ input }) };
    const { key, ...answer } = await this.#create(actor, input, request);
    return this.#result(actor, key, answer);
  }

  /**
   * Sends a command for a caller.
   * @param asked what they asked for, where the body was made from that: it tells a repetition from another request.
   */
  async command<Name extends PublicCommandName>(
    caller: Caller,
    key: string,
    name: Name,
    body: CommandBody<Name>,
    idempotencyKey: string,
    asked: object = body,
  ): Promise<CommandResult> {
    const { id, projectId, actor } = await this.lookup.authorized(caller, `tasks.${name}`, key);
    const state = memoize(() => this.lookup.state(key));
    const send = async () => {
      const command = await buildCommand(name, body, {
        deps: this.#deps,
        actor,
        projectId,
        key,
        state,
        via: caller.via,
      });
      const envelope = {
        command,
        actor,
        facts: await this.#factsFor(command, state),
        idempotencyKey: scoped(actor, idempotencyKey),
        bodyHash: hash({ key, name, body: asked, actor: actor.id }),
      };
      return (await this.#held(envelope, state)) ?? this.#deps.gateway.send(id, envelope);
    };
    const answer = await (changesFamily(body) ? this.#family.during(projectId, send) : send());
    return this.#result(actor, key, answer);
  }

  async get(caller: Caller, key: string): Promise<TaskView> {
    return this.lookup.read(key, (projectId) => authorize(caller, 'tasks.read', projectId, `the task ${key}`));
  }

  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListTasks,
  ): Promise<{ items: TaskCard[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'tasks.read', project);
    const page = await this.#deps.store.tasks.cards({ projects, ...filter }, limit, decodeCursor(cursor));
    return {
      items: page.cards as TaskCard[],
      ...(page.nextOrder !== undefined && { nextCursor: encodeCursor(page.nextOrder) }),
    };
  }

  async board(caller: Caller, slug: string, { limit, ...filter }: BoardQuery): Promise<BoardView> {
    authorize(caller, 'tasks.read', slug);
    const { tasks } = this.#deps.store;
    const isWhole = Object.values(filter).every((value) => value === undefined);
    const [project, counts, ...pages] = await Promise.all([
      this.#deps.projects.get(caller, slug),
      isWhole ? tasks.counts(slug) : tasks.countsOf({ projects: [slug], ...filter }),
      ...TASK_STATUSES.map((status) => tasks.cards({ projects: [slug], ...filter, status }, limit)),
    ]);
    const columns = TASK_STATUSES.map((status, index) => {
      const page = pages[index];
      const next = page?.nextOrder !== undefined && { nextCursor: encodeCursor(page.nextOrder) };
      return { status, count: counts[status] ?? 0, cards: (page?.cards ?? []) as TaskCard[], ...next };
    });
    return { project, columns };
  }

  /** What a board falls apart into, with true totals. */
  async lanes(caller: Caller, slug: string, { by, ...filter }: LanesQuery): Promise<LanesView> {
    authorize(caller, 'tasks.read', slug);
    await this.#deps.projects.require(slug);
    const { tasks } = this.#deps.store;
    const narrowed = { projects: [slug], ...filter };
    const [counts, items] = await Promise.all([tasks.countsOf(narrowed), tasks.lanes(narrowed, by)]);
    return { counts, items };
  }

  async events(caller: Caller, key: string, { limit, cursor }: Page) {
    const { id } = await this.lookup.authorized(caller, 'tasks.read', key);
    const found = await this.#deps.store.history.events(id, decodeSeqCursor(cursor), limit + 1);
    const view = ({ seq, at, actor, type, data, hash: own, previousHash }: (typeof found)[number]) =>
      ({ taskKey: key, seq, at, actor, type, data, hash: own, previousHash }) as unknown as TaskEventView;
    return pageFrom(found, limit, view, ({ seq }) => String(seq));
  }

  async messages(caller: Caller, key: string, { limit, cursor }: Page) {
    const { id } = await this.lookup.authorized(caller, 'tasks.read', key);
    const found = await this.#deps.store.parts.messages(id, limit + 1, decodeSeqCursor(cursor));
    return pageFrom(found, limit, messageView, ({ seq }) => String(seq));
  }

  /** The live workflow, for operators. */
  async workflow(caller: Caller, key: string) {
    const { id } = await this.lookup.authorized(caller, 'tasks.inspect', key);
    const url = this.#deps.workflowUrl(id);
    return { ...(await this.#deps.gateway.info(id)), ...(url !== undefined && { url }) };
  }

  async #result(actor: Actor, key: string, answer: CommandAnswer): Promise<CommandResult> {
    this.#deps.live.poke();
    const { projected, approvalId, executionId, messageId, reviewId } = answer;
    const ids = withoutUndefined({ approvalId, executionId, messageId, reviewId });
    return { task: await this.#viewAfter(actor, key, projected), projected, ...ids };
  }

  async #viewAfter(actor: Actor, key: string, projected: boolean): Promise<TaskView> {
    if (projected) return this.lookup.read(key, () => actor);
    const state = await this.#deps.gateway.state((await this.lookup.locate(key)).id);
    return this.lookup.view(state ?? (await this.lookup.state(key)), actor);
  }

  /** What a policy lets wait for people before it is carried out. */
  async #held(
    envelope: CommandEnvelope & { readonly idempotencyKey: string },
    state: () => Promise<TaskState>,
  ): Promise<CommandAnswer | undefined> {
    const { command, actor } = envelope;
    if (command.name !== 'transition' && command.name !== 'submit') return undefined;
    const isCompletion = command.name === 'transition' && command.to === 'DONE';
    return actor.kind === 'AGENT' || isCompletion
      ? this.#gate.hold({ ...envelope, command }, await state())
      : undefined;
  }

  async #factsFor(command: TaskCommand, state: () => Promise<TaskState>): Promise<TaskFacts> {
    const { governance } = this.#deps;
    const task = await state();
    const { projectId, type } = task;
    if (NEED_FACTS.includes(command.name) || maySetFree(task, command)) {
      return this.lookup.facts(task, undefined, governance.governanceNow(projectId, type));
    }
    const governed = await governance.governanceFor(projectId, type);
    return { ...NO_FACTS, ...(governed && { governance: governed }) };
  }

  /** The task that a request creates has its id and key taken once per idempotency key. */
  async #create(
    actor: Actor,
    input: CreateTask,
    { idempotencyKey, bodyHash }: { readonly idempotencyKey: string; readonly bodyHash: string },
  ): Promise<CommandAnswer & { key: string }> {
    const { creations, tasks } = this.#deps.store;
    const request = { id: hash({ creates: idempotencyKey }), bodyHash };
    const earlier = await creations.byId(request.id);
    const isRepeated = earlier !== undefined && (await tasks.locate(earlier.taskKey)) !== undefined;
    const { keyPrefix, taskBudgets } = await this.#deps.projects.require(input.project);
    const fields = await this.#fields(actor, input, taskBudgets);
    const spawn = { actor, projectId: input.project, task: fields, idempotencyKey };
    const isSpawn = actor.kind === 'AGENT' && !isRepeated;
    const held = isSpawn ? await this.#spawns.hold({ ...spawn, bodyHash }) : undefined;
    if (held && fields.parent !== undefined) return { ...held, key: fields.parent };
    const place = { projectId: input.project, keyPrefix };
    const creation = sameBody(earlier ?? (await creations.take(request, place)), bodyHash);
    const { taskId: id, taskKey: key } = creation;
    const command = { name: 'create', task: { ...fields, id, key, projectId: input.project } } as const;
    const decision = decide(undefined, command, { now: new Date().toISOString(), actor, facts: NO_FACTS });
    // A refused creation must not leave a workflow without a task behind.
    if (!decision.accepted) throw OperationError.of(decision.rejection);
    const answer = await this.#deps.gateway.create({
      command,
      actor,
      facts: NO_FACTS,
      idempotencyKey,
      bodyHash: creation.bodyHash,
    });
    this.lookup.remember(key, { id, projectId: input.project });
    return { ...answer, key };
  }

  async #fields(
    actor: Actor,
    { project, reviewer, budgetMicros, ...fields }: CreateTask,
    taskBudgets: ProjectDocument['taskBudgets'],
  ): Promise<TaskFields> {
    await requireFamily(this.#deps.store, project, fields);
    const found = reviewer && (await findMember(reviewer, { deps: this.#deps, projectId: project }, 'reviewer'));
    return {
      ...withoutUndefined(fields),
      ...(found && { reviewer: found }),
      source: actor.kind === 'AGENT' ? 'AGENT' : fields.source,
      budgetMicros: budgetMicros ?? taskBudgets[fields.type] ?? defaultTaskBudget(fields.type),
    };
  }
}

/** Whether a command changes what a task belongs to or waits for. */
const changesFamily = (body: object): boolean => 'parent' in body || 'dependsOn' in body;

const messageView = ({
  _id: id,
  taskKey,
  author,
  body,
  mentions,
  via,
  at,
  editedAt,
}: MessageDocument): MessageView => ({
  id,
  taskKey,
  author,
  body,
  ...(mentions && { mentions: [...mentions] }),
  ...(via !== undefined && { via }),
  at,
  ...(editedAt !== undefined && { editedAt }),
});

function sameBody(creation: CreationDocument, bodyHash: string): CreationDocument {
  if (creation.bodyHash === bodyHash) return creation;
  throw new OperationError('IDEMPOTENCY_CONFLICT', 'this idempotency key was used for another task');
}

/** Keys of different callers do not meet. */
const scoped = ({ id }: Actor, idempotencyKey: string): string => `${id}/${idempotencyKey}`;

const hash = (value: object): string =>
  createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex');

function memoize<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => (loading ??= load());
}
