import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import type { Operation } from '../operations/authorization/matrix.ts';
import type { Caller } from '../operations/caller.ts';
import { idempotencyKeySchema, taskKeySchema } from '../operations/schemas/common.ts';

/** What a tool gets: everything is parsed, and the caller is who the credential says. */
interface ToolContext<Input> {
  readonly caller: Caller;
  readonly input: Input;
  /** The caller's own, or one made for this call. */
  readonly idempotencyKey: string;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** One tool of the protocol, described for a model. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** What it does, when to use it, and what to make of the answer. */
  readonly description: string;
  /** What it does, in the matrix that says who may: a caller sees a tool who may do any of these. */
  readonly operations: readonly Operation[];
  readonly annotations: ToolAnnotations;
  readonly input: Input;
  readonly output: Output;
  /** @throws OperationError */
  readonly call: (context: ToolContext<z.output<Input>>) => Promise<z.input<Output>>;
}

/** Checks a tool where it is written and forgets its exact types, so that tools fit into one list. */
export const defineTool = <Input extends z.ZodObject, Output extends z.ZodObject>(tool: Tool<Input, Output>): Tool =>
  tool as unknown as Tool;

/** Mission Control alone is asked: nothing leaves it. */
const INSIDE = { openWorldHint: false } as const;

/** Looks, and changes nothing. */
export const READS: ToolAnnotations = { ...INSIDE, readOnlyHint: true };
/** Adds something: twice without an idempotency key adds twice. */
export const ADDS: ToolAnnotations = { ...INSIDE, readOnlyHint: false, destructiveHint: false, idempotentHint: false };
/** The second time changes nothing. */
export const SETTLES: ToolAnnotations = { ...ADDS, idempotentHint: true };

export const taskField = { task: taskKeySchema.describe('Key of the task, like MC-42.') };

export const repeatField = {
  idempotencyKey: idempotencyKeySchema
    .optional()
    .describe(
      'Any text that names this call, for example a UUID. Send the same one again when you repeat a call whose answer you did not get: then it is done once.',
    ),
};
