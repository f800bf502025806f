import { bold, escapeHtml } from '../html.ts';
import { approve, deny, myApprovals } from './approvals.ts';
import { pauseSquad, quarantine, resumeEverything, resumeSquad, stopEverything } from './orders.ts';
import { showBurnRate, showStatus } from './overview.ts';
import { listProjects, switchProject } from './projects.ts';
import type { CommandHandler, PersonTurn } from './turn.ts';
import { newTask, showInbox } from './work.ts';

interface Known {
  readonly args?: string;
  readonly description: string;
  readonly run: CommandHandler;
}

type Group = Readonly<Record<string, Known>>;

/** What can be asked of the bot, as /help lists it. */
const GROUPS: Readonly<Record<string, Group>> = {
  Projects: {
    projects: { description: 'Your projects', run: (by) => listProjects(by) },
    switch: { args: '<slug>', description: 'Choose the project that commands are about', run: switchProject },
    status: { description: 'How the project is doing', run: (by) => showStatus(by) },
    burnrate: { description: 'What today and this month cost', run: (by) => showBurnRate(by) },
  },
  Work: {
    inbox: { description: 'What nobody has taken yet, and your work', run: (by) => showInbox(by) },
    new: { args: '<title>', description: 'Create a task; more lines describe it', run: newTask },
  },
  Decisions: {
    my_approvals: { description: 'What waits for your decision', run: (by) => myApprovals(by) },
    approve: { args: '<id> [comment]', description: 'Approve', run: approve },
    deny: { args: '<id> <reason>', description: 'Deny', run: deny },
  },
  Agents: {
    pause_squad: { args: '[reason]', description: 'Pause all agents of the project', run: pauseSquad },
    resume_squad: { description: 'Let them go on', run: resumeSquad },
    quarantine: { args: '<agent> [reason]', description: 'Stop an agent and refuse its keys', run: quarantine },
  },
  Emergency: {
    stop: { args: '<reason>', description: 'Stop everything, everywhere', run: stopEverything },
    resume: { description: 'Lift the emergency stop', run: resumeEverything },
  },
};

export const COMMANDS: ReadonlyMap<string, Known> = new Map(
  Object.values(GROUPS).flatMap((group) => Object.entries(group)),
);

/** As Telegram shows them while somebody types. */
export const COMMAND_LIST: readonly { command: string; description: string }[] = [
  ...[...COMMANDS].map(([command, { args, description }]) => ({
    command,
    description: args === undefined ? description : `${args} ${description}`,
  })),
  { command: 'help', description: 'What the bot can do' },
];

/** /help */
export const help = async ({ turn }: PersonTurn): Promise<void> => {
  const lines = Object.entries(GROUPS).flatMap(([title, group]) => [
    '',
    bold(title),
    ...Object.entries(group).map(line),
  ]);
  await turn.say([
    bold('What I can do'),
    ...lines,
    '',
    'What you write in the topic of a task becomes a comment on it.',
  ]);
};

const line = ([name, { args, description }]: [string, Known]): string =>
  `/${name}${args === undefined ? '' : ` ${escapeHtml(args)}`}: ${description}`;
