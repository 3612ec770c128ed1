import type { MerchantType } from '../../domain/application.ts'
import type { Status } from '../../domain/status.ts'

/** An application as far as a list needs it. */
export interface ListedApplication {
  id: string
  reference: string
  merchantType: MerchantType
  status: Status
  revision: number
  createdAt: string
}

export interface ListedRow {
  id: string
  reference: string
  merchant_type: MerchantType
  status: Status
  revision: number
  created_at: Date
}

export const listed = (row: ListedRow): ListedApplication => ({
  id: row.id,
  reference: row.reference,
  merchantType: row.merchant_type,
  status: row.status,
  revision: row.revision,
  createdAt: row.created_at.toISOString(),
})
