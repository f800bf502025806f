import type { Actor, Assignee } from '../domain/actor.ts';
import { findMentions } from '../domain/mention/mentions.ts';
import type { TaskCommand, TaskEdit } from '../domain/task/commands.ts';
import { routeByHand } from '../domain/routing/route.ts';
import { redact } from '../domain/policy/secrets/secrets.ts';
import type { Verdict } from '../domain/review/review.ts';
import type { Deliverable, TaskState } from '../domain/task/state.ts';
import type { Dependencies } from './dependencies.ts';
import { buildApprovalRequest } from './approval-request.ts';
import { OperationError } from './errors.ts';
import { chooseRoute } from './choose-route.ts';
import { requireFamily } from './family.ts';
import type { CommandBody, PublicCommandName } from './schemas/commands.ts';
import { withoutUndefined } from './without-undefined.ts';

interface BuildContext {
  readonly deps: Dependencies;
  readonly actor: Actor;
  readonly projectId: string;
  readonly key: string;
  /** The task as it is; asked for only by commands that depend on it. */
  readonly state: () => Promise<TaskState>;
  readonly via?: string | undefined;
}

type Builders = {
  readonly [Name in PublicCommandName]: (
    body: CommandBody<Name>,
    context: BuildContext,
  ) => TaskCommand | Promise<TaskCommand>;
};

/** From what a caller sends to what a task decides on: names are looked up, files found, routes chosen. */
const BUILDERS: Builders = {
  edit: async (body, context) => ({ name: 'edit', changes: await buildEdit(body, context) }),
  assign: async ({ assignees }, context) => ({ name: 'assign', assignees: await candidates(assignees, context) }),
  unassign: ({ assignees }) => ({ name: 'unassign', assignees: assignees.map((one) => ({ ...one, name: one.id })) }),
  claim: async (_body, context) => {
    const { kind, id } = context.actor;
    if (kind === 'SYSTEM') throw new OperationError('FORBIDDEN', 'only a person or an agent takes a task');
    const [assignee] = await candidates([{ kind, id }], context);
    if (!assignee) throw unknownMember('assignee', kind, id);
    return { name: 'claim', assignee };
  },
  plan: (body) => ({ name: 'plan', plan: withoutUndefined(body) }),
  transition: (body) => ({ name: 'transition', ...withoutUndefined(body) }),
  comment: async ({ body }, context) => {
    const { via } = context;
    return { name: 'comment', body, ...(await mentionsIn(body, context)), ...(via !== undefined && { via }) };
  },
  editComment: async ({ messageId, body }, context) => {
    const message = await context.deps.store.parts.message(messageId);
    if (message?.taskKey !== context.key) {
      const problem = `${context.key} has no comment ${messageId}`;
      throw new OperationError('INVALID', problem, { errors: [{ path: 'messageId', message: problem }] });
    }
    if (message.author.id !== context.actor.id || message.author.kind !== context.actor.kind) {
      throw new OperationError('FORBIDDEN', `only ${message.author.name} may edit ${messageId}`);
    }
    return { name: 'editComment', messageId, body, ...(await mentionsIn(body, context)) };
  },
  submit: async ({ checklist, ...deliverable }, { deps, state }) => ({
    name: 'submit',
    deliverable: await findArtifacts(deps, (await state()).key, deliverable),
    ...(checklist && { checklist: withoutUndefined(checklist) }),
  }),
  requestApproval: buildApprovalRequest,
  decideApproval: (body) => ({ name: 'decideApproval', ...withoutUndefined(body) }),
  cancelApproval: (body) => ({ name: 'cancelApproval', ...body }),
  delegateApproval: (body) => ({ name: 'delegateApproval', ...body }),
  review: (verdict) => ({ name: 'review', verdict: redact(withoutUndefined(verdict) as Verdict) }),
  respondToReview: ({ comment, ...body }) => ({ name: 'respondToReview', ...body, comment: redact(comment) }),
  acknowledgeLoop: (body) => ({ name: 'acknowledgeLoop', ...body }),
  dispatch: async ({ executor, whenReady }, { deps, actor, projectId, state }) => {
    const { routingRules } = await deps.projects.require(projectId);
    const route = executor
      ? routeByHand(executor, actor.name, routingRules)
      : (await chooseRoute(deps, await state(), routingRules)).route;
    return { name: 'dispatch', route, ...(whenReady && { whenReady }) };
  },
  cancelExecution: (body) => ({ name: 'cancelExecution', ...body }),
  link: (body) => ({ name: 'link', link: withoutUndefined(body) }),
};

export function buildCommand<Name extends PublicCommandName>(
  name: Name,
  body: CommandBody<Name>,
  context: BuildContext,
): TaskCommand | Promise<TaskCommand> {
  return BUILDERS[name](body, context);
}

async function mentionsIn(body: string, { deps, projectId }: BuildContext): Promise<{ mentions?: Assignee[] }> {
  const mentions = body.includes('@') ? findMentions(body, await deps.members.of(projectId)) : [];
  return mentions.length > 0 ? { mentions } : {};
}

async function buildEdit({ reviewer, ...changes }: CommandBody<'edit'>, context: BuildContext): Promise<TaskEdit> {
  const edit = withoutUndefined(changes) as TaskEdit;
  await requireFamily(context.deps.store, context.projectId, edit, context.key);
  if (reviewer === undefined) return edit;
  return { ...edit, reviewer: reviewer === null ? null : await findMember(reviewer, context, 'reviewer') };
}

type AssigneeId = CommandBody<'assign'>['assignees'][number];

async function candidates(assignees: readonly AssigneeId[], { deps, projectId }: BuildContext) {
  const members = await deps.members.of(projectId);
  return assignees.map(({ kind, id }, index) => {
    const member = members.find((candidate) => candidate.kind === kind && candidate.id === id);
    if (!member) throw unknownMember(`assignees.${index}`, kind, id);
    const { name, status, allowedTypes } = member;
    return { kind, id, name, status, allowedTypes };
  });
}

/** The person or agent with this id, with the name it has. @throws INVALID */
export async function findMember(
  { kind, id }: AssigneeId,
  { deps, projectId }: Pick<BuildContext, 'deps' | 'projectId'>,
  path: string,
) {
  const members = await deps.members.of(projectId);
  const member = members.find((candidate) => candidate.kind === kind && candidate.id === id);
  if (!member) throw unknownMember(path, kind, id);
  return { kind, id, name: member.name };
}

function unknownMember(path: string, kind: string, id: string): OperationError {
  const message = `the project has no ${kind === 'HUMAN' ? 'person' : 'agent'} ${id}`;
  return new OperationError('INVALID', message, { errors: [{ path, message }] });
}

/** Replaces the ids of uploaded files by what is known of them. @throws INVALID */
export async function findArtifacts(
  { store }: Dependencies,
  taskKey: string,
  { artifacts, ...rest }: Omit<CommandBody<'submit'>, 'checklist'>,
): Promise<Deliverable> {
  const found = artifacts.length === 0 ? [] : await store.artifacts.byIds(artifacts);
  const refs = artifacts.map((id, index) => {
    const artifact = found.find((candidate) => candidate._id === id && candidate.taskKey === taskKey);
    if (!artifact) {
      const message = `${taskKey} has no uploaded file ${id}`;
      throw new OperationError('INVALID', message, { errors: [{ path: `artifacts.${index}`, message }] });
    }
    const { name, type, size, sha256 } = artifact;
    return { id, name, type, size, sha256 };
  });
  return { ...withoutUndefined(rest), artifacts: refs };
}
