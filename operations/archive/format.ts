import { z } from 'zod';
import { PART_NAMES, type PartName } from '../../store/archive/parts.ts';
import { projectSlug, timestamp } from '../schemas/common.ts';
import { keyPrefix } from '../schemas/project.ts';

/** What an archive is, in its first file and in its last one. */
export const FORMAT = 'mission-control-project';

/** Raised when what older versions read would be wrong. */
export const FORMAT_VERSION = 1;

/** The files of an archive, in this order. Numbered ones hold one JSON document a line. */
export const FILES = {
  head: 'mission-control.json',
  project: 'project.json',
  people: 'people.ndjson',
  manifest: 'manifest.json',
} as const;

/** Logs of tasks: the task on a line, and each of its events on one after it. */
export const TASKS = 'tasks';
/** Bytes of files, each by its SHA-256. */
export const BYTES = 'files';

/** "tasks/00001.ndjson" */
export const numbered = (part: string, number: number): string => `${part}/${String(number).padStart(5, '0')}.ndjson`;

/** Which part a file belongs to: "tasks", "files", one of the documents. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.indexOf('/'), 0));

export const isPartName = (name: string): name is PartName => (PART_NAMES as readonly string[]).includes(name);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const headSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.number().int().positive(),
  /** Of the Mission Control that wrote it. */
  productVersion: z.string(),
  exportedAt: timestamp,
  project: z.object({ slug: projectSlug, name: z.string(), keyPrefix }),
});
export type ArchiveHead = z.infer<typeof headSchema>;

const count = z.number().int().nonnegative();

export const manifestSchema = headSchema.extend({
  counts: z.object({ tasks: count, openTasks: count, events: count, files: count }),
  /** Every file but this one, in the order of the archive. */
  files: z.array(z.object({ path: z.string(), bytes: count, sha256 })),
});
export type ArchiveManifest = z.infer<typeof manifestSchema>;

/** Somebody who sees the project, to be found again by the address. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** None for an ADMIN of the installation who is not a member. */
  role: z.enum(['VIEWER', 'OPERATOR', 'ADMIN']).optional(),
});
export type ArchivedPerson = z.infer<typeof personSchema>;

/** A line of the logs that begins one. */
export const taskLineSchema = z.object({
  task: z.object({
    id: z.string(),
    key: z.string(),
    seq: z.number().int().positive(),
    executions: z.array(z.looseObject({ id: z.string() })),
    githubPost: z.looseObject({ messageSeq: z.number().int() }).optional(),
  }),
});

/** A line of the logs after that. Everything else of an event is checked by its hash. */
export const eventLineSchema = z.object({
  event: z.looseObject({
    taskId: z.string(),
    seq: z.number().int().positive(),
    type: z.string(),
    hash: z.string(),
    previousHash: z.string(),
    storedAt: timestamp,
    data: z.looseObject({}),
  }),
});

export const documentSchema = z.looseObject({ _id: z.string() });
