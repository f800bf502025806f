import type { ActorRef, Assignee } from '../../domain/actor.ts';
import type { AlertSeverity, AlertStatus } from '../../domain/alert/vocabulary.ts';
import type { NotificationKind } from '../../domain/notification/vocabulary.ts';
import type { TaskStatus, TaskType } from '../../domain/task/vocabulary.ts';

/** Something that people should know about until somebody has dealt with it. */
export interface AlertDocument {
  _id: string;
  /** Says what it is about; absent once it is closed, so that the same thing may be raised again. */
  openKey?: string;
  /** The same for what is raised a single time: stays when it is closed. */
  onceKey?: string;
  severity: AlertSeverity;
  /** For example BUDGET_EXCEEDED, AGENT_OFFLINE, EXECUTION_FAILED. */
  kind: string;
  title: string;
  description: string;
  projectId?: string;
  agentId?: string;
  taskKey?: string;
  status: AlertStatus;
  /** How often it was raised while open. */
  count: number;
  raisedAt: string;
  lastRaisedAt: string;
  /** What was done with it, oldest first. */
  handled: { status: AlertStatus; by: ActorRef; at: string; note?: string }[];
  /** The severity that those who decide in the project have been told. */
  notifiedOf?: AlertSeverity;
}

/** Something that one person or agent should see. */
export interface NotificationDocument {
  /** `<task id>:<seq>:<kind>:<recipient>` or `<alert id>:<severity>:<recipient>`: written once however often it is tried. */
  _id: string;
  /** Time and id: the order of lists, in one value for keyset cursors. */
  order: string;
  recipient: Assignee;
  kind: NotificationKind;
  title: string;
  body?: string;
  projectId: string;
  taskKey?: string;
  approvalId?: string;
  alertId?: string;
  by: ActorRef;
  at: string;
  /** Absent on those of earlier versions. */
  storedAt?: Date;
  readAt?: string;
}

/** Somebody who wants to hear of a task without working on it. */
export interface WatchDocument {
  /** `<task id>:<kind>:<id>` */
  _id: string;
  taskId: string;
  taskKey: string;
  projectId: string;
  watcher: Assignee;
  at: string;
}

/** What people and rules did outside of tasks: agents, projects, people, keys. What happens to tasks is in their logs. */
export interface ActivityDocument {
  _id: string;
  /** For example agent.paused, project.mode_changed, apiKey.created. */
  type: string;
  actor: ActorRef;
  summary: string;
  projectId?: string;
  agentId?: string;
  data?: Record<string, unknown>;
  at: string;
}

/** What live streams tell besides changes of tasks; kept for an hour. */
export interface ChangeDocument {
  _id: string;
  event:
    | 'alert.changed'
    | 'agent.changed'
    | 'project.changed'
    | 'policy.changed'
    | 'notification.created'
    | 'activity.created'
    | 'standup.created'
    | 'recurring-task.changed'
    | 'view.changed';
  projectId?: string;
  /** Only for this person or agent. */
  recipientId?: string;
  data: Record<string, unknown>;
  storedAt: Date;
}

/** One stretch of time that a task spent in a status. */
export interface StayDocument {
  /** `<task id>:<seq>` of the transition that ended it. */
  _id: string;
  projectId: string;
  taskKey: string;
  taskType: TaskType;
  status: TaskStatus;
  enteredAt: string;
  leftAt: string;
  seconds: number;
}
