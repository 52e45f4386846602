import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** Below the field. */
  readonly hint?: string | undefined;
  /** What is wrong with what stands in it. */
  readonly fault?: string | undefined;
  readonly maxLength?: number;
  readonly isRequired?: boolean;
  /** Of a text of several lines, how many are seen at least; it grows. Absent: one line. */
  readonly rows?: number;
  readonly onSubmit?: () => void;
  readonly autoFocus?: boolean;
}

/** A label with what is typed into it. Ctrl or ⌘ with Enter submits from a text of several lines. */
export function Field({ label, value, hint, fault, maxLength, isRequired, rows, onSubmit, autoFocus }: FieldProps) {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`]
    .filter(Boolean)
    .join(' ');
  const common = {
    id,
    value: value.value,
    ...(maxLength !== undefined && { maxLength }),
    ...(isRequired && { required: true }),
    ...(autoFocus && { autoFocus: true }),
    ...(describedBy !== '' && { 'aria-describedby': describedBy }),
    'aria-invalid': fault !== undefined,
    onInput: (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      value.value = event.currentTarget.value;
    },
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input type="text" {...common} />
      ) : (
        <textarea
          rows={rows}
          {...common}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit?.();
          }}
        />
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
