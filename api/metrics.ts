import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Operations } from '../operations/operations.ts';

/** Prometheus metrics of the API process. */
export function createMetrics({ live }: Operations): { measure: RequestHandler; expose: RequestHandler } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [registry],
  });
  new Gauge({
    name: 'mission_control_live_listeners',
    help: 'Open live streams, and claims that wait for work',
    registers: [registry],
    collect() {
      this.set(live.subscribers);
    },
  });

  return {
    measure: (request, response, next) => {
      const stop = duration.startTimer({ method: request.method });
      response.once('close', () => {
        const route: unknown = request.route?.path;
        stop({ route: typeof route === 'string' ? request.baseUrl + route : 'other', status: response.statusCode });
      });
      next();
    },
    expose: async (_request, response) => {
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
}
