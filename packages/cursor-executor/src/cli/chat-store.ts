import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rename } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The tool finds a chat by the folder it was held in, and every execution has a folder of its own: takes the chat along
 * to the new one. Where the chats lie is not documented, only seen.
 *
 * @returns whether the chat is there
 */
export async function bringChat(home: string, chat: string, workspace: string): Promise<boolean> {
  if (!/^[\w-]+$/.test(chat)) return false;
  const chats = join(home, '.cursor', 'chats');
  const wanted = createHash('md5')
    .update(await realpath(workspace))
    .digest('hex');
  for (const folder of await readdir(chats).catch(() => [])) {
    if (!existsSync(join(chats, folder, chat))) continue;
    if (folder === wanted) return true;
    await mkdir(join(chats, wanted), { recursive: true });
    await rename(join(chats, folder, chat), join(chats, wanted, chat));
    return true;
  }
  return false;
}
