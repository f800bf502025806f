import { STATUS_WORDS } from '../../../domain/task/labels.ts';
import { taskKeyOfPart } from '../../../domain/ids.ts';
import { OperationError } from '../../../operations/errors.ts';
import type { ApprovalView, DecideApproval } from '../../../operations/schemas/approval.ts';
import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import { bold, code, escapeHtml, link, quote, shortened } from '../html.ts';
import { taskUrl } from '../parts.ts';
import { approvalButtons, approvalText, minute } from '../words/approval.ts';
import { ask } from './hand-in.ts';
import { approvalsMeant, clean, firstWord, pageAfter } from './parse.ts';
import { pageButton, plural, projectAt, threadAt } from './projects.ts';
import type { PersonTurn } from './turn.ts';

/** The same, where absent and undefined are two things. */
type ApprovalShown = Parameters<typeof approvalText>[0];

const APPROVALS_SHOWN = 5;
/** Of more pending ones than this, those that expire last are not looked at. */
const LOOKED_AT = 1_000;
const PAGE_READ = 200;
const PAYLOAD_SHOWN = 2_000;

/** /my_approvals: a message for each that the person may decide on. */
export async function myApprovals(by: PersonTurn, given?: { project?: string; cursor: string }): Promise<void> {
  const { turn } = by;
  const project = given ? given.project : await projectAt(by);
  const pending = await pendingFor(by, project);
  const mine = pending.filter(({ mayDecide }) => mayDecide);
  const page = pageAfter(mine, { size: APPROVALS_SHOWN, cursor: given?.cursor, idOf: ({ id }) => id });
  for (const approval of page.items) {
    const { id } = approval;
    await turn.say(approvalText(approval as ApprovalShown), {
      buttons: approvalButtons(approval),
      approvalId: id,
      name: id,
    });
  }
  const where = project === undefined ? '' : ` in ${code(project)}`;
  if (page.items.length === 0) {
    const others = pending.length === 0 ? '' : ` ${plural(pending.length, 'approval')} wait for somebody else.`;
    await turn.say(`No approval waits for you${where}.${others}`);
  } else if (page.next !== undefined) {
    const buttons = [pageButton('my_approvals', page.next, project)];
    await turn.say(`${bold(`${mine.length} approvals`)} wait for you${where}.`, { buttons });
  }
}

/** What is pending in one project or in all that the person sees, the next to expire first. */
async function pendingFor({ parts, caller }: PersonTurn, project: string | undefined): Promise<ApprovalView[]> {
  const found: ApprovalView[] = [];
  let cursor: string | undefined;
  do {
    const query = { project, status: 'PENDING', limit: PAGE_READ, cursor } as const;
    const page = await parts.operations.approvals.list(caller, query);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.length < LOOKED_AT);
  return found;
}

/** /approve <id> [comment] */
export async function approve(by: PersonTurn, args: string): Promise<void> {
  const { word, rest } = firstWord(args);
  if (word === '') throw new OperationError('INVALID', 'say which approval: /approve and its id, like MC-1-A1');
  const id = await approvalMeant(by, word);
  const reason = clean(rest, TEXT_LIMITS.short);
  await by.turn.say(await decide(by, id, { decision: 'APPROVE', ...(reason !== '' && { reason }) }));
}

/** /deny <id> <reason> */
export async function deny(by: PersonTurn, args: string): Promise<void> {
  const { word, rest } = firstWord(args);
  if (word === '') throw new OperationError('INVALID', 'say which approval, and why not: /deny MC-1-A1 and the reason');
  const id = await approvalMeant(by, word);
  const reason = clean(rest, TEXT_LIMITS.short);
  if (reason === '') throw new OperationError('INVALID', `say why: /deny ${id} and the reason`);
  await by.turn.say(await decide(by, id, { decision: 'DENY', reason }));
}

