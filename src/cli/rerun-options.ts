/** As it is typed; the schema names it as the API does. */
const options: Record<string, string> = {
  'filter.steps': 'step',
  'filter.classes': 'class',
  'filter.codes': 'code',
  'filter.fingerprint': 'group',
  'filter.outcomes': 'outcome',
  'filter.reasons': 'reason-code',
  'filter.policyVersions': 'policy',
  'filter.merchantType': 'merchant-type',
  'filter.applications': 'application',
  policy: 'try-policy',
}

/** `--class` of `filter.classes[0]`. */
export function optionOf(field: string): string {
  const name = field.replace(/\[\d+\]$/, '')
  return name === 'filter' ? name : `--${options[name] ?? name}`
}
