import { Link } from '@tanstack/react-router';
import { durationInWords } from '../../../domain/duration.ts';
import { formatDollars } from '../../../domain/money.ts';
import type { BlockedTask, DoneTask, OpenAlert, StandupTask, WaitingApproval } from '../../../domain/standup/facts.ts';
import type { Standup } from '../../../domain/standup/standup.ts';
import { spanInWords } from '../../../domain/standup/words.ts';
import { SEVERITY_LABELS, SEVERITY_TONES } from '../alerts/alert-words.ts';
import { PriorityMark } from '../board/priority-mark.tsx';
import { Badge } from '../controls/badge.tsx';
import { RiskBadge } from '../inbox/risk-badge.tsx';
import { StandupActions } from './standup-actions.tsx';
import { StandupAgents } from './standup-agents.tsx';
import { StandupCosts } from './standup-costs.tsx';
import { ApprovalLink, StandupList, TaskLink, Whom } from './standup-list.tsx';

/** All that a standup says; what needs people comes first. */
export function StandupView({ standup }: { readonly standup: Standup }) {
  const { project, at, approvals, blocked, inReview, alerts, done, inProgress } = standup;
  const { slug } = project;
  const line = { project: slug, at };
  return (
    <div className="flex flex-col gap-4">
      <StandupActions standup={standup} />
      <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-1">
        <StandupList
          title="Waiting approvals"
          list={approvals}
          keyOf={({ id }) => id}
          empty="Nobody waits for a decision."
        >
          {(approval) => <ApprovalLine {...line} approval={approval} />}
        </StandupList>
        <StandupList title="Blocked" list={blocked} keyOf={({ key }) => key} empty="Nothing is blocked.">
          {(task) => <BlockedLine {...line} task={task} />}
        </StandupList>
        <StandupList title="In review" list={inReview} keyOf={({ key }) => key} empty="Nothing waits for a review.">
          {(task) => <OpenLine {...line} task={task} />}
        </StandupList>
        <StandupList title="Open alerts" list={alerts} keyOf={({ id }) => id} empty="Nothing is wrong.">
          {(alert) => <AlertLine {...line} alert={alert} />}
        </StandupList>
        <StandupList title="Done" list={done} keyOf={({ key }) => key} empty="Nothing was finished.">
          {(task) => <DoneLine project={slug} task={task} />}
        </StandupList>
        <StandupList title="In progress" list={inProgress} keyOf={({ key }) => key} empty="Nobody is at work.">
          {(task) => <OpenLine {...line} task={task} />}
        </StandupList>
        <StandupAgents standup={standup} />
        <StandupCosts costs={standup.costs} />
      </div>
    </div>
  );
}

interface LineProps {
  readonly project: string;
  /** The moment that the standup is about. */
  readonly at: string;
}

const SMALL = 'flex flex-wrap items-center gap-x-2 text-xs text-ink-faint';

const OpenLine = ({ project, at, task }: LineProps & { readonly task: StandupTask }) => (
  <>
    <TaskLink project={project} task={task} />
    <p className={SMALL}>
      <PriorityMark priority={task.priority} />
      <Whom assignees={task.assignees} />
      <span>for {spanInWords(task.since, at)}</span>
    </p>
  </>
);

const BlockedLine = ({ task, ...line }: LineProps & { readonly task: BlockedTask }) => (
  <>
    <OpenLine {...line} task={task} />
    <p className="text-[13px] break-words text-ink-soft">{task.reason}</p>
  </>
);

const DoneLine = ({ project, task }: { readonly project: string; readonly task: DoneTask }) => (
  <>
    <TaskLink project={project} task={task} />
    <p className={SMALL}>
      <Whom assignees={task.assignees} />
      <span>in {durationInWords(task.seconds)}</span>
      <span className="tabular-nums">{formatDollars(task.costMicros)}</span>
    </p>
  </>
);

const ApprovalLine = ({ project, at, approval }: LineProps & { readonly approval: WaitingApproval }) => (
  <>
    <ApprovalLink project={project} approval={approval} />
    <p className={SMALL}>
      <RiskBadge risk={approval.risk} />
      {approval.isEscalated && <Badge tone="warn">escalated</Badge>}
      <span>
        asked by {approval.askedBy} {spanInWords(approval.askedAt, at)} ago
      </span>
      <span>{approval.expiresAt > at ? `expires in ${spanInWords(at, approval.expiresAt)}` : 'expires now'}</span>
    </p>
  </>
);

const AlertLine = ({ project, at, alert }: LineProps & { readonly alert: OpenAlert }) => (
  <>
    <Link to="/alerts" search={{ project }} className="text-[13px] break-words hover:underline">
      {alert.title}
    </Link>
    <p className={SMALL}>
      <Badge tone={SEVERITY_TONES[alert.severity]}>{SEVERITY_LABELS[alert.severity]}</Badge>
      {alert.taskKey !== undefined && <span className="font-mono">{alert.taskKey}</span>}
      <span>{spanInWords(alert.raisedAt, at)} ago</span>
      {alert.count > 1 && <span>{alert.count} times</span>}
    </p>
  </>
);
