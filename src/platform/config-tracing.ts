import { z } from 'zod'

/** Named as OpenTelemetry names them; its others (headers, timeouts, batches) are read by its own library. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OTLP collector over HTTP that traces are sent to; without it there are none'),
  OTEL_SERVICE_NAME: z
    .string()
    .regex(/^[\w.-]{1,60}$/, 'write at most 60 letters, digits, dots and hyphens')
    .default('zhunru')
    .describe('what traces call this installation'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('share of the requests whose traces are sent, 0 to 1'),
}

export interface TracingConfig {
  endpoint: string
  serviceName: string
  /** 0 to 1. */
  ratio: number
}

export function tracingConfig(e: z.infer<z.ZodObject<typeof tracingVariables>>): TracingConfig | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER_ARG: ratio } = e
  return endpoint === undefined ? null : { endpoint, serviceName, ratio }
}
