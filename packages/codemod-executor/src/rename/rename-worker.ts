import { parentPort, workerData } from 'node:worker_threads';
import { RenameError } from './rename-error.ts';
import { renameSymbol, type RenameRequest } from './rename-symbol.ts';
import type { WorkerAnswer } from './rename-in-worker.ts';

function answer(): WorkerAnswer {
  try {
    return { result: renameSymbol(workerData as RenameRequest) };
  } catch (error) {
    if (error instanceof RenameError) return { refusal: { code: error.code, message: error.message } };
    throw error;
  }
}

parentPort?.postMessage(answer());
