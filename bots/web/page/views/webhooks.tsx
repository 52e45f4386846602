import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { WEBHOOK_EVENTS, type WebhookEventType } from '../../../../src/protocol/webhook.ts';
import { newKey } from '../core/api.ts';
import { useCommands } from '../core/commands.ts';
import { api } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import type { CreatedWebhook, Webhook } from '../core/webhooks.ts';
import { say } from '../core/words.ts';
import { Confirm, Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { useRowActs, useRowKeys } from '../ui/row-keys.ts';
import { toast } from '../ui/toasts.tsx';
import { Deliveries } from './webhook-deliveries.tsx';

const LOOK_EVERY_MS = 10_000;
const PATH = '/webhooks';

/** What is done with an endpoint. */
type Act = 'deliveries' | 'enable' | 'rotate' | 'delete';
/** What a key does with the one that has the focus. */
const KEYS = [
  ['o', 'deliveries'],
  ['e', 'enable'],
  ['s', 'rotate'],
  ['x', 'delete'],
] as const satisfies readonly (readonly [string, Act])[];
/** Asked before: from then on something is not as it was. */
type Asked = Extract<Act, 'rotate' | 'delete'>;

/** Who is told by HTTP what happens to articles: what became of it, and what can be done about it. */
export function Webhooks() {
  const { page } = say();
  const t = page.webhooks;
  const list = useLoaded<{ readonly webhooks: readonly Webhook[] }>(PATH, { everyMs: LOOK_EVERY_MS });
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [asked, setAsked] = useState<{ readonly kind: Asked; readonly webhook: Webhook }>();
  const [opened, setOpened] = useState<string>();
  const webhooks = list.value?.webhooks ?? [];

  const send = async (kind: Exclude<Act, 'deliveries'>, { webhookId }: Webhook): Promise<void> => {
    const path = `${PATH}/${webhookId}`;
    const answer =
      kind === 'delete'
        ? await api.post<{ readonly secret?: string }>(path, undefined, { method: 'DELETE' })
        : await api.post<{ readonly secret?: string }>(`${path}/${kind}`, {});
    if (!answer.ok) toast(answer.problem.detail, { isProblem: true });
    else if (kind === 'rotate') setSecret(answer.value.secret);
    else toast(t.did[kind]);
    await list.reload();
  };
  const begin = (kind: Act, webhook: Webhook): void => {
    if (kind === 'deliveries') setOpened((now) => (now === webhook.webhookId ? undefined : webhook.webhookId));
    else if (kind === 'enable') void send(kind, webhook);
    else setAsked({ kind, webhook });
  };

  useRowKeys(t.keys);
  useRowActs(
    KEYS.map(([keys, kind]) => ({
      keys,
      label: t.buttons[kind],
      run: (row) => {
        const webhook = webhooks.find(({ webhookId }) => webhookId === row);
        if (webhook !== undefined && actsOn(webhook).includes(kind)) begin(kind, webhook);
      },
    })),
  );
  useCommands([
    { id: 'new-webhook', label: t.make, isLocal: true, run: () => setMaking(true) },
    ...webhooks.flatMap((webhook) =>
      actsOn(webhook).map((kind) => ({
        id: `${kind}-${webhook.webhookId}`,
        label: t.command(t.buttons[kind], webhook.url),
        isLocal: true as const,
        run: () => begin(kind, webhook),
      })),
    ),
  ]);

  return (
    <section class="view">
      <header class="view-head">
        <h1>{t.title}</h1>
        <button type="button" class="button button-main" onClick={() => setMaking(true)}>
          {t.make}
        </button>
      </header>
      <p class="soft">{t.lead}</p>
      {list.problem !== undefined && <ProblemNote problem={list.problem} onRetry={() => void list.reload()} />}
      {list.value === undefined && list.problem === undefined && <p class="soft">{page.loading}</p>}
      {list.value?.webhooks.length === 0 && <p class="empty">{t.none}</p>}
      {webhooks.length > 0 && (
        <ul class="bare rows" aria-label={t.title}>
          {webhooks.map((webhook) => (
            <Row
              key={webhook.webhookId}
              webhook={webhook}
              isOpen={opened === webhook.webhookId}
              begin={begin}
              reload={list.reload}
            />
          ))}
        </ul>
      )}
      {isMaking && (
        <NewWebhook
          onMade={(made) => {
            setMaking(false);
            setSecret(made.secret);
            void list.reload();
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {secret !== undefined && <Secret secret={secret} onClose={() => setSecret(undefined)} />}
      {asked !== undefined && (
        <Confirm
          title={t.sure[asked.kind]}
          text={`${asked.webhook.url}: ${t.sureWhy[asked.kind]}`}
          yes={t.buttons[asked.kind]}
          isDangerous
          onYes={() => {
            setAsked(undefined);
            void send(asked.kind, asked.webhook);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

/** What stands in the settings is changed there. */
function actsOn({ source, disabledAt }: Webhook): readonly Act[] {
  return [
    'deliveries',
    ...(disabledAt === undefined ? [] : (['enable'] as const)),
    ...(source === 'api' ? (['rotate', 'delete'] as const) : []),
  ];
}

interface RowProps {
  readonly webhook: Webhook;
  /** What was sent there is shown. */
  readonly isOpen: boolean;
  readonly begin: (kind: Act, webhook: Webhook) => void;
  readonly reload: () => Promise<void>;
}

function Row({ webhook, isOpen, begin, reload }: RowProps) {
  const { page, words } = say();
  const t = page.webhooks;
  const { webhookId, url, source, events, places, everything, disabledAt, counts } = webhook;
  return (
    <li class="row row-wide" data-row={webhookId}>
      <div class="row-text">
        <h2 class="row-title row-address" tabIndex={-1}>
          {url}
        </h2>
        <p class="row-facts">
          <span class="stage">
            {events === undefined ? t.allEvents : words.format.both(events.map((event) => t.events[event]))}
          </span>
          <span>{everything ? t.ofAll : t.ofMaker}</span>
          {places !== undefined && <span>{t.onlyIn(places)}</span>}
          {source === 'config' && <span>{t.inSettings(webhookId)}</span>}
        </p>
        {disabledAt !== undefined && (
          <p class="row-facts">
            <span class="stage stage-stuck">{t.disabled}</span>
            <span>
              <Moment at={disabledAt} />
            </span>
          </p>
        )}
        <p class="row-facts number">
          <span>{t.delivered(counts.delivered)}</span>
          {counts.pending > 0 && <span>{t.pending(counts.pending)}</span>}
          {counts.givenUp > 0 && <span class="stage stage-stuck">{t.givenUp(counts.givenUp)}</span>}
        </p>
      </div>
      <div class="row-actions">
        {actsOn(webhook).map((kind) => (
          <button
            key={kind}
            type="button"
            class={kind === 'delete' ? 'button button-small button-danger' : 'button button-small'}
            aria-label={t.command(t.buttons[kind], url)}
            {...(kind === 'deliveries' && { 'aria-expanded': isOpen })}
            onClick={() => begin(kind, webhook)}
          >
            {t.buttons[kind]}
          </button>
        ))}
      </div>
      {isOpen && <Deliveries webhook={webhook} onReplayed={() => void reload()} />}
    </li>
  );
}

interface NewWebhookProps {
  readonly onMade: (made: CreatedWebhook) => void;
  readonly onClose: () => void;
}

/** Asks where to, and what of. */
function NewWebhook({ onMade, onClose }: NewWebhookProps) {
  const t = say().page.webhooks;
  const url = useSignal('');
  const events = useSignal<readonly WebhookEventType[]>(WEBHOOK_EVENTS);
  const [fault, setFault] = useState<string>();
  // Whatever is sent again, it is the same endpoint and the same secret.
  const sent = useRef({ key: '', body: '' });
  const make = async (): Promise<void> => {
    const isAll = events.value.length === WEBHOOK_EVENTS.length;
    const wanted = { url: url.value.trim(), ...(!isAll && { events: events.value }) };
    const body = JSON.stringify(wanted);
    if (sent.current.body !== body) sent.current = { key: newKey(), body };
    const answer = await api.post<CreatedWebhook>(PATH, wanted, { key: sent.current.key });
    if (answer.ok) onMade(answer.value);
    else setFault(answer.problem.detail);
  };
  return (
    <Dialog title={t.make} onClose={onClose}>
      <form
        class="decision"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label={t.url} value={url} hint={t.urlHint} placeholder="https://…" fault={fault} autoFocus isRequired />
        <fieldset class="choices">
          <legend class="label">{t.what}</legend>
          {WEBHOOK_EVENTS.map((event) => (
            <label key={event} class="check">
              <input
                type="checkbox"
                checked={events.value.includes(event)}
                onChange={({ currentTarget: { checked } }) => {
                  events.value = WEBHOOK_EVENTS.filter((one) => (one === event ? checked : events.value.includes(one)));
                }}
              />
              <span>{t.events[event]}</span>
            </label>
          ))}
        </fieldset>
        <div class="actions">
          <button
            type="submit"
            class="button button-main"
            disabled={url.value.trim() === '' || events.value.length === 0}
          >
            {t.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Shown once: whoever closes it has it, or makes another one. */
function Secret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const t = say().page.webhooks;
  const shown = useSignal(secret);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      toast(t.copied);
    } catch {
      // Only where the connection is safe may a page do this.
      toast(t.notCopied, { isProblem: true });
    }
  };
  return (
    <Dialog title={t.secret} onClose={onClose}>
      <Field label={t.secretLabel} value={shown} hint={t.secretOnce} isReadOnly />
      <div class="actions">
        <button type="button" class="button button-main" autoFocus onClick={() => void copy()}>
          {t.copy}
        </button>
      </div>
    </Dialog>
  );
}
