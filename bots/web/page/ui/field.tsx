import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface LabelledProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** Below the field. */
  readonly hint?: string | undefined;
  /** What is wrong with what stands in it. */
  readonly fault?: string | undefined;
  readonly isRequired?: boolean;
}

interface FieldProps extends LabelledProps {
  readonly maxLength?: number;
  readonly placeholder?: string | undefined;
  /** Of a text of several lines, how many are seen at least; it grows. Absent: one line. */
  readonly rows?: number;
  /** A whole number is meant. */
  readonly number?: { readonly least: number; readonly most: number };
  /** A time of the day is meant: `09:00`. */
  readonly isTime?: boolean;
  /** A day is meant: `2026-12-24`. */
  readonly isDay?: boolean;
  /** What is usual in one line, or all that there is. */
  readonly offered?: readonly (number | string)[];
  readonly onSubmit?: () => void;
  readonly autoFocus?: boolean;
  /** It is there to be copied. */
  readonly isReadOnly?: boolean;
}

/** A label with what is typed into it. Ctrl or ⌘ with Enter submits from a text of several lines. */
export function Field({
  maxLength,
  placeholder,
  rows,
  number,
  isTime,
  isDay,
  offered,
  onSubmit,
  autoFocus,
  isReadOnly,
  ...labelled
}: FieldProps) {
  const common = {
    ...(maxLength !== undefined && { maxLength }),
    ...(placeholder !== undefined && { placeholder }),
    ...(autoFocus && { autoFocus: true }),
    ...(isReadOnly && { readOnly: true }),
  };
  const kind = kindOf({ number, isTime, isDay });
  return (
    <Labelled
      {...labelled}
      draw={(own) => {
        if (rows !== undefined)
          return (
            <textarea
              rows={rows}
              {...common}
              {...own}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit?.();
              }}
            />
          );
        if (offered === undefined) return <input {...kind} {...common} {...own} />;
        const list = `${own.id}-offered`;
        return (
          <>
            <input {...kind} list={list} {...common} {...own} />
            <datalist id={list}>
              {offered.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </>
        );
      }}
    />
  );
}

function kindOf({
  number,
  isTime,
  isDay,
}: { readonly [K in 'number' | 'isTime' | 'isDay']: FieldProps[K] | undefined }) {
  if (number !== undefined)
    return { type: 'number', inputMode: 'numeric', min: number.least, max: number.most } as const;
  if (isDay) return { type: 'date' } as const;
  return isTime ? ({ type: 'time' } as const) : ({ type: 'text' } as const);
}

interface SelectFieldProps extends LabelledProps {
  /** What is kept and what is read, in this order. */
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onSubmit?: () => void;
}

/** A label with something that is chosen. */
export function SelectField({ options, onSubmit: _, ...labelled }: SelectFieldProps) {
  return (
    <Labelled
      {...labelled}
      draw={(own) => (
        <select {...own}>
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

interface Own {
  readonly id: string;
  readonly value: string;
  readonly required?: true;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid': boolean;
  readonly onInput: (event: {
    readonly currentTarget: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  }) => void;
}

/** @param draw the field itself, with what ties it to its label */
function Labelled({
  label,
  value,
  hint,
  fault,
  isRequired,
  draw,
}: LabelledProps & { readonly draw: (own: Own) => JSX.Element }) {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`]
    .filter(Boolean)
    .join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {draw({
        id,
        value: value.value,
        ...(isRequired && { required: true }),
        ...(describedBy !== '' && { 'aria-describedby': describedBy }),
        'aria-invalid': fault !== undefined,
        onInput({ currentTarget }) {
          value.value = currentTarget.value;
        },
      })}
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
