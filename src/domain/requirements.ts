import { materialKinds } from './application.ts'
import type { MaterialKind, MerchantType } from './application.ts'
import type { LocalisedText } from './decision.ts'
import { materialNames } from './terms.ts'

/** How a material is asked for: always, never by force, or as part of one of several complete sets. */
type Need = 'required' | 'optional' | 'one_of_sets'

interface Requirement {
  kind: MaterialKind
  need: Need
  name: LocalisedText
  instruction: LocalisedText
}

export interface Requirements {
  merchantType: MerchantType
  materials: readonly Requirement[]
  /** One of these must be complete, each kind of it; empty where nothing is left to choose. */
  sets: readonly (readonly MaterialKind[])[]
}

const documents = ['id_portrait', 'id_emblem', 'bank_card'] as const
const stall = ['scene_stall', 'scene_tools', 'scene_surroundings'] as const
const shop = ['scene_signboard', 'scene_cashier', 'scene_interior'] as const
const extras = ['lease_contract', 'industry_permit', 'market_certificate'] as const

/** The one table of what each type of merchant brings. A micro merchant shows a stall, or a shop where it has one. */
const table: Record<
  MerchantType,
  { required: readonly MaterialKind[]; sets: readonly (readonly MaterialKind[])[]; optional: readonly MaterialKind[] }
> = {
  individual_business: {
    required: ['business_licence', ...documents, ...shop],
    sets: [],
    optional: [...extras, 'authorisation_letter'],
  },
  // A micro merchant may be paid to its own card alone, so no letter helps it.
  micro_merchant: { required: documents, sets: [stall, shop], optional: extras },
}

const instructions: Record<MaterialKind, LocalisedText> = {
  business_licence: {
    zh: '拍摄营业执照原件，四角完整，文字清晰',
    en: 'The original licence, all four corners, text sharp',
  },
  id_portrait: {
    zh: '拍摄身份证有照片的一面，四角完整，无反光',
    en: 'The side with the portrait, all four corners, no glare',
  },
  id_emblem: {
    zh: '拍摄身份证有国徽的一面，有效期清晰可见',
    en: 'The side with the emblem, period of validity legible',
  },
  bank_card: {
    zh: '拍摄储蓄卡有卡号的一面，卡号完整清晰',
    en: 'The number side of a debit card, number complete and sharp',
  },
  scene_signboard: { zh: '拍摄店铺门头全景，招牌文字完整', en: 'The shop front with its whole signboard' },
  scene_cashier: { zh: '拍摄收银台及周围环境', en: 'The cashier desk and what is around it' },
  scene_interior: { zh: '拍摄店内经营环境和商品', en: 'The inside of the shop with its goods' },
  scene_stall: { zh: '拍摄摊位全景，含商品', en: 'The whole stall with its goods' },
  scene_tools: { zh: '拍摄经营所用的工具或设备', en: 'The tools or equipment used for the trade' },
  scene_surroundings: {
    zh: '拍摄摊位周边环境，如路牌、相邻商户',
    en: 'What is around the stall, such as a street sign or neighbours',
  },
  lease_contract: {
    zh: '拍摄租赁合同中载明地址和双方的页面',
    en: 'The page of the lease with the address and both parties',
  },
  industry_permit: {
    zh: '拍摄行业许可证原件，如食品经营许可证',
    en: 'The original permit of the trade, such as a food licence',
  },
  market_certificate: {
    zh: '拍摄市场管理方出具的经营证明',
    en: 'The certificate issued by the management of the market',
  },
  authorisation_letter: {
    zh: '仅当结算账户不在您本人或本店名下时需要：拍摄账户持有人签字的结算授权书原件',
    en: 'Only where the settlement account is neither yours nor the shop’s: the original letter signed by its holder',
  },
}

export function requirementsFor(merchantType: MerchantType): Requirements {
  const { required, sets, optional } = table[merchantType]
  const needOf = (kind: MaterialKind): Need | null => {
    if (required.includes(kind)) return 'required'
    if (sets.some((set) => set.includes(kind))) return 'one_of_sets'
    return optional.includes(kind) ? 'optional' : null
  }
  const materials = materialKinds.flatMap((kind) => {
    const need = needOf(kind)
    return need ? [{ kind, need, name: materialNames[kind], instruction: instructions[kind] }] : []
  })
  return { merchantType, materials, sets }
}

/**
 * What is still to be brought, in the order of the table. Of several sets the one that is nearest to complete counts;
 * where none has begun or two are as near, the first.
 */
export function missingMaterials(merchantType: MerchantType, kinds: readonly MaterialKind[]): MaterialKind[] {
  const { required, sets } = table[merchantType]
  const lacking = (set: readonly MaterialKind[]) => set.filter((kind) => !kinds.includes(kind))
  const nearest = sets
    .map(lacking)
    .reduce<MaterialKind[] | null>((best, set) => (best && best.length <= set.length ? best : set), null)
  return [...lacking(required), ...(nearest ?? [])]
}
