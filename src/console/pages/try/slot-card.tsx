import { CameraOutlined, DeleteOutlined, PictureOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Flex, Progress, Tag, Typography, Upload } from 'antd'
import type { MaterialKind } from '../../../domain/application.ts'
import { useSay, useTexts } from '../../language.tsx'
import type { Text } from '../../texts.ts'
import type { Slot } from './photos.ts'
import { tryTexts } from './try-texts.ts'
import './try.css'

/** A phone's camera can be asked for; elsewhere the same button would only open the folders again. */
const hasCamera = () => matchMedia('(pointer: coarse)').matches

/** One photo to bring: choose or take it, and read at once whether it will do. */
export function SlotCard({
  kind,
  name,
  instruction,
  need,
  slot,
  onChoose,
  onRemove,
}: {
  kind: MaterialKind
  name: Text
  instruction: Text
  need?: 'required' | 'optional' | 'one_of_sets'
  slot: Slot | undefined
  onChoose: (kind: MaterialKind, file: File) => void
  onRemove: (kind: MaterialKind) => void
}) {
  const t = useTexts(tryTexts)
  const say = useSay()
  const pick = (label: string, icon: React.ReactNode, capture: boolean) => (
    <Upload
      accept="image/*"
      showUploadList={false}
      {...(capture && { capture: 'environment' as const })}
      beforeUpload={(file) => {
        onChoose(kind, file)
        return Upload.LIST_IGNORE
      }}
    >
      <Button size="small" icon={icon}>
        {label}
      </Button>
    </Upload>
  )
  return (
    <Card
      size="small"
      title={say(name)}
      extra={need && <Tag color={need === 'required' ? 'blue' : 'default'}>{t(`need_${need}`)}</Tag>}
      data-slot={kind}
    >
      <Flex vertical gap={8}>
        <Typography.Text type="secondary">{say(instruction)}</Typography.Text>
        {slot && <img className="try-preview" src={slot.preview} alt={t('photoOf', { name: say(name) })} />}
        {slot && <Verdict slot={slot} />}
        <Flex gap={8} wrap>
          {hasCamera() && pick(t('take'), <CameraOutlined />, true)}
          {pick(slot ? t('replace') : t('choose'), <PictureOutlined />, false)}
          {slot && (
            <Button size="small" type="text" icon={<DeleteOutlined />} onClick={() => onRemove(kind)}>
              {t('removePhoto')}
            </Button>
          )}
        </Flex>
      </Flex>
    </Card>
  )
}

function Verdict({ slot }: { slot: Slot }) {
  const t = useTexts(tryTexts)
  const say = useSay()
  if (slot.state === 'uploading') {
    return (
      <div role="status">
        <Progress percent={100} status="active" showInfo={false} size="small" aria-hidden />
        {t('looking')}
      </div>
    )
  }
  if (slot.state === 'failed') return <Alert type="error" showIcon title={say(slot.text)} />
  const { verdict, clarity, reasons } = slot.receipt.precheck
  const seen = clarity === null ? '' : t('clarity', { clarity })
  if (verdict === 'ok') return <Alert type="success" showIcon title={[t('ok'), seen].filter(Boolean).join(' · ')} />
  return (
    <Alert
      type="warning"
      showIcon
      title={[t('retake'), seen].filter(Boolean).join(' · ')}
      description={
        <ul className="try-reasons">
          {reasons.map(({ code, message, hint }) => (
            <li key={code}>
              {say(message)} {say(hint)}
            </li>
          ))}
        </ul>
      }
    />
  )
}
