import { TriangleAlert } from 'lucide-react';
import type { TelegramStatus } from '../../../operations/schemas/telegram.ts';

/** What keeps the bot from doing its work, if anything does. */
export function BotNote({ status }: { readonly status: TelegramStatus }) {
  const problem = problemOf(status);
  if (problem === undefined) return null;
  return (
    <p className="mb-3 flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-[13px] text-warn">
      <TriangleAlert size={15} className="mt-0.5 shrink-0" aria-hidden />
      <span className="min-w-0 break-words">{problem}</span>
    </p>
  );
}

function problemOf({ isConfigured, bot }: TelegramStatus): string | undefined {
  if (!isConfigured) {
    return 'This installation has no bot yet. Whoever runs it makes one with @BotFather and sets TELEGRAM_BOT_TOKEN.';
  }
  if (!bot?.isAlive)
    return 'The bot is not running: start “mission-control bot”. What happens meanwhile is told later.';
  return bot.trouble === undefined ? undefined : `The bot is in trouble: ${bot.trouble}`;
}
