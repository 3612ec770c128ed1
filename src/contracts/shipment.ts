import { z } from 'zod'
import { packed } from '../domain/form-problems.ts'
import { applicationReceipt } from './receipts.ts'

const courierWanted = packed('FIELD_WRONG', {
  zh: '请填写承运商名称，1 至 20 个字',
  en: 'Write the name of the courier, 1 to 20 characters.',
})
const numberWanted = packed('FIELD_WRONG', {
  zh: '请填写运单号：4 至 30 个字母、数字或连字符',
  en: 'Write the tracking number: 4 to 30 letters, digits or hyphens.',
})

/** Body of `POST /v1/applications/:id/shipment`. */
export const shipment = z
  .strictObject({
    courier: z
      .string({ error: courierWanted })
      .trim()
      .regex(/^\P{Cc}{1,20}$/u, { error: courierWanted })
      .regex(/[\p{L}\p{N}]/u, { error: courierWanted })
      .meta({ examples: ['顺丰速运'] }),
    trackingNumber: z
      .string({ error: numberWanted })
      .trim()
      .regex(/^[A-Za-z0-9-]{4,30}$/, { error: numberWanted })
      .meta({ examples: ['SF1234567890123'] }),
  })
  .meta({ id: 'Shipment', examples: [{ courier: '顺丰速运', trackingNumber: 'SF1234567890123' }] })

/** How the terminal travels. */
export const shipmentView = z
  .object({
    courier: z.string(),
    trackingNumber: z.string(),
    shippedAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'ShipmentView' })

/** Answer to it. */
export const shipmentReceipt = applicationReceipt.extend({ shipment: shipmentView }).meta({
  id: 'ShipmentReceipt',
  examples: [
    {
      id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc',
      reference: 'A-1001',
      status: 'terminal_shipped',
      revision: 1,
      shipment: {
        courier: '顺丰速运',
        trackingNumber: 'SF1234567890123',
        shippedAt: '2026-11-25T02:00:00.000Z',
      },
    },
  ],
})
