/**
 * Whether a photo that was handed in before is found again, whatever was done to it, and nothing else is; beside what
 * npm offers for that.
 */
import sharp from 'sharp'
import { nearest } from '../../../src/checks/compare-scene.ts'
import { confirmSame } from '../../../src/checks/confirm-same.ts'
import { fingerprintBank, type FingerprintBank } from '../../../src/vision/crop-bank.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { lumaScales } from '../../../src/vision/planes.ts'
import { installPeers } from '../reading/setup.ts'
import { edits, randomOf } from './reuse-edits.ts'
import { differentBits, type PeerHashes, peerNames, type Peers, startPeers } from './reuse-peers.ts'
import { differentPictures, largePhoto, type Photo, reportedPhotos } from './reuse-photos.ts'
import { canRender, renderPlaces, steps } from './reuse-shots.ts'
import { closestPairs } from './reuse-pairs.ts'
import type { Context, Figure, Section } from './section.ts'

/** Bits of 256. Nearer ones are looked up in the database; all of them are confirmed by pixels. */
const found = 60
/** Different pictures whose pixels are compared although no fingerprint asks for it: the nearest there are. */
const hardest = 200
/** Merchants whose six places are rendered from four spots. */
const merchants = 3

const goals: Record<string, number> = {
  ...Object.fromEntries(
    ['JPEG', 'resized', 'colours', 'brightness', 'blurred', 'watermark banner', 'combined'].map((name) => [name, 99]),
  ),
  mirrored: 100,
  framed: 95,
  screenshot: 95,
  'crop 20 %': 80,
  'turned 5°': 70,
  'turned 5° and cut': 70,
}

interface Looked extends Photo {
  bank: FingerprintBank
  peers: PeerHashes
}

export const reuse: Section = {
  name: 'reuse',
  about: ({ photos, share }) => [
    photos === null
      ? 'photos: rendered premises of the samples, the half of them that nothing was tuned on'
      : 'photos: camera/ and varied/, the half of them (by the hash of their names) that nothing was tuned on; short side from 340 px',
    `different pictures: tiles of all genuine photographs (4 of a small one, 12 of a camera's) and the samples' premises; share ${share}`,
    `found: at most ${found} bits apart; peers at the largest distance at which no two of the different pictures are taken for one`,
  ],
  run: async (context) => {
    installPeers(context.say)
    const peers = startPeers()
    try {
      const limits = await falsePairs(context, peers)
      const found = await recall(context, peers, limits.peers)
      return [...found, ...limits.figures, ...(await otherShots(context)), ...(await costs(peers))]
    } finally {
      peers.close()
    }
  },
}

async function look({ name, bytes }: Photo, peers: Peers): Promise<Looked> {
  return { name, bytes, bank: await bankOf(bytes), peers: await peers.hashes(bytes) }
}

async function bankOf(bytes: Uint8Array): Promise<FingerprintBank> {
  const { image } = await decodePhoto(bytes, { longSide: 512 })
  return fingerprintBank(lumaScales(image)(1))
}

type Limits = Record<(typeof peerNames)[number], number>

async function falsePairs(
  { photos, share, say }: Context,
  peers: Peers,
): Promise<{ figures: Figure[]; peers: Limits }> {
  const looked: Looked[] = []
  for (const picture of await differentPictures(photos, share)) {
    looked.push(await look(picture, peers))
    if (looked.length % 100 === 0) say(`${looked.length} different pictures`)
  }
  const count = (looked.length * (looked.length - 1)) / 2
  const closest = closestPairs(
    looked.map(({ bank }) => bank),
    Math.ceil(hardest * share),
  )
  let mistaken = 0
  for (const { a, b } of closest) {
    const { same } = await confirmSame(looked[a]!.bytes, looked[b]!.bytes)
    if (same) {
      mistaken += 1
      say(`taken for one photo: ${looked[a]!.name} and ${looked[b]!.name}`)
    }
  }
  const limits = Object.fromEntries(
    peerNames.map((name) => [name, Math.max(0, leastDistance(looked.map((each) => each.peers[name].bits)) - 1)]),
  ) as Limits
  return {
    peers: limits,
    figures: [
      { what: 'different pictures', value: looked.length, unit: '' },
      { what: 'pairs of them', value: count, unit: '', ...(share === 1 && { goal: ['>=', 800_000] as const }) },
      {
        what: `pairs at most ${found} bits apart`,
        value: closest.filter(({ distance }) => distance <= found).length,
        unit: '',
        goal: ['<=', 0],
      },
      {
        what: 'the smallest distance of a pair',
        value: closest[0]?.distance ?? 256,
        unit: '',
        peers: Object.fromEntries(peerNames.map((name) => [name, limits[name] + 1])),
      },
      { what: `the ${closest.length} nearest pairs: taken for one photo`, value: mistaken, unit: '', goal: ['<=', 0] },
    ],
  }
}

