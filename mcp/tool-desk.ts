import { randomUUID } from 'node:crypto';
import {
  ErrorCode,
  McpError,
  type CallToolResult,
  type Tool as ToolDescription,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Logger } from '../config/logger.ts';
import { authorizeKind } from '../operations/authorization/authorize.ts';
import type { Operation } from '../operations/authorization/matrix.ts';
import type { Caller } from '../operations/caller.ts';
import { OperationError } from '../operations/errors.ts';
import type { Operations } from '../operations/operations.ts';
import { refusedTool } from './refusal.ts';
import type { Tool } from './tool.ts';
import { approvalTools } from './tools/approvals.ts';
import { runTools } from './tools/runs.ts';
import { readingTools } from './tools/tasks.ts';
import { workTools } from './tools/work.ts';

/** A call of a tool as it came in. */
interface Call {
  readonly caller: Caller;
  readonly name: string;
  readonly input: unknown;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** Every tool there is: described once, called by whoever may. */
export class ToolDesk {
  readonly #tools: ReadonlyMap<string, { readonly tool: Tool; readonly description: ToolDescription }>;
  readonly #logger: Logger;

  constructor(operations: Operations, logger: Logger) {
    const groups = [readingTools, workTools, approvalTools, runTools];
    const tools = groups.flatMap((group) => group(operations));
    this.#tools = new Map(tools.map((tool) => [tool.name, { tool, description: describe(tool) }]));
    this.#logger = logger;
  }

  /** The tools that the caller's key could ever use. */
  list(caller: Caller): ToolDescription[] {
    const usable = [...this.#tools.values()].filter(({ tool }) => tool.operations.some((one) => couldDo(caller, one)));
    return usable.map(({ description }) => description);
  }

  /** Refusals are answers that a model reads. @throws McpError for a tool that there is not. */
  async call({ caller, name, input, signal }: Call): Promise<CallToolResult> {
    const tool = this.#tools.get(name)?.tool;
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${name}`);
    try {
      const parsed = await tool.input.parseAsync(input ?? {});
      const given = parsed['idempotencyKey'];
      const idempotencyKey = typeof given === 'string' ? given : randomUUID();
      return answered(tool, await tool.call({ caller, input: parsed, idempotencyKey, signal }));
    } catch (error) {
      return refusedTool(error, name, this.#logger);
    }
  }
}

/** As the tool has promised it, in structure and in text. What a view has beyond that is left out. */
function answered({ name, output }: Tool, answer: unknown): CallToolResult {
  const parsed = output.safeParse(answer);
  if (!parsed.success) throw new Error(`${name} does not answer as it promised`, { cause: parsed.error });
  return { content: [{ type: 'text', text: JSON.stringify(parsed.data) }], structuredContent: parsed.data };
}

/** Clients check answers with validators that know draft 7 at least. */
const describe = ({ name, title, description, input, output, annotations }: Tool): ToolDescription => ({
  name,
  title,
  description,
  annotations: { title, ...annotations },
  inputSchema: z.toJSONSchema(input, { target: 'draft-7', io: 'input' }) as ToolDescription['inputSchema'],
  outputSchema: z.toJSONSchema(output, { target: 'draft-7', io: 'output' }) as ToolDescription['outputSchema'],
});

function couldDo(caller: Caller, operation: Operation): boolean {
  try {
    authorizeKind(caller, operation);
    return true;
  } catch (error) {
    if (error instanceof OperationError) return false;
    throw error;
  }
}
