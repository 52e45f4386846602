import type { Signal } from '@preact/signals';
import { useId, useRef, useState } from 'preact/hooks';
import { newKey } from '../core/api.ts';
import type { Offers } from '../core/offers.ts';
import type { SourceFile } from '../core/order.ts';
import { api } from '../core/session.ts';
import { say } from '../core/words.ts';

/** A file on its way, or one that did not arrive. */
interface Sending {
  readonly id: string;
  readonly file: File;
  /** Absent: it is on its way. */
  readonly fault?: string;
}

interface DropZoneProps {
  readonly files: Signal<readonly SourceFile[]>;
  readonly limits: Offers['limits'];
  readonly fault?: string | undefined;
}

const BYTES_PER_MEGABYTE = 1_000_000;

/** Takes files that are dropped on it or chosen, and sends each at once. */
export function DropZone({ files, limits, fault }: DropZoneProps) {
  const t = say().page.files;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [isOver, setOver] = useState(false);

  const send = async ({ id: sent, file }: Sending): Promise<void> => {
    const answer = await api.upload<SourceFile>('/files', file, { key: sent });
    if (answer.ok) {
      files.value = [...files.value, answer.value];
      setSending((all) => all.filter((one) => one.id !== sent));
    } else fail(sent, answer.problem.detail);
  };
  const fail = (failed: string, why: string): void =>
    setSending((all) => all.map((one) => (one.id === failed ? { ...one, fault: why } : one)));

  const take = (given: readonly File[]): void => {
    const room = limits.files - files.value.length - sending.length;
    const taken = given.map((file, at): Sending => {
      const why = faultOf(file, at < room);
      return { id: newKey(), file, ...(why !== undefined && { fault: why }) };
    });
    setSending((all) => [...all, ...taken]);
    for (const one of taken) if (one.fault === undefined) void send(one);
  };
  const faultOf = ({ name, size }: File, hasRoom: boolean): string | undefined => {
    if (!hasRoom) return t.tooMany(limits.files);
    if (!limits.fileEndings.some((ending) => name.toLowerCase().endsWith(ending)))
      return t.badKind(limits.fileEndings.join(', '));
    return size > limits.fileBytes ? t.tooLarge(limits.fileBytes / BYTES_PER_MEGABYTE) : undefined;
  };

  return (
    <div
      class="field"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <div class={isOver ? 'drop drop-over' : 'drop'}>
        <label for={id} class="button button-small">
          {t.choose}
        </label>
        <input
          ref={input}
          id={id}
          class="unseen"
          type="file"
          multiple
          accept={limits.fileEndings.join(',')}
          aria-describedby={`${id}-hint`}
          aria-invalid={fault !== undefined}
          onChange={({ currentTarget }) => {
            take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <span class="hint" id={`${id}-hint`}>
          {t.hint(limits.files, limits.fileEndings.join(', '), limits.fileBytes / BYTES_PER_MEGABYTE)}
        </span>
      </div>
      <ul class="bare files" aria-live="polite">
        {files.value.map(({ fileId, name }) => (
          <li key={fileId}>
            <span>{name}</span>
            <button
              type="button"
              class="plain"
              aria-label={t.remove(name)}
              onClick={() => {
                files.value = files.value.filter((one) => one.fileId !== fileId);
              }}
            >
              ×
            </button>
          </li>
        ))}
        {sending.map(({ id: sent, file, fault: why }) => (
          <li key={sent} class={why === undefined ? 'file-sending' : 'file-failed'}>
            <span>
              {file.name}
              <span class={why === undefined ? 'hint' : 'fault'}> {why ?? t.sending}</span>
            </span>
            {why !== undefined && (
              <button
                type="button"
                class="plain"
                aria-label={t.remove(file.name)}
                onClick={() => setSending((all) => all.filter((one) => one.id !== sent))}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      {fault !== undefined && <p class="fault">{fault}</p>}
    </div>
  );
}
