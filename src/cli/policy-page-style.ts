/** Colours tell outcomes apart also for those who see red and green alike: they differ in brightness, and names stand beside. */
export const pageStyle = `
:root{--ink:#1c2024;--dim:#60646c;--line:#d9dce0;--paper:#fff;--shade:#f5f6f8;
--approved:#2f9e6b;--callback_required:#3b82c4;--manual_review:#d9a21b;--resubmission_required:#8a63d2;--rejected:#c2453d}
@media (prefers-color-scheme:dark){:root{--ink:#eceef0;--dim:#9ba1a6;--line:#3a3f44;--paper:#15181b;--shade:#1e2226;
--approved:#4cc38a;--callback_required:#6cb1ec;--manual_review:#f1c453;--resubmission_required:#b39af0;--rejected:#ef7d75}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:15px/1.55 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.1rem;margin:2.25rem 0 .5rem}
header p,.note,footer,small{color:var(--dim)}
header p,.note{margin:0 0 .5rem}
footer{margin-top:2.5rem;font-size:.85rem}
.lead{font-size:1.25rem;font-weight:600;margin:1.25rem 0 .5rem}
.notes{margin:0;padding:0;list-style:none;color:var(--dim)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--dim);font-size:.85rem;white-space:nowrap}
tbody th small{display:block;font-size:.85rem}
.n{text-align:right;white-space:nowrap}
.why{font:.85rem/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere;min-width:14rem}
code{font:.9em ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.o{white-space:nowrap}
.dot{display:inline-block;width:.65em;height:.65em;border-radius:50%;margin-right:.4em;background:currentColor}
.dot.approved{color:var(--approved)}.dot.callback_required{color:var(--callback_required)}
.dot.manual_review{color:var(--manual_review)}.dot.resubmission_required{color:var(--resubmission_required)}
.dot.rejected{color:var(--rejected)}
svg{display:block;width:100%;height:auto;max-height:34rem}
svg text{fill:var(--ink);font-size:13px}svg .count{fill:var(--dim)}
@media (max-width:34rem){svg text{font-size:23px}}
@media print{@page{margin:14mm}:root{--paper:#fff;--ink:#000}main{max-width:none;padding:0}
section{break-inside:auto}h2{break-after:avoid}tr,svg{break-inside:avoid}thead{display:table-header-group}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
