import { setTimeout as pause } from 'node:timers/promises';
import { CircuitOpenError, type OutsideService } from '@mission-control/resilience';
import type { Assignment } from './assignment.ts';
import { GatewayApprovals, type ApprovalRequest } from './gateway-approvals.ts';
import { GatewayConnection, type GatewayAccess, type Submission } from './gateway-connection.ts';
import { GatewayError, isTransient } from './gateway-error.ts';
import type { GatewayEvent } from './gateway-frames.ts';
import { LiveLog } from './live-log.ts';
import type { RunEnvelope } from './run-result.ts';

/** How long one question for the end of a run is held open, and how much longer its answer may take. */
const WAIT_MS = 20_000;
const WAIT_MARGIN_MS = 10_000;
/** Between attempts to find a run again whose connection is lost. */
const RECONNECT_MS = 1000;
/** A stopped execution does not wait longer than this for the gateway to stop its run. */
const ABORT_MS = 3000;
/** The gateway keeps the results of runs for five minutes; later the same key would begin the work anew. */
const REMEMBERED_MS = 4 * 60_000;
const LOST_SIGHT = 'The OpenClaw gateway was restarted, or out of reach for long, while it worked';
const RUNNING = ['accepted', 'in_flight', 'pending'];

export interface GatewayRunOptions extends GatewayAccess {
  readonly agentId: string;
  readonly service: OutsideService;
  /** Told which version answers. */
  readonly onVersion: (version: string) => void;
}

interface RunEnd {
  readonly run: RunEnvelope;
  /** It was there before we asked for it. */
  readonly isFound: boolean;
}

interface RunAnswer extends RunEnvelope {
  readonly terminalReply?: { readonly text?: string };
}

interface Session {
  readonly connection: GatewayConnection;
  readonly submission: Submission;
}

/** One run in the gateway, over as many connections as it takes. */
export class GatewayRun {
  readonly #options: GatewayRunOptions;
  readonly #assignment: Assignment;
  readonly #key: string;
  readonly #log: LiveLog;
  readonly #approvals: GatewayApprovals;
  /** The life of the gateway that accepted the run; it forgets its runs when it ends. */
  #acceptedBy: string | undefined;
  #lastSeen = Date.now();
  #isFound = false;
  #message: string | undefined;

  constructor(options: GatewayRunOptions, assignment: Assignment, key: string) {
    this.#options = options;
    this.#assignment = assignment;
    this.#key = key;
    this.#log = new LiveLog(assignment.context, key);
    this.#approvals = new GatewayApprovals(assignment.context, key, this.#log);
  }

