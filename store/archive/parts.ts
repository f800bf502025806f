import type { Models } from '../models.ts';

/** The project that documents are looked for. */
export interface ArchivedProject {
  readonly slug: string;
  readonly keyPrefix: string;
  /** GitHub's numbers of the repositories that its tasks come from. */
  readonly repositories: readonly number[];
}

/** A document of an archive: plain JSON, dates as ISO 8601. */
export type ArchivedDocument = { readonly _id: string } & Readonly<Record<string, unknown>>;

interface Part {
  readonly model: keyof Models;
  /** What finds the documents of a project. */
  readonly query: (project: ArchivedProject) => object;
  /** Whether a document is of a project: nothing else is exported, and nothing else is taken. */
  readonly owns: (document: ArchivedDocument, project: Omit<ArchivedProject, 'repositories'>) => boolean;
  /** Fields that are dates in the database and texts in the archive. */
  readonly dates?: readonly string[];
  /** What is secret, or means something in this installation alone. */
  readonly without?: readonly string[];
}

const OF_PROJECT: Pick<Part, 'query' | 'owns'> = {
  query: ({ slug }) => ({ projectId: slug }),
  owns: ({ projectId }, { slug }) => projectId === slug,
};

/** Documents whose ids begin with one of some texts. */
function named(begins: (project: Omit<ArchivedProject, 'repositories'>) => readonly string[]): typeof OF_PROJECT {
  return {
    query: (project) => ({ $or: begins(project).map((text) => ({ _id: { $gte: text, $lt: `${text}\uffff` } })) }),
    owns: ({ _id }, project) => begins(project).some((text) => _id.startsWith(text)),
  };
}

/**
 * What a project has besides its tasks' logs and what follows from them. Left out on purpose: keys, sessions, invitations
 * and locks; leases and executors, since what runs does not run elsewhere; notifications and chats' messages, which have
 * been read; what webhooks were sent; and what is added up anew (costMonths, boardCounts, stays, agentPerformance).
 */
const TABLE = {
  agents: { model: 'agents', ...OF_PROJECT, without: ['lastHeartbeatAt', 'offlineSince'] },
  policies: { model: 'policies', ...OF_PROJECT, without: ['request'] },
  activePolicies: {
    model: 'activePolicies',
    query: ({ slug }) => ({ _id: { $regex: `^(PROJECT:${slug}$|(TASK_TYPE|AGENT):${slug}:)` } }),
    owns: ({ _id }, { slug }) =>
      _id === `PROJECT:${slug}` || _id.startsWith(`TASK_TYPE:${slug}:`) || _id.startsWith(`AGENT:${slug}:`),
  },
  policyDecisions: { model: 'policyDecisions', ...OF_PROJECT, without: ['request'] },
  boardViews: { model: 'boardViews', ...OF_PROJECT },
  boardChoices: { model: 'boardChoices', ...named(({ slug }) => [`${slug}:`]) },
  runs: { model: 'runs', ...OF_PROJECT },
  budgets: { model: 'budgets', ...OF_PROJECT },
  costDays: { model: 'costDays', ...OF_PROJECT, without: ['rolledUp'] },
  standups: { model: 'standups', ...OF_PROJECT, dates: ['storedAt'] },
  recurringTasks: { model: 'recurringTasks', ...OF_PROJECT },
  occurrences: { model: 'occurrences', ...OF_PROJECT, dates: ['expireAt'] },
  alerts: { model: 'alerts', ...OF_PROJECT },
  activities: { model: 'activities', ...OF_PROJECT },
  watches: { model: 'watches', ...OF_PROJECT },
  importedRows: { model: 'importedRows', ...OF_PROJECT },
  creations: {
    model: 'creations',
    ...named(({ keyPrefix }) => [`approval/${keyPrefix}-`]),
    dates: ['createdAt'],
  },
  artifacts: { model: 'artifacts', ...OF_PROJECT },
  telegramChats: {
    model: 'telegramChats',
    query: ({ slug }) => ({ _id: slug }),
    owns: ({ _id }, { slug }) => _id === slug,
    dates: ['since'],
    without: ['broken'],
  },
  webhookEndpoints: {
    model: 'webhookEndpoints',
    ...OF_PROJECT,
    dates: ['since', 'followedUntil'],
    without: ['secrets', 'lastDeliveredAt'],
  },
  githubConnections: {
    model: 'githubConnections',
    ...OF_PROJECT,
    without: ['access', 'sealedHookSecret', 'issuesEtag', 'sync', 'lastDeliveryAt', 'trouble'],
  },
  githubIssues: { model: 'githubIssues', ...OF_PROJECT },
  githubPullRequests: { model: 'githubPullRequests', ...OF_PROJECT },
  githubComments: {
    model: 'githubComments',
    query: ({ repositories }) => ({ repositoryId: { $in: [...repositories] } }),
    // "<repository>:MC-1-M2", "<repository>:status:MC-1"
    owns: ({ _id }, { keyPrefix }) => new RegExp(`^\\d+:(?:\\w+:)?${keyPrefix}-\\d`).test(_id),
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof TABLE;

/** In the order in which they are exported: the ledger and files after the logs that tell of them. */
export const PART_NAMES = Object.keys(TABLE) as PartName[];

export const partOf = (name: PartName): Part => TABLE[name];

/** As an archive has it. */
export function archived(name: PartName, document: object): ArchivedDocument {
  const { without = [] } = partOf(name);
  const kept = Object.entries(document).filter(([field]) => !without.includes(field));
  return Object.fromEntries(kept) as unknown as ArchivedDocument;
}

/** As the database has it. */
export function unarchived(name: PartName, document: ArchivedDocument): object {
  const { dates = [] } = partOf(name);
  const entries = Object.entries(document);
  return Object.fromEntries(
    entries.map(([field, value]) => [field, dates.includes(field) ? new Date(String(value)) : value]),
  );
}
