/** The rules that docs/deploy.md and docker-compose.yml give to the service's user, for keys of this pattern. */
export const serviceRules = (keys: string): string =>
  `~${keys} resetchannels -@all +@read +@write +@scripting +@connection +@transaction +@blocking -@dangerous +info +cluster|slots +cluster|info +cluster|shards +cluster|nodes`
