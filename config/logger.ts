import { pino, type Logger } from 'pino';

export type { Logger };

/** Field names whose values never reach a log. */
const SECRET_FIELDS = ['authorization', 'cookie', 'token', 'secret', 'password', 'apiKey'];

/** One JSON line per entry on standard output. */
export const createLogger = (component: string, level: string): Logger =>
  pino({
    name: component,
    level,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
  });
