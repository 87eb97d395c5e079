/// The page's style: one column, the reader's own sans-serif, light or dark as the reader has it.
enum HTMLStyle {
  static let sheet = """
    :root {
      --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --faint: #626a73; --line: #e3e0da;
      --good: #14713d; --bad: #b3261e; --warn: #8a5a00; --hint: #2b5fa8;
      --shade: #2f9e63; --bar: #b9c4cf;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --card: #1c2024; --ink: #e4e6e8; --faint: #9aa3ac; --line: #30363c;
        --good: #5ecb8b; --bad: #ff8a80; --warn: #e7b45c; --hint: #8ab4f8;
        --shade: #2f9e63; --bar: #4d5964;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
    }
    code, .id, .tree td:first-child { font-family: ui-monospace, monospace; font-size: .9em; }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .9rem; margin-bottom: 1.5rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
    h2 { font-size: 1.1rem; margin: 0 0 .8rem; }
    h3 { font-size: .95rem; margin: 1.3rem 0 .5rem; font-weight: 600; }
    h3.file { font-family: ui-monospace, monospace; }
    article + article { margin-top: 3.5rem; }
    section {
      background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.3rem;
      margin: 1rem 0;
    }
    .badge {
      font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; padding: .2rem .65rem; border-radius: 1rem;
      border: 1.5px solid currentColor;
    }
    .passed { color: var(--good); }
    .failed { color: var(--bad); }
    .summary { flex-basis: 100%; margin: 0; color: var(--faint); }
    .none, .legend, .fix, small { color: var(--faint); }
    ul { list-style: none; margin: 0; padding: 0; }
    .overview { margin-bottom: 2.5rem; }
    .overview li { margin: .4rem 0; }
    a { color: inherit; }
    .findings > li { border-left: .25rem solid var(--line); padding: .1rem 0 .1rem .9rem; margin: .9rem 0; }
    .findings p { margin: .15rem 0; }
    .severity { font-weight: 600; }
    .id { color: var(--faint); }
    li.error { border-color: var(--bad); }
    li.warning { border-color: var(--warn); }
    li.suggestion { border-color: var(--hint); }
    .error .severity { color: var(--bad); }
    .warning .severity { color: var(--warn); }
    .suggestion .severity { color: var(--hint); }
    .place { color: var(--faint); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .2rem 0; }
    dt { color: var(--faint); }
    dd { margin: 0; font-family: ui-monospace, monospace; font-size: .9em; }
    summary { cursor: pointer; color: var(--faint); }
    summary h2 { display: inline; margin-right: .5rem; color: var(--ink); }
    details[open] > summary { margin-bottom: .6rem; }
    details p { margin: .3rem 0; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; padding: .22rem .9rem .22rem 0; vertical-align: top; }
    th { color: var(--faint); font-weight: 500; font-size: .9em; }
    th:not(:first-child), .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .tensors th { text-align: left; }
    tbody tr + tr td, tfoot td { border-top: 1px solid var(--line); }
    tfoot td { font-weight: 600; }
    .tree td:first-child { padding-left: calc(var(--depth, 0) * 1.4rem); }
    .tree .directory td:first-child { font-weight: 600; }
    .link td:first-child { font-style: italic; }
    .share { width: 22%; padding-right: 0; vertical-align: middle; }
    .share i { display: block; height: .5rem; border-radius: .25rem; width: var(--share); min-width: 2px; background: var(--bar); }
    .rules .id, .status { white-space: nowrap; }
    .status { text-align: right; padding-right: 0; }
    .status:not(.passed, .failed) { color: var(--faint); }
    small { display: block; }
    figure { margin: 1.1rem 0 0; }
    figcaption { font-weight: 600; }
    .score { font-weight: 400; color: var(--faint); font-variant-numeric: tabular-nums; margin-left: .5rem; }
    .passage { margin: .25rem 0 0; line-height: 1.9; }
    .passage span {
      background: color-mix(in srgb, var(--shade) calc(var(--keep) * .75), transparent); border-radius: .2rem; padding: .12rem 0;
    }
    .scale {
      display: inline-block; width: 6rem; height: .8rem; border-radius: .2rem; vertical-align: -.05rem;
      background: linear-gradient(to right, transparent, color-mix(in srgb, var(--shade) 75%, transparent));
      outline: 1px solid var(--line);
    }
    footer { color: var(--faint); font-size: .9rem; margin-top: 2rem; }
    @media print { details > * { display: revert; } section { break-inside: avoid; } }
    """
}
