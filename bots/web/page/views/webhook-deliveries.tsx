import { useState } from 'preact/hooks';
import { api } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import type { Delivery, DeliveryPage, Webhook } from '../core/webhooks.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { Moment } from '../ui/moment.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { toast } from '../ui/toasts.tsx';

const LOOK_EVERY_MS = 10_000;
const STATES = ['', 'given-up', 'pending', 'delivered'] as const;

interface DeliveriesProps {
  readonly webhook: Webhook;
  /** More is on its way than before. */
  readonly onReplayed: () => void;
}

/** What was sent to an endpoint, the latest first, and sends it again. */
export function Deliveries({ webhook: { webhookId, disabledAt, counts }, onReplayed }: DeliveriesProps) {
  const { page } = say();
  const t = page.webhooks;
  const [state, setState] = useState<(typeof STATES)[number]>('');
  const [cursor, setCursor] = useState<string>();
  const asked = new URLSearchParams({
    ...(state !== '' && { state }),
    ...(cursor !== undefined && { cursor }),
  });
  const path = `/webhooks/${webhookId}`;
  const { value, problem, reload } = useLoaded<DeliveryPage>(`${path}/deliveries?${asked.toString()}`, {
    everyMs: LOOK_EVERY_MS,
  });
  const replay = async (which: { readonly eventId?: string }): Promise<void> => {
    const answer = await api.post<{ readonly replayed: number }>(`${path}/replay`, which);
    if (answer.ok) toast(t.replayed(answer.value.replayed));
    else toast(answer.problem.detail, { isProblem: true });
    onReplayed();
    await reload();
  };
  return (
    <div class="deliveries">
      <div class="actions">
        <select
          aria-label={t.state}
          value={state}
          onChange={({ currentTarget: { value: chosen } }) => {
            setCursor(undefined);
            setState(STATES.find((one) => one === chosen) ?? '');
          }}
        >
          {STATES.map((one) => (
            <option key={one} value={one}>
              {one === '' ? t.anyState : t.states[one]}
            </option>
          ))}
        </select>
        {counts.givenUp > 0 && disabledAt === undefined && (
          <button type="button" class="button button-small" onClick={() => void replay({})}>
            {t.replayAll}
          </button>
        )}
      </div>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value?.deliveries.length === 0 && <p class="soft">{t.nothingSent}</p>}
      {value !== undefined && value.deliveries.length > 0 && (
        <ol class="bare" aria-label={t.buttons.deliveries}>
          {value.deliveries.map((delivery) => (
            <Sent
              key={delivery.eventId}
              delivery={delivery}
              {...(disabledAt === undefined && { replay: () => void replay({ eventId: delivery.eventId }) })}
            />
          ))}
        </ol>
      )}
      {value?.next !== undefined && (
        <button type="button" class="button button-small" onClick={() => setCursor(value.next)}>
          {page.list.older}
        </button>
      )}
    </div>
  );
}

interface DeliveryProps {
  readonly delivery: Delivery;
  /** Absent: nothing is sent there. */
  readonly replay?: () => void;
}

function Sent({ delivery, replay }: DeliveryProps) {
  const t = say().page.webhooks;
  const { articleId, type, at, state, attempts, status, problem } = delivery;
  return (
    <li class="delivery">
      <p class="row-facts">
        <span class={state === 'given-up' ? 'stage stage-stuck' : 'stage'}>{t.states[state]}</span>
        <span>
          <a href={pathOf('article', { articleId })}>{t.events[type]}</a>
        </span>
        <span>
          <Moment at={at} />
        </span>
        {attempts > 1 && <span>{t.attempts(attempts)}</span>}
        {state !== 'delivered' && status !== undefined && <span>{t.answered(status)}</span>}
        {state !== 'delivered' && problem !== undefined && <span>{problem}</span>}
      </p>
      {state !== 'pending' && replay !== undefined && (
        <button
          type="button"
          class="button button-small"
          aria-label={t.command(t.replay, t.events[type])}
          onClick={replay}
        >
          {t.replay}
        </button>
      )}
    </li>
  );
}
