import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { ulid } from 'ulid';
import { NO_FACTS, type TaskCommand } from '../domain/task/commands.ts';
import { decide } from '../domain/task/decide.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { TaskState } from '../domain/task/state.ts';
import { FILES, FORMAT, FORMAT_VERSION, numbered, TASKS } from '../operations/archive/format.ts';
import { jsonFile, lineFiles, packed, type ArchiveFile } from '../operations/archive/pack.ts';
import type { RestorationView } from '../operations/schemas/archive.ts';
import { chain } from '../store/hash-chain.ts';
import { connectDriver, type Db } from './database.ts';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { usageOf } from './process-usage.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const TASKS_MADE = 10_000;
/** Every tenth is open, and gets a workflow. */
const OPEN_EVERY = 10;
const LARGE_FILES = 10;
const LARGE_BYTES = 20 * 1024 * 1024;
const LOOK_EVERY_MS = 500;
const INSERTED_AT_ONCE = 1_000;

const [SLUG, PREFIX] = ['archived', 'ARC'];
const OLGA = { kind: 'HUMAN', id: 'olga', name: 'Olga', role: 'ADMIN' } as const;
const SCOUT = { kind: 'AGENT', id: 'scout', name: 'Scout', role: 'SPECIALIST' } as const;

/** A large project in and out: beside inserting its events and nothing else, and what the API holds meanwhile. */
export async function* benchArchive(): AsyncGenerator<Figure> {
  yield* await withStack(async ({ url, ownerToken, mongodbUri, processes }, dataDir) => {
    const path = join(dataDir, 'archive.tar.gz');
    await writeArchive(path);
    const driver = await connectDriver(mongodbUri);
    try {
      const alone = await timed(() => insertAlone(driver.db()));
      const pid = processes.get('api')?.pid ?? 0;
      const before = usageOf(pid).residentKb;
      let most = before;
      const watch = setInterval(() => (most = Math.max(most, usageOf(pid).residentKb)), LOOK_EVERY_MS);
      const headers = { authorization: `Bearer ${ownerToken}` };
      note('restoring');
      const restored = await timed(() => restore(url, headers, path));
      note('exporting');
      const exported = await timed(() => download(`${url}/api/v1/projects/${SLUG}/archive`, headers));
      clearInterval(watch);
      const perSecond = (milliseconds: number) => (TASKS_MADE * 1000) / milliseconds;
      return [
        absolute('archive.restore_tasks_per_s', perSecond(restored), 'tasks/s'),
        absolute('archive.export_tasks_per_s', perSecond(exported), 'tasks/s'),
        ratio('archive.restore_ratio', restored, alone, 'ms'),
        absolute('archive.api_rss_growth_mb', (most - before) / 1024, 'MB'),
      ];
    } finally {
      await driver.close();
    }
  });
}

/** The log of a task as a life has it: comments, work handed in, a review. */
function logOf(number: number): readonly TaskEvent[] {
  let state: TaskState | undefined;
  const events: TaskEvent[] = [];
  const send = (command: TaskCommand, actor: typeof OLGA | typeof SCOUT = OLGA) => {
    const now = new Date(Date.UTC(2026, 0, 1) + number * 60_000 + events.length * 1000).toISOString();
    const decision = decide(state, command, { now, actor, facts: NO_FACTS });
    if (!decision.accepted) throw new Error(decision.rejection.message);
    events.push(...decision.events);
    state = decision.state;
  };
  const words = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(4);
  send({
    name: 'create',
    task: {
      id: ulid(),
      key: `${PREFIX}-${number}`,
      projectId: SLUG,
      title: `Task ${number}`,
      description: words,
      type: 'DOCS',
      priority: 3,
      labels: ['bench'],
      source: 'API',
      dependsOn: [],
      checklist: [],
      budgetMicros: 1_000_000,
      metadata: {},
    },
  });
  send({
    name: 'assign',
    assignees: [{ kind: 'AGENT', id: 'scout', name: 'Scout', status: 'ACTIVE', allowedTypes: [] }],
  });
  send({ name: 'plan', plan: { bullets: ['read', 'write', 'check'] } });
  send({ name: 'transition', to: 'IN_PROGRESS' });
  for (let comment = 0; comment < 4; comment++) send({ name: 'comment', body: `${comment} ${words}` }, SCOUT);
  if (number % OPEN_EVERY === 0) return events;
  send({ name: 'submit', deliverable: { summary: words, artifacts: [] } }, SCOUT);
  send({ name: 'review', verdict: { kind: 'PRAISE', score: 8, comment: 'good' } });
  send({ name: 'transition', to: 'DONE' });
  return events;
}

