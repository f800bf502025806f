/**
 * Health of one container, by its role: `node docker/healthcheck.mjs api|worker|executor|bot`.
 * The exit code is 0 for healthy; otherwise one line says why not. Needs nothing that is not in Node.
 */
const TIMEOUT_MS = 4_000;

async function get(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return body;
}

const { API_HOST, API_PORT = '4300', WORKER_METRICS_PORT, MISSION_CONTROL_URL, TELEGRAM_API_ROOT } = process.env;

/** Where a server that listens on API_HOST can be reached from the same container. */
const host = !API_HOST || API_HOST === '0.0.0.0' || API_HOST === '::' ? '127.0.0.1' : API_HOST;

const checks = {
  /** The process answers. Whether Temporal and MongoDB do is /readyz's business: reading goes on without them. */
  api: () => get(`http://${host}:${API_PORT}/healthz`),

  /** It polls Temporal: pollers are counted by the SDK's own metrics. */
  worker: async () => {
    if (!WORKER_METRICS_PORT) throw new Error('WORKER_METRICS_PORT is not set');
    const metrics = await get(`http://${host}:${WORKER_METRICS_PORT}/metrics`);
    const pollers = metrics.matchAll(/^temporal_num_pollers\{[^\n]*\} (\d+)/gm);
    if (![...pollers].some(([, count]) => Number(count) > 0)) throw new Error('the worker does not poll yet');
  },

  /** It can reach Mission Control. It has no port of its own; when its process ends, so does the container. */
  executor: () => get(new URL('/healthz', MISSION_CONTROL_URL)),

  /** It can reach Telegram, whatever that answers. The rest is said by Mission Control's own health. */
  bot: () =>
    fetch(TELEGRAM_API_ROOT || 'https://api.telegram.org', {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }),
};

const role = process.argv[2];
try {
  if (!Object.hasOwn(checks, role)) throw new Error(`the role is one of ${Object.keys(checks).join(', ')}`);
  await checks[role]();
} catch (error) {
  const cause = error.cause?.message;
  process.stderr.write(`${error.message}${cause ? `: ${cause}` : ''}\n`);
  process.exitCode = 1;
}
