import { sceneKinds } from '../../../src/domain/application.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { always, has, type Fault } from './fault.ts'
import { addDays, today } from './people.ts'
import { kindsIn, withSlot, type Slot, type World } from './world.ts'

const scenes = (world: World): MaterialKind[] => kindsIn(world).filter((kind) => sceneKinds.includes(kind))

/** One of the premises photos, changed. */
const onOne = (
  name: string,
  codes: Fault['codes'],
  change: (world: World, chance: Random, at: MaterialKind) => Partial<Slot>,
  fits: Fault['fits'] = always,
): Fault => ({
  name,
  group: 'premises',
  codes,
  fits,
  plant(world, chance) {
    const at = chance.pick(scenes(world))
    return { world: withSlot(world, at, change(world, chance, at)), at }
  },
})

/** All of them, changed alike. */
const onAll = (
  name: string,
  codes: Fault['codes'],
  change: (world: World, chance: Random, i: number, kind: MaterialKind) => Partial<Slot>,
  fits: Fault['fits'] = always,
): Fault => ({
  name,
  group: 'premises',
  codes,
  fits,
  plant: (world, chance) => ({
    world: scenes(world).reduce(
      (changed, kind, i) => withSlot(changed, kind, change(world, chance.fork('all'), i, kind)),
      world,
    ),
  }),
})

const located = (world: World): boolean => world.form.premises.location !== undefined
const inShop = has('scene_signboard')

const other = (sameApplicant: boolean) => ({
  applicationId: sameApplicant ? 'app-of-the-same-person' : 'app-of-another-person',
  reference: sameApplicant ? 'X-2001' : 'X-1001',
  revision: 1,
  kind: 'scene_signboard' as const,
  submittedAt: '2026-09-01T08:00:00Z',
})

/** Another picture, and nothing of the honest one's metadata. */
const degrees = (metres: number): number => metres / 111_000

