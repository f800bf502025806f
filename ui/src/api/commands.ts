import type { CommandResult, PublicCommandName } from '../../../operations/schemas/commands.ts';
import type { commandSchemas } from '../../../operations/schemas/commands.ts';
import type { createTaskSchema } from '../../../operations/schemas/task.ts';
import { post } from './request.ts';

type InputOf<Schema extends { _zod: { input: unknown } }> = Schema['_zod']['input'];

/** What a command takes before the server fills in its defaults. */
export type CommandInput<Name extends PublicCommandName> = InputOf<(typeof commandSchemas)[Name]>;
export type CreateTaskInput = InputOf<typeof createTaskSchema>;
export type SubmitInput = CommandInput<'submit'>;
export type { CommandResult };

export const sendCommand = <Name extends PublicCommandName>(
  key: string,
  name: Name,
  body: CommandInput<Name>,
): Promise<CommandResult> => post(`/tasks/${key}/commands/${name}`, body);

export const createTask = (input: CreateTaskInput): Promise<CommandResult> => post('/tasks', input);

/** Gives a task to the agent that fits best. */
export const assignBest = (key: string): Promise<CommandResult> => post(`/tasks/${key}/auto-assign`, {});
