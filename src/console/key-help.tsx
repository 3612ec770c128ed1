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
    <Modal open onCancel={close} footer={null} title={t('keys')} width={680}>
      <div className="key-help">
        {byTitle(groups).map(({ title, bindings }) => (
          <section key={title.en}>
            <h2>{say(title)}</h2>
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

/** Parts of a page that share a title stand together. */
function byTitle(groups: readonly KeyGroup[]): Pick<KeyGroup, 'title' | 'bindings'>[] {
  const titles = new Map(groups.filter(({ bindings }) => bindings.length > 0).map(({ title }) => [title.en, title]))
  return [...titles.values()].map((title) => ({
    title,
    bindings: groups.filter((group) => group.title.en === title.en).flatMap(({ bindings }) => bindings),
  }))
}
