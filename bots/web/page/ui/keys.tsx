import { signal } from '@preact/signals';
import { commandsNow } from '../core/commands.ts';
import { chooseSingleKeys, hasSingleKeys } from '../core/keys.ts';
import { say } from '../core/words.ts';
import { Dialog } from './dialog.tsx';

export const isKeyListOpen = signal(false);

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as they are written on them: `g i`, `⌘ K`. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span class="keys">
      {keys.split(' ').map((key, index) => (
        <kbd key={index}>{shown(key)}</kbd>
      ))}
    </span>
  );
}

function shown(key: string): string {
  const [modifier, name] = key.startsWith('mod+') ? [isMac ? '⌘' : 'Ctrl', key.slice(4).toUpperCase()] : ['', key];
  return modifier === '' ? name : `${modifier} ${name}`;
}

/** Every key that does something right now. */
export function KeyList() {
  const { page } = say();
  if (!isKeyListOpen.value) return null;
  const commands = commandsNow().filter(({ keys }) => keys !== undefined);
  return (
    <Dialog title={page.keys.title} onClose={() => (isKeyListOpen.value = false)}>
      {[
        [page.keys.here, commands.filter(({ isLocal }) => isLocal)] as const,
        [page.keys.everywhere, commands.filter(({ isLocal }) => !isLocal)] as const,
      ].map(
        ([title, group]) =>
          group.length > 0 && (
            <section key={title} class="key-list">
              <h3>{title}</h3>
              <dl>
                {group.map(({ id, label, keys = '' }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ),
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={hasSingleKeys.value}
          onChange={({ currentTarget }) => chooseSingleKeys(currentTarget.checked)}
        />
        <span>{page.keys.singleKeys}</span>
      </label>
    </Dialog>
  );
}
