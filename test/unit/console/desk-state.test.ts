import { describe, expect, it } from 'vitest'
import { type DeskMove, emptyDesk, moved, turnOf } from '../../../src/console/parts/desk-state.ts'

const ids = ['licence', 'id', 'card']
const after = (...moves: DeskMove[]) => moves.reduce(moved, emptyDesk('licence'))

describe('photos on the desk', () => {
  it('go round, both ways', () => {
    expect(after({ move: 'step', by: 1, ids }).panes[0]).toBe('id')
    expect(after({ move: 'step', by: -1, ids }).panes[0]).toBe('card')
    expect(after(...ids.map(() => ({ move: 'step', by: 1, ids }) as const)).panes[0]).toBe('licence')
    expect(moved(emptyDesk(null), { move: 'step', by: 1, ids: [] }).panes[0]).toBeNull()
  })

  it('from a photo of another application the next is the first of our own', () => {
    expect(after({ move: 'show', id: 'theirs' }, { move: 'step', by: 1, ids }).panes[0]).toBe('licence')
  })

  it('are turned one by one, and stay turned when others were looked at', () => {
    const state = after({ move: 'turn', by: 90 }, { move: 'step', by: 1, ids }, { move: 'turn', by: -90 })
    expect([turnOf(state, 'licence'), turnOf(state, 'id'), turnOf(state, 'card')]).toEqual([90, 270, 0])
  })

  it('are compared with the next one, and what was looked at last stays', () => {
    const two = after({ move: 'compare', ids })
    expect(two).toMatchObject({ panes: ['licence', 'id'], active: 1, compared: true })
    expect(moved(two, { move: 'compare', ids })).toMatchObject({ panes: ['id', null], active: 0, compared: false })
    const left = moved(two, { move: 'pick', pane: 0 })
    expect(moved(left, { move: 'compare', ids })).toMatchObject({ panes: ['licence', null], compared: false })
  })

  it('are compared with one that is named, also while two are', () => {
    const two = after({ move: 'compare', ids }, { move: 'compare', ids, with: 'theirs' })
    expect(two).toMatchObject({ panes: ['licence', 'theirs'], active: 1, compared: true })
  })

  it('a key acts on the pane that was picked, and there is one to pick only while two are compared', () => {
    expect(after({ move: 'pick', pane: 1 }).active).toBe(0)
    const state = after({ move: 'compare', ids }, { move: 'pick', pane: 0 }, { move: 'step', by: -1, ids })
    expect(state.panes).toEqual(['card', 'id'])
  })

  it('boxes and map are switched for all', () => {
    expect(after({ move: 'map' }, { move: 'boxes' })).toMatchObject({ map: true, boxes: false })
  })
})
