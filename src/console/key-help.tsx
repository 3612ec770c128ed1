import { Modal } from 'antd'
import { KeyName } from './key-name.tsx'
import type { KeyGroup } from './keys.tsx'
import { useSay, useTexts } from './language.tsx'
import { shellTexts } from './shell-texts.ts'

/** All keys of what is shown, as `?` asks for them. */
export function KeyHelp({ groups, close }: { groups: readonly KeyGroup[]; close: () => void }) {
  const t = useTexts(shellTexts)
  const say = useSay()
  return (
    <Modal open onCancel={close} footer={null} title={t('keys')} width={640}>
      <div className="key-help">
        {groups
          .filter(({ bindings }) => bindings.length > 0)
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
