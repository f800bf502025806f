import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { PublicCommandName } from '../../../operations/schemas/commands.ts';
import { showTask } from '../board/board-query.ts';
import { notice } from '../controls/notice.ts';
import { sendCommand, type CommandInput, type CommandResult } from './commands.ts';

/** Shows what a write has answered with, before the stream tells. */
export function accept(client: QueryClient, result: CommandResult): CommandResult {
  showTask(client, result.task);
  void client.invalidateQueries({ queryKey: ['task-part', result.task.key] });
  if (!result.projected) notice.lagging();
  return result;
}

/** A write whose answer is a task, as a mutation. */
export function useWrite<Input>(
  write: (input: Input) => Promise<CommandResult>,
  onDone?: (result: CommandResult) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (result) => {
      accept(client, result);
      onDone?.(result);
    },
  });
}

/** One command of one task, as a mutation. */
export const useCommand = <Name extends PublicCommandName>(
  key: string,
  name: Name,
  onDone?: (result: CommandResult) => void,
) => useWrite((body: CommandInput<Name>) => sendCommand(key, name, body), onDone);
