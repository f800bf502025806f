import { toast } from 'sonner';

/** Short messages at the edge of the screen. */
export const notice = {
  done: (text: string, undo?: () => void) =>
    toast.success(text, { ...(undo && { action: { label: 'Undo', onClick: undo }, duration: 8000 }) }),
  refused: (title: string, error: unknown) =>
    toast.error(title, { description: error instanceof Error ? error.message : String(error), duration: 10_000 }),
  /** The command is durable, the history that is shown lags behind. */
  lagging: () => toast.info('Accepted. The history catches up in a moment.'),
};
