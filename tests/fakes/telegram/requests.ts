import type { IncomingMessage } from 'node:http';
import { badRequest } from './errors.ts';
import type { Json } from './model.ts';
import { Parameters, type Upload } from './parameters.ts';

const LARGEST_BODY = 60 * 1024 * 1024;

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw badRequest('Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a call came with, from the address and in JSON, a form or a multipart body. */
export async function parametersOf(request: IncomingMessage, url: URL): Promise<Parameters> {
  const values: Json = Object.fromEntries(url.searchParams);
  const files = new Map<string, Upload>();
  const body = await bytesOf(request);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return new Parameters(values);
  if (type.startsWith('application/json')) return new Parameters({ ...values, ...jsonOf(body) });
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return new Parameters({ ...values, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) });
  }
  if (!type.startsWith('multipart/form-data')) throw badRequest('unsupported content type');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form as unknown as Iterable<[string, string | File]>) {
    if (typeof value === 'string') values[name] = value;
    else files.set(name, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return new Parameters(values, files);
}

function jsonOf(body: Buffer): Json {
  try {
    return JSON.parse(body.toString('utf8')) as Json;
  } catch {
    throw badRequest("can't parse request JSON object");
  }
}
