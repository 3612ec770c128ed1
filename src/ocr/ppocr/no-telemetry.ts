/**
 * The official builds of ONNX Runtime report to their maker, on Linux and macOS too: they keep a device number in a file and post
 * events about sessions and models. Software that sees identity cards reports to nobody. The variable is read when the
 * native library starts, so this must be imported before it. (Its API can only turn off a part, and later.)
 */
// The one place that writes the environment; nothing of ours reads this variable.
// oxlint-disable-next-line node/no-process-env
process.env['ORT_DISABLE_TELEMETRY'] = '1'
