import { Modal } from 'antd'
import type { KeyGroup } from './keys.tsx'
import { useSay, useTexts } from './language.tsx'
import { shellTexts } from './shell-texts.ts'

const names: Record<string, string> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** All keys of what is shown, as `?` asks for them. */
export function KeyHelp({ groups, close }: { groups: readonly KeyGroup[] | null; close: () => void }) {
  const t = useTexts(shellTexts)
  const say = useSay()
  return (
    <Modal open={groups !== null} onCancel={close} footer={null} title={t('keys')} width={640}>
      <div className="key-help">
        {groups
          ?.filter(({ bindings }) => bindings.length > 0)
          .map(({ title, bindings }) => (
            <section key={title.en}>
              <h3>{say(title)}</h3>
              <dl>
                {bindings.map(({ keys, text }) => (
                  <div key={keys}>
                    <dt>
                      <KeyName keys={keys} />
                    </dt>
                    <dd>{say(text)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Modal>
  )
}

/** A key as it is printed on a keyboard. */
export function KeyName({ keys }: { keys: string }) {
  const parts = keys === ' ' ? [keys] : keys.split(' ')
  return (
    <>
      {parts.map((part) => (
        <kbd key={part}>
          {part.startsWith('ctrl+') ? `Ctrl ${names[part.slice(5)] ?? part.slice(5)}` : (names[part] ?? part)}
        </kbd>
      ))}
    </>
  )
}
