import { NOTHING } from '../domain/budget/amounts.ts';
import type { Usage } from '../domain/task/state.ts';
import { insertMissing, isDuplicateKey } from './connection.ts';
import type { AgentDocument } from './documents/agent.ts';
import type { CostDayDocument } from './documents/budget.ts';
import type { ApiKeyDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

/**
 * Brings documents of earlier versions up to this one, before the indexes that need it. Each step finds only what is
 * still old, so that repeating it, or two processes doing it at the same moment, changes nothing.
 */
export async function upgrade(models: Models): Promise<void> {
  await upgradeProjects(models);
  await upgradeAgents(models);
  await upgradeKeys(models);
  await upgradeRuns(models);
  await upgradeTasks(models);
  // Sessions of before are over: people sign in again.
  await models.sessions.collection.deleteMany({ token: { $exists: false } });
}

async function upgradeProjects({ projects }: Models): Promise<void> {
  const settings = { timeZone: 'UTC', modeHistory: [], taskBudgets: {} };
  await projects.collection.updateMany({ timeZone: { $exists: false } }, { $set: settings });
}

async function upgradeAgents({ agents }: Models): Promise<void> {
  const old = await agents.collection.find({ nameKey: { $exists: false } } as never).toArray();
  for (const { _id, name, createdAt } of old as unknown as AgentDocument[]) {
    const settings: Partial<AgentDocument> = {
      nameKey: name.toLowerCase(),
      allowedTools: [],
      concurrencyLimit: 3,
      heartbeatTimeoutSeconds: 300,
      control: { status: 'ACTIVE', at: createdAt },
    };
    await agents.collection.updateOne({ _id } as never, { $set: settings, $unset: { status: 1 } });
  }
}

/** The key of an owner becomes the personal key of a person; their id stays, since tasks name it. */
async function upgradeKeys({ apiKeys, people }: Models): Promise<void> {
  const old = await apiKeys.collection.find({ id: { $exists: false } } as never).toArray();
  for (const { _id: hash, kind, name } of old as unknown as (Omit<ApiKeyDocument, 'kind'> & { kind: string })[]) {
    const isOwner = kind === 'OWNER';
    const personId = `owner-${hash.slice(0, 12)}`;
    if (isOwner) await insertOnce(people.collection, ownerDocument(personId, name));
    const added = {
      id: hash.slice(0, 12),
      hint: '',
      scopes: [],
      ...(isOwner && { kind: 'PERSONAL', personId }),
    };
    await apiKeys.collection.updateOne({ _id: hash } as never, { $set: added });
  }
}

function ownerDocument(_id: string, name: string) {
  const now = new Date();
  const dates = { createdAt: now, updatedAt: now };
  return { _id, name, email: `${_id}@owner.invalid`, emailVerified: false, role: 'ADMIN', memberships: [], ...dates };
}

interface OldRun {
  readonly _id: string;
  readonly projectId: string;
  readonly usage: Usage;
  readonly at: string;
}

async function upgradeRuns({ runs, costDays }: Models): Promise<void> {
  const old = (await runs.collection.find({ status: { $exists: false } } as never).toArray()) as unknown as OldRun[];
  const dayIds = [...new Set(old.map(({ projectId, at }) => `${projectId}:${at.slice(0, 10)}`))];
  await insertMissing(costDays, dayIds.map(costDay));
  for (const { _id, usage, at } of old) {
    const amounts = { micros: usage.costMicros, tokens: usage.inputTokens + usage.outputTokens, seconds: 0 };
    const row = { status: 'FINISHED', day: at.slice(0, 10), reserved: NOTHING, amounts, startedAt: at, finishedAt: at };
    const model = usage.model !== undefined && { model: usage.model };
    await runs.collection.updateOne({ _id } as never, { $set: { ...row, ...model }, $unset: { at: 1, seq: 1 } });
  }
  await costDays.collection.updateMany({ _id: { $in: dayIds } } as never, { $inc: { version: 1 } });
}

function costDay(_id: string): CostDayDocument {
  const [projectId = '', day = ''] = _id.split(':');
  return { _id, projectId, day, version: 0 };
}

/** What waiting and finished tasks are found by. */
async function upgradeTasks({ tasks }: Models): Promise<void> {
  const statusSince = { $ifNull: ['$state.lastTransition.at', '$state.createdAt'] };
  await tasks.collection.updateMany({ statusSince: { $exists: false } } as never, [{ $set: { statusSince } }] as never);
  const ended = { status: { $in: ['DONE', 'CANCELED'] }, completedAt: { $exists: false } };
  await tasks.collection.updateMany(ended as never, [{ $set: { completedAt: '$state.completedAt' } }] as never);
}

async function insertOnce(collection: Models['people']['collection'], document: object): Promise<void> {
  try {
    await collection.insertOne(document as never);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