/** @throws NOT_FOUND, CONFLICT when several are meant */
async function approvalMeant(by: PersonTurn, given: string): Promise<string> {
  const thread = await threadAt(by.parts, by.turn.place);
  const whole = approvalsMeant(given, [], thread?.taskKey);
  const here = await projectAt(by);
  const inProject = whole.length > 0 ? whole : approvalsMeant(given, await pendingIds(by, here), undefined);
  const found = inProject.length > 0 ? inProject : approvalsMeant(given, await pendingIds(by, undefined), undefined);
  const [id] = found;
  if (id === undefined)
    throw new OperationError('NOT_FOUND', `no pending approval is called ${given}: see /my_approvals`);
  if (found.length > 1) throw new OperationError('CONFLICT', `${given} may be ${found.join(' or ')}: say which`);
  return id;
}

const pendingIds = async (by: PersonTurn, project: string | undefined): Promise<string[]> =>
  (await pendingFor(by, project)).map(({ id }) => id);

/** Answers in words, as HTML, what has come of it. */
async function decide({ turn, parts, caller }: PersonTurn, id: string, decision: DecideApproval): Promise<string> {
  const { task } = await parts.operations.approvals.decide(caller, id, decision, turn.key);
  const isDenied = decision.decision === 'DENY';
  const because = decision.reason === undefined ? '' : `: ${escapeHtml(decision.reason)}`;
  const open = isDenied ? undefined : task.openApprovals.find((approval) => approval.id === id);
  const mark = isDenied ? '✖️' : '✅';
  const what = open
    ? `${bold(`${id} has ${open.decisions.length} of ${open.requiredDecisions} approvals`)}${because}`
    : `${bold(`${id} is ${isDenied ? 'denied' : 'approved'}`)}${because}`;
  return `${mark} ${what}\n${escapeHtml(task.key)} is ${STATUS_WORDS[task.status]}.`;
}

/** The button. Answers shortly what has come of it. */
export async function approvePressed({ turn, parts, caller }: PersonTurn, id: string): Promise<string> {
  const { task } = await parts.operations.approvals.decide(caller, id, { decision: 'APPROVE' }, turn.key);
  const open = task.openApprovals.find((approval) => approval.id === id);
  return open ? `Approved: ${open.decisions.length} of ${open.requiredDecisions}` : 'Approved';
}

/** The button: asks for the reason. @throws FORBIDDEN, CONFLICT when it is not theirs to decide */
export async function denyPressed(by: PersonTurn, id: string): Promise<() => Promise<void>> {
  const { parts, caller } = by;
  const approval = await parts.operations.approvals.get(caller, id, { waitSeconds: 0 });
  if (!approval.mayDecide) throw new OperationError('CONFLICT', approval.mayNotDecideBecause ?? `${id} is closed`);
  const question = `why do you deny ${code(id)}? Answer this message with the reason.`;
  return () => ask(by, question, { for: 'DENIAL', approvalId: id });
}

/** The answer to the question why. */
export async function denyBecause(by: PersonTurn, id: string, text: string): Promise<void> {
  const reason = clean(text, TEXT_LIMITS.short);
  if (reason === '') throw new OperationError('INVALID', `say why in words: /deny ${id} and the reason`);
  await by.turn.say(await decide(by, id, { decision: 'DENY', reason }));
}

/** The button: everything that helps to decide. */
export async function showDetails({ turn, parts, caller }: PersonTurn, id: string): Promise<void> {
  const approval = await parts.operations.approvals.get(caller, id, { waitSeconds: 0 });
  const { payload, rollbackPlan, requiredDecisions, decisions, deciderRole, expiresAt, projectId, summary } = approval;
  const taskKey = taskKeyOfPart(id) ?? approval.taskKey;
  const json = payload && shortened(JSON.stringify(payload, undefined, 2), PAYLOAD_SHOWN);
  const needed = `${decisions.length} of ${plural(requiredDecisions, 'approval')}`;
  await turn.say([
    `${bold(`Approval ${id}`)} · ${approval.status}`,
    quote(shortened(summary, 700)),
    ...(json === undefined ? [] : [`<pre>${escapeHtml(json)}</pre>`]),
    ...(rollbackPlan === undefined ? [] : [`${bold('If it goes wrong')}: ${escapeHtml(shortened(rollbackPlan, 700))}`]),
    `${bold('Decisions')}: ${needed}${deciderRole === 'ADMIN' ? ', takes an administrator' : ''}`,
    `${bold('Expires')}: ${minute(expiresAt)}`,
    link(`${taskKey} in Mission Control`, taskUrl(parts, projectId, taskKey)),
  ]);
}
