import { z } from 'zod';
import { actorRefSchema, timestamp, title } from './common.ts';

export const restoreQuery = z.strictObject({
  /** What the project is called here; its short name and the prefix of its keys stay. */
  name: title.optional(),
  /** Only looks whether the archive is whole, and whether it could be restored here. */
  check: z.stringbool().default(false),
});

const count = z.number().int();

/** An archive that is whole. */
export const archiveSchema = z
  .object({
    /** SHA-256 of its manifest. */
    id: z.string(),
    project: z.object({ slug: z.string(), name: z.string(), keyPrefix: z.string() }),
    formatVersion: count,
    productVersion: z.string(),
    exportedAt: timestamp,
    counts: z.object({ tasks: count, openTasks: count, events: count, files: count }),
    /** Why it cannot be restored in this installation. */
    obstacles: z.array(z.string()),
  })
  .meta({ id: 'Archive' });
export type ArchiveView = z.infer<typeof archiveSchema>;

/** INTERRUPTED: whoever did it is gone. FAILED and INTERRUPTED: restoring the same archive again goes on. */
const RESTORATION_STATES = ['RUNNING', 'INTERRUPTED', 'FAILED', 'DONE'] as const;

export const restorationSchema = z
  .object({
    slug: z.string(),
    /** SHA-256 of the archive's manifest. */
    archive: z.string(),
    state: z.enum(RESTORATION_STATES),
    step: z.enum(['DOCUMENTS', 'WORKFLOWS', 'DONE']),
    /** Tasks of the step. */
    done: count,
    total: count,
    by: actorRefSchema,
    startedAt: timestamp,
    finishedAt: timestamp.optional(),
    failure: z.string().optional(),
    /** What has to be done by hand. */
    notes: z.array(z.string()),
  })
  .meta({ id: 'Restoration' });
export type RestorationView = z.infer<typeof restorationSchema>;
