/**
 * Screens of phones, pixels, upright, with one device that has it: sizes from the makers' published specifications. A
 * screenshot has exactly this size. Left out are 4:3, 3:2 and 16:9 screens (1080 × 1920, 1440 × 2560 …), because cameras,
 * films and messengers write pictures of those sizes too.
 */
const screens: readonly (readonly [width: number, height: number, device: string])[] = [
  [720, 1440, 'Redmi 5'],
  [720, 1520, 'HONOR 8A'],
  [720, 1544, 'vivo Y3'],
  [720, 1560, 'realme C2'],
  [720, 1570, 'OPPO A8'],
  [720, 1600, 'Redmi 10A'],
  [720, 1604, 'OPPO A57s'],
  [720, 1612, 'OPPO A58x'],
  [720, 1640, 'Redmi 14C'],
  [720, 1650, 'Redmi A3'],
  [750, 1334, 'iPhone 8'],
  [828, 1792, 'iPhone 11'],
  [1080, 2160, 'HUAWEI nova 2s'],
  [1080, 2220, 'Galaxy A8'],
  [1080, 2240, 'HUAWEI P20'],
  [1080, 2244, 'HUAWEI Mate 20'],
  [1080, 2246, 'Xiaomi 8 SE'],
  [1080, 2248, 'Xiaomi 8'],
  [1080, 2280, 'vivo X21'],
  [1080, 2310, 'HONOR 20'],
  [1080, 2312, 'HONOR V20'],
  [1080, 2316, 'vivo Z5x'],
  [1080, 2340, 'HUAWEI P30'],
  [1080, 2376, 'HUAWEI Mate 40'],
  [1080, 2388, 'HONOR X40i'],
  [1080, 2400, 'Redmi Note 12'],
  [1080, 2408, 'vivo Y35'],
  [1080, 2412, 'OPPO Reno9'],
  [1080, 2460, 'Redmi 12'],
  [1080, 2520, 'Xperia 1 V (FHD+)'],
  [1080, 2640, 'Galaxy Z Flip3'],
  [1084, 2412, 'HUAWEI nova 11'],
  [1125, 2436, 'iPhone X'],
  [1170, 2532, 'iPhone 14'],
  [1176, 2400, 'HUAWEI Mate 30 Pro'],
  [1179, 2556, 'iPhone 15'],
  [1200, 2640, 'HUAWEI P40 Pro'],
  [1200, 2652, 'HUAWEI nova 11 Pro'],
  [1200, 2664, 'HONOR 90'],
  [1200, 2670, 'Xiaomi 14'],
  [1206, 2622, 'iPhone 16 Pro'],
  [1212, 2616, 'HUAWEI Mate 50 Pro'],
  [1216, 2640, 'vivo X200 Pro mini'],
  [1216, 2688, 'HUAWEI Mate 60'],
  [1220, 2652, 'HONOR X50'],
  [1220, 2656, 'Xiaomi 17'],
  [1220, 2700, 'HUAWEI P60'],
  [1220, 2712, 'Redmi Note 13 Pro'],
  [1224, 2664, 'HONOR Magic4'],
  [1224, 2688, 'HONOR Magic5'],
  [1224, 2700, 'HUAWEI P50'],
  [1228, 2700, 'HUAWEI P50 Pro'],
  [1236, 2676, 'HUAWEI nova 8 Pro'],
  [1236, 2750, 'Xiaomi Civi 4 Pro'],
  [1240, 2772, 'OPPO Reno10 Pro'],
  [1242, 2208, 'iPhone 8 Plus'],
  [1242, 2688, 'iPhone 11 Pro Max'],
  [1256, 2760, 'HUAWEI Pura 70'],
  [1260, 2720, 'HUAWEI Mate 60 Pro'],
  [1260, 2736, 'iPhone Air'],
  [1260, 2800, 'vivo X100'],
  [1260, 2844, 'HUAWEI Pura 70 Pro'],
  [1264, 2780, 'OPPO Find X7'],
  [1264, 2800, 'HONOR Magic6'],
  [1280, 2772, 'Redmi K90'],
  [1280, 2800, 'HONOR Magic6 Pro'],
  [1284, 2778, 'iPhone 14 Plus'],
  [1290, 2796, 'iPhone 15 Plus'],
  [1312, 2848, 'HONOR Magic5 Pro'],
  [1320, 2868, 'iPhone 16 Pro Max'],
  [1344, 2772, 'HUAWEI Mate 40 Pro'],
  [1440, 2880, 'LG V30'],
  [1440, 2960, 'Galaxy S9'],
  [1440, 3040, 'Galaxy S10'],
  [1440, 3088, 'Galaxy S22 Ultra'],
  [1440, 3120, 'HUAWEI Mate 20 Pro'],
  [1440, 3168, 'OPPO Find X6 Pro'],
  [1440, 3200, 'Xiaomi 13 Pro'],
  [1440, 3216, 'OPPO Find X5 Pro'],
]

/** A phone whose screen has exactly this size, upright or on its side. */
export const deviceOf = (width: number, height: number): string | undefined =>
  screens.find(([w, h]) => w === Math.min(width, height) && h === Math.max(width, height))?.[2]

/** Screens from here on are longer than any photo that a camera takes by itself. */
const minRatio = 1.9

/** A phone whose screen has this size once a messenger has shrunk it: the sides agree to the pixel that rounding costs. */
export function deviceOfShape(width: number, height: number): string | undefined {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  return screens.find(
    ([w, h]) => short < w && h / w >= minRatio && Math.abs((short * h) / w - long) <= h / w / 2 + 0.5,
  )?.[2]
}
