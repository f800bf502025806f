import { OperationError } from '../../../operations/errors.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { TelegramButton, TelegramThreadDocument } from '../../../store/documents/telegram.ts';
import { bold, code, escapeHtml } from '../html.ts';
import type { BotParts } from '../parts.ts';
import { pageAfter } from './parse.ts';
import type { PersonTurn, Turn } from './turn.ts';
import type { Place } from './update.ts';

const PROJECTS_SHOWN = 8;

/** The task that is talked about at a place: in its topic. */
export async function threadAt(
  { store }: BotParts,
  { chatId, topicId }: Place,
): Promise<TelegramThreadDocument | undefined> {
  return topicId === undefined ? undefined : store.telegram.threads.at(chatId, { topicId });
}

/** The project that a chat is about, if it is about exactly one. */
async function projectOfChat(turn: Turn): Promise<string | undefined> {
  const thread = await threadAt(turn.parts, turn.place);
  if (thread) return thread.projectId;
  const connected = await turn.parts.store.telegram.chats.inChat(turn.place.chatId);
  return connected.length === 1 ? connected[0]?._id : undefined;
}

/** The project that somebody's command is about; undefined when nothing tells. */
export async function projectAt({ turn, parts, account, caller }: PersonTurn): Promise<string | undefined> {
  const here = await projectOfChat(turn);
  if (here !== undefined) return here;
  const projects = await parts.operations.projects.list(caller);
  const chosen = projects.find(({ slug }) => slug === account.project);
  return chosen?.slug ?? (projects.length === 1 ? projects[0]?.slug : undefined);
}

/** @throws INVALID when nothing tells which project is meant. */
export async function requireProject(by: PersonTurn): Promise<string> {
  const project = await projectAt(by);
  if (project !== undefined) return project;
  throw new OperationError('INVALID', 'choose a project first: /projects lists them, /switch and its name chooses one');
}

/** /projects */
export async function listProjects(by: PersonTurn, cursor?: string): Promise<void> {
  const { turn, parts, caller } = by;
  const all = await parts.operations.projects.list(caller);
  if (all.length === 0) return void (await turn.say('You are a member of no project yet.'));
  const page = pageAfter(all, { size: PROJECTS_SHOWN, cursor, idOf: ({ slug }) => slug });
  const current = await projectAt(by);
  const lines = await Promise.all(page.items.map((project) => projectLine(by, project, project.slug === current)));
  const others = page.items.filter(({ slug }) => slug !== current);
  const buttons: TelegramButton[][] = others.map(({ slug, name }) => [
    { text: `Switch to ${name}`, action: { do: 'SWITCH', project: slug } },
  ]);
  const more = page.next === undefined ? [] : [pageButton('projects', page.next)];
  await turn.say([bold('Projects'), ...lines], { buttons: [...buttons, ...more] });
}

/** A button that shows the next page of what a command lists. */
export const pageButton = (command: string, cursor: string, project?: string): TelegramButton[] => [
  { text: 'More', action: { do: 'PAGE', command, ...(project !== undefined && { project }), cursor } },
];

async function projectLine({ parts, caller }: PersonTurn, project: ProjectView, isCurrent: boolean): Promise<string> {
  const { slug, name, mode } = project;
  const [counts, agents] = await Promise.all([
    parts.store.tasks.counts(slug),
    parts.operations.agents.list(caller, slug),
  ]);
  const tasks = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const active = agents.filter(({ status }) => status === 'ACTIVE').length;
  const numbers = `${plural(tasks, 'task')}, ${active} of ${plural(agents.length, 'agent')} active`;
  return `${isCurrent ? '✅' : '▫️'} ${bold(name)} (${code(slug)}): ${numbers}${mode === 'NORMAL' ? '' : ` · ${mode}`}`;
}

/** /switch <slug> */
export async function switchProject(by: PersonTurn, args: string): Promise<void> {
  if (args === '')
    throw new OperationError('INVALID', 'say which project: /switch and its name, as /projects shows it');
  await by.turn.say(escapeHtml(await chooseProject(by, args.toLowerCase())));
}

/** Answers in words what is chosen now. @throws NOT_FOUND */
export async function chooseProject({ turn, parts, account, caller }: PersonTurn, slug: string): Promise<string> {
  const projects = await parts.operations.projects.list(caller);
  const found = projects.find((project) => project.slug === slug);
  if (!found) throw new OperationError('NOT_FOUND', `there is no project ${slug} that you see: /projects lists them`);
  await parts.store.telegram.accounts.set(account._id, { project: slug });
  const here = await projectOfChat(turn);
  const said = `Your commands are about ${found.name} (${slug}) now.`;
  if (here === undefined || here === slug) return said;
  return `${said} In this chat they stay about ${here}.`;
}

/** "1 task", "2 tasks" */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const namesOf = (names: readonly string[]): string => escapeHtml(names.join(', '));