function* logLines() {
  for (let number = 1; number <= TASKS_MADE; number++) {
    const events = chain(logOf(number), '');
    const [first] = events;
    yield { task: { id: first?.taskId, key: `${PREFIX}-${number}`, seq: events.length, executions: [] } };
    for (const event of events) yield { event: { ...event, storedAt: event.at } };
  }
}

async function writeArchive(path: string): Promise<void> {
  note(`writing an archive of ${TASKS_MADE} tasks`);
  const at = new Date();
  const project = { slug: SLUG, name: 'Archived', keyPrefix: PREFIX };
  const head = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    productVersion: '0',
    exportedAt: at.toISOString(),
    project,
  };
  const counts = { tasks: TASKS_MADE, openTasks: TASKS_MADE / OPEN_EVERY, events: 0, files: LARGE_FILES };
  const counted = function* () {
    for (const line of logLines()) {
      if ('event' in line) counts.events += 1;
      yield line;
    }
  };
  const files = async function* (): AsyncGenerator<ArchiveFile> {
    yield jsonFile(FILES.head, head);
    yield jsonFile(FILES.project, {
      _id: SLUG,
      name: 'Archived',
      keyPrefix: PREFIX,
      timeZone: 'UTC',
      mode: 'NORMAL',
      modeHistory: [],
      routingRules: [],
      taskBudgets: {},
      lastTaskNumber: TASKS_MADE,
      createdAt: at.toISOString(),
    });
    yield* lineFiles(counted(), (number) => numbered(TASKS, number));
    const large = Array.from({ length: LARGE_FILES }, () => randomBytes(LARGE_BYTES));
    const artifacts = large.map((bytes, index) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { _id: `${PREFIX}-1-F-${index}`, projectId: SLUG, taskKey: `${PREFIX}-1`, sha256, size: LARGE_BYTES };
    });
    yield* lineFiles(artifacts, (number) => numbered('artifacts', number));
    for (const [index, bytes] of large.entries()) {
      yield { path: `files/${artifacts[index]?.sha256}`, size: LARGE_BYTES, bytes: [bytes] };
    }
  };
  const manifest = (listed: unknown) => jsonFile(FILES.manifest, { ...head, counts, files: listed });
  await pipeline(packed(files(), at, manifest), createWriteStream(path));
}

async function insertAlone(db: Db): Promise<void> {
  const events = db.collection('alone');
  await events.createIndex({ taskId: 1, seq: 1 }, { unique: true });
  let batch: object[] = [];
  for (const line of logLines()) {
    if ('event' in line) batch.push({ ...line.event, projectId: SLUG });
    if (batch.length < INSERTED_AT_ONCE) continue;
    await events.insertMany(batch, { ordered: false });
    batch = [];
  }
  if (batch.length > 0) await events.insertMany(batch, { ordered: false });
}

async function restore(url: string, headers: Record<string, string>, path: string): Promise<void> {
  const type = { 'content-type': 'application/octet-stream' };
  const init = { method: 'POST', headers: { ...headers, ...type }, body: await openAsBlob(path) };
  const begun = await fetch(`${url}/api/v1/restorations`, init);
  if (begun.status !== 202) throw new Error(`${begun.status} ${await begun.text()}`);
  for (;;) {
    await setTimeout(LOOK_EVERY_MS);
    const now = (await (await fetch(`${url}/api/v1/restorations/${SLUG}`, { headers })).json()) as RestorationView;
    if (now.state === 'DONE') return;
    if (now.state !== 'RUNNING') throw new Error(now.failure ?? now.state);
  }
}

async function download(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { headers });
  let size = 0;
  for await (const chunk of response.body ?? []) size += (chunk as Uint8Array).length;
  note(`${Math.round(size / 1024 / 1024)} MB came out`);
}
