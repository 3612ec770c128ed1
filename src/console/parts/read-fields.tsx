import { Tag } from 'antd'
import type { StoryPhoto } from '../../contracts/story-photos.ts'
import { useSay, useTexts } from '../language.tsx'
import { fieldKey, isLit, type Spot, useLit, useSpot } from './lit.tsx'
import { Masked } from './masked.tsx'
import { partTexts } from './part-texts.ts'

/** What was read on the photo that is being looked at; each value lights its box. */
export function ReadFields({ photo }: { photo: StoryPhoto }) {
  const t = useTexts(partTexts)
  // What may or may not be there, and is not, is nothing to read about.
  const fields = photo.fields.filter(({ value, needed }) => value !== null || needed)
  if (fields.length === 0) return <p className="quiet">{t('nothingRead')}</p>
  return (
    <table className="side-by-side read-fields">
      <tbody>
        {fields.map((field) => (
          <ReadField key={field.field} photo={photo} field={field} />
        ))}
      </tbody>
    </table>
  )
}

function ReadField({ photo, field }: { photo: StoryPhoto; field: StoryPhoto['fields'][number] }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { spot: lit, lookAt } = useLit()
  const { materialId, kind } = photo
  const spot: Spot | null = field.box ? { materialId, key: fieldKey(field.field), quad: field.box } : null
  const hover = useSpot(spot)
  return (
    <tr data-lit={isLit(lit, materialId, fieldKey(field.field)) || undefined} {...hover}>
      <th scope="row">
        {spot ? (
          <button type="button" className="as-text" onClick={() => lookAt(spot)}>
            {say(field.name)}
          </button>
        ) : (
          say(field.name)
        )}
      </th>
      <td>
        <Masked
          value={field.value}
          masked={field.masked}
          said={field.said}
          what={{ material: kind, field: field.field }}
          name={say(field.name)}
          empty={t('notRead')}
        />
        {field.checkDigit === 'invalid' && <Tag color="red">{t('checkDigitInvalid')}</Tag>}
        {field.repaired && <Tag color="gold">{t('repaired')}</Tag>}
        {field.qr === 'differs' && <Tag color="red">{t('qrDiffers')}</Tag>}
        {field.qr === 'alone' && <Tag>{t('qrAlone')}</Tag>}
      </td>
      <td className="quiet small">
        {field.value !== null && t('confidence', { percent: Math.round(field.confidence * 100) })}
      </td>
    </tr>
  )
}
