/**
 * Idempotency keys: one for each thing the user wants. The key is kept until the server has said yes or no, so that
 * pressing the button again after a lost connection cannot do the thing twice.
 */
const open = new Map<string, string>();

export function intentionKey(intention: string): string {
  const key = open.get(intention) ?? randomKey();
  open.set(intention, key);
  return key;
}

export const settleIntention = (intention: string): void => void open.delete(intention);

// crypto.randomUUID is missing on plain http, where a phone on the local network finds us.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
