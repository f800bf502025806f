import { z } from 'zod';
import { parseTaskKey } from '../../domain/ids.ts';

/** Longest texts that are taken, in characters. */
export const TEXT_LIMITS = { title: 200, short: 500, body: 20_000, content: 50_000 } as const;

// Control characters other than tab and line breaks have no place in a text that people read.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

const text = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((value) => !CONTROL.test(value), 'contains control characters')
    // BSON would change a lone surrogate, and with it the hash of the event.
    .refine((value) => value.isWellFormed(), 'is not well-formed Unicode');

/** Text of one line or more that may be empty. */
export const freeText = (limit: number) => text(limit);

/** Text that says something. */
export const requiredText = (limit: number) => text(limit).trim().min(1, 'must not be empty');

export const title = requiredText(TEXT_LIMITS.title).refine((value) => !/[\r\n]/.test(value), 'must be one line');
export const timestamp = z.iso.datetime({ precision: 3 });
export const taskKeySchema = z
  .string()
  .refine((key) => parseTaskKey(key) !== undefined, 'is not a task key like MC-42');
export const projectSlug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'lower-case letters, digits and dashes, 2 to 40');
export const label = z.string().regex(/^[\w.:/-]{1,40}$/, 'letters, digits and . : / _ -, up to 40');
export const micros = z.number().int().min(0).max(1_000_000_000_000);

/** Small free-form data; sizes and names are bounded because it travels through workflow history. */
export const jsonObject = z
  .record(z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'names are letters, digits, _ and -'), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 16_384, 'must be at most 16 KB of JSON')
  .refine((value) => isStorable(value), 'names must not start with $ or contain dots, texts must be well-formed');

/** Whether a document database gives the value back as it was. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, inner]) => !/^\$|[.\u0000]|^__proto__$/.test(name) && isStorable(name) && isStorable(inner),
  );
}

export const actorRefSchema = z.strictObject({
  kind: z.enum(['HUMAN', 'AGENT', 'SYSTEM']),
  id: z.string(),
  name: z.string(),
});

export const assigneeSchema = z.strictObject({ kind: z.enum(['HUMAN', 'AGENT']), id: z.string(), name: z.string() });

/** Whom a command names: the rest is looked up. */
export const assigneeIdSchema = z.strictObject({
  kind: z.enum(['HUMAN', 'AGENT']),
  id: z.string().min(1).max(100),
});

/** Names a request, so that sending it again changes nothing more. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable characters without spaces');

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** One page of a list; `nextCursor` is absent on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** RFC 9457 problem details. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    allowed: z
      .array(z.object({ to: z.string(), needs: z.array(z.object({ path: z.string(), message: z.string() })) }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDetails = z.infer<typeof problemSchema>;
