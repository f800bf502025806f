import type { TelegramAction } from '../../../store/documents/telegram.ts';
import { approvePressed, denyPressed, myApprovals, showDetails } from './approvals.ts';
import { askForFailure, askForResult, askForSubmission, take } from './hand-in.ts';
import { acknowledge } from './overview.ts';
import { chooseProject, listProjects } from './projects.ts';
import type { PersonTurn } from './turn.ts';
import { askWhereTo, reroute } from './re-route.ts';
import { claim, showInbox, showTask, showWork, start } from './work.ts';

/** What whoever pressed is told at once, and what is posted after that. */
interface Pressed {
  readonly text?: string;
  readonly after?: () => Promise<void>;
}

/** Does what a button says. */
export async function press(by: PersonTurn, action: TelegramAction): Promise<Pressed> {
  switch (action.do) {
    case 'APPROVE':
      return { text: await approvePressed(by, action.approvalId) };
    case 'DENY':
      return { after: await denyPressed(by, action.approvalId) };
    case 'DETAILS':
      return { after: () => showDetails(by, action.approvalId) };
    case 'CLAIM':
      return { text: await claim(by, action.taskKey) };
    case 'START':
      return { text: await start(by, action.taskKey) };
    case 'REROUTE':
      return { after: () => askWhereTo(by, action.executionId) };
    case 'REROUTE_TO':
      return { text: await reroute(by, action.executionId, action.executor) };
    case 'SUBMIT':
      return { after: await askForSubmission(by, action.taskKey) };
    case 'TAKE':
      return { text: await take(by, action.executionId) };
    case 'HAND_IN':
      return { after: await askForResult(by, action.executionId) };
    case 'GIVE_UP':
      return { after: await askForFailure(by, action.executionId) };
    case 'SHOW':
      return { after: () => showTask(by, action.taskKey) };
    case 'ACKNOWLEDGE':
      return { text: await acknowledge(by, action.alertId) };
    case 'SWITCH':
      return { text: await chooseProject(by, action.project) };
    case 'PAGE':
      return { after: () => showPage(by, action) };
  }
}

async function showPage(by: PersonTurn, { command, project, cursor }: TelegramAction & { do: 'PAGE' }): Promise<void> {
  if (command === 'projects') await listProjects(by, cursor);
  if (command === 'my_approvals') await myApprovals(by, { cursor, ...(project !== undefined && { project }) });
  if (command === 'inbox' && project !== undefined) await showInbox(by, { project, cursor });
  if (command === 'work' && project !== undefined) await showWork(by, project, cursor);
}