  async end(): Promise<RunEnd> {
    for (;;) {
      const { connection, submission } = await this.#reach();
      try {
        const run = await this.#follow(connection, submission);
        if (run) return { run, isFound: this.#isFound };
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.#log.note('the connection to OpenClaw is lost; the run is looked for again');
      } finally {
        this.#lastSeen = Date.now();
        connection.close();
      }
    }
  }

  /** Before the run is accepted an outage is a failure; afterwards it has to be found again, for as long as it takes. */
  async #reach(): Promise<Session> {
    const { signal } = this.#assignment;
    for (;;) {
      try {
        return await this.#options.service.call((inner) => this.#submit(inner), signal);
      } catch (error) {
        const isOutage = isTransient(error) || error instanceof CircuitOpenError;
        if (this.#acceptedBy === undefined || !isOutage) throw error;
        await pause(RECONNECT_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  async #submit(signal: AbortSignal): Promise<Session> {
    const onEvent = (event: GatewayEvent, from: GatewayConnection) => this.#receive(from, event);
    const connection = await GatewayConnection.open(this.#options, onEvent, signal);
    try {
      const { version = 'unknown', bootId = 'unknown' } = connection.hello.server ?? {};
      this.#options.onVersion(version);
      const submission = await this.#ask(connection, bootId);
      return { connection, submission };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #ask(connection: GatewayConnection, bootId: string): Promise<Submission> {
    const isHandedOver = this.#acceptedBy !== undefined;
    const isForgotten = this.#acceptedBy !== bootId || Date.now() - this.#lastSeen > REMEMBERED_MS;
    if (isHandedOver && isForgotten) return this.#recover(connection, bootId);
    const request = await this.#request(connection);
    try {
      const submission = await connection.submit(request);
      this.#isFound ||= !isHandedOver && submission.first.status !== 'accepted';
      this.#acceptedBy = bootId;
      return submission;
    } catch (error) {
      // It may have arrived all the same.
      if (error instanceof GatewayError && error.kind === 'UNREACHABLE') this.#acceptedBy = bootId;
      throw error;
    }
  }

  /** After a restart or a long outage: to hand the work over again could do it a second time, so it is asked after. */
  async #recover(connection: GatewayConnection, bootId: string): Promise<Submission> {
    const question = { runId: this.#key, timeoutMs: 0 };
    const { status = '', terminalReply } = await connection.request<RunAnswer>('agent.wait', question);
    if (status === 'ok' && terminalReply?.text) {
      return known({ status, result: { payloads: [{ text: terminalReply.text }] } });
    }
    if (['timeout', 'pending'].includes(status) && this.#acceptedBy === bootId) return known({ status: 'in_flight' });
    throw new GatewayError('UNCLEAR', `${LOST_SIGHT}: what it did is not known`);
  }

  async #request(connection: GatewayConnection): Promise<object> {
    const { sessionKey, prompt, revisionPrompt, timeoutSeconds } = this.#assignment;
    this.#message ??= (await knows(connection, sessionKey)) ? revisionPrompt : prompt;
    const { agentId } = this.#options;
    const message = this.#message;
    return { message, agentId, sessionKey, idempotencyKey: this.#key, timeout: timeoutSeconds, deliver: false };
  }

  /** Undefined when the run has ended, and its result is to be fetched by asking for it again. */
  async #follow(connection: GatewayConnection, { first, final }: Submission): Promise<RunEnvelope | undefined> {
    if (!RUNNING.includes(first.status ?? '')) return first;
    return this.#stoppable(connection, async () => {
      await this.#approvals.catchUp(connection);
      return first.status === 'accepted' ? final : this.#awaitEnd(connection);
    });
  }

  async #awaitEnd(connection: GatewayConnection): Promise<undefined> {
    for (;;) {
      const question = { runId: this.#key, timeoutMs: WAIT_MS };
      const answer = await connection.request<RunEnvelope>('agent.wait', question, WAIT_MS + WAIT_MARGIN_MS);
      if (answer.status !== 'timeout' && answer.status !== 'pending') return undefined;
    }
  }

  /** Stops the run in the gateway when the execution is stopped. */
  async #stoppable<Result>(connection: GatewayConnection, wait: () => Promise<Result>): Promise<Result> {
    const { signal, sessionKey } = this.#assignment;
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        const request = { key: sessionKey, runId: this.#key };
        const asked = connection.request('sessions.abort', request, ABORT_MS).catch(() => {});
        void asked.then(() => reject(signal.reason as Error));
      };
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await Promise.race([stopped, orNever(wait(), signal)]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #receive(connection: GatewayConnection, event: GatewayEvent): void {
    this.#log.show(event);
    if (event.event === 'exec.approval.requested') {
      void this.#approvals.answer(connection, event.payload as ApprovalRequest);
    }
  }
}

const known = (first: RunEnvelope): Submission => ({ first, final: Promise.resolve(first) });

/** What ends because of the abort is not the end that counts: that is the signal's reason. */
async function orNever<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    const value = await result;
    return signal.aborted ? await new Promise<never>(() => {}) : value;
  } catch (error) {
    return signal.aborted ? new Promise<never>(() => {}) : Promise.reject(error as Error);
  }
}

/** Whether the conversation exists, from an earlier cycle. */
async function knows(connection: GatewayConnection, key: string): Promise<boolean> {
  const { session } = await connection.request<{ session?: unknown }>('sessions.describe', { key });
  return session !== null && session !== undefined;
}
