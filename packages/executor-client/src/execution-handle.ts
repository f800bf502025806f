import { randomUUID } from 'node:crypto';
import { LeaseLostError, ProtocolError } from './errors.ts';
import type {
  Artifact,
  ClaimedExecution,
  Completion,
  CompletionAnswer,
  Failure,
  HeartbeatAnswer,
  HeartbeatRequest,
  Risk,
  ToolApprovalAnswer,
  ToolCall,
  ToolCallAnswer,
} from './protocol.ts';
import { pause } from './retry.ts';
import type { Transport } from './transport.ts';

const APPROVAL_WAIT_SECONDS = 25;
/** What an upload may take follows from it. */
const SLOWEST_BYTES_PER_SECOND = 250_000;
/** A server that does not hold the poll open is not asked more often than this. */
const SHORTEST_POLL_MS = 500;

/** What came of a tool call, after the human decided where one had to. */
export interface ToolVerdict {
  readonly allowed: boolean;
  readonly risk: Risk;
  readonly reasons: readonly string[];
  /** There when a human decided. */
  readonly approvalId?: string;
}

export interface ArtifactUpload {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** For a large file `await openAsBlob(path)` of node:fs, which is read as it is sent. */
  readonly content: string | Uint8Array<ArrayBuffer> | Blob;
}

/**
 * One leased execution. Every method goes through outages and rate limits until `signal` aborts, and rejects with
 * `LeaseLostError` when the lease is lost or with `ProtocolError` when the server refuses.
 */
export interface ExecutionHandle {
  readonly execution: ClaimedExecution;
  heartbeat(report?: HeartbeatRequest, signal?: AbortSignal): Promise<HeartbeatAnswer>;
  /** Asks the policy, and waits for the human when it must: minutes or days. */
  checkTool(call: ToolCall, signal?: AbortSignal): Promise<ToolVerdict>;
  uploadArtifact(upload: ArtifactUpload, signal?: AbortSignal): Promise<Artifact>;
  /** Sending it twice changes nothing. */
  complete(completion: Completion, signal?: AbortSignal): Promise<CompletionAnswer>;
  fail(failure: Failure, signal?: AbortSignal): Promise<void>;
  /** Hands the work back; it is offered again at once. */
  release(signal?: AbortSignal): Promise<void>;
  acknowledgeCancellation(signal?: AbortSignal): Promise<void>;
}

/** Binds the protocol's calls to one lease and its token. */
export function createExecutionHandle(send: Transport, execution: ClaimedExecution): ExecutionHandle {
  const path = `/executions/${encodeURIComponent(execution.id)}`;
  const bearer = execution.token;

  const post = <Answer>(call: string, body: object, signal?: AbortSignal, headers: Record<string, string> = {}) =>
    send<Answer>({
      method: 'POST',
      path: `${path}/${call}`,
      bearer,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal,
    }).then((answer) => expectBody(answer, call));

  const awaitApproval = async (approvalId: string, signal?: AbortSignal): Promise<ToolApprovalAnswer> => {
    for (;;) {
      const startedAt = Date.now();
      const query = `waitSeconds=${APPROVAL_WAIT_SECONDS}`;
      const answer = await send<ToolApprovalAnswer>({
        method: 'GET',
        path: `${path}/tool-calls/${encodeURIComponent(approvalId)}?${query}`,
        bearer,
        waitSeconds: APPROVAL_WAIT_SECONDS,
        signal,
      }).then((body) => expectBody(body, 'tool-calls'));
      if (answer.decision !== 'PENDING') return answer;
      await pause(Math.max(0, startedAt + SHORTEST_POLL_MS - Date.now()), signal);
    }
  };

  return {
    execution,
    heartbeat: (report = {}, signal) => post<HeartbeatAnswer>('heartbeat', report, signal),

    async checkTool(call, signal) {
      const key = { 'idempotency-key': randomUUID() };
      const { decision, risk, reasons, approvalId } = await post<ToolCallAnswer>('tool-calls', call, signal, key);
      if (decision !== 'NEEDS_APPROVAL') return { allowed: decision === 'ALLOW', risk, reasons };
      if (!approvalId) throw unexpectedAnswer('tool-calls', 'NEEDS_APPROVAL came without an approvalId');
      const decided = await awaitApproval(approvalId, signal);
      return {
        allowed: decided.decision === 'ALLOW',
        risk,
        reasons: decided.reason ? [decided.reason] : reasons,
        approvalId,
      };
    },

    uploadArtifact: ({ name, type, content }, signal) =>
      send<Artifact>({
        method: 'POST',
        path: `${path}/artifacts?name=${encodeURIComponent(name)}`,
        bearer,
        headers: { 'content-type': type },
        body: content,
        waitSeconds: Math.ceil(sizeOf(content) / SLOWEST_BYTES_PER_SECOND),
        signal,
      }).then((artifact) => expectBody(artifact, 'artifacts')),

    complete: (completion, signal) => post<CompletionAnswer>('complete', completion, signal),
    fail: async (failure, signal) => void (await post('fail', failure, signal)),
    release: async (signal) => void (await post('release', {}, signal)),
    acknowledgeCancellation: async (signal) => void (await post('canceled', {}, signal)),
  };
}

/**
 * The answers of a token that is not accepted any more: whatever the reason, this attempt can report nothing.
 *
 * @internal
 */
export function meansLeaseLost(error: unknown): boolean {
  if (error instanceof LeaseLostError) return true;
  return error instanceof ProtocolError && [401, 403, 404, 410].includes(error.status);
}

function expectBody<Answer>(answer: Answer | undefined, call: string): Answer {
  if (answer === undefined) throw unexpectedAnswer(call, 'an answer with a body was expected');
  return answer;
}

function unexpectedAnswer(call: string, detail: string): ProtocolError {
  return new ProtocolError({ type: 'about:blank', title: `Unexpected answer to ${call}`, status: 204, detail });
}

function sizeOf(content: ArtifactUpload['content']): number {
  if (typeof content === 'string') return content.length;
  return content instanceof Blob ? content.size : content.byteLength;
}
