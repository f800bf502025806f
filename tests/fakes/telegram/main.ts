import { FakeTelegram } from './fake-telegram.ts';

const { PORT, TELEGRAM_FAKE_TOKEN } = process.env;
const telegram = await FakeTelegram.start({
  port: Number(PORT ?? 0),
  ...(TELEGRAM_FAKE_TOKEN && { token: TELEGRAM_FAKE_TOKEN }),
});
telegram.addGroup('Mission Control', { isForum: true });
telegram.addUser('Ann', { username: 'ann' });
telegram.addUser('Bob', { username: 'bob' });

process.once('SIGTERM', () => void telegram.stop());
process.once('SIGINT', () => void telegram.stop());

const { apiRoot, token } = telegram;
process.stdout.write(`${JSON.stringify({ apiRoot, token, url: `${apiRoot}/` })}\n`);
