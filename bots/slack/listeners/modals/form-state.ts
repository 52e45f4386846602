import type { SharedFile } from '../shared-file.ts';

/** What a form holds, block by block and input by input. */
export interface FormState {
  readonly values: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          | {
              readonly value?: string | null;
              readonly selected_option?: { readonly value: string } | null;
              readonly selected_users?: readonly string[];
              readonly files?: readonly SharedFile[];
            }
          | undefined
        >
      >
    >
  >;
}

/** What was typed into a field; empty when nothing was. */
export function typedIn(state: FormState, field: string): string {
  return valueIn(state, field).trim();
}

/** As it was typed. */
export function valueIn(state: FormState, field: string): string {
  const input = state.values[field]?.[field];
  return input?.value ?? input?.selected_option?.value ?? '';
}

/** Ids of the people who were picked in a field. */
export function usersIn(state: FormState, field: string): readonly string[] {
  return state.values[field]?.[field]?.selected_users ?? [];
}

/** What was uploaded into a field. */
export function filesIn(state: FormState, field: string): readonly SharedFile[] {
  return state.values[field]?.[field]?.files ?? [];
}
