import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../core/words.ts';

interface DialogProps {
  readonly title: string;
  /** Closed by Escape, by a click beside it, or by its button. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** For texts rather than questions. */
  readonly isWide?: boolean;
}

/** A question or a text in front of the page, which gets no focus meanwhile. There while it is drawn. */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the next key: whoever types on has what they typed in the dialog, and nothing of it is taken for a command.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="plain" aria-label={say().page.close} onClick={onClose}>
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  /** What it means. */
  readonly text: string;
  readonly yes: string;
  readonly isDangerous?: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
}

/** Asked before what cannot be taken back. */
export function Confirm({ title, text, yes, isDangerous = false, onYes, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <div class="actions">
        <button
          type="button"
          class={isDangerous ? 'button button-danger' : 'button button-main'}
          autoFocus={!isDangerous}
          onClick={onYes}
        >
          {yes}
        </button>
        <button type="button" class="button" autoFocus={isDangerous} onClick={onClose}>
          {say().article.confirm.no}
        </button>
      </div>
    </Dialog>
  );
}
