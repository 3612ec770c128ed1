/** Where the command prints. Answers go to standard output; what went wrong and how it goes, to standard error. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

export const printError = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
