import { attributeOf, type Graph, type Node } from './graph.ts'

/** Who makes a value, and who takes it, by the value's name. */
export interface Wiring {
  producers: ReadonlyMap<string, Node>
  consumers: ReadonlyMap<string, readonly Node[]>
}

export function wire(graph: Graph): Wiring {
  const producers = new Map<string, Node>()
  const consumers = new Map<string, Node[]>()
  for (const node of graph.nodes) {
    for (const name of node.outputs) producers.set(name, node)
    for (const name of new Set(node.inputs)) {
      const takers = consumers.get(name)
      if (takers) takers.push(node)
      else consumers.set(name, [node])
    }
  }
  return { producers, consumers }
}

/** The one operation that takes this value; undefined where there are more, or where the model gives it back. */
export function onlyConsumer(graph: Graph, wiring: Wiring, name: string): Node | undefined {
  const takers = wiring.consumers.get(name)
  return takers?.length === 1 && !graph.outputs.has(name) ? takers[0] : undefined
}

/** The one number that a constant holds. */
export function scalar(graph: Graph, name: string | undefined): number | undefined {
  const constant = name === undefined ? undefined : graph.constants.get(name)
  return constant?.values.length === 1 ? constant.values[0] : undefined
}

/** The bounds of a Clip: attributes before operator set 11, inputs since. */
export const boundsOf = (graph: Graph, clip: Node): (number | undefined)[] =>
  ['min', 'max'].map((name, i) => attributeOf(clip, name)?.[0] ?? scalar(graph, clip.inputs[i + 1]))

/** Puts `by` where the last of `nodes` stood: all that they take is made by then. */
export function replace(graph: Graph, nodes: readonly Node[], by: readonly Node[]): void {
  const gone = new Set(nodes)
  const last = nodes.reduce((latest, node) => Math.max(latest, graph.nodes.indexOf(node)), 0)
  graph.nodes = graph.nodes.flatMap((node, i) => (i === last ? by : gone.has(node) ? [] : [node]))
}
