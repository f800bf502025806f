import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Json, TestApi } from '../tests/api.test-support.ts';

/** A session of the official client, as Claude Code or Cursor have one. */
export class McpProbe {
  readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  /** Connects, and looks at the tools: from then on the client checks answers against what they promise. */
  static async connect({ url }: TestApi, token: string): Promise<McpProbe> {
    const client = new Client({ name: 'tests', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit });
    await client.connect(transport as Transport);
    await client.listTools();
    return new McpProbe(client);
  }

  /** What a tool answers. @throws when it refuses */
  async call(name: string, input: object = {}): Promise<Json> {
    const answer: Json = await this.client.callTool({ name, arguments: { ...input } });
    const [{ text }] = answer.content;
    if (answer.isError) throw new Error(`${name} refused: ${text}`);
    // Clients that know nothing of structure read the same.
    if (text !== JSON.stringify(answer.structuredContent)) throw new Error(`${name} says two things: ${text}`);
    return answer.structuredContent;
  }

  /** Why a tool refuses. @throws when it does not */
  async refusal(name: string, input: object = {}): Promise<Json> {
    const answer: Json = await this.client.callTool({ name, arguments: { ...input } });
    const [{ text }] = answer.content;
    if (!answer.isError) throw new Error(`${name} did not refuse: ${text}`);
    return JSON.parse(text).error;
  }

  async toolNames(): Promise<string[]> {
    return (await this.client.listTools()).tools.map(({ name }) => name);
  }

  /** The text of a resource. */
  async read(uri: string): Promise<Json> {
    const { contents }: Json = await this.client.readResource({ uri });
    return contents[0];
  }
}
