import { Worker } from 'node:worker_threads';
import { RenameError, type RenameErrorCode } from './rename-error.ts';
import type { RenameRequest, RenameResult } from './rename-symbol.ts';

/** Errors are copied between threads without their class, so refusals go as data. */
export type WorkerAnswer =
  | { readonly result: RenameResult }
  | { readonly refusal: { readonly code: RenameErrorCode; readonly message: string } };

/**
 * `renameSymbol` in a thread of its own: a large program keeps the compiler busy for longer than a lease may go without
 * a heartbeat, and an abort must not wait for it.
 *
 * @throws RenameError, or the signal's reason
 */
export async function renameInWorker(request: RenameRequest, signal: AbortSignal): Promise<RenameResult> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./rename-worker.js', import.meta.url), { workerData: request });
  const answer = await answerOf(worker, signal);
  if ('refusal' in answer) throw new RenameError(answer.refusal.code, answer.refusal.message);
  return answer.result;
}

async function answerOf(worker: Worker, signal: AbortSignal): Promise<WorkerAnswer> {
  try {
    return await new Promise<WorkerAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The rename ended early, with code ${code}`)));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  } finally {
    await worker.terminate();
  }
}
