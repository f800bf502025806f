import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../config/logger.ts';
import type { Caller } from '../operations/caller.ts';
import type { Operations } from '../operations/operations.ts';
import { addResources } from './resources.ts';
import { ToolDesk } from './tool-desk.ts';

const SERVER = { name: 'mission-control', title: 'Mission Control', version: '1' };

/** What a model is told before it sees any tool. */
const INSTRUCTIONS = `Mission Control gives you tasks and watches over them together with people.
The way of a task: list_my_tasks (or CLAIMABLE ones and claim_task), get_task, submit_plan, move_task to IN_PROGRESS, work,
submit_deliverable. Before you use a tool that changes anything, ask check_tool and do what it says. NEEDS_APPROVAL and any
approvalId mean that people decide: wait with get_approval until it says ALLOW or DENY, and do nothing of it before.
A refusal is an error with a code, a message and the fields that are wrong or missing. UNAVAILABLE means: wait, and send the
same again with the same idempotencyKey. FORBIDDEN and DENY are final: tell a person with post_comment instead of trying a way round.`;

/** One message of the protocol over HTTP, from somebody who is known. */
interface Exchange {
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: unknown;
}

/** The Model Context Protocol, as one more way to ask for operations. */
export class McpService {
  readonly #operations: Operations;
  readonly #logger: Logger;
  readonly #desk: ToolDesk;

  constructor(operations: Operations, logger: Logger) {
    this.#operations = operations;
    this.#logger = logger;
    this.#desk = new ToolDesk(operations, logger);
  }

  /** Answers one request. Nothing is kept between two of them, so that any process can answer the next one. */
  async answer({ caller, request, response, body }: Exchange): Promise<void> {
    const server = this.#serverFor(caller);
    // Closing tells whoever waits in an operation that nobody listens any more.
    response.once('close', () => void server.close());
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    await transport.handleRequest(request, response, body);
  }

  #serverFor(caller: Caller): McpServer {
    const mcp = new McpServer(SERVER, { instructions: INSTRUCTIONS, capabilities: { resources: {} } });
    const { server } = mcp;
    server.registerCapabilities({ tools: {} });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: this.#desk.list(caller) }));
    server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: input } }, { signal }) =>
      this.#desk.call({ caller, name, input, signal }),
    );
    addResources(mcp, this.#operations, { caller, logger: this.#logger });
    return mcp;
  }
}
