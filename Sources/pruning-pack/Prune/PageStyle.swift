/// The style of the page that `prune` prints, for light and dark screens.
enum PageStyle {
  static let css = """
    :root {
      color-scheme: light dark;
      --paper: #fff; --ink: #1b1f24; --faint: #57606a; --line: #d8dee4; --keep: #1a7f37; --shade: 26, 127, 55;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #0f1419; --ink: #e6edf3; --faint: #9aa4af; --line: #30363d; --keep: #4ac26b; --shade: 74, 194, 107;
      }
    }
    body { background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; margin: 0 auto;
      max-width: 60rem; padding: 1.5rem; }
    h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
    h2 { font-size: 1.1rem; margin: 0; }
    header { border-bottom: 1px solid var(--line); padding-bottom: 1rem; }
    .legend, .facts, label { color: var(--faint); font-size: .9rem; margin: .3rem 0; }
    .scale i { padding: .1rem .5rem; }
    section { margin: 2rem 0; }
    ol { list-style: none; margin: .8rem 0 0; padding: 0; }
    li { border-left: 4px solid transparent; display: flex; gap: 1rem; padding: .15rem 0 .15rem .8rem; }
    li.kept { border-left-color: var(--keep); }
    li.dropped .words { color: var(--faint); }
    li.title .words { font-weight: 600; }
    .number { color: var(--faint); flex: none; font: .8rem/1.6rem ui-monospace, monospace; width: 3.5rem; }
    li.kept .number { color: var(--keep); font-weight: 700; }
    meter { display: block; height: .4rem; width: 100%; }
    .words { flex: 1; min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
    i { border-radius: 3px; font-style: normal; }
    .p1 { background: rgba(var(--shade), .05); }
    .p2 { background: rgba(var(--shade), .1); }
    .p3 { background: rgba(var(--shade), .15); }
    .p4 { background: rgba(var(--shade), .2); }
    .p5 { background: rgba(var(--shade), .26); }
    .p6 { background: rgba(var(--shade), .32); }
    .p7 { background: rgba(var(--shade), .38); }
    .p8 { background: rgba(var(--shade), .44); }
    .p9 { background: rgba(var(--shade), .5); }
    body:has(#only:checked) li.dropped { display: none; }
    @media (max-width: 40rem) { li { flex-direction: column; gap: 0; } .number { display: flex; gap: .5rem; width: 100%; }
      meter { width: 4rem; margin-top: .6rem; } }
    """
}