export const premisesFaults: readonly Fault[] = [
  onOne('photo of another merchant', ['SCENE_REUSED'], (_, chance) => ({
    reuse: chance.chance(0.5)
      ? {
          other: other(false),
          sameApplicant: false,
          rejected: false,
          sameFile: true,
          distance: 0,
          variant: 'whole',
          mirrored: false,
        }
      : {
          other: other(false),
          sameApplicant: false,
          rejected: false,
          sameFile: false,
          distance: chance.int(4, 60),
          variant: 'trimmed',
          mirrored: chance.chance(0.3),
          confirmed: { same: true, correlation: 0.95, overlap: 0.8, mirrored: false },
        },
  })),
  onOne('photo of the same person\u2019s other shop', ['SCENE_SAME_ELSEWHERE'], () => ({
    reuse: {
      other: other(true),
      sameApplicant: true,
      samePlace: false,
      rejected: false,
      sameFile: true,
      distance: 0,
      variant: 'whole',
      mirrored: false,
    },
  })),
  onOne('file that was sent back before', ['IMG_SAME_AS_REJECTED'], () => ({
    reuse: {
      other: other(true),
      sameApplicant: true,
      samePlace: true,
      rejected: true,
      sameFile: true,
      distance: 0,
      variant: 'whole',
      mirrored: false,
    },
  })),
  {
    name: 'one photo for two slots',
    group: 'premises',
    codes: ['SCENE_DUPLICATE'],
    fits: always,
    plant(world, chance) {
      const [first, second] = scenes(world) as [MaterialKind, MaterialKind]
      return {
        world: withSlot(world, second, { sameAs: { kind: first, file: chance.chance(0.5) } }),
        at: [first, second],
      }
    },
  },
  {
    name: 'sign of another shop',
    group: 'premises',
    codes: ['SCENE_SIGN_MISMATCH'],
    fits: inShop,
    plant: (world, chance) => ({
      world: withSlot(world, 'scene_signboard', {
        truth: { sign: chance.pick(['老城区童鞋城', '喜洋洋母婴用品', '顺达汽车美容', '青青草幼儿用品店']) },
      }),
      at: 'scene_signboard',
    }),
  },
  {
    name: 'sign of a chain',
    group: 'premises',
    codes: ['SCENE_SIGN_MISMATCH'],
    fits: (world) => inShop(world) && !world.oddities.includes('franchise'),
    plant: (world, chance) => ({
      world: withSlot(world, 'scene_signboard', {
        truth: { sign: chance.pick(['瑞幸咖啡', '蜜雪冰城', '绝味鸭脖', '全家便利店', '名创优品']) },
      }),
      at: 'scene_signboard',
    }),
  },
  onAll(
    'photos from far away',
    ['SCENE_LOCATION_MISMATCH'],
    (world, _chance, i) => {
      const { latitude, longitude } = world.form.premises.location!
      const away = world.id.length % 2 === 0 ? 30_000 : 600_000
      return {
        metadata: {
          make: 'vivo',
          model: 'V2141A',
          takenAt: `${today}T09:0${i}:00`,
          gps: { latitude: latitude - degrees(away), longitude },
        },
      }
    },
    located,
  ),
  onAll('photos too old', ['SCENE_STALE'], (_, chance, i) => ({
    metadata: { make: 'vivo', model: 'V2141A', takenAt: `${addDays(today, -chance.int(100, 900))}T09:0${i}:00` },
    // A messenger keeps no stamp that would say otherwise.
  })),
  onAll('photos from the future', ['SCENE_STALE'], (_, chance, i) => ({
    metadata: { make: 'vivo', model: 'V2141A', takenAt: `${addDays(today, chance.int(3, 300))}T09:0${i}:00` },
  })),
  onAll('stamp of another day', ['SCENE_STALE'], (_, chance) => ({
    metadata: {},
    overlay: `${addDays(today, -chance.int(120, 700)).replaceAll('-', '.')} 10:24`,
  })),
  onAll('stamp of another city', ['SCENE_ADDRESS_MISMATCH'], (world) => ({
    metadata: {},
    overlay: `${addDays(today, -3).replaceAll('-', '.')} 10:24\n${world.form.premises.address.includes('拉萨') ? '海南省三亚市吉阳区' : '西藏自治区拉萨市城关区'}北京中路`,
  })),
  onOne('mark of a seller of pictures', ['SCENE_WEB_SOURCE'], (_, chance) => ({
    overlay: chance.pick(['视觉中国', '图虫创意', 'shutterstock', '小红书号：84520011']),
  })),
  onAll('photos of three phones', ['SCENE_SET_INCONSISTENT'], (_, __, i) => {
    const [make, model] = [
      ['HUAWEI', 'NOH-AN00'],
      ['OPPO', 'PGBM10'],
      ['Apple', 'iPhone 12'],
    ][i % 3]!
    return { metadata: { make: make!, model: model! } }
  }),
  onAll('photos of different weeks', ['SCENE_SET_INCONSISTENT'], (_, __, i) => ({
    metadata: { make: 'vivo', model: 'V2141A', takenAt: `${addDays(today, -10 - 15 * i)}T09:00:00` },
  })),
  onOne('AI label', ['SCENE_AI_GENERATED'], (_, chance) => ({
    provenance: chance.pick([
      { aiLabel: { form: 'xmp' as const, label: '1' as const } },
      { generator: 'Stable Diffusion' },
      { digitalSourceType: 'trainedAlgorithmicMedia' },
    ]),
  })),
  onOne('edited premises photo', ['SCENE_EDITED'], () => ({ provenance: { editor: 'Adobe Photoshop' } })),
  onOne('screenshot of a map or a site', ['SCENE_SCREENSHOT'], (_, chance) =>
    chance.chance(0.5)
      ? { provenance: { screenshot: { signs: ['device-size', 'png-without-camera'], device: 'iPhone 12' } } }
      : { screenText: '16:05\n5G\n78%' },
  ),
  onOne('photo of a screen', ['SCENE_RECAPTURE'], () => ({
    recapture: { moire: 9, moireQuantile: 0.9995, bezel: true },
  })),
  onOne('page of print', ['SCENE_NOT_PREMISES'], () => ({
    content: {
      blank: 0,
      page: 0.8,
      lines: 42,
      text: Array.from({ length: 30 }, () => '本合同一式两份双方各执一份').join('\n'),
    },
  })),
  onOne('bare wall', ['SCENE_NOT_PREMISES', 'IMG_UNREADABLE'], () => ({
    content: { blank: 0.99, page: 0, lines: 0, text: '' },
  })),
]
