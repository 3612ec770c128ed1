import { Form, Input, Segmented } from 'antd'
import type { FormInstance } from 'antd'
import type { MerchantType } from '../../../domain/application.ts'
import { useTexts } from '../../language.tsx'
import { fieldsFor } from './fields.ts'
import { tryTexts } from './try-texts.ts'
import './try.css'

/** What an applicant types. The API checks it; here only what is empty is told at once. */
export function ApplicationForm({ form, type }: { form: FormInstance; type: MerchantType }) {
  const t = useTexts(tryTexts)
  return (
    <Form form={form} layout="vertical" autoComplete="off" requiredMark={false} className="try-form">
      {fieldsFor(type).map(({ path, label, required, keys }) => (
        <Form.Item
          key={path}
          name={path.split('.')}
          label={t(label)}
          rules={required ? [{ required: true, whitespace: true, message: t('required', { field: t(label) }) }] : []}
        >
          <Input inputMode={keys ?? 'text'} />
        </Form.Item>
      ))}
      <Form.Item name="terminal" label={t('terminal')} initialValue="smart_pos">
        <Segmented
          options={[
            { value: 'smart_pos', label: t('smart_pos') },
            { value: 'esign_pos', label: t('esign_pos') },
          ]}
        />
      </Form.Item>
    </Form>
  )
}
