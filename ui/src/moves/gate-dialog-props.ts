import type { TaskView } from '../../../operations/schemas/task.ts';
import type { CommandResult } from '../api/commands.ts';

/** What every dialog that sends one command of one task takes. */
export interface GateDialogProps {
  readonly task: TaskView;
  readonly onDone: (result: CommandResult) => void;
  readonly onClose: () => void;
}
