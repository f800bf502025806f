import type { HumanRole } from '../../domain/actor.ts';
import type { CallerKind } from '../caller.ts';

/**
 * What an operation is about: one PROJECT (the role in it counts), the whole INSTALLATION, what is the caller's OWN,
 * or something that ANYBODY may ask for, since asking needs a secret of its own.
 */
type Scope = 'PROJECT' | 'INSTALLATION' | 'OWN' | 'ANYBODY';

export interface Rule {
  readonly scope: Scope;
  /** Least role of a person, and of a SERVICE key where `keys` has that kind. */
  readonly least: HumanRole;
  /** Kinds of callers that may do it. A PERSON is somebody signed in or with a personal key. */
  readonly kinds: readonly CallerKind[];
}

const rule =
  (scope: Scope) =>
  (least: HumanRole, ...kinds: readonly CallerKind[]): Rule => ({ scope, least, kinds });

const inProject = rule('PROJECT');
const ofInstallation = rule('INSTALLATION');
const own = rule('OWN');
const anybody: Rule = { scope: 'ANYBODY', least: 'VIEWER', kinds: [] };

/** Who may do what: the checks, the documentation and the tests over all routes are made from this one table. */
export const MATRIX = {
  'session.signIn': anybody,
  'session.read': own('VIEWER', 'PERSON'),
  'session.signOut': own('VIEWER', 'PERSON'),
  'session.signOutEverywhere': own('VIEWER', 'PERSON'),
  'setup.read': anybody,
  'setup.complete': anybody,
  'invitations.read': anybody,
  'invitations.accept': anybody,
  'account.edit': own('VIEWER', 'PERSON'),
  'account.changePassword': own('VIEWER', 'PERSON'),

  'people.list': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'people.edit': ofInstallation('ADMIN', 'PERSON'),
  'invitations.create': ofInstallation('ADMIN', 'PERSON'),
  'invitations.list': ofInstallation('ADMIN', 'PERSON'),
  'invitations.revoke': ofInstallation('ADMIN', 'PERSON'),
  'apiKeys.list': own('VIEWER', 'PERSON'),
  'apiKeys.create': own('VIEWER', 'PERSON'),
  'apiKeys.revoke': own('VIEWER', 'PERSON'),
  'installation.read': ofInstallation('VIEWER', 'PERSON', 'SERVICE'),
  'installation.stop': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'installation.resume': ofInstallation('ADMIN', 'PERSON'),
  'installation.loadSample': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'health.read': ofInstallation('VIEWER', 'PERSON', 'SERVICE'),

  'projects.list': own('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'projects.create': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'projects.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'projects.edit': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'projects.remove': ofInstallation('ADMIN', 'PERSON'),
  'projects.export': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'projects.restore': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'projects.setMode': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'routing.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'routing.edit': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'routing.tryOut': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'projects.verify': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'members.list': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'members.edit': inProject('ADMIN', 'PERSON'),

  'agents.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'agents.register': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'agents.edit': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'agents.control': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'agents.resetLearning': inProject('ADMIN', 'PERSON'),
  'agents.controlSquad': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'agents.heartbeat': own('VIEWER', 'AGENT'),

  'tasks.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.create': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.import': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'tasks.edit': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'tasks.assign': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'tasks.unassign': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'tasks.claim': inProject('OPERATOR', 'PERSON', 'AGENT'),
  'tasks.plan': inProject('OPERATOR', 'PERSON', 'AGENT'),
  'tasks.transition': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.comment': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.editComment': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.submit': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.requestApproval': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.decideApproval': inProject('OPERATOR', 'PERSON'),
  'tasks.delegateApproval': inProject('OPERATOR', 'PERSON'),
  'tasks.review': inProject('OPERATOR', 'PERSON', 'AGENT'),
  'tasks.respondToReview': inProject('OPERATOR', 'PERSON', 'AGENT'),
  'tasks.acknowledgeLoop': inProject('OPERATOR', 'PERSON'),
  'tasks.useTool': inProject('OPERATOR', 'AGENT'),
  'tasks.simulate': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.cancelApproval': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.dispatch': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.cancelExecution': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'tasks.link': inProject('OPERATOR', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.watch': inProject('VIEWER', 'PERSON', 'AGENT'),
  'tasks.upload': inProject('OPERATOR', 'PERSON', 'AGENT'),
  'tasks.report': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'tasks.inspect': inProject('VIEWER', 'PERSON', 'SERVICE'),

  'recurringTasks.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'recurringTasks.edit': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'recurringTasks.pause': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'recurringTasks.run': inProject('OPERATOR', 'PERSON', 'SERVICE'),

  'views.read': inProject('VIEWER', 'PERSON'),
  'views.edit': inProject('VIEWER', 'PERSON'),

  'policies.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'policies.publish': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'policies.activate': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'policies.evaluate': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'policies.readGlobal': ofInstallation('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'policies.publishGlobal': ofInstallation('ADMIN', 'PERSON'),
  'policyDecisions.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'reviews.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'approvals.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'executions.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'executors.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'executors.reset': ofInstallation('ADMIN', 'PERSON', 'SERVICE'),
  'executions.claim': own('VIEWER', 'EXECUTOR', 'AGENT'),
  'executions.take': inProject('OPERATOR', 'PERSON'),
  'executions.work': own('VIEWER', 'EXECUTION'),
  'executions.report': inProject('OPERATOR', 'EXECUTION', 'PERSON'),
  'artifacts.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),

  'runs.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'runs.start': inProject('OPERATOR', 'AGENT'),
  'runs.finish': inProject('OPERATOR', 'AGENT', 'PERSON'),
  'budgets.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
  'analytics.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'standups.read': inProject('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),

  'alerts.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'alerts.handle': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'activity.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'notifications.read': own('VIEWER', 'PERSON', 'AGENT'),
  'notifications.mark': own('VIEWER', 'PERSON', 'AGENT'),
  'github.read': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'github.edit': inProject('ADMIN', 'PERSON'),
  'github.sync': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'github.openPullRequest': inProject('OPERATOR', 'PERSON', 'SERVICE'),
  'telegram.read': ofInstallation('VIEWER', 'PERSON', 'SERVICE'),
  'telegram.readChat': inProject('VIEWER', 'PERSON', 'SERVICE'),
  'telegram.editChat': inProject('ADMIN', 'PERSON'),
  'telegram.account': own('VIEWER', 'PERSON'),
  'webhooks.read': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'webhooks.edit': inProject('ADMIN', 'PERSON', 'SERVICE'),
  'stream.listen': own('VIEWER', 'PERSON', 'SERVICE', 'AGENT'),
} as const satisfies Readonly<Record<string, Rule>>;

export type Operation = keyof typeof MATRIX;

export const ruleOf = (operation: Operation): Rule => MATRIX[operation];
