import type { Command } from 'commander';
import { apiCommand } from './commands/api.ts';
import { doctorCommand } from './commands/doctor.ts';
import { executorCommand } from './commands/executor.ts';
import { upCommand } from './commands/up.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command, one file each in commands/. A new one is written there and added here. */
export const commands: readonly Command[] = [upCommand, doctorCommand, workerCommand, apiCommand, executorCommand];
