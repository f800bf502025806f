import { expect, it } from '@jest/globals';
import type * as protocol from '../packages/executor-client/src/protocol.ts';
import { MAX_LOG_BYTES } from '../packages/executor-client/src/protocol.ts';
import type { z } from 'zod';
import type { ProblemDetails } from './schemas/common.ts';
import { heartbeatSchema } from './schemas/execution.ts';
import type {
  Claimed,
  claimSchema,
  completeSchema,
  failSchema,
  HeartbeatAnswer,
  ReportAnswer,
  ToolCallAnswer,
  toolCallSchema,
  ToolDecision,
} from './schemas/execution.ts';
import type { TaskView } from './schemas/task.ts';

/** JSON knows no `undefined` and no `readonly`: what is left of a type when both are set aside. */
type Plain<Value> = Value extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Value extends object
    ? { [Name in keyof Value]: Plain<Exclude<Value[Name], undefined>> }
    : Value;

/** Fails to compile unless `Sent` may be given where `Taken` is expected. */
type Fits<Sent, Taken> = [Plain<Sent>] extends [Plain<Taken>] ? true : never;

/** What executors send, the server takes: every request type of the client is an input of the server's schema. */
const requestsFit: [
  Fits<protocol.ClaimRequest, z.input<typeof claimSchema>>,
  Fits<protocol.HeartbeatRequest, z.input<typeof heartbeatSchema>>,
  Fits<protocol.ToolCall, z.input<typeof toolCallSchema>>,
  Fits<protocol.Completion, z.input<typeof completeSchema>>,
  Fits<protocol.Failure, z.input<typeof failSchema>>,
] = [true, true, true, true, true];

/** What the server takes, executors can say: no field of a request is missing from the client. */
const requestsComplete: [
  Fits<z.output<typeof claimSchema>, protocol.ClaimRequest>,
  Fits<z.output<typeof heartbeatSchema>, protocol.HeartbeatRequest>,
  Fits<z.output<typeof toolCallSchema>, protocol.ToolCall>,
  Fits<z.output<typeof completeSchema>, protocol.Completion>,
  Fits<z.output<typeof failSchema>, protocol.Failure>,
  Exclude<keyof z.output<typeof completeSchema>, keyof protocol.Completion> extends never ? true : never,
  Exclude<keyof z.output<typeof toolCallSchema>, keyof protocol.ToolCall> extends never ? true : never,
] = [true, true, true, true, true, true, true];

/** What the server answers, executors understand. The type of a task is a plain text in the server's brief. */
type Answered = Plain<Claimed['execution']>;
type BriefWithType = Answered & { brief: { type: TaskView['type'] } };
const answersFit: [
  Fits<BriefWithType, protocol.ClaimedExecution>,
  Fits<HeartbeatAnswer, protocol.HeartbeatAnswer>,
  Fits<ToolCallAnswer, protocol.ToolCallAnswer>,
  Fits<ToolDecision, protocol.ToolApprovalAnswer>,
  Fits<ReportAnswer, protocol.CompletionAnswer>,
  Fits<ProblemDetails, protocol.Problem>,
] = [true, true, true, true, true, true];

it('is the same for executors and for the server', () => {
  expect([...requestsFit, ...requestsComplete, ...answersFit]).not.toContain(false);
});

it('lets an executor send as much output in a heartbeat as the client does', () => {
  expect(heartbeatSchema.safeParse({ log: 'x'.repeat(MAX_LOG_BYTES) }).success).toBe(true);
  expect(heartbeatSchema.safeParse({ log: 'x'.repeat(MAX_LOG_BYTES + 1) }).success).toBe(false);
});
