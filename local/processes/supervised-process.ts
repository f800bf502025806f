import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalStackError } from '../errors.ts';
import { identityOf } from './identity.ts';
import { openLog, tailOf } from './log-file.ts';
import { endingWithParent } from './parent-death.ts';
import { signalGroup, stopGroup, stopLeftover, writePidFile } from './pid-file.ts';
import type { ProcessSpecification } from './specification.ts';

const READY_POLL_MS = 50;
const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const RESTART_DELAY_MS = 500;
const MAX_RESTART_DELAY_MS = 30_000;
/** A process that served this long was fine: its next restart is prompt again. */
const STEADY_MS = 60_000;

/** One child process: started, watched, restarted when it dies, and stopped with everything it started. */
export class SupervisedProcess {
  private readonly specification: ProcessSpecification;
  private child: ChildProcess | undefined;
  private wanted = false;
  private servingSince: number | undefined;
  private failuresInARow = 0;
  private restartTimer: NodeJS.Timeout | undefined;

  constructor(specification: ProcessSpecification) {
    this.specification = specification;
  }

  get name(): string {
    return this.specification.name;
  }

  /** The process that runs now, if any. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  private get stopSignal(): NodeJS.Signals {
    return this.specification.stopSignal ?? 'SIGTERM';
  }

  /** Starts the process and waits until it serves. Throws LocalStackError, with the end of its log, when it does not. */
  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    this.failuresInARow = 0;
    try {
      await stopLeftover(this.specification.pidFile);
      await this.launch();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends the process and whatever it started; nothing is left when this resolves. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.restartTimer);
    await this.end();
    rmSync(this.specification.pidFile, { force: true });
  }

  private async launch(): Promise<void> {
    await this.specification.prepare?.();
    if (!this.wanted) return;
    const child = await this.spawn();
    await this.untilReady(child);
    this.servingSince = Date.now();
  }

  private async spawn(): Promise<ChildProcess> {
    const { cwd, env, logFile, pidFile } = this.specification;
    const { command, args } = endingWithParent(this.specification, this.stopSignal);
    const log = openLog(logFile);
    // Its own process group: Ctrl-C in the terminal reaches only the supervisor, which stops things in order.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    child.once('exit', () => this.onExit(child));
    await once(child, 'spawn').catch((error: Error) => {
      throw new LocalStackError(`${this.name} could not be started: ${error.message}`);
    });
    writePidFile(pidFile, child.pid!, this.stopSignal);
    return child;
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const { isReady, readyTimeoutMs = READY_TIMEOUT_MS } = this.specification;
    const deadline = Date.now() + readyTimeoutMs;
    let ready = false;
    while (!ready) {
      await sleep(READY_POLL_MS);
      ready = isReady === undefined || (await isReady(child.pid!).catch(() => false));
      if (this.child !== child) throw this.failure('ended while starting');
      if (!ready && Date.now() > deadline) throw this.failure(`was not ready after ${readyTimeoutMs / 1000} s`);
    }
  }

  private onExit(child: ChildProcess): void {
    if (this.child !== child) return;
    this.child = undefined;
    // Whatever the dead process started must not get in the way of its successor.
    signalGroup(child.pid!, 'SIGKILL');
    if (this.wanted && this.servingSince !== undefined) this.restartLater();
  }

  private restartLater(): void {
    if (this.servingSince !== undefined && Date.now() - this.servingSince > STEADY_MS) this.failuresInARow = 0;
    this.servingSince = undefined;
    const first = this.specification.restartDelayMs ?? RESTART_DELAY_MS;
    const delay = Math.min(first * 2 ** this.failuresInARow++, MAX_RESTART_DELAY_MS);
    this.specification.onRestart?.(`${this.name} ended; it is started again in ${delay / 1000} s.`);
    this.restartTimer = setTimeout(() => void this.relaunch(), delay);
  }

  private async relaunch(): Promise<void> {
    try {
      await this.launch();
    } catch (error) {
      this.specification.onRestart?.((error as Error).message);
      await this.end();
      if (this.wanted) this.restartLater();
    }
  }

  private async end(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    this.servingSince = undefined;
    const identity = child?.pid === undefined ? undefined : identityOf(child.pid);
    if (identity) await stopGroup(identity, this.stopSignal, STOP_GRACE_MS);
  }

  private failure(what: string): LocalStackError {
    const { logFile } = this.specification;
    return new LocalStackError(`${this.name} ${what}. The end of ${logFile}:\n${tailOf(logFile)}`);
  }
}
