import { OperationError } from '../../../operations/errors.ts';
import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import { bold, code, escapeHtml } from '../html.ts';
import { clean, splitName } from './parse.ts';
import { agentsInWords } from './overview.ts';
import { namesOf, plural, projectAt, requireProject } from './projects.ts';
import type { PersonTurn } from './turn.ts';

/** Why something is ordered, where people need not say. */
const reasonIn = (text: string): string => clean(text, TEXT_LIMITS.short) || 'ordered in Telegram';

/** /pause_squad [reason] */
export async function pauseSquad(by: PersonTurn, args: string): Promise<void> {
  const project = await requireProject(by);
  if (await by.turn.isAnswered()) return;
  const { changed } = await by.parts.operations.squads.pause(by.caller, project, reasonIn(args));
  await by.turn.say(await squadAnswer(by, project, { verb: 'Paused', changed, none: 'nobody was active' }));
}

/** /resume_squad */
export async function resumeSquad(by: PersonTurn, args: string): Promise<void> {
  const project = await requireProject(by);
  if (await by.turn.isAnswered()) return;
  const { changed } = await by.parts.operations.squads.resume(by.caller, project, reasonIn(args));
  await by.turn.say(
    await squadAnswer(by, project, { verb: 'Resumed', changed, none: 'nobody was paused with the squad' }),
  );
}

async function squadAnswer(
  { parts, caller }: PersonTurn,
  project: string,
  { verb, changed, none }: { verb: string; changed: readonly string[]; none: string },
): Promise<string[]> {
  const agents = await parts.operations.agents.list(caller, project);
  const head =
    changed.length === 0
      ? `${verb} no agents of ${code(project)}: ${none}.`
      : `${bold(`${verb} ${plural(changed.length, 'agent')}`)} of ${code(project)}: ${namesOf(changed)}.`;
  return [head, `Now ${agentsInWords(agents.map(({ status }) => status))}.`];
}

/** /quarantine <agent> [reason] */
export async function quarantine(by: PersonTurn, args: string): Promise<void> {
  if (args === '') throw new OperationError('INVALID', 'say which agent: /quarantine, its name, and why');
  const { turn, parts, caller } = by;
  if (await turn.isAnswered()) return;
  const agents = await agentsInReach(by);
  const found = splitName(
    args,
    agents.map(({ name }) => name),
  );
  const meant = agents.filter(({ name }) => name.toLowerCase() === found?.name.toLowerCase());
  const [agent] = meant;
  if (!found || !agent) throw new OperationError('NOT_FOUND', `there is no agent called ${args} that you see`);
  if (meant.length > 1) {
    const projects = meant.map(({ projectId }) => projectId).join(', ');
    throw new OperationError('CONFLICT', `there is a ${agent.name} in ${projects}: /switch to the one that you mean`);
  }
  const reason = reasonIn(found.rest);
  await parts.operations.agentControl.order(caller, agent.id, { status: 'QUARANTINED', reason });
  await turn.say([
    `🚫 ${bold(agent.name)} of ${code(agent.projectId)} is QUARANTINED: ${escapeHtml(reason)}`,
    'What runs for it is canceled, and its keys are refused.',
  ]);
}

/** Those of the project at hand, or of all that the person sees. */
async function agentsInReach(by: PersonTurn): Promise<AgentView[]> {
  const { parts, caller } = by;
  const { projects, agents } = parts.operations;
  const chosen = await projectAt(by);
  const slugs = chosen === undefined ? (await projects.list(caller)).map(({ slug }) => slug) : [chosen];
  return (await Promise.all(slugs.map((slug) => agents.list(caller, slug)))).flat();
}

/** /stop <reason> */
export async function stopEverything({ turn, parts, caller }: PersonTurn, args: string): Promise<void> {
  const reason = clean(args, TEXT_LIMITS.short);
  if (reason === '') throw new OperationError('INVALID', 'say why: /stop and the reason stops everything everywhere');
  if (await turn.isAnswered()) return;
  await parts.operations.installation.stop(caller, reason);
  await turn.say([
    `🛑 ${bold('Everything is stopped')}: ${escapeHtml(reason)}`,
    'Nothing starts, what runs is canceled, and the keys of agents are refused until /resume.',
  ]);
}

/** /resume */
export async function resumeEverything({ turn, parts, caller }: PersonTurn, args: string): Promise<void> {
  if (await turn.isAnswered()) return;
  const { emergencyStop } = await parts.operations.installation.get(caller);
  await parts.operations.installation.resume(caller, reasonIn(args));
  const was = emergencyStop
    ? ` It was stopped by ${escapeHtml(emergencyStop.by.name)}: ${escapeHtml(emergencyStop.reason)}`
    : '';
  await turn.say(`▶️ ${bold('The emergency stop is lifted.')}${was}`);
}
