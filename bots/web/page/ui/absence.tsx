import { signal, useSignal } from '@preact/signals';
import { newKey } from '../core/api.ts';
import { useNames } from '../core/people.ts';
import { api } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { toast } from './toasts.tsx';

/** Who decides for the person, as `GET /absence` tells. Without one nobody does. */
interface Absence {
  readonly substitute?: { readonly key: string; readonly name: string };
  /** ISO 8601 */
  readonly from?: string;
  /** ISO 8601: the first moment at which it is over. */
  readonly until?: string;
  /** IANA: by whose clock days begin and end. */
  readonly zone: string;
}

export const isAbsenceOpen = signal(false);

/** Says who decides for the person while they are away, and lets them say so or end it. There when it is asked for. */
export function AbsenceDialog() {
  return isAbsenceOpen.value ? <Away onClose={() => (isAbsenceOpen.value = false)} /> : null;
}

function Away({ onClose }: { readonly onClose: () => void }) {
  const { page } = say();
  const t = page.absence;
  const absence = useLoaded<Absence>('/absence');
  const names = useNames();
  const from = useSignal('');
  const until = useSignal('');
  const whom = useSignal('');
  const faults = useSignal<{ readonly until?: string; readonly whom?: string }>({});
  const isSent = useSignal(false);
  const said = absence.value && standsFor(absence.value);

  const submit = async (): Promise<void> => {
    if (isSent.value) return;
    const missing = {
      ...(until.value === '' && { until: t.untilMissing }),
      ...(whom.value.trim() === '' && { whom: t.whomMissing }),
    };
    faults.value = missing;
    if (Object.keys(missing).length > 0) return;
    isSent.value = true;
    const body = { until: until.value, whom: whom.value.trim(), ...(from.value !== '' && { from: from.value }) };
    const answer = await api.post<Absence>('/absence', body, { method: 'PUT', key: newKey() });
    isSent.value = false;
    if (!answer.ok) {
      const { code, detail } = answer.problem;
      faults.value = code === 'away-when' ? { until: t.notThen } : { whom: detail };
      return;
    }
    toast(standsFor(answer.value) ?? t.none);
    onClose();
  };
  const end = async (): Promise<void> => {
    const answer = await api.post('/absence', undefined, { method: 'DELETE' });
    if (!answer.ok) return toast(answer.problem.detail, { isProblem: true });
    toast(t.none);
    onClose();
  };
  return (
    <Dialog title={t.title} onClose={onClose}>
      <p>{t.lead}</p>
      {said !== undefined && (
        <div class="standing">
          <p>{said}</p>
          <button type="button" class="button button-small" onClick={() => void end()}>
            {t.end}
          </button>
        </div>
      )}
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="dialog-pair">
          <Field label={t.from} value={from} isDay hint={t.fromHint} />
          <Field label={t.until} value={until} isDay isRequired fault={faults.value.until} />
        </div>
        <Field label={t.whom} value={whom} offered={names} hint={t.whomHint} isRequired fault={faults.value.whom} />
        <div class="actions">
          <button type="submit" class="button button-main" aria-disabled={isSent.value}>
            {said === undefined ? t.submit : t.submitInstead}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Undefined: nobody does. */
function standsFor({ substitute, from, until, zone }: Absence): string | undefined {
  if (substitute === undefined || from === undefined || until === undefined) return undefined;
  return say().page.absence.stands(substitute.name, new Date(from), new Date(Date.parse(until) - 1), zone);
}
