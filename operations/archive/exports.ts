import type { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { VERSION } from '../../config/version.ts';
import { isFinal } from '../../domain/task/vocabulary.ts';
import type { Actor } from '../../domain/actor.ts';
import { PART_NAMES, type ArchivedProject } from '../../store/archive/parts.ts';
import type { ProjectDocument } from '../../store/models.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import {
  BYTES,
  FILES,
  FORMAT,
  FORMAT_VERSION,
  numbered,
  TASKS,
  type ArchivedPerson,
  type ArchiveHead,
  type ArchiveManifest,
} from './format.ts';
import { jsonFile, lineFiles, packed, type ArchiveFile } from './pack.ts';

/** A project as one file, written while it is read, also while work goes on. */
export class Exports {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** @throws NOT_FOUND, FORBIDDEN; what goes wrong after the beginning cuts the archive off */
  async open(caller: Caller, slug: string): Promise<{ readonly name: string; readonly bytes: Readable }> {
    const actor = authorize(caller, 'projects.export', slug);
    // As it is stored: an emergency stop is none of the project's.
    const { _id: id } = await this.#deps.projects.require(slug);
    const project = await this.#deps.store.projects.bySlug(id);
    if (!project) throw new Error(`the project ${id} is gone`);
    const place = await this.#deps.store.archive.place(project);
    const now = new Date();
    const exported = new ExportedProject(this.#deps, project, place, now);
    const bytes = packed(exported.files(), now, (files) => exported.manifest(files));
    bytes.once('close', () => void this.#note(actor, exported).catch(() => {}));
    return { name: `${slug}-${now.toISOString().slice(0, 10)}.tar.gz`, bytes };
  }

  async #note(actor: Actor, { slug, counts, manifestHash }: ExportedProject): Promise<void> {
    const { tasks, events, files } = counts;
    const what = `the project: ${tasks} tasks with ${events} events, ${files} files`;
    await this.#deps.activity.note({
      actor,
      projectId: slug,
      type: manifestHash === undefined ? 'project.export_cut_off' : 'project.exported',
      summary: manifestHash === undefined ? `began to export ${what}, and was cut off` : `exported ${what}`,
      data: { ...counts, ...(manifestHash !== undefined && { archive: manifestHash }) },
    });
  }
}

/** The files of one archive, in order, and what they come to. */
class ExportedProject {
  readonly slug: string;
  readonly counts = { tasks: 0, openTasks: 0, events: 0, files: 0 };
  /** SHA-256 of the manifest: names the archive. */
  manifestHash: string | undefined;
  readonly #deps: Dependencies;
  readonly #project: ProjectDocument;
  readonly #place: ArchivedProject;
  readonly #head: ArchiveHead;

  constructor(deps: Dependencies, project: ProjectDocument, place: ArchivedProject, now: Date) {
    this.#deps = deps;
    this.#project = project;
    this.#place = place;
    const { _id: slug, name, keyPrefix } = project;
    this.slug = slug;
    this.#head = {
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      productVersion: VERSION,
      exportedAt: now.toISOString(),
      project: { slug, name, keyPrefix },
    };
  }

  async *files(): AsyncGenerator<ArchiveFile> {
    const { archive } = this.#deps.store;
    yield jsonFile(FILES.head, this.#head);
    yield jsonFile(FILES.project, this.#project);
    // Logs come first: what they tell of is in the ledger and among the files by the time those are read.
    yield* lineFiles(this.#logLines(), (number) => numbered(TASKS, number));
    const bytes = new Map<string, number>();
    for (const part of PART_NAMES) {
      const documents = archive.documents(part, this.#place);
      const seen = part === 'artifacts' ? noting(documents, bytes) : documents;
      yield* lineFiles(seen, (number) => numbered(part, number));
    }
    yield* lineFiles(await this.#people(), () => FILES.people);
    for (const [sha256, size] of bytes) {
      this.counts.files += 1;
      yield { path: `${BYTES}/${sha256}`, size, bytes: this.#deps.store.artifacts.openBytes(sha256) };
    }
  }

  manifest(files: ArchiveManifest['files']): ArchiveFile {
    const manifest: ArchiveManifest = { ...this.#head, counts: this.counts, files };
    const file = jsonFile(FILES.manifest, manifest);
    const hash = createHash('sha256');
    for (const chunk of file.bytes as Iterable<Uint8Array>) hash.update(chunk);
    this.manifestHash = hash.digest('hex');
    return file;
  }

  async *#logLines() {
    let isOpen = false;
    const close = () => (this.counts.openTasks += isOpen ? 1 : 0);
    for await (const line of this.#deps.store.archive.logs(this.slug)) {
      if ('task' in line) {
        close();
        this.counts.tasks += 1;
        isOpen = true;
      } else {
        this.counts.events += 1;
        const { type, data } = line.event;
        if (type === 'task.transitioned') isOpen = !isFinal(data.to);
      }
      yield line;
    }
    close();
  }

  async #people(): Promise<ArchivedPerson[]> {
    const people = await this.#deps.store.people.ofProject(this.slug);
    return people.map(({ _id: id, name, email, memberships }) => {
      const role = memberships.find(({ project }) => project === this.slug)?.role;
      return { id, name, email, ...(role && { role }) };
    });
  }
}

/** Artifacts by their hashes, since equal files are stored once. */
async function* noting<Document extends object>(documents: AsyncIterable<Document>, sizes: Map<string, number>) {
  for await (const document of documents) {
    const { sha256, size } = document as unknown as { readonly sha256: string; readonly size: number };
    sizes.set(sha256, size);
    yield document;
  }
}