function leastDistance(hashes: readonly string[]): number {
  let least = Infinity
  for (const [i, a] of hashes.entries()) {
    for (let j = i + 1; j < hashes.length; j++) least = Math.min(least, differentBits(a, hashes[j]!))
  }
  return least
}

async function recall({ photos, seeds, share, say }: Context, peers: Peers, limits: Limits): Promise<Figure[]> {
  const originals: Looked[] = []
  for (const photo of await reportedPhotos(photos, share)) originals.push(await look(photo, peers))
  const figures: Figure[] = [{ what: 'photos', value: originals.length, unit: '' }]
  for (const { name, apply } of edits) {
    say(name)
    const hits = { found: 0, confirmed: 0, ...Object.fromEntries(peerNames.map((peer) => [peer, 0])) } as Record<
      string,
      number
    >
    for (const original of originals) {
      const bytes = await apply(original.bytes, randomOf(`${seeds}/${original.name}/${name}`))
      const edited = await look({ name: original.name, bytes }, peers)
      for (const peer of peerNames) {
        if (differentBits(edited.peers[peer].bits, original.peers[peer].bits) <= limits[peer]) hits[peer]! += 1
      }
      if (nearest(edited.bank, original.bank).distance > found) continue
      hits['found']! += 1
      if ((await confirmSame(bytes, original.bytes)).same) hits['confirmed']! += 1
    }
    const percent = (key: string) => (100 * hits[key]!) / originals.length
    const beside = Object.fromEntries(peerNames.map((peer) => [peer, percent(peer)]))
    const goal = goals[name]
    figures.push(
      {
        what: `${name}: found`,
        value: percent('found'),
        unit: '%',
        ...(goal && { goal: ['>=', goal] as const }),
        peers: beside,
      },
      {
        what: `${name}: found and confirmed`,
        value: percent('confirmed'),
        unit: '%',
        ...(goal && { goal: ['>=', goal] as const }),
      },
    )
  }
  return figures
}

/** Fastest of five: what other programs take away is no cost of ours. */
async function costs(peers: Peers): Promise<Figure[]> {
  const photo = await largePhoto()
  const other = await sharp(photo).jpeg({ quality: 60 }).toBuffer()
  const taken: Record<string, number[]> = {}
  const note = (name: string, ms: number) => (taken[name] ??= []).push(ms)
  for (let i = 0; i < 5; i++) {
    const started = performance.now()
    await bankOf(photo)
    note('bank', performance.now() - started)
    const confirming = performance.now()
    await confirmSame(photo, other)
    note('confirm', performance.now() - confirming)
    const hashes = await peers.hashes(photo)
    for (const name of peerNames) note(name, hashes[name].ms)
  }
  const best = (name: string) => Math.min(...(taken[name] ?? []))
  const beside = Object.fromEntries(peerNames.map((name) => [name, best(name)]))
  return [
    { what: '12-megapixel JPEG: fingerprints', value: best('bank'), unit: 'ms', goal: ['<=', 100], peers: beside },
    { what: '12-megapixel JPEG: laid over another', value: best('confirm'), unit: 'ms' },
  ]
}

/** Rendered places from several spots: no photo of one is a photo of another. */
async function otherShots({ seeds, share, say }: Context): Promise<Figure[]> {
  if (!canRender()) {
    say('no Chromium: the shots of one place are left out')
    return []
  }
  const places = await renderPlaces(seeds, Math.max(1, Math.round(merchants * share)), say)
  const figures: Figure[] = []
  for (const [i, step] of steps.entries()) {
    if (i === 0) continue
    let [near, same] = [0, 0]
    for (const { shots } of places) {
      if (nearest(await bankOf(shots[0]!), await bankOf(shots[i]!)).distance <= found) near += 1
      if ((await confirmSame(shots[0]!, shots[i]!)).same) same += 1
    }
    figures.push(
      { what: `${places.length} places from ${step} m beside: found`, value: near, unit: '' },
      {
        what: `${places.length} places from ${step} m beside: taken for one photo`,
        value: same,
        unit: '',
        // A hand's breadth beside is the same shot for all that can be seen of a sign from across the street.
        ...(step >= 0.3 && { goal: ['<=', 0] as const }),
      },
    )
  }
  return figures
}
