import { randomUUID } from 'node:crypto';
import { constants as zlib } from 'node:zlib';
import { join } from 'node:path';
import compression, { type CompressionOptions } from 'compression';
import express, { type Express, type Router } from 'express';
import precompressed from 'express-static-gzip';
import helmet from 'helmet';
import { pinoHttp, type Options } from 'pino-http';
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';
import type { Config } from '../config/config.ts';
import type { Logger } from '../config/logger.ts';
import { OperationError } from '../operations/errors.ts';
import type { Operations } from '../operations/operations.ts';
import { McpService } from '../mcp/service.ts';
import { mcpRouter } from './mcp.ts';
import { createMetrics } from './metrics.ts';
import { mountRoutes } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { handleErrors } from './problem.ts';
import { RequestTroubles } from './request-trouble.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes/account.ts';
import { activityRoutes } from './routes/activity.ts';
import { agentRoutes } from './routes/agents.ts';
import { agentToolCallRoutes } from './routes/agent-tool-calls.ts';
import { analyticsRoutes } from './routes/analytics.ts';
import { alertRoutes } from './routes/alerts.ts';
import { archiveRoutes } from './routes/archives.ts';
import { assignmentRoutes } from './routes/assignment.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { executionRoutes } from './routes/executions.ts';
import { executorRoutes } from './routes/executors.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { githubRoutes } from './routes/github.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { installationRoutes } from './routes/installation.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { peopleRoutes } from './routes/people.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { policyRoutes } from './routes/policies.ts';
import { policyJudgingRoutes } from './routes/policy-judging.ts';
import { projectRoutes } from './routes/projects.ts';
import { taskRoutes } from './routes/tasks.ts';
import { recurringTaskRoutes } from './routes/recurring-tasks.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { routingRoutes } from './routes/routing.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/session.ts';
import { setupRoutes } from './routes/setup.ts';
import { boardRoutes } from './routes/board.ts';
import { reportRoutes } from './routes/reports.ts';
import { standupRoutes } from './routes/standups.ts';
import { streamRoutes } from './routes/stream.ts';
import { subtaskRoutes } from './routes/subtasks.ts';
import { telegramRoutes } from './routes/telegram.ts';
import { watchRoutes } from './routes/watches.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { whyRoutes } from './routes/why.ts';
import { isEventStream } from './event-stream.ts';
import { githubHook } from './github-hook.ts';
import { telegramHook } from './telegram-hook.ts';

/** The build leaves a brotli file beside each asset. */
const COMPRESSED = { enableBrotli: true, orderPreference: ['br' as const], index: false as const };

/** Answers are compressed while somebody waits: the least effort does most of it. */
const QUICKLY: CompressionOptions = {
  level: zlib.Z_BEST_SPEED,
  brotli: { params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } },
  filter: (request, response) => !isEventStream(response as express.Response) && compression.filter(request, response),
};

/** Asked every few seconds by machines. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Every route of the contract. */
const routesOf = (operations: Operations, config: Config, troubles: RequestTroubles): readonly Route[] => [
  ...projectRoutes(operations),
  ...archiveRoutes(operations),
  ...routingRoutes(operations),
  ...executorRoutes(operations),
  ...installationRoutes(operations),
  ...agentRoutes(operations),
  ...policyJudgingRoutes(operations),
  ...policyRoutes(operations),
  ...taskRoutes(operations),
  ...importRoutes(operations),
  ...recurringTaskRoutes(operations),
  ...assignmentRoutes(operations),
  ...watchRoutes(operations),
  ...whyRoutes(operations),
  ...subtaskRoutes(operations),
  ...agentToolCallRoutes(operations),
  ...approvalRoutes(operations),
  ...reviewRoutes(operations),
  ...alertRoutes(operations),
  ...notificationRoutes(operations),
  ...activityRoutes(operations),
  ...analyticsRoutes(operations),
  ...boardRoutes(operations),
  ...reportRoutes(operations),
  ...standupRoutes(operations),
  ...executionRoutes(operations),
  ...runRoutes(operations),
  ...healthRoutes(operations, troubles),
  ...sessionRoutes(operations),
  ...accountRoutes(operations),
  ...setupRoutes(operations),
  ...peopleRoutes(operations),
  ...invitationRoutes(operations),
  ...apiKeyRoutes(operations),
  ...telegramRoutes(operations, config),
  ...webhookRoutes(operations),
  ...githubRoutes(operations, config),
  ...streamRoutes(operations),
];

/** The whole HTTP side: API, live stream, documents about it, and the UI from the same origin. */
export function createApp(config: Config, operations: Operations, logger: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  // Answers of the API are not stored, so nobody asks whether they have changed.
  app.disable('etag');
  app.set('trust proxy', config.api.trustedProxies);
  app.use(pinoHttp(requestLog(logger)));
  app.use(securityHeaders());
  app.use(compression(QUICKLY));

  const metrics = createMetrics(operations);
  app.use(metrics.measure);
  app.get('/healthz', (_request, response) => void response.json({ status: 'UP' }));
  app.get('/readyz', async (_request, response) => {
    const health = await operations.readiness();
    response.status(health.status === 'UP' ? 200 : 503).json(health);
  });
  app.get('/metrics', metrics.expose);

  app.use('/api/v1', apiRouter(operations, config));
  app.use('/api/docs', docsRouter());
  app.use('/mcp', mcpRouter(new McpService(operations, logger), operations.credentials));
  app.use('/hooks/telegram', telegramHook(config, operations));
  app.use('/hooks/github', githubHook(operations));
  // MCP clients that are refused look for a sign-in of theirs below /.well-known: no page of the UI must answer that.
  app.use(['/api', '/mcp', '/hooks', '/.well-known'], (request) => {
    throw new OperationError('NOT_FOUND', `there is no ${request.method} ${request.originalUrl.split('?')[0]}`);
  });
  serveUi(app, config.uiDir);
  app.use(handleErrors);
  return app;
}

function apiRouter(operations: Operations, config: Config): Router {
  const router = express.Router();
  const troubles = new RequestTroubles();
  const routes = routesOf(operations, config, troubles);
  const document = openApiDocument(routes);
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/openapi.json', (_request, response) => void response.json(document));
  mountRoutes(router, routes, operations.credentials, troubles);
  return router;
}

/** Swagger UI, from our own origin and without inline scripts. */
function docsRouter(): Router {
  const router = express.Router();
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mission Control API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
  router.get('/', (_request, response) => void response.type('html').send(page));
  router.get('/start.js', (_request, response) => {
    response.type('js').send("SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui' });");
  });
  router.use(express.static(swaggerUiPath(), { index: false }));
  return router;
}

function serveUi(app: Express, uiDir: string): void {
  const forever = { immutable: true, maxAge: '1y', fallthrough: false };
  app.use('/assets', precompressed(join(uiDir, 'assets'), { ...COMPRESSED, serveStatic: forever }));
  app.use(express.static(uiDir, { index: false }));
  app.get('/{*path}', (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(join(uiDir, 'index.html'));
  });
}

const securityHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain http on localhost must go on working.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });

/** Request logs name the path alone: queries may carry what people search for, headers carry credentials. */
const requestLog = (logger: Logger): Options => ({
  logger,
  genReqId: () => randomUUID(),
  serializers: {
    req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
      id,
      method,
      path: url.split('?')[0],
    }),
    res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
  },
  customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
  autoLogging: { ignore: ({ url = '' }) => PROBES.has(url) },
});
